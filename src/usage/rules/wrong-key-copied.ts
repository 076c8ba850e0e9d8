// Another vendor's variable that a program or a configuration written as code puts in Anthropic's place: assigned, bound to
// an option or a field, given to a child process, or under a vendor's name. Apart from the settings: the values are
// expressions here.
import type { RuleInput } from '../../rule.ts';
import { lazy } from '../lazy.ts';
import { createMentions } from '../mentions.ts';
import { expressionAt, onlyRead, type Read } from './key-reads.ts';
import { CODE, slotsIn, valuesBeside } from './key-slots.ts';
import { isCommented } from './stored-keys.ts';
import { ANTHROPIC_SHAPED, describe, type Found, hasForeignBase, judge, ROUTED } from './wrong-key-given.ts';
import { findByVendor } from './wrong-key-vendors.ts';

const mentionsVendor = createMentions(['anthropic', 'anthropix', 'claude']);
/** An address beside it in the same table. */
const OTHER_HOST = /base|host|endpoint|ur[li]\b|proxy|gateway/i;
/** `anthropic: { apiKey: … }`, `'anthropic' => ['key' => …]`, `config :anthropix, api_key: …`. */
const TABLE =
  /(?<![\w.-])["']?(anthropic|claude)["']?\s{0,4}(?:=>|:|=)\s{0,4}(?:[\w.&]{1,40}\s?)?[[{(]([^[\]{}]{0,300}?)\b(?:api_?)?key["']?\s{0,4}(?:=>|:|=)\s{0,4}/gi;
const APPLICATION = /^[ \t]{0,8}config :(anthropi[cx]\w{0,20}|claude\w{0,20}),()\s{1,8}api_key: /gm;

/** What code gives under Anthropic's names, and where it says Anthropic. */
export function findInCode({ path, text: given }: RuleInput): readonly Found[] {
  if (!CODE.test(path) || !mentionsVendor(given)) return [];
  // In a notebook the quotes are hidden.
  const text = path.endsWith('.ipynb') ? given.replaceAll('\\"', ' "').replace(/^([ \t]{0,40})"/gm, '$1 ') : given;
  const assigned = findAssigned(text);
  const said = findByVendor(text).filter(({ start }) => !assigned.some((one) => one.start === start));
  return [...assigned, ...said];
}

function findAssigned(text: string): readonly Found[] {
  const foreign = lazy(() => hasForeignBase(text, 'Anthropic') || ROUTED.test(text));
  const judgeAt = (name: string, from: number, read: Read | undefined): readonly Found[] => {
    if (read === undefined || !isForeign(read)) return [];
    const span = { start: from + read.start, end: from + read.end };
    if (isCommented(text, span.start) || foreign()) return [];
    return [{ ...span, ...describe('vendor', read.given, 'Anthropic', name), code: `${name} ${read.given.shown}` }];
  };
  const tables = [...text.matchAll(TABLE), ...text.matchAll(APPLICATION)].filter(
    (match) => !OTHER_HOST.test(match[2] ?? '') && !OTHER_HOST.test(text.slice(match.index, match.index + 400)),
  );
  return [
    // A name that gets one vendor's key here and another's there is chosen by something.
    ...slotsIn(text).flatMap((slot) =>
      isSetOnce(text, slot.name)
        ? valuesBeside(text, slot)
            .flatMap(({ from, code }) => judgeAt(slot.name, from, onlyRead(code)))
            .slice(0, 1)
        : [],
    ),
    ...tables.flatMap((match) => {
      const from = match.index + match[0].length;
      return judgeAt(`${match[1] ?? ''}'s key`, from, onlyRead(expressionAt(text, from)));
    }),
  ];
}

function isForeign({ given }: Read): boolean {
  return !ANTHROPIC_SHAPED.includes(given.vendor) && judge('Anthropic', given) === 'vendor';
}

function isSetOnce(text: string, name: string): boolean {
  const sets = text.match(new RegExp(`(?<![\\w-])${name}["']?\\]?[ \\t]{0,8}=(?!=)`, 'g'));
  return (sets ?? []).length <= 1;
}
