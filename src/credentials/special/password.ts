// Is a password, and the host it opens, meant? Addresses in documentation, tests and compose files are full of
// stand-ins, and passwords are too short and too human for the entropy tests that keys get.
import { shannonEntropy } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';

/** Words that make up stand-in passwords, compared after look-alike digits are read as letters. */
const WORDS =
  /password|passwd|passwort|kennwort|contrase[nñ]a|senha|segredo|motdepasse|wachtwoord|passphrase|passcode|pass|pwd|secreto?|secure|cleartext|plaintext|source|username|usuario|user|login|admin|administrator|root|postgres|postgresql|mysql|mariadb|mongodb|mongo|redis|rabbitmq|rabbit|guest|changeme|changeit|change|example|sample|dummy|fake|mock|demo|testing|tester|test|placeholder|redacted|hidden|masked|removed|default|your|here|value|string|token|apikey|api|key|credential|some|super|the|foo|bar|baz|qux|alice|bob|hunter|letmein|welcome|qwerty|asdf|abc|xyz|xxx|local|development|dev|docker|database|server|myapp|app|my|db|open ?sesame|correcthorse|replace|insert|strong|random|pw|me|new|old/g;
/** Text that a template engine, a shell or a format call fills in. */
const TEMPLATE = /[$#]\{|\$\(|\{\{|<|\*\*\*|\.\.\.|%\(|\xe2\x80\xa6|ENC\[/;
/** Where a vault keeps it, for an operator that puts it in. */
const REFERENCE = /^(?:vault:\S{1,200}#|ref\+[a-z]{2,12}:\/\/|op:\/\/|arn:aws[a-z-]{0,8}:(?:secretsmanager|ssm):)/;
/** The same, where the mark opens the whole value, and where a pair of marks encloses it. */
const TEMPLATE_START = /^(?:\$[A-Za-z_]|:[a-z]|%[A-Za-z_]{1,40}%?$|-+$)/;
const TEMPLATE_END = /(?:%[sdv]|\+)$/;
const TEMPLATE_PAIRS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')', '@': '@', _: '_', '%': '%' };
/** A name in constant style stands for a value: `DB_PASSWORD`. */
const CONSTANT = /^[A-Z][A-Z_]*$/;
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
};
/** Passwords that the documents of NuGet and Sidekiq show. */
const DOCUMENTED = /^(?:33f!!lloppa|hal\+9ooo_da!sY|d3adb33f)$/;
/** Shorter ones are the word `p4ssw0rd` itself. */
const DISGUISED_CHARACTERS = 10;
/** Fewest characters beyond stand-in words that make a password. */
const OWN_CHARACTERS = 5;

/** True when a password only stands in for one. */
export function isPlaceholderPassword(password: string, user = ''): boolean {
  const plain = decodePercent(password);
  if (plain.length < OWN_CHARACTERS || isTemplate(plain) || CONSTANT.test(plain) || DOCUMENTED.test(plain)) return true;
  if (plain.toLowerCase() === decodePercent(user).toLowerCase() || /^\d{1,8}$/.test(plain)) return true;
  const lower = plain.toLowerCase();
  return isMadeOfWords(lower) || isMadeOfWords(foldLookAlikes(lower)) || isPlaceholder(plain, 1.5);
}

/**
 * True for stand-in words in disguise (`p4ssw0rd`): most often a sample, but people also use them, so that beside the
 * address of a real host they are worth a warning.
 */
export function isDisguisedWord(password: string, user: string): boolean {
  const lower = decodePercent(password).toLowerCase();
  if (isTemplate(lower) || isMadeOfWords(lower) || lower === user.toLowerCase()) return false;
  return lower.length >= DISGUISED_CHARACTERS && isMadeOfWords(foldLookAlikes(lower));
}

function isTemplate(text: string): boolean {
  if (TEMPLATE_PAIRS[text.charAt(0)] === text.at(-1)) return true;
  return TEMPLATE.test(text) || REFERENCE.test(text) || TEMPLATE_START.test(text) || TEMPLATE_END.test(text);
}

/** True when little but digits is left once the words are taken out: `admin1234`, `my-secret-password`. */
function isMadeOfWords(lower: string): boolean {
  const rest = lower.replace(WORDS, '');
  if (rest.length > lower.length - 3) return false;
  return rest.replace(/[^a-z0-9]/g, '').length < OWN_CHARACTERS || !/[a-z]/.test(rest);
}

/** Reads digits and signs as the letters that people replace with them: `p4ssw0rd`. */
function foldLookAlikes(lower: string): string {
  return lower.replace(/[@01345$!]/g, (char) => LOOK_ALIKES[char] ?? char);
}

/** True for a password that a person would not make up: long, and random by its entropy. */
export function isStrongPassword(password: string): boolean {
  return password.length >= 16 && shannonEntropy(password) >= 3.5 && /\d/.test(password) && /[A-Za-z]/.test(password);
}

/** True for a password that may as well be words of an example: small letters and signs only, short or joined by signs. */
export function isWordLike(password: string): boolean {
  return (
    !/[A-Z0-9]/.test(password) && (password.length < 12 || /^[a-z]{1,20}(?:[-_.][a-z]{1,20}){1,9}$/.test(password))
  );
}

export type HostType = 'placeholder' | 'local' | 'real';

/** Endings and names that are reserved for, or only used in, documentation. */
const DOCUMENTATION_HOST =
  /(?:^|\.)(?:example|invalid|test)(?:\.|$)|^(?:example|sample|your|my|some|fake|dummy|foo|bar|baz)(?:[-_.]|$)|your|mydomain|myhost|myserver|^host\.(?!docker\.internal)|^(?:server|host|domain|company|website|site|mysite|acme|corp|foobar|email|proxy)\.(?:com|net|org|io|local|tld)$|[${}<>%*[]/;
const LOCAL_HOST =
  /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1|localhost|host\.docker\.internal|docker\.for\.mac\.localhost)$|\.localhost$|\.localdomain$/;
const NAMED_HOST =
  /^(?:host|hostname|host_name|server|servername|address|addr|ip|url|domain|endpoint|fqdn|dbhost|db_host)$/;

/** Where an address leads: nowhere, to the machine or compose network itself, or to somebody's server. */
export function classifyHost(host: string): HostType {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === '' || DOCUMENTATION_HOST.test(name) || NAMED_HOST.test(name)) return 'placeholder';
  if (LOCAL_HOST.test(name) || !/[.:]/.test(name)) return 'local';
  return 'real';
}

export function decodePercent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
