// Cells that a page or a component keeps what its user types in: refs, signals, stores and state. What begins empty and is
// called the key is the user's own key, whatever else the file speaks of.
import { askedOnce } from '../mentions.ts';
import { namesProviderKey, namesSecret } from '../vocabulary.ts';

/** How a cell begins that its user fills; a value that is set there may be a public one. */
const EMPTY =
  '\\(\\s{0,4}(?:(?:""|\'\'|``|null|undefined)?\\s{0,4}\\)|(?:\\(\\) => )?[^()\\n]{0,40}[sS]tor(?:age|e)\\.get\\w{0,10}\\()';
const TYPE = '(?:<[^\\n=()]{1,60}>)?';
/** `NAME` stands for the name. */
const CELL = `(?<![\\w.$])NAME(?:\\s?:\\s?[^=\\n]{1,60})?\\s?=\\s?(?:Vue\\.|React\\.)?(?:ref|shallowRef|signal|writable|useRef|useSignal|\\$state)${TYPE}${EMPTY}`;
const PAIR = `\\[\\s?NAME\\s?,\\s?set\\w{1,60}\\s?\\]\\s?=\\s?(?:React\\.)?(?:useState|createSignal)${TYPE}${EMPTY}`;
/** What a store or a hook keeps, taken out of it. */
const TAKEN = `\\{[^{}\\n]{0,120}\\bNAME\\b[^{}\\n]{0,120}\\}\\s?=\\s?(?:storeToRefs|toRefs|use[A-Z]\\w{1,40})\\(`;
/** `apiKey.value` of Vue, `.current` of React, `apiKey()` of signals, `$apiKey` of Svelte. */
const READ = /^(?:this\.)?\$?([A-Za-z_]\w{0,60})(?:\.value|\.current|\.current[?!]?\.value|\(\))?$/;
/** `get(apiKey)` of Svelte, `unref(apiKey)` of Vue. */
const ASKED = /^(?:get|unref|toValue)\(\s?([A-Za-z_]\w{0,60})\s?\)$/;

/** True where an expression reads a cell that holds the key of who uses the page. */
export function isTypedKey(text: string, code: string): boolean {
  const name = (READ.exec(code) ?? ASKED.exec(code))?.[1];
  if (name === undefined) return false;
  const bare = name.replace(/(?:Ref|Input|State|Value|Signal)$/, '');
  if (!namesProviderKey(bare) && !namesSecret(bare)) return false;
  // A ref that begins with null is of an element.
  if (code.endsWith('.current') && new RegExp(`\\b${name} = (?:React\\.)?useRef${TYPE}\\(null`).test(text))
    return false;
  return new RegExp(`${CELL}|${PAIR}|${TAKEN}`.replaceAll('NAME', name)).test(text);
}

/** Lines above a place in which the setter that it stands in begins. */
const MOST_LINES = 14;
/** `set apiKey(value) {`, `fun setApiKey(key: String) {`, `def api_key=(value)`, `const onApiKeyChange = (next) => {`. */
const TAKES =
  /(?<![\w$])#?(?:(?:set|update|save|change|store|use|with|on|handle|validate|check|test|verify|add|apply)_?)?([a-z]\w{2,60}?)(?:_?changed?)?\s?(?:=\s?(?:async )?)?\(([^()]{1,160})\)/gi;
/** `set(value) {`, `set {`, `willSet {`: of the property that is declared above. */
const ACCESSOR =
  /^\s{0,40}(?:private |protected |internal )?(?:set|init|willSet|didSet)\b\s?(?:\((\w{1,40})[^()]{0,40}\))?\s?(?:\{|$)/;
const PROPERTY = /\b(?:var|string\??|String) (\w{3,60})\b/;
const namesKey = askedOnce(/(?:api_?|(?:anthropic|claude|openai|gemini|groq|mistral)_?)key/i);
const NO_VALUE = /^(?:e|ev|evt|event)$/;

/** True where a bare name is what a setter of a key is given, among other things only where it may be a key by its name. */
export function isGivenToSetter(
  text: string,
  name: string,
  at: number,
  little: boolean,
  mentionsAi: () => boolean,
): boolean {
  if (NO_VALUE.test(name) || !namesKey(text)) return false;
  const heads = headsAbove(text, at);
  const isKey = (property = ''): boolean =>
    namesProviderKey(property) || (/^_?api_?key$/i.test(property) && mentionsAi());
  return heads.some((head, index) => {
    const accessor = ACCESSOR.exec(head);
    if (accessor !== null)
      return (
        (accessor[1] === name || /^(?:newValue|value)$/.test(name)) &&
        heads.slice(index + 1).some((one) => isKey(PROPERTY.exec(one)?.[1]))
      );
    return [...head.matchAll(TAKES)].some(([, property, parameters = '']) => {
      const given = parameters.split(',').filter((one) => !/\bself\b|\bthis\b|\bcls\b|\b(?:ctx|context)\b/.test(one));
      const own = given.find((one) => new RegExp(`(?<![\\w.])${name}(?![\\w.(])`).test(one)) ?? '';
      return own !== '' && !/\bbool/i.test(own) && (little || given.length === 1) && isKey(property);
    });
  });
}

/** The lines that open what a place stands in, the innermost first; for a bracket by itself, the line before it. */
function headsAbove(text: string, at: number): readonly string[] {
  const lines = text
    .slice(Math.max(0, at - 1200), at)
    .split('\n')
    .slice(-MOST_LINES);
  const last = lines.at(-1) ?? '';
  const heads = /\{|=>/.test(last) ? [last] : [];
  let least = indentOf(last);
  for (let index = lines.length - 2; index >= 0 && least > 0; index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) >= least) continue;
    least = indentOf(line);
    heads.push(line.trim() === '{' ? (lines[index - 1] ?? '') : line);
  }
  return heads;
}

function indentOf(line: string): number {
  return Math.max(line.search(/\S/), 0);
}
