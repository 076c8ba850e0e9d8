// A key that code wraps as it gives it to Anthropic's client: `apiKey: `Bearer ${key}``. Apart from stored keys: here the
// key itself is not in the text.
import type { RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import type { Form } from '../forms.ts';
import { endOffset, startOffset } from '../source.ts';
import { keysOfClients } from './client-keys.ts';
import { type Found, found } from './malformed-found.ts';
import { hasForeignBase } from './wrong-key-given.ts';

/** A quick look: a text beside a key. */
const WRAPS = /api_?key["']?\s{0,4}[:=(]\s{0,4}[^\n]{0,120}["'`]/i;
const CLIENT = /anthropic/i;

type Wrapped = 'scheme' | 'blank' | 'quotes';

export function findWrapped(input: RuleInput): readonly Found[] {
  const { text } = input;
  if (!CLIENT.test(text) || !WRAPS.test(text) || hasForeignBase(text, 'Anthropic')) return [];
  return analyse(input)
    .units.filter(({ unit }) => !unit.documentation)
    .flatMap((unit) =>
      keysOfClients(unit).flatMap(({ taker, key, client }): readonly Found[] => {
        if (taker !== 'Anthropic') return [];
        const faults = unit.requests().values.valueOf(key).map(wrappedBy);
        const [fault] = faults;
        if (fault === undefined || faults.some((one) => one !== fault)) return [];
        const span = { start: startOffset(unit.source, key.start), end: endOffset(unit.source, key.end) };
        const { secret: _none, ...match } = found(fault, MESSAGES[fault].replace('%', client), span, span, []);
        return [match];
      }),
    );
}

const MESSAGES: Readonly<Record<Wrapped, string>> = {
  scheme: '% adds the scheme by itself; this one becomes part of the key.',
  blank: '% gets a blank or a line break as part of the key.',
  quotes: '% gets quotes as part of the key.',
};

/** What stands round the one hole of a text. */
function wrappedBy(form: Form): Wrapped | undefined {
  const holes = form.filter(({ type }) => type === 'hole');
  if (holes.length !== 1) return undefined;
  const at = form.findIndex(({ type }) => type === 'hole');
  const textOf = (pieces: Form): string => pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('');
  const before = textOf(form.slice(0, at));
  const after = textOf(form.slice(at + 1));
  if (/^\s{0,4}bearer\s{1,4}$/i.test(before) && after.trim() === '') return 'scheme';
  if (/^["'`]$/.test(before) && after === before) return 'quotes';
  return before.trim() === '' && after.trim() === '' && before + after !== '' ? 'blank' : undefined;
}
