// A key that code wraps as it gives it to Anthropic's client: `apiKey: `Bearer ${key}``. Apart from stored keys: here the
// key itself is not in the text.
import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import type { Form } from '../forms.ts';
import { endOffset, type Range, startOffset } from '../source.ts';
import { keysOfClients } from './client-keys.ts';
import { expressionAt } from './key-reads.ts';
import { CODE, slotsIn, valuesBeside } from './key-slots.ts';
import { sourcesOf } from './key-sources.ts';
import { type Found, found } from './malformed-found.ts';
import { isCommented } from './stored-keys.ts';
import { hasForeignBase } from './wrong-key-given.ts';

/** A quick look: a text beside a key, or what makes one. */
const WRAPS = /api_?key["']?\)?\s{0,4}[:=(]\s{0,4}[^\n]{0,120}["'`(]/i;
/** What puts quotes round a value. */
const QUOTES =
  /^(?:JSON\.stringify|json\.dumps|repr|strconv\.Quote|json_encode|JSON\.generate|shlex\.quote|escapeshellarg|json\.Marshal)\s?\(|\.inspect$|!r\}|%q|\{:\?\}/;
const SCHEME_BEFORE = /["'`](?:bearer\s|x-api-key:)\s{0,4}sk-ant-/i;
const CLIENT = /anthropic/i;

type Wrapped = 'scheme' | 'blank' | 'quotes';

export function findWrapped(input: RuleInput): readonly Found[] {
  const { text } = input;
  if (!CLIENT.test(text) || !(WRAPS.test(text) || SCHEME_BEFORE.test(text)) || hasForeignBase(text, 'Anthropic'))
    return [];
  return analyse(input)
    .units.filter(({ unit }) => !unit.documentation)
    .flatMap((unit) =>
      keysOfClients(unit).flatMap(({ taker, key, client }): readonly Found[] => {
        if (taker !== 'Anthropic') return [];
        const fault = faultOf(unit, key);
        if (fault === undefined) return [];
        const span = { start: startOffset(unit.source, key.start), end: endOffset(unit.source, key.end) };
        return [found(fault, MESSAGES[fault].replace('%', client), span, undefined, [])];
      }),
    )
    .filter((one, _, all) => !all.some((other) => other !== one && one.start <= other.start && other.end <= one.end));
}

/** What is wrong with every value that a key can have. */
function faultOf({ source, requests }: AnalysedUnit, key: Range): Wrapped | undefined {
  const { values } = requests();
  const [only, ...others] = sourcesOf(source, values, key);
  const code =
    only === undefined ? '' : source.tokens.text.slice(startOffset(source, only.start), endOffset(source, only.end));
  if (/\.\s?(?:strip|trim)\w*\s?\(/i.test(code)) return undefined;
  if (others.length === 0 && QUOTES.test(code)) return 'quotes';
  const faults = values.valueOf(key).map(wrappedBy);
  const [fault] = faults;
  return faults.some((one) => one !== fault) ? undefined : fault;
}

const MESSAGES: Readonly<Record<Wrapped, string>> = {
  scheme: '% takes the key alone; this scheme becomes part of it.',
  blank: '% gets a blank or a line break as part of the key.',
  quotes: '% gets quotes as part of the key.',
};

/** A text that puts something round a key: `f"Bearer {key}"`, `'Bearer ' + key`, `` `"${key}"` ``. */
const WRAPPED_TEXT =
  /^(?:[fF$@]{0,3}(["'`]{1,3})(?:(bearer[ \t]{1,4})(?:\1\s?(?:\+|\.(?!\w))|[${#%\\])|(["'])(?:[$#]?\{[^{}\n"'`]{1,80}\}|\1\s?\+[^\n"'`]{1,80}\+\s?\1)\3\1)|(?:fmt\.Sprintf|format!|String\.format|sprintf)\(\s{0,4}"(bearer )[%{])/i;

/** The same under the key's own name: `os.environ["ANTHROPIC_API_KEY"] = f"Bearer {token}"`. */
export function findAssignedWraps({ path, text }: RuleInput): readonly Found[] {
  if (!CODE.test(path)) return [];
  const slots = slotsIn(text).filter(({ name }) => /api_?key/i.test(name));
  if (slots.length === 0 || hasForeignBase(text, 'Anthropic')) return [];
  return slots.flatMap((slot): readonly Found[] => {
    return valuesBeside(text, slot).flatMap(({ from, code }): readonly Found[] => {
      const match = WRAPPED_TEXT.exec(code);
      if (match === null || isCommented(text, from) || isPlain(path, match)) return [];
      const fault = (match[2] ?? match[4]) === undefined ? 'quotes' : 'scheme';
      const span = { start: from, end: from + expressionAt(code, 0).trimEnd().length };
      return [found(fault, MESSAGES[fault].replace('%', slot.name), span, undefined, [])];
    });
  });
}

/** `'"${KEY}"'` of a script: a text that puts nothing in. */
function isPlain(path: string, [all, quote = '']: RegExpExecArray): boolean {
  const filled = quote === '`' || /^[fF$]/.test(all) || all.includes(`${quote} +`) || all.includes(`${quote}+`);
  return !filled && /['"]\$?\{/.test(all) && (/\.[mc]?[jt]sx?$|\.(?:vue|svelte|astro|py)$/.test(path) || quote === "'");
}

const SCHEMED = /^\s{0,4}(?:bearer\s{1,4}|x-api-key:\s{0,4})sk-ant-[\w-]{40}/i;

/** What stands round the one hole of a text. */
function wrappedBy(form: Form): Wrapped | undefined {
  const [only] = form;
  // A whole key with a scheme before it.
  if (form.length === 1 && only?.type === 'text' && SCHEMED.test(only.text)) return 'scheme';
  const holes = form.filter(({ type }) => type === 'hole');
  if (holes.length !== 1) return undefined;
  const at = form.findIndex(({ type }) => type === 'hole');
  const textOf = (pieces: Form): string => pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('');
  const before = textOf(form.slice(0, at));
  const after = textOf(form.slice(at + 1));
  if (/^\s{0,4}bearer\s{1,4}$/i.test(before) && after.trim() === '') return 'scheme';
  if (/^["'`]$/.test(before) && after === before) return 'quotes';
  return /^(?:\s|\\[nrt])+$/.test(before + after) ? 'blank' : undefined;
}
