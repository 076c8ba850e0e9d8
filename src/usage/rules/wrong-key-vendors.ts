// Another vendor's variable where code says Anthropic: in a branch, under a label, in a table of vendors. Apart from the
// slots, whose own name says whose key they take.
import { lazy } from '../lazy.ts';
import { expressionAt, onlyRead, readsIn } from './key-reads.ts';
import { isCommented } from './stored-keys.ts';
import {
  ANTHROPIC_SHAPED,
  describe,
  type Found,
  type Given,
  givenVariable,
  hasForeignBase,
  judge,
  ROUTED,
} from './wrong-key-given.ts';

/** Where a vendor is said: `case 'anthropic':`, `== "anthropic"`, `anthropic:`, `Provider.ANTHROPIC ->`, `ANTHROPIC(`. */
const SAID = /(?:anthropic|claude)(?=["'`]?\s{0,4}[)\]:,({=>-]|\.configure\b)/gi;
const BEFORE = /(?:^|[^\w/@.:-]|[^\w/@-][.:])(?:\w{1,24}(?:\.|::)){0,2}["'`]?(?:\w{0,12}Provider)?$/;
/** A test for any other vendor than this. */
const DENIED =
  /(?:(?:!==?|<>|\bnot|~=|\/=)\s{0,4}["'`]?|\b(?:impl|class|struct|interface|type|new|function|def|func|enum|extends|object|module|namespace|import|from|package|const|let|var)\s{1,4}|<)$/;
/** What ends the code for a vendor: the next branch, or the word for another. */
const ENDS =
  /\b(?:else|elif|elsif|elseif|case|default|when|break|def|function|func|class|embed\w*|fallback\w*|whisper|speech|image\w*|moderation)\b|(?<![A-Za-z_])(?:openai|groq|gemini|google|mistral|cohere|perplexity|xai|ollama|deepseek|openrouter|azure|bedrock|vertex)(?!_?\w{0,12}(?:key|token))(?![a-z])|[bB]ase_?[uU][rR][lL]|BASE_URL|endpoint/i;
/** Where a key goes, or the name of the variable that holds it. */
const TAKES =
  /(?:^|[\s({,.[$:])(?:api_?key|apikey|key|(?:access_?|auth_?)?token|secret|(?:api_?)?key_?env(?:_?var)?|env(?:_?(?:var|key|name))?|variable|return)(?:["']?\]?(?:\s?:\s?\w{1,20})?\s{0,4}(?:=>|:=|=(?!=)|:)\s{0,12}|\s{1,4}|\()$/i;
const NAMES = /["'`]([A-Z][A-Z0-9]{1,20}_[A-Z0-9_]{2,40})["'`]/g;
/** What Anthropic has no model for, and what stands in for it. */
const ELSEWHERE = /embed|rerank|whisper|speech|transcri|_?tts|voice|image|moderation|fallback|judge|grader/i;
const REACH = 260;

export function findByVendor(text: string): readonly Found[] {
  const foreign = lazy(() => hasForeignBase(text, 'Anthropic') || ROUTED.test(text));
  return [...text.matchAll(SAID)].flatMap((match): readonly Found[] => {
    const end = match.index + match[0].length;
    // A quick look: a name that says what it holds.
    if (!/key|token/i.test(text.slice(end, end + REACH))) return [];
    const before = text.slice(Math.max(0, match.index - 80), match.index);
    if (!BEFORE.test(before) || DENIED.test(before)) return [];
    if (ELSEWHERE.test(text.slice(Math.max(0, match.index - REACH), match.index))) return [];
    const found = keyOf(text, end);
    if (found === undefined || isCommented(text, found.start) || foreign()) return [];
    const { given, ...span } = found;
    if (judge('Anthropic', given) !== 'vendor' || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
    const place = 'the branch or entry for Anthropic';
    return [{ ...span, ...describe('vendor', given, 'Anthropic', place), code: `${place} ${given.shown}` }];
  });
}

/** The first key that is named after a vendor, where it is the one that is taken for it. */
function keyOf(
  text: string,
  end: number,
): { readonly start: number; readonly end: number; readonly given: Given } | undefined {
  const window = partOf(text, end);
  const [first] = namesIn(window);
  if (first === undefined) return undefined;
  const lead = window.slice(0, first.code);
  // A value by itself, `anthropic: process.env.X`, or in a place for keys.
  const direct = /^["'`]?\s{0,4}[)\]]?\s{0,4}(?::|=>|->|=)\s{0,20}$/.test(lead);
  const listed = /^["'`]?\s{0,4}[(,]\s{0,4}(?:["'`][^"'`\n]{0,60}["'`],\s{0,4}){0,3}$/.test(lead);
  const called = /^\s{0,4}\(/.test(lead);
  if (!direct && (called || !TAKES.test(lead)) && !(listed && first.quoted)) return undefined;
  return { start: end + first.start, end: end + first.end, given: first.given };
}

/** What belongs to a vendor after its name: to the end of its brackets, or where another is spoken of. */
function partOf(text: string, end: number): string {
  const head = /^["'`]?\s{0,4}\)?/.exec(text.slice(end, end + 8))?.[0] ?? '';
  const from = end + head.length;
  const limit = text.slice(from, end + REACH);
  let depth = 0;
  for (let at = 0; at < limit.length; at += 1) {
    if (/[([{]/.test(limit.charAt(at))) depth += 1;
    else if (/[)\]}]/.test(limit.charAt(at))) depth -= 1;
    const closed =
      depth < 0 || (depth === 0 && /[)}]/.test(limit.charAt(at)) && /^.\s{0,4},/.test(limit.slice(at, at + 6)));
    if (closed) return upTo(head + limit.slice(0, at + 1));
  }
  return upTo(head + limit);
}

function upTo(window: string): string {
  const ends = ENDS.exec(window)?.index ?? window.length;
  return window.slice(0, ends);
}

interface Named {
  /** Where the name starts and ends, and where the expression that reads it starts. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly given: Given;
  readonly quoted: boolean;
}

function namesIn(window: string): readonly Named[] {
  const quoted = [...window.matchAll(NAMES)].flatMap((match): readonly Named[] => {
    const given = givenVariable(match[1] ?? '');
    if (given === undefined) return [];
    const start = match.index + 1;
    return [{ start, end: match.index + match[0].length - 1, code: match.index, given, quoted: true }];
  });
  const read = readsIn(window).map(({ given, start, end }): Named => {
    const code = startOfRead(window, start);
    return { given, start, end, code, quoted: false };
  });
  const all = [...read, ...quoted.filter(({ start }) => !read.some((one) => one.start === start))];
  return all
    .filter(({ quoted: name, code, given: { vendor } }) => name || vendor === 'Anthropic' || isOnly(window, code))
    .sort((a, b) => a.start - b.start);
}

function isOnly(window: string, code: number): boolean {
  return onlyRead(expressionAt(window, code)) !== undefined;
}

/** Where `process.env.X`, `os.environ["X"]` or `getenv("X")` starts. */
function startOfRead(window: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 60 && /[\w$.:!?>[("'-]/.test(window.charAt(start - 1))) start -= 1;
  return start;
}
