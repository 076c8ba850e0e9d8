// The secret half of AWS credentials: forty characters of base64 mean something only beside a name or an access key id.
import { shannonEntropy } from '../entropy.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { awsAccountOf } from '../validators/aws-account.ts';
import { draw, isWithinLines, valueStart } from './reading.ts';

const NAMES = ['secret_access_key', 'secretaccesskey', 'secret-access-key', 'aws_secret', 'aws-secret', 'awssecret'];
const IDS = ['AKIA', 'ASIA'];
const ID = /(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/y;
const SECRET = /[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])/y;
/** A value in a place of its own: quoted, assigned, a field of a line, or alone. */
const FREE_SECRET = /(?<=["'`=:,;>\s|]|^)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])/g;
const PAIR_LINES = 5;
const PAIR_REACH = 600;
const NEAR_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;

const secretKey: Matcher = {
  kind: {
    id: 'aws-secret-access-key',
    provider: 'AWS',
    name: 'AWS secret access key',
    why: 'With its id it can do whatever the IAM user may: read data, start machines, run up a bill.',
    env: 'AWS_SECRET_ACCESS_KEY',
    revoke: 'console.aws.amazon.com/iam → users → security credentials: deactivate, then delete the access key',
    docs: 'docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    partner: true,
    nearMisses: [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'aws_secret_access_key = da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'const awsSecretAccessKeyParameter = services/production/backend/SecretsNames;',
      `AWS_SECRET_ACCESS_KEY=\${{ secrets.AWS_SECRET_ACCESS_KEY }}`,
      'key AKIA{{fake shopify-tokens 1}}\nsrc/components/Layout/Navigation/Sidebar2\n',
    ],
  },
  keywords: [...NAMES.map((text) => ({ text, ignoreCase: true })), ...IDS.map((text) => ({ text, ignoreCase: false }))],
  find(text, offset, keyword) {
    const name = NAMES[keyword];
    return name === undefined ? besideId(text, offset) : underName(text, offset + name.length);
  },
  fake: (random) => `aws_secret_access_key = ${drawSecret(random)}`,
};

function underName(text: string, nameEnd: number): Candidate | undefined {
  const start = valueStart(text, nameEnd);
  if (start === undefined) return undefined;
  SECRET.lastIndex = start;
  const value = SECRET.exec(text)?.[0];
  if (value === undefined || !looksDrawn(value)) return undefined;
  const from = Math.max(0, start - PAIR_REACH);
  const paired = [...text.slice(from, start + PAIR_REACH).matchAll(NEAR_ID)].find((id) =>
    isWithinLines(text, from + id.index, start, PAIR_LINES),
  );
  return candidateOf(start, paired?.[0]);
}

/** The nearest value of the right shape, after the id rather than before it. */
function besideId(text: string, offset: number): Candidate | undefined {
  ID.lastIndex = offset;
  const id = ID.exec(text)?.[0];
  if (id === undefined || id.endsWith('EXAMPLE') || /[A-Za-z0-9]/.test(text.charAt(offset - 1))) return undefined;
  const from = Math.max(0, offset - PAIR_REACH);
  let before: number | undefined;
  for (const found of text.slice(from, offset + PAIR_REACH).matchAll(FREE_SECRET)) {
    const start = from + found.index;
    if (!looksDrawn(found[0]) || !isWithinLines(text, offset, start, PAIR_LINES)) continue;
    if (start > offset) return candidateOf(start, id);
    before = start;
  }
  return before === undefined ? undefined : candidateOf(before, id);
}

/** @param id - its access key id, where that stands near. */
function candidateOf(start: number, id: string | undefined): Candidate {
  const found = { kind: secretKey.kind, start, end: start + 40, level: 'error', prefix: '' } as const;
  if (id === undefined) return found;
  const account = awsAccountOf(id);
  return { ...found, note: `stands with its access key id${account === undefined ? '' : `, of account ${account}`}` };
}

/** Random base64: both cases and a digit, no path of words, no digest in hexadecimal. */
function looksDrawn(value: string): boolean {
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value) || /^[0-9a-fA-F]+$/.test(value)) return false;
  if (value.split('/').length > 5 || shannonEntropy(value) < 4) return false;
  return !isPlaceholder(value, 4);
}

function drawSecret(random: () => number): string {
  for (;;) {
    const drawn = draw(random, 40, 'b64');
    if (looksDrawn(drawn)) return drawn;
  }
}

export const awsMatchers: readonly Matcher[] = [secretKey];
