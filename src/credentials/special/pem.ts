// Reads private keys in armour (`BEGIN … END`) wherever people paste them: one line with \n escapes, JSON, indented
// YAML, concatenated string literals. Apart from the kinds, since service account files hold the same blocks.
import { shannonEntropy } from '../entropy.ts';

export interface PemBlock {
  readonly start: number;
  readonly end: number;
  /** What stands before PRIVATE KEY: `RSA`, `EC`, `` and so on. */
  readonly label: string;
  /** The base64 characters, without line breaks. */
  readonly body: string;
  /** Says `Proc-Type: 4,ENCRYPTED`. */
  readonly encrypted: boolean;
}

/** The words in the header of every private key; the dashes stand apart so that this file holds no header. */
export const PRIVATE_KEY = 'PRIVATE KEY';
const DASHES = '-----';
const BEFORE = new RegExp(`${DASHES}BEGIN ((?:[A-Z0-9]{2,10} ){0,2})$`);
const AFTER = new RegExp(` ?(?:BLOCK)?${DASHES}`, 'y');
const END = new RegExp(`${DASHES}END [A-Z0-9 ]{0,40}${DASHES}`, 'y');
/** Longest block that is read; a 16,384-bit RSA key in armour takes 13,000 characters. */
const LONGEST = 32_768;
/** Fewest base64 characters that make a key; the smallest (Ed25519 in PKCS#8) has exactly this many. */
const SHORTEST_BODY = 64;
/** A line of armour is full (64 to 76 characters) but for the last; words of prose and code are shorter than this. */
const FULL_LINE = 28;
/** PHP writes `\\/` for a slash in JSON. */
const RUN = /[A-Za-z0-9/=](?:[A-Za-z0-9+/=]|\\\/)*/y;
const FIELD = /[A-Z][A-Za-z-]{2,20}: ([^\r\n"'`\\]{0,200})/y;
/** Line breaks, real and escaped, indentation, quotes and what joins string literals. */
const JOINT = /(?:\\+[nrtu]|\/\/(?=\s)|[\s"'`,+.|>#*;&()\\])/y;
/** A dot straight after the characters says that more would follow; where it joins literals, a quote stands between. */
const ELLIPSIS = /\.\.\.|\xe2\x80\xa6|(?<=[A-Za-z0-9+/=])\.(?=[\s-])/y;

/**
 * Reads the block whose header holds the words `PRIVATE KEY` at an offset.
 *
 * @returns undefined where there is no header, or what follows is no key: prose, code, `...`, a few characters.
 */
export function readPem(text: string, offset: number): PemBlock | undefined {
  const opening = BEFORE.exec(text.slice(Math.max(0, offset - 40), offset));
  AFTER.lastIndex = offset + PRIVATE_KEY.length;
  if (opening === null || !AFTER.test(text)) return undefined;
  const label = (opening[1] ?? '').trim();
  const read = readBody(text, AFTER.lastIndex);
  if (read === undefined || read.body.length < SHORTEST_BODY || shannonEntropy(read.body) < 4) return undefined;
  if (isFiller(read.body)) return undefined;
  return { start: offset - opening[0].length, label, ...read };
}

function readBody(text: string, from: number): Pick<PemBlock, 'end' | 'body' | 'encrypted'> | undefined {
  const limit = Math.min(text.length, from + LONGEST);
  const step = (pattern: RegExp, offset: number): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };
  const runs: string[] = [];
  const ends: number[] = [];
  let encrypted = false;
  let closed: number | undefined;
  for (let at = from; at < limit; ) {
    if (step(ELLIPSIS, at) !== undefined) return undefined;
    const close = step(END, at);
    if (close !== undefined) {
      closed = at + close.length;
      break;
    }
    const field = runs.length === 0 ? step(FIELD, at) : undefined;
    const joint = field ?? step(JOINT, at);
    if (joint !== undefined) {
      encrypted ||= /^Proc-Type: 4,ENCRYPTED/.test(joint);
      at += joint.length;
      continue;
    }
    const run = step(RUN, at);
    // Only the last line is short; after it may come the checksum of OpenPGP armour.
    const closing = (runs.at(-1)?.length ?? FULL_LINE) < FULL_LINE && !run?.startsWith('=');
    if (run === undefined || closing || (runs.length === 0 && run.length < FULL_LINE)) break;
    runs.push(run);
    at += run.length;
    ends.push(at);
  }
  // Without an end line a short run may be the first word of what follows.
  if (closed === undefined && (runs.at(-1)?.length ?? 0) < FULL_LINE) {
    runs.pop();
    ends.pop();
  }
  return { end: closed ?? ends.at(-1) ?? from, body: runs.join('').replaceAll('\\', ''), encrypted };
}

/** Text made of few distinct pieces, or of words, in the place of a key. */
function isFiller(body: string): boolean {
  // Sixty-four random characters lack a digit once in 50,000 times; lists of names that follow a header have none.
  if (!/\d/.test(body.slice(0, SHORTEST_BODY))) return true;
  if (/(.)\1{11}/.test(body) || /your|example|placeholder|redacted/i.test(body.slice(0, 40))) return true;
  const half = body.slice(0, 32);
  return body.indexOf(half, 1) > 0;
}

/** A made-up block; the body is random but for its start, which says DER or OpenSSH as in a real one. */
export function armour(label: string, body: string, eol = '\n'): string {
  const words = `${label === '' ? '' : `${label} `}${PRIVATE_KEY}${label === 'PGP' ? ' BLOCK' : ''}`;
  const lines = body.match(/.{1,64}/g) ?? [];
  return [
    `${DASHES}BEGIN ${words}${DASHES}`,
    ...(label === 'PGP' ? [''] : []),
    ...lines,
    `${DASHES}END ${words}${DASHES}`,
  ].join(eol);
}
