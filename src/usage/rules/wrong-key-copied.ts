// Another vendor's variable that a program or a configuration written as code puts in Anthropic's place: assigned, given to
// a child process, or under a vendor's name in a table. Apart from the settings: the values are expressions here.
import type { RuleInput } from '../../rule.ts';
import { lazy } from '../lazy.ts';
import { vendorOfName } from '../vocabulary.ts';
import { isCommented } from './stored-keys.ts';
import {
  ANTHROPIC_SHAPED,
  describe,
  type Found,
  GATEWAY,
  type Given,
  givenVariable,
  hasForeignBase,
  judge,
} from './wrong-key-given.ts';

const CODE = /\.(?:[mc]?[jt]sx?|py|rb|php|exs?|ipynb|vue|svelte)$/;
/** A read of one variable and nothing after it. */
const READ =
  '(?:process\\.env\\.|process\\.env\\[["\']|import\\.meta\\.env\\.|os\\.environ\\[["\']|os\\.(?:getenv|environ\\.get)\\(["\']|Deno\\.env\\.get\\(["\']|ENV\\[["\']|ENV\\.fetch\\(["\']|\\benv\\(["\']|System\\.(?:get_env|fetch_env!)\\(["\'])([A-Z][A-Z0-9_]{4,60})["\')\\]]{0,3}!?[ \\t]{0,4}(?=[,;})\\]\\r\\n]|$)';
const SLOT = new RegExp(
  `(?<![\\w-]|(?:\\?|case)\\s)((?:ANTHROPIC|CLAUDE)_API_KEY|anthropic_?api_?key|anthropic_key)(?:["']?\\]?[ \\t]{0,8}=(?![=>])|(?<!\\.\\w{1,30})["']?[ \\t]{0,8}(?:=>|:))[ \\t]{0,8}${READ}`,
  'gi',
);
/** `anthropic: { apiKey: … }`, `'anthropic' => ['key' => …]`, `config :anthropix, api_key: …`. */
const TABLE = new RegExp(
  `(?<![\\w.-])["']?(anthropic|claude)["']?\\s{0,4}(?:=>|:)\\s{0,4}[[{]([^[\\]{}]{0,300}?)\\b(?:api_?)?key["']?\\s{0,4}(?:=>|:)\\s{0,4}${READ}`,
  'gi',
);
const APPLICATION = new RegExp(
  `^[ \\t]{0,8}config :(anthropi[cx]\\w{0,20}|claude\\w{0,20}),()\\s{1,8}api_key: ${READ}`,
  'gm',
);
const OTHER_HOST = /base|host|endpoint|ur[li]\b|proxy|gateway/i;

export function findAssigned({ path, text }: RuleInput): readonly Found[] {
  if (!CODE.test(path)) return [];
  const foreign = lazy(() => hasForeignBase(text, 'Anthropic') || GATEWAY.test(text));
  const judgeAt = (match: RegExpExecArray, name: string, variable: string): readonly Found[] => {
    const given = vendorGiven(variable);
    const start = match.index + match[0].lastIndexOf(variable);
    if (given === undefined || isCommented(text, start) || foreign()) return [];
    const span = { start, end: start + variable.length };
    return [{ ...span, ...describe('vendor', given, 'Anthropic', name), code: `${name} ${given.shown}` }];
  };
  const slots = [...text.matchAll(SLOT)].filter((match) => vendorOfName(match[1] ?? '') === 'Anthropic');
  const tables = [...text.matchAll(TABLE), ...text.matchAll(APPLICATION)].filter(
    (match) => !OTHER_HOST.test(match[2] ?? '') && !OTHER_HOST.test(text.slice(match.index, match.index + 400)),
  );
  return [
    // A name that gets one vendor's key here and another's there is chosen by something.
    ...slots.flatMap((match) =>
      isSetOnce(text, match[1] ?? '') ? judgeAt(match, match[1] ?? '', match[2] ?? '') : [],
    ),
    ...tables.flatMap((match) => judgeAt(match, `${match[1] ?? ''}'s key`, match[3] ?? '')),
  ];
}

function isSetOnce(text: string, name: string): boolean {
  const sets = text.match(new RegExp(`(?<![\\w-])${name}["']?\\]?[ \\t]{0,8}=(?!=)`, 'g'));
  return (sets ?? []).length <= 1;
}

function vendorGiven(variable: string): Given | undefined {
  const given = givenVariable(variable);
  return given === undefined || ANTHROPIC_SHAPED.includes(given.vendor) || judge('Anthropic', given) !== 'vendor'
    ? undefined
    : given;
}
