// Calls whose result is made of their arguments, in the languages besides JavaScript and Python: formatting,
// conversions, and the constructors of addresses. Data about library functions, apart from the evaluation.
import type { Path } from './paths.ts';
import { after, elementsOf, isDot, type Range, type Source } from './source.ts';
import { WORD } from './tokens.ts';

/** What a call makes: text from a format and arguments, its argument as it is, or what it is called on as it is. */
export type Made =
  | { readonly type: 'format'; readonly format: Range; readonly values: readonly Range[] }
  | { readonly type: 'join'; readonly parts: readonly Range[]; readonly between?: Range | undefined }
  | { readonly type: 'same'; readonly value: Range };

const FORMAT = /^(?:Sprintf|sprintf|format|Format|Sprint)$/;
/** Methods after which the text is still the same. */
const NEUTRAL =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|unwrap|unwrap_or_default|expect|parse|trim|Trim|TrimEnd|trimEnd|ToString|toString|toURI|toURL|toUri|toHttpUrl|orEmpty|trimIndent|to_s|strip|chomp|freeze|to_sym|build|absoluteString|uri|request_uri|removeSuffix|value|get|orElseThrow|presence|dup)$/;
/** The same after an expression in brackets, in normal form. */
export const SAME_TEXT =
  /^\??\. (?:trim|trimEnd|trimStart|toString|strip|rstrip|valueOf) \( \)(?: \??\. (?:trim|trimEnd|trimStart|toString|strip|rstrip|valueOf) \( \)){0,3}$/;
/** Functions and constructors that give back their first argument, as another type or cleaned. */
const WRAPPER =
  /^(?:String|str|TrimSpace|Parse|parse|create|URI|Uri|URL|Url|Some|Ok|from|from_str|from_static|from_bytes|from_string|try_from|Header|rtrim|trim|ltrim|requireNonNull|requireNotNull|checkNotNull|ParseRequestURI|Url::parse|of|SecretString|HttpUrl)$/;
const WRAPPER_OWNER = /^(?:String|str|strings|url|URI|Uri|URL|Url|HttpUrl|HeaderValue|Objects|Optional)$/;

/** What gives back the secret that it is handed. */
export const UNWRAPS =
  /^(?:value|unwrap|reveal|expose|decrypt(?:Secret|Key|ApiKey|_secret|_key|_api_key)?|unseal|unsafeUnwrap)$/;
/** What gives back something of a store by its name: the name says what it is. */
export const READS_BY_NAME =
  /^(?:get|getItem|getSecret|getSecretValue|get_secret|getPassword|get_password|getProperty|getOrThrow|read)$/;

export function madeBy(source: Source, range: Range, path: Path): Made | undefined {
  const callee = path.names.at(-1) ?? '';
  const args = elementsOf(source, path.call, 6).map((element) => withoutLabel(source, element));
  const first = args[0];
  const owner = path.names.at(-2) ?? '';
  if (FORMAT.test(callee) && first !== undefined && path.names.length <= 3) {
    // Java's first argument may be a locale.
    return { type: 'format', format: first, values: args.slice(1) };
  }
  if (path.names.join('.') === 'Uri.https' && first !== undefined) return { type: 'join', parts: args.slice(0, 2) };
  const joined = joinOf(source, range, path, args);
  if (joined !== undefined) return joined;
  const wraps = path.names.length === 1 || WRAPPER_OWNER.test(owner) || /^(?:new|parse)$/.test(callee);
  if (first !== undefined && wraps && (WRAPPER.test(callee) || callee === 'new')) return { type: 'same', value: first };
  if (NEUTRAL.test(callee) && path.calleeDot > range.start && (first === undefined || callee === 'expect'))
    return { type: 'same', value: { start: range.start, end: path.calleeDot } };
  return undefined;
}

/** `String.join(" ", "Bearer", key)`, `strings.Join([]string{"Bearer", key}, " ")`, `listOf("Bearer", key).joinToString(" ")`. */
function joinOf(source: Source, range: Range, { names, calleeDot }: Path, args: readonly Range[]): Made | undefined {
  const [first, second] = args;
  if (first === undefined) return undefined;
  switch (names.join('.')) {
    case 'URI.join':
    case 'string.Concat':
    case 'String.Concat':
      return { type: 'join', parts: args };
    case 'strings.Join':
      return { type: 'join', parts: listed(source, first), between: second };
    case 'String.join':
    case 'string.Join':
    case 'String.Join':
    case 'implode':
    case 'join':
      return {
        type: 'join',
        parts: args.length === 2 && second ? listed(source, second) : args.slice(1),
        between: first,
      };
    default:
      return names.at(-1) === 'joinToString' && calleeDot > range.start
        ? { type: 'join', parts: listed(source, { start: range.start, end: calleeDot }), between: first }
        : undefined;
  }
}

/** The elements of a list, whatever makes it: `[…]`, `[]string{…}`, `new[] {…}`, `listOf(…)`. */
function listed(source: Source, range: Range): readonly Range[] {
  const open = source.match[source.previous(range.end)] ?? -1;
  return open >= range.start ? elementsOf(source, open, 4) : [range];
}

/** `string: url` and `uriString = url` are the argument `url`. */
export function withoutLabel(source: Source, element: Range): Range {
  const sign = source.next(element.start);
  const label = source.tokens.kind[element.start] === WORD && sign < element.end && /^[:=]$/.test(source.slice(sign));
  return label ? { start: source.next(sign), end: element.end } : element;
}

/** Where the neutral methods after a string end; `at` when what stands there is none. */
export function afterNeutral(source: Source, start: number, end: number): number {
  let at = start;
  for (let steps = 0; at < end && steps < 8; steps += 1) {
    if (source.slice(at) === '?' || source.slice(at) === '!') {
      at = source.next(at);
      continue;
    }
    const method = source.next(at);
    if (!isDot(source, at) || !NEUTRAL.test(source.slice(method))) return at;
    const open = source.next(method);
    at = source.slice(open) === '(' ? after(source, open) : open;
  }
  return at;
}
