// What tells a guess from everything that only looks like one. Each check is worth its place: the accuracy report says how
// much comes through without it.
import { isPlaceholder } from '../placeholder.ts';
import { isPlaceholderPassword } from '../special/password.ts';
import type { Guess } from './guess.ts';
import { isDenied } from './names.ts';
import { typeOfPath } from './paths.ts';
import { pairBits } from './randomness.ts';

export interface Check {
  readonly id: string;
  /** What it tells apart, for the report. */
  readonly about: string;
  readonly rejects: (guess: Guess) => boolean;
}

/** Least bits a pair of drawn letters and digits: one in 200 of sixteen characters is below, one in 2,000 of names above. */
const DRAWN_BITS = 5;
/** What is shorter is seldom a key, and too short to tell from a name. */
export const SHORTEST_KEY = 14;
export const SHORTEST_PASSWORD = 8;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?:0x)?[0-9a-f]{16,}$/i;

/** Starts of what can be drawn text and is public or encrypted: certificates, public keys, pictures, fonts, JSON (a JWT is a
 * kind of its own), digests of files and of passwords, what KMS, sealed secrets and ASP.NET encrypt; accounts on a chain; keys that are made to be published. */
const KNOWN =
  /^(?:eyJ|MII[A-Z]|ssh-(?:rsa|ed25519|dss)|AAAAB3Nza|AAAAC3Nza|iVBORw0|R0lGOD|\/9j\/|PHN2Zy|d09GM|AAEAAAA|UEsDB|sha(?:1|256|384|512)[-:]|md5[-:]|\$2[aby]\$|\$argon2|\$[156]\$|pbkdf2|scrypt|\{SSHA|vault:v\d|AQICA|CfDJ8|AgA|AgB|0x[0-9a-f]{40}$|sb_publishable_|phc_|pk[_-](?:live|test|lf)[_-]|pk\.eyJ)/i;
/** Values with a shape that says what they are, unless they are base64. */
const SHAPES: readonly RegExp[] = [
  // Addresses, paths, file names, mail addresses, ARNs, references to a store of secrets.
  /^[a-z][\w+.-]{0,20}:\/\//i,
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/])|^[\w.@-]{1,40}(?:\/[\w.@-]{1,60}){1,12}\/?$/,
  /^[\w.-]{1,80}\.(?:js|ts|jsx|tsx|mjs|cjs|py|rb|go|rs|java|kt|cs|php|json|ya?ml|toml|xml|html?|css|s[ac]ss|md|txt|log|csv|pem|key|crt|cer|p12|pfx|jks|png|jpe?g|gif|svg|ico|webp|pdf|zip|gz|tgz|sh|sql|db|lock|conf|cfg|ini|env|properties|proto|wasm|exe|dll|so|com|org|net|io|dev)$/i,
  /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}$/,
  /^(?:arn|urn|projects|secretsmanager|ssm|vault|op|ref|env|file|secret|kms|aws|gcp|azure|keyvault|awssm|doppler|infisical|bws|keychain|keyring|akv|sops)[:+]/i,
  /^(?:ENC|AES|DEC)\(|^(?:ENC|PKCS7)\[|^!|^@Microsoft/,
  // Versions, dates, times, numbers, addresses of machines, colours.
  /^v?\d{1,4}(?:[.:/-]\d{1,4}){1,7}(?:[-+.\w]{0,30})?$/,
  /^\d{4}-\d\d-\d\d/,
  /^[+-]?[\d._,]+[a-z%]{0,3}$/i,
  /^#[0-9a-f]{3,8}$/i,
  // Names of things in code: with dots, in one style all through, of few digits.
  /^[a-z_$][\w$]{0,60}(?:(?:\.|::|->)[a-z_$][\w$]{0,60}){1,10}(?:\(\))?$/i,
  // Text that a program fills in, selectors, expressions.
  /[{}<>\\]|%[sdv@](?!\w)|%\(|\$[\w(]|^[$%@:&[(]/,
  /\.{3}|\.\*|\|\||&&|=>|==|::/,
  /^[.#][a-z][\w-]*$|^[a-z-]{1,20}:[a-z-]{1,30}$/i,
];
/** Names of algorithms and encodings, which have digits and are no secrets. */
const ALGORITHM =
  /^(?:[hprse]s(?:256|384|512)|(?:hmac|rsa|ecdsa|aes|sha|md|utf|oauth|base|x509|ed|p|crc|blake|pbkdf|chacha)[-_]?v?\d.{0,24}|.{0,20}(?:sha-?\d{1,3}|utf-?\d{1,2}|oauth-?\d|base-?\d\d|md5|x509|hs256|rs256).{0,20})$/i;

export const CHECKS: readonly Check[] = [
  {
    id: 'path',
    about: 'lock files, bundles, catalogues of texts',
    rejects: ({ path }) => typeOfPath(path) === 'silent',
  },
  { id: 'strong', about: 'tests, examples, documents, comments, keys of unknown use', rejects: isWeak },
  { id: 'name', about: 'words in the name that deny it', rejects: ({ words }) => isDenied(words) },
  { id: 'placeholder', about: 'stand-ins and templates', rejects: ({ type, value }) => standsIn(type, value) },
  { id: 'shape', about: 'addresses, paths, versions, files, digests', rejects: hasShape },
  {
    id: 'drawn',
    about: 'words and names of things',
    rejects: ({ type, value }) => !(type === 'key' ? isDrawn(value) : isPassword(value)),
  },
  { id: 'decoded', about: 'base64 of words', rejects: ({ value }) => holdsWords(value) },
];

function standsIn(type: Guess['type'], value: string): boolean {
  return type === 'password' ? isPlaceholderPassword(value) : isPlaceholder(value, 3);
}

function hasShape({ value, form }: Guess): boolean {
  if (KNOWN.test(value) || ALGORITHM.test(value)) return true;
  // Links to stored files carry such tokens, and whoever may see the page may have them.
  if (form === 'query' && UUID.test(value)) return true;
  // Base64 may look like a path.
  return SHAPES.some((shape) => shape.test(value)) && !(/^[A-Za-z0-9+/]{20,}={0,2}$/.test(value) && isDrawn(value));
}

/** Drawn characters rather than words. */
export function isDrawn(value: string): boolean {
  if (UUID.test(value)) return true;
  if (HEX.test(value)) return /\d/.test(value) && /[a-f]/i.test(value) && value.length >= 20;
  // A key may carry a few letters and a separator before what is drawn.
  const body = value.replace(/^[a-z]{2,10}[-_:]/i, '').replace(/={1,2}$/, '');
  return (
    body.replace(/[^A-Za-z0-9]/g, '').length >= SHORTEST_KEY &&
    /\d/.test(body) &&
    /[A-Za-z]/.test(body) &&
    pairBits(body) >= DRAWN_BITS
  );
}

/** Letters, and digits or signs beside them, and no single name of a thing. */
function isPassword(value: string): boolean {
  if (value.length < SHORTEST_PASSWORD) return false;
  if (HEX.test(value) || UUID.test(value)) return true;
  if (!/[A-Za-z]/.test(value) || /\s/.test(value)) return false;
  if (/[!@#$%^&*]/.test(value)) return /\d/.test(value) || /[A-Z]/.test(value);
  return /\d/.test(value) && (pairBits(value) >= DRAWN_BITS || /^[A-Za-z]{4,}\d{2,6}$/.test(value));
}

/** In tests, examples and comments most secrets are made up: what is left are long drawn keys. */
function isWeak({ path, type, value, doubtful }: Guess): boolean {
  if (!doubtful && typeOfPath(path) !== 'made-up') return false;
  return (
    type === 'password' ||
    value.length < 24 ||
    HEX.test(value) ||
    UUID.test(value) ||
    pairBits(value) < DRAWN_BITS + 0.4
  );
}

/** Base64 of something that can be read is judged by that. */
function holdsWords(value: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(value)) return false;
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\r\n\t]{5,}$/.test(decoded) && (isPlaceholderPassword(decoded) || pairBits(decoded) < DRAWN_BITS);
}
