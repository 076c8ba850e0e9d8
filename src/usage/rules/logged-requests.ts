// What a failed request keeps of what was sent, printed where the same function sent a key: an error's config, its request.
// Apart from the values: what tells is the function round the place, not the name of what is printed.
import { askedOnce } from '../mentions.ts';
import { hides } from './logged-hiding.ts';

/** What HTTP clients keep of a request, by the names of what was sent or failed. */
const SENT =
  /^(?:e|ex|exc|err|error|axiosError|r|res|resp|response|reply)\.(?:response\.)?(?:config|request|request_info)(?:\._?headers)?$/;
/** The same of got. */
const OPTIONS = /^(?:err|error)\.options(?:\.headers)?$/;
const usesGot = askedOnce(/\bgot\b/);
const HEADERS = /\.(?:_?headers|request_info)$/;
const FAILED = /^(?:e|ex|err|error|axiosError)(?:\.toJSON\(\))?$/;
/** What is shown of an error whole, with its config: axios gives it for JSON. */
const AS_JSON = /JSON\.stringify\(\s{0,8}$/;
const ALL_OF_IT = /^\s{0,8}(?:\)|,\s{0,4}(?:null|undefined)\b)/;
const usesAxios = askedOnce(/\baxios\b/i);
export const sendsKey = askedOnce(/\bx-api-key["']?\]?\s{0,20}[:,=]/i);
/** Where a header is put: an entry, or one that is set. */
const CREDENTIAL =
  /(?:(["'`])(?:(?:proxy-)?authorization|(?:x-)?(?:goog-)?api-key)\1[ \t]{0,4}(?:[,:]|\][ \t]{0,4}=(?!=))|(?<![\w.-])authorization:|\.authorization[ \t]{0,4}=(?!=))[ \t]{0,4}(\S[^\n]{0,200})/gi;
/** A text without a hole, or what hides what it is given. */
const NO_KEY =
  /^(?:"[^"]{0,160}"|'[^']{0,160}'|`[^`$]{0,160}`)[ \t]{0,4}(?:[,;)}\]]|$)|mask|redact|undefined|\bnull\b|None\b|^string\b/;
/** Lines that open a function, and the last line of a head that takes several. */
const HEAD =
  /\bfunction\b|=>[ \t]{0,4}\{?[ \t]{0,4}$|^[ \t]{0,60}(?:async )?def |^[ \t]{0,60}\)[^;]{0,120}\{[ \t]{0,4}$|^[ \t]{0,60}(?:(?:public|private|protected|static|async|override) ){0,4}[\w$#]{1,60}\([^\n;]{0,200}\)[^;=]{0,80}\{[ \t]{0,4}$/;
/** What looks like one: blocks, and what is done with the result of the request. */
const NO_HEAD = /\b(?:if|for|while|switch|catch|with|else|try)\b|\.then\(/;
/** How far above a place its function is read. */
const MOST = 4000;

/** A quick look. */
const MAY_SHOW =
  /\b(?:e|ex|exc|err|error|axiosError|r|res|resp|response|reply)\??\.(?:response\??\.)?(?:config|request|request_info|options|toJSON)\b|\bJSON\.stringify\(\s{0,8}(?:e|ex|err|error|axiosError)\b/;
const MAY_SEND = /authorization|api-key/i;

export function mayShowRequest(text: string): boolean {
  return MAY_SEND.test(text) && MAY_SHOW.test(text);
}

/** The same of other clients: Guzzle, HttpClient, OkHttp, Faraday, Go. */
const KEPT =
  /^\$?\w{1,20}(?:->getRequest\(\)->getHeaders\(\)|\.RequestMessage[?!]?\.Headers|\.Request\.Header|\.request\(\)\.headers\(\)|\.response\[:request\]\[:headers\])$/;

/** A request of Rust that is built to be looked at. */
const BUILT = /^(?!res)\w{0,10}req\w{0,20}(?:\.(?:try_clone|build|unwrap|expect)\([^()]{0,40}\)\??){1,4}\.headers\(\)$/;

/** What an interceptor of OkHttp is about to send, and what a chain has just built. */
const CHAINED = /^(\w{1,40})\.headers(?:\(\))?$/;

function isChained(text: string, path: string, at: number): boolean {
  const name = CHAINED.exec(path)?.[1];
  if (name === undefined) return false;
  if (name === 'it')
    return (
      sendsKey(text) &&
      /\.build\(\)\s{0,40}\.(?:also|let|apply)\s?\{[^\n]{0,120}$/.test(text.slice(Math.max(0, at - 200), at))
    );
  return text.includes('chain.request()') && new RegExp(`\\b${name}\\s?=\\s?chain\\.request\\(\\)`).test(text);
}

/** True where what stands at `at` shows the headers of a request that carried a key. */
export function showsRequest(text: string, path: string, at: number, python: boolean): boolean {
  if (KEPT.test(path)) return sendsKey(text);
  if (isChained(text, path, at)) return true;
  if (BUILT.test(path)) return sendsCredential(text, at, python);
  if (SENT.test(path)) {
    // In Python a request is shown by its address.
    if (python && !HEADERS.test(path)) return false;
    return sendsKey(text) || sendsCredential(text, at, python);
  }
  if (OPTIONS.test(path) && usesGot(text)) return sendsCredential(text, at, python);
  if (python || !FAILED.test(path) || !usesAxios(text)) return false;
  const whole =
    path.endsWith(')') ||
    (AS_JSON.test(text.slice(Math.max(0, at - 30), at)) &&
      ALL_OF_IT.test(text.slice(at + path.length, at + path.length + 40)));
  return whole && sendsCredential(text, at, python);
}

function sendsCredential(text: string, at: number, python: boolean): boolean {
  const body = functionAbove(text, at);
  const found = [...body.matchAll(CREDENTIAL)].filter(({ index, 2: value = '' }) => {
    const commented = /^[ \t]{0,60}(?:\/\/|#|\*)/.test(body.slice(body.lastIndexOf('\n', index) + 1, index + 1));
    return !commented && !NO_KEY.test(value) && /[A-Za-z_]/.test(value);
  });
  // httpx shows `[secure]` in place of an Authorization.
  const secure = python && /\bhttpx\b/.test(text) && !/\bdict\(\s{0,4}$/.test(text.slice(Math.max(0, at - 12), at));
  return found.some(({ 0: whole }) => !(secure && /authorization/i.test(whole)));
}

/** The text of the innermost function up to `at`, as its lines are indented. */
function functionAbove(text: string, at: number): string {
  const from = Math.max(0, at - MOST);
  const lines = text.slice(from, at).split('\n');
  let least = indentOf(lines.at(-1) ?? '');
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) >= least) continue;
    least = indentOf(line);
    if (HEAD.test(line) && !NO_HEAD.test(line)) return lines.slice(index).join('\n');
    if (least === 0) return lines.slice(index).join('\n');
  }
  return lines.join('\n');
}

function indentOf(line: string): number {
  return Math.max(line.search(/\S/), 0);
}

/** `url.searchParams.set('key', KEY)`: an address that is shown with the key in it. */
export function isAddressWithKey(text: string, code: string): boolean {
  const name = /^([A-Za-z_]\w{0,40})(?:\.(?:href|search|toString\(\)))?$/.exec(code)?.[1];
  if (name === undefined || !putsParameter(text)) return false;
  const put = new RegExp(
    `(?<![\\w.$])${name}\\.searchParams\\.(?:set|append)\\(["'](?:api_?|access_?)?(?:key|token)["'], ?([^\\n;]{1,120})\\)`,
    'i',
  ).exec(text)?.[1];
  return put !== undefined && !hides(put) && /key|token/i.test(put);
}

const putsParameter = askedOnce(/\.searchParams\.(?:set|append)\(/);
