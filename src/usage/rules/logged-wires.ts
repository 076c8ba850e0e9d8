// Clients of HTTP that are told to print what they send, where a key is sent. Apart from the calls: no value is named here,
// the client prints all headers by itself.
import { extensionOf } from '../languages.ts';

const JVM = /\bHttpLoggingInterceptor\.Level\.(?:HEADERS|BODY)\b|\bLogLevel\.(?:HEADERS|ALL)\b/g;
const WIRES: Readonly<Record<string, RegExp>> = {
  kt: JVM,
  java: JVM,
  py: /\bHTTPS?Connection\.debuglevel\s?=\s?[1-9]|\.set_debuglevel\([1-9]\)/g,
  rb: /\.set_debug_output[ (]\$std(?:out|err)|\bdebug_output \$std(?:out|err)/g,
  dart: /\b(?:Pretty)?(?:DioLogger|LogInterceptor)\((?![^()]{0,200}requestHeader: false)/g,
  php: /\bCURLOPT_VERBOSE\s?(?:=>|,)\s?(?:true|1)\b/g,
  go: /\bSetDebug\(true\)|\bEnableDumpAll\(|\bEnableDumpAllWithoutBody\(/g,
};
/** PrettyDioLogger shows headers only where it is told to. */
const PRETTY = /^PrettyDioLogger/;
const HIDES = /redact|sanitize|mask|BuildConfig\.DEBUG|kDebugMode|Level\.NONE|CURLOPT_STDERR/i;
/** A header that carries a key. */
const SENDS = /\b(?:x-api-key|authorization)\b["'`]?\]?\)?[ \t]{0,4}(?:[,:=]|=>|to\b)[ \t]{0,4}([^\n]{3,160})/gi;

interface Span {
  readonly start: number;
  readonly end: number;
}

export function loudClients(path: string, text: string): readonly Span[] {
  const extension = extensionOf(path);
  const pattern = WIRES[extension === 'kts' ? 'kt' : extension];
  if (pattern === undefined) return [];
  const found = [...text.matchAll(pattern)].filter(({ index, 0: whole }) => {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const call = text.slice(index, index + 200);
    return (
      !/^\s{0,80}(?:\/\/|#|\*)|\bimport\b/.test(line) &&
      (!PRETTY.test(whole) || /^[^()]{0,40}\([^()]{0,160}requestHeader: true/.test(call))
    );
  });
  if (found.length === 0 || HIDES.test(text) || !sendsKey(text)) return [];
  return found.map(({ index, 0: whole }) => ({ start: index, end: index + whole.length }));
}

function sendsKey(text: string): boolean {
  return [...text.matchAll(SENDS)].some(([, value = '']) =>
    /key|token|secret|bearer/i.test(
      value.replace(/"[^"$#{]{0,80}"|'[^']{0,80}'/g, (quoted) => (/_KEY|bearer/i.test(quoted) ? quoted : '')),
    ),
  );
}

/** Commands of curl, over the lines that they go on. */
const CURL = /(?<![\w./-])curl((?:[^\n;|&\\]|\\[^\n]|\\\n|&(?!&)){1,1500})/g;
const LOUD = /(?:^|[ \t])(?:-[a-zA-Z]{0,5}v[a-zA-Z]{0,5}|--verbose|--trace(?:-ascii)? -)(?=[ \t\n]|$)/;
const GIVES = /(?:x-api-key|authorization): ?(?:bearer )?\\?["']?\$/i;

/** `curl -v … -H "x-api-key: $KEY"`: headers that are sent are printed. */
export function loudCommands(text: string, from: number, to: number): readonly Span[] {
  return [...text.slice(from, to).matchAll(CURL)].flatMap(({ index, 0: whole, 1: rest = '' }) => {
    const start = from + index;
    const after = text.slice(start + whole.length, start + whole.length + 40);
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    if (
      !LOUD.test(rest) ||
      !GIVES.test(rest) ||
      /2>|&>/.test(rest) ||
      /^[&|]?[^\n]{0,4}2>/.test(after) ||
      /\$\([^)]{0,200}$|^\s{0,60}#/.test(line)
    )
      return [];
    return [{ start, end: start + 4 }];
  });
}
