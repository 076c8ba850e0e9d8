// Cells that a page or a component keeps what its user types in: refs, signals, stores and state. What begins empty and is
// called the key is the user's own key, whatever else the file speaks of.
import { namesProviderKey, namesSecret } from '../vocabulary.ts';

/** How a cell begins that its user fills; a value that is set there may be a public one. */
const EMPTY =
  '\\(\\s{0,4}(?:(?:""|\'\'|``|null|undefined)?\\s{0,4}\\)|(?:\\(\\) => )?[^()\\n]{0,40}[sS]tor(?:age|e)\\.get\\w{0,10}\\()';
const TYPE = '(?:<[^\\n=()]{1,60}>)?';
/** `NAME` stands for the name. */
const CELL = `(?<![\\w.$])NAME(?:\\s?:\\s?[^=\\n]{1,60})?\\s?=\\s?(?:Vue\\.|React\\.)?(?:ref|shallowRef|signal|writable|useRef|useSignal|\\$state)${TYPE}${EMPTY}`;
const PAIR = `\\[\\s?NAME\\s?,\\s?set\\w{1,60}\\s?\\]\\s?=\\s?(?:React\\.)?(?:useState|createSignal)${TYPE}${EMPTY}`;
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
  return new RegExp(`${CELL}|${PAIR}`.replaceAll('NAME', name)).test(text);
}
