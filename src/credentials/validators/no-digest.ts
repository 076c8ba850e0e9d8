// Where keys are drawn from all letters and digits, one in hexadecimal is the digest in a file's name: `x.ico-7a388b…`.
import type { Verdict } from './index.ts';

export function noDigest(value: string): Verdict {
  return /-[0-9a-f]{32}$/.test(value) ? { type: 'reject' } : { type: 'valid' };
}
