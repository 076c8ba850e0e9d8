// Names that say too little by themselves: `key`, `token`, `value`. What counts is the text before them, which says whose
// key is shown, or where the same expression is sent as the credential of a request. Apart from the names that speak.
import { askedOnce } from '../mentions.ts';
import { namesProviderKey, namesSecret } from '../vocabulary.ts';
import type { LogCall } from './log-calls.ts';
import { GENERIC } from './logged-asked.ts';
import { type File, lastAssignment, NEAR } from './logged-assignments.ts';
import { HIDING } from './logged-hiding.ts';
import { isGivenToSetter } from './logged-state.ts';
import { type Sort, sortOfAssigned } from './logged-values.ts';
import type { Operand } from './operand-texts.ts';

const SECRET_STORE = /(?:\w{1,20}::)?\w{0,20}SecretStore\b/;
export const namesStore = askedOnce(/SecretStore\b/);
const LABEL =
  /\bapi[ _-]?key\b|(?<!\b(?:anon|cache|client|maps?|public|publishable|site) )\bkey[ \t]{0,2}[:=][ \t]{0,2}(?:%[+#]?[svq](?:\\n)?)?["'`]?[ \t]{0,4}(?:[+,.][ \t]{0,4}|\$?\{)$|key\w{0,10}\}\s?[=:]\s?["'`]?\$\{$/i;
const TOKEN = /^(?:token|secret)$/i;
const TOKEN_LABEL = /\b(?:token|secret)\b/i;
/** `export OPENAI_API_KEY=` before what is put there. */
const SET_TO = /\b([A-Z][A-Z0-9_]{4,60})=["'`]{0,2}(?:\$?\{|#\{|\\\(|\$)$/;
/** `Claude key: `; not what is said about a key. */
const WHOSE =
  /\b(?:anthropic|claude|open ?ai|gemini|groq|mistral|cohere|deepseek|open ?router|perplexity|llm)(?:'s)?[ _-]?(?:ai[ _-])?(?:(?:api|secret|auth)[ _-])?(?:key|api[ _-]token|auth[ _-]token)\b(?!s|[ _-](?:id|name|index|number|count|length|file|path|source|type|status|hash|prefix|from|for|of|in|at|is not|not|was|missing)\b)/i;
/** The same right before what is shown. */
const ADJACENT = new RegExp(
  `${WHOSE.source}(?: (?:is|was|now|is now|set to|changed to|updated|saved|stored|loaded|found|read|entered|received|given))?\\s?[:=]?\\s?["'(<]?(?:\\$?\\{|#\\{|\\\\\\(|\\$|["'\`]\\s?[,+.]\\s{0,20}\\$?)$`,
  'i',
);
/** What a message says besides. */
const OF_LOG =
  /^(?:e|ex|err|error|exc|exception|reason|message|msg|status|state|result|res|resp|response|ok|ready|present|valid|missing|count|len|length|size|name|id|path|file|filename|source|src|url|host|model|provider|vendor|user|label|i|n|index|type|kind|mode|env|config|prefix|suffix|last4|hint|preview|masked|safe|hash|fingerprint|date|time|at|age|expires)$/i;
const OF_LOG_BY_PART =
  /^(?:is|has|had|key|env|var)[A-Z_]|mask|redact|(?:names?|paths?|files?|count|status|state|length|errors?|hint|preview|id|url|ok|env|var)$/i;
const WATCHES = /\b(?:watch|onChange|subscribe)\((?:of: )?(?:\(\) => )?(?:[a-z]\w{0,30}\.){0,3}([A-Za-z]\w{2,60})/g;
const KEY_COMES = /\b(?:api[ _-]?)?key["']?\s?[=:]\s?["'`]?(?:%[svq+]|\$?\{|\$|["'`]\s?[,+.])/i;
const SAYS_WHOSE = /\b(?:anthropic|claude|openai|gemini|mistral|groq)\b/i;
const OF_STORE = /cache|redis|lookup|entry|field|setting|idempot|dedup|lock|\bmap\b|queue|metric|bucket|item/i;
/** What was typed in. */
const TYPED =
  /\binput\(|getpass\(|prompt\w{0,20}\(|readline|question\(|\.(?:value|text)\b|read_line|Read(?:Line|-Host)|nextLine\(|\bgets\b/i;
const SAYS_LITTLE = /^_?(?:key|k|value|val|v|secret|cred(?:ential)?|auth|raw|api_?key|token)$/i;
/** `userKey`, `tenant_key`: whose key it is; not a key of a store, a table or a pair. */
const OTHERS_KEY =
  /^(?!\w{0,40}(?:cache|primary|foreign|storage|public|sort|partition|query|idempot|dedup|row|object|s3|redis|lock|index|map|site|anon|publish|has|is|env|config|settings?|name|prefix)_?key)[a-z]\w{1,30}(?:_key|Key)$/i;
/** Members that may hold a key; `.value` may be of anything. */
const MEMBER = /^_?(?:key|secret|token|credential|api_?key)$/i;
/** `Token: ${state.token}`, `Authentication token: {self._auth.token}`; a parser's tokens are no secrets. */
const TOKEN_SAID =
  /(?:["'`[(]\s{0,4}|\\n|\b(?:auth(?:entication|orization)?|access|admin|root|api|bearer|session|server|login|panel|your|the) )token(?: (?:is|created|generated))?\s?[:=]\s?(?:\$?\{|#\{|\\\()$/i;
export const saysToken = askedOnce(/\btoken\b[^\n"'`]{0,12}[:=]\s?(?:\$?\{|#\{|\\\()[\w.]{1,40}\.token\b/i);
const parses = askedOnce(/lexer|parser|tokeni[sz]e|\bAST\b|syntax/i);
const OF_SECRET = /key|secret|token|cred|auth|passw|pwd|bearer/i;
/** What an expression stands after where a request or a client is given its key. */
const GIVEN_AS_KEY =
  '(?:x-api-key["\'`]{0,1}\\]?\\s{0,20}(?:=>|[:=,])|\\bapi_?key["\']?\\s{0,20}(?:=>|:=|[:=])|WithAPIKey\\()\\s{0,4}&?';
const GIVEN =
  '(?:x-api-key["\'`]{0,1}\\]?\\s{0,20}(?:=>|[:=,])|\\b(?:(?:anthropic|claude|openai)_?(?:api_?)?|api_?)key["\']?\\s{0,20}(?:=>|:=|[:=])|\\bBearer |WithAPIKey\\(|\\.api_?key\\(|setApiKey\\()\\s{0,4}(?:HeaderValue::from_str\\(|f?["\'`]?(?:\\$?\\{|#\\{|\\\\\\(|\\$)?&?)?';
/** Quick looks. */
const mayGive = askedOnce(
  /(?:x-api-key|api_?key|(?:anthropic|claude|openai)_?key)["'`]?\]?\s{0,20}(?:=>|:=|[:=,(])|bearer |["'`^]sk-/i,
);
const mayWatch = askedOnce(/\b(?:watch|onChange|subscribe)\(/);
/** No names of values, or too short to be one variable throughout a file. */
const NO_NAME =
  /^(?:\w{1,2}|None|null|undefined|nil|true|false|str|string|int|bool|boolean|any|self|this|Optional|Option|required|default\w*|key)$/i;
/** How far from a bare name the request is that it is sent with. */
const CLOSE = 800;
const PLAIN = /^[$@]{0,2}[A-Za-z_]\w*(?:(?:\?\.|->|!?\.)[A-Za-z_]\w*){0,4}$/;

/** A name that says too little, put where a text says that it is the key, or sent as one. */
export function sortByLabel(file: File, call: LogCall, operand: Operand): Sort | undefined {
  if (!PLAIN.test(operand.text)) return undefined;
  const code = operand.text.replace(/^[$@]+/, '');
  const name = code.split(/\W+/).at(-1) ?? '';
  const before = file.text.slice(call.from, operand.start);
  if (code !== name) {
    const said =
      (MEMBER.test(name) && isSaid(before)) ||
      (name === 'value' && ADJACENT.test(before)) ||
      (name === 'token' && TOKEN_SAID.test(before) && !parses(file.text)) ||
      (OF_SECRET.test(name) && isSent(file, code, operand.start));
    return said ? 'variable' : undefined;
  }
  const set = SET_TO.exec(before.slice(-80))?.[1];
  const labelled =
    (GENERIC.test(name) && (LABEL.test(before) || isShorthand(file.text, operand))) ||
    (TOKEN.test(name) && TOKEN_LABEL.test(before) && isGivenAsCredential(file.text, name)) ||
    (set !== undefined &&
      (namesProviderKey(set) || namesSecret(set)) &&
      /key|token|secret/i.test(name) &&
      !HIDING.test(name)) ||
    (WHOSE.test(before) && TYPED.test(lastAssignment(file, name, operand.start)?.code ?? '')) ||
    (ADJACENT.test(before) && isUnspecific(file, name, operand.start)) ||
    (!isOfLog(name) &&
      file.mentionsAi() &&
      hasPrefix(file.text.slice(Math.max(0, operand.start - CLOSE), operand.start + CLOSE), name)) ||
    isWatched(file.text, name, operand.start) ||
    (!NO_NAME.test(name) &&
      !isOfLog(name) &&
      !isOfLoop(file.text, name, operand.start) &&
      isSent(file, code, operand.start, GIVEN_AS_KEY)) ||
    (!isOfLog(name) && isGivenToSetter(file.text, name, operand.start, SAYS_LITTLE.test(name), file.mentionsAi)) ||
    (OTHERS_KEY.test(name) && !HIDING.test(name) && isSent(file, name, operand.start)) ||
    (SAYS_LITTLE.test(name) && !isOfLoop(file.text, name, operand.start) && isSaidOrSent(file, before, operand));
  if (!labelled) return isFromStore(file.text, name, operand.start) ? 'variable' : undefined;
  const assigned = lastAssignment(file, name, operand.start);
  const sort = assigned === undefined ? 'open' : sortOfAssigned(file, assigned, name, 0);
  return sort === 'open' ? 'variable' : sort;
}

/** `console.log({ apiKey })`: the name is the label. */
function isShorthand(text: string, { start, end }: Operand): boolean {
  return (
    /[{,]\s{0,20}$/.test(text.slice(Math.max(0, start - 22), start)) && /^\s{0,20}[,}]/.test(text.slice(end, end + 22))
  );
}

/** A text that says whose key comes, or that a key comes and whose it is. */
function isSaid(before: string): boolean {
  return WHOSE.test(before) || (KEY_COMES.test(before) && SAYS_WHOSE.test(before) && !OF_STORE.test(before));
}

function isSaidOrSent(file: File, before: string, { text: code, start }: Operand): boolean {
  return isSaid(before) || (/key|secret|token/i.test(code) && isSent(file, code.replace(/^[$@]+/, ''), start));
}

function isOfLog(name: string): boolean {
  return OF_LOG.test(name) || OF_LOG_BY_PART.test(name);
}

/** A name that says nothing else, given in a head or asked of something, and not a choice between two words. */
function isUnspecific(file: File, name: string, at: number): boolean {
  if (isOfLog(name) || isOfLoop(file.text, name, at)) return false;
  const code = lastAssignment(file, name, at)?.code;
  return (
    code === undefined ||
    (/\(|\[|await /.test(code) && !/\?(?!\.)|==|!|["'`].*["'`].*["'`].*["'`]| if | else |\bbool/i.test(code))
  );
}

/** True where the same expression is what a request of the file carries, or a client is made with. */
function isSent(file: File, code: string, at: number, as = GIVEN): boolean {
  if (!file.mentionsAi() || !mayGive(file.text)) return false;
  const bare = !/\W/.test(code);
  if (bare && hasPrefix(file.text.slice(Math.max(0, at - CLOSE), at + CLOSE), code)) return true;
  const given = new RegExp(`${as}${code.replaceAll(/[.$?]/g, '\\$&')}(?![\\w(]|\\??\\.\\w|\\[|->)`, 'i');
  return given.test(bare ? file.text.slice(Math.max(0, at - CLOSE), at + CLOSE) : file.text);
}

/** `key.startsWith('sk-ant-')`: a name whose value was looked at in that way is a key's, whatever it is called. */
function hasPrefix(around: string, name: string): boolean {
  if (!/["'`^]sk-(?:ant|proj|or)?-?/.test(around)) return false;
  return new RegExp(
    `(?<![\\w.$])${name}\\??\\.(?:trim\\(\\)\\.)?(?:starts_?with|has_?prefix|start_with\\?)\\s?\\(\\s?["'\`]sk-|(?:starts_with|HasPrefix)\\(\\$?${name}, ["']sk-`,
    'i',
  ).test(around);
}

/** `watch(anthropicKey, (next, previous) => …)`: what a change of a key hands over. */
function isWatched(text: string, name: string, at: number): boolean {
  if (!mayWatch(text)) return false;
  const above = text.slice(Math.max(0, at - 300), at);
  const head = [...above.matchAll(WATCHES)].at(-1);
  return (
    head !== undefined &&
    namesProviderKey(head[1] ?? '') &&
    new RegExp(`[(,{ ]${name}\\b[^\\n]{0,40}(?:=>|\\bin\\b)`).test(above.slice(head.index + head[0].length))
  );
}

/** What a loop takes out of an object, or of a list of names. */
function isOfLoop(text: string, name: string, at: number): boolean {
  const above = text.slice(Math.max(0, at - CLOSE), at);
  const head = [
    ...above.matchAll(
      new RegExp(`\\b(?:for|foreach|forEach|each|map|filter)\\b[^\\n]{0,120}\\b${name}\\b[^\\n]{0,120}`, 'g'),
    ),
  ].at(-1)?.[0];
  return head !== undefined && !/(?:api_?|anthropic_?|claude_?|provider_?)keys\b/i.test(head);
}

/** `if let Some(secret) = store.get(name)`, where the store is declared as one of secrets. */
function isFromStore(text: string, name: string, at: number): boolean {
  if (!/^(?:secret|token|api_key)$/.test(name) || !namesStore(text)) return false;
  const above = text.slice(Math.max(0, at - NEAR), at);
  const bound = [...above.matchAll(new RegExp(`\\b(?:Some|Ok)\\(${name}\\)\\)?\\s?=\\s?([^\\n]{1,120})`, 'g'))].at(-1);
  const owner = /^(?:self\.)?(\w{1,40})\.get(?:_secret)?\(/.exec(bound?.[1] ?? '')?.[1];
  return owner !== undefined && new RegExp(`\\b${owner}\\s?(?::|=)\\s?&?(?:mut )?${SECRET_STORE.source}`).test(above);
}

/** A token that is sent, or taken beside a key: not one of a language or of a parser. */
function isGivenAsCredential(text: string, name: string): boolean {
  const owner = new RegExp(`\\b${name} = (\\w{1,40})(?:\\.get\\(|\\[)["']${name}["']`).exec(text)?.[1];
  if (owner !== undefined && new RegExp(`\\b${owner}(?:\\.get\\(|\\[)["']api_?key["']`, 'i').test(text)) return true;
  const sent = `\\b(?:authorization|bearer|x-api-key)\\b[^\\n]{0,60}\\b${name}\\b`;
  const beside = `\\([^()\\n]{0,160}\\b${name}\\b[^()\\n]{0,80}\\b(?:api_?key|password)\\b`;
  const made = `\\b${name} = \\w{0,40}token_?(?:manager|store|provider)\\b|(?:verif|reset|invit|login)\\w{0,30}\\([^()\\n]{0,120}\\b${name}\\b`;
  return new RegExp(`${sent}|${beside}|${made}`, 'i').test(text);
}
