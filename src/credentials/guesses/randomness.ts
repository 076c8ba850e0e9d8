// How far a value is from words: the bits that its pairs of neighbours cost under a model of names and prose. Drawn
// letters and digits cost 5 and more for each, what people write about 4.
import { LETTER_PAIRS } from './letter-pairs.ts';

const DIGIT = 26;
const OTHER = 27;
/** Rows as numbers, in bits. */
const BITS = LETTER_PAIRS.map((row) => Float64Array.from(row, (digit) => Number.parseInt(digit, 36) / 3));

function symbolOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 65 && code <= 90) return code - 65;
  return code >= 48 && code <= 57 ? DIGIT : OTHER;
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;

/** Mean bits for each pair of neighbours under the model of names and prose; 0 for fewer than two characters. */
export function pairBits(value: string): number {
  let bits = 0;
  let last = OTHER;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    const symbol = symbolOf(code);
    // A capital after a small letter begins a word.
    if (i > 0 && isUpper(code) && isLower(value.charCodeAt(i - 1))) bits += BITS[OTHER]?.[symbol] ?? 0;
    else bits += BITS[last]?.[symbol] ?? 0;
    last = symbol;
  }
  return value.length < 2 ? 0 : bits / value.length;
}
