// What the formats for other programs say alike: the path as it is on disk, and the finding in one line.
import type { Finding } from '../finding.ts';
import { encodedPathToBytes } from '../git/parse.ts';

/** The path as other programs know it; bytes that are not UTF-8 cannot be said in text, and become U+FFFD. */
export function plainPath(path: string): string {
  return encodedPathToBytes(path).toString('utf8');
}

/** The message, and what it rests on where a rule weighed evidence: these formats have no field for that. */
export function sayReason({ message, evidence }: Finding): string {
  return evidence === undefined || evidence === '' ? message : `${message} (because: ${evidence})`;
}

/** The message with the masked credential. */
export function sayFinding({ message, secret }: Finding): string {
  return secret === undefined || secret.mask === '…' || message.includes(secret.mask)
    ? message
    : `${message} (${secret.mask})`;
}
