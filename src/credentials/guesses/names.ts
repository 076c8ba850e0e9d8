// Does a name say that its value is a secret? `dbPassword` does, `passwordField`, `token_type` and `maxTokens` do not:
// the last word decides what the thing is, the others can deny it.

/** `some-key`: a key that the name does not say the use of, as `stripeKey`. */
export type NameType = 'password' | 'key' | 'some-key';

/** Last words of names for what people choose or are given to log in with. */
const PASSWORDS = /^(?:password|passwd|passwort|passphrase|passcode|pass|pwd|psw|pswd)$/;
/** The same, written as one word with what stands before: `dbpassword`. */
const PASSWORD_END = /(?:password|passwd|passphrase)$/;
const KEYS = /^(?:secret|token|credential|credentials|apikey|authkey|bearer)$/;
const KEY_END = /(?:secret|apikey|secretkey|accesskey|authkey|privatekey|(?:auth|access|api|bot|refresh)token)$/;
/** Words that make a secret of a `key` after them. */
const KEY_QUALIFIERS = new Set(
  'api access secret private encryption encrypt encrypting decryption signing sign signature master account storage auth authentication authorization service admin application client server session cookie hmac jwt aes crypto cipher deploy integration subscription shared root rest live prod production webhook security secure license maps write read team org gateway'.split(
    ' ',
  ),
);
/** Words after the one that decides: `SECRET_KEY_BASE`, `token1`, `passwordValue`, `API_KEY_PROD`. */
const NEUTRAL_END = new Set(
  'value val string str base b64 base64 hex raw plain plaintext text default prod production staging stage live dev development qa uat old new current previous v1 v2 v3 primary secondary main eu us a b'.split(
    ' ',
  ),
);
/** Words anywhere in a name that say it is about a secret, or another sort of key or token, and holds none. */
const DENIED = new Set(
  'public publishable pub pk hash hashed hashes digest checksum sha sha1 sha256 md5 fingerprint thumbprint field fields input placeholder label name names type types id ids identifier uri url urls link href path paths file files filename dir folder length len size count counts counter max min num number limit limits regex regexp pattern policy policies strength rule rules selector class classname css style color font csrf xsrf antiforgery next page pagination continuation cursor sync cancel cancellation lexer lex parse parser tokenizer syntax keyword keyboard event reset forgot forgotten forget change required invalid missing error errors err exception msg message title hint help helper desc description header headers param params parameter option options enum kind category format scheme mode status state expiry expires expiration ttl age timeout validator validate verify verification example sample mock fake dummy stub fixture ref reference arn version verson algorithm alg algo provider method function func manager handler service_account template tmpl mask masked redacted show hide toggle visible visibility icon button btn form attribute attr prop property prefix suffix separator delimiter sort partition primary foreign composite unique index cache object registry lookup map hmacsha site idempotency vapid recaptcha captcha s3 measurement analytics tracking telemetry schema constant const lang locale i18n translation'.split(
    ' ',
  ),
);
/** Longest name that is read. */
export const NAME_LENGTH = 80;

/** The words of a name: `dbPassword`, `DB_PASSWORD` and `db-password` have the same two. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** What the last word says that a name holds; undefined for anything but a secret. */
export function headOf(words: readonly string[]): NameType | undefined {
  let last = words.length - 1;
  while (last > 0 && (NEUTRAL_END.has(words[last] ?? '') || /^\d{1,4}$/.test(words[last] ?? ''))) last -= 1;
  const head = (words[last] ?? '').replace(/\d{1,2}$/, '');
  if (PASSWORDS.test(head) || PASSWORD_END.test(head)) return 'password';
  if (KEYS.test(head) || KEY_END.test(head)) return 'key';
  const before = words[last - 1] ?? '';
  if (head !== 'key' || before === '') return undefined;
  return KEY_QUALIFIERS.has(before) || /secret$|api$/.test(before) ? 'key' : 'some-key';
}

/** True where a word of the name says that it holds no secret. */
export function isDenied(words: readonly string[]): boolean {
  return words.some((word) => DENIED.has(word));
}
