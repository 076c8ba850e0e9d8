// An AWS access key id is base32 behind its first four letters, and holds the number of the account: what somebody who
// is to revoke it asks first. Found and published by others in 2023; AWS documents it nowhere.
import type { Verdict } from './index.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KIND_LENGTH = 4;
/** Ids made before 2019 hold none; they go on with I or J. */
const OLD = /^[IJ]/;
/** Ten characters are 50 bits: one that is always set, 40 of the number, nine of other things. */
const CHARACTERS = 10;
const BITS_BEHIND = 9;
const BITS = 40;
const LARGEST = 999_999_999_999;

/** The twelve digits of the account that a key id belongs to; undefined for ids that hold none. */
export function awsAccountOf(id: string): string | undefined {
  const body = id.slice(KIND_LENGTH);
  if (OLD.test(body) || !/^[A-Z2-7]{16}$/.test(body)) return undefined;
  let number = 0;
  for (const char of body.slice(0, CHARACTERS)) number = number * 32 + BASE32.indexOf(char);
  const account = Math.floor(number / 2 ** BITS_BEHIND) % 2 ** BITS;
  return account > LARGEST ? undefined : String(account).padStart(12, '0');
}

export function awsAccount(value: string): Verdict {
  const account = awsAccountOf(value);
  return account === undefined ? { type: 'valid' } : { type: 'valid', note: `of account ${account}` };
}
