// Checks that go beyond shape: checksums and structures that decode. A kind names its validator; this table finds it.
import { ageBech32 } from './age-bech32.ts';
import { awsAccount } from './aws-account.ts';
import { azureKey } from './azure-key.ts';
import { cloudflareCrc32 } from './cloudflare-crc32.ts';
import { githubCrc32 } from './github-crc32.ts';
import { kubernetesJwt, supabaseJwt } from './jwt-claims.ts';
import { noDigest } from './no-digest.ts';
import { pypiMacaroon } from './pypi-macaroon.ts';
import { wifBase58 } from './wif-base58.ts';

/** What a validator says of a value that already has its kind's shape. */
export type Verdict =
  /** The inner structure is right: as sure as can be without asking the provider. */
  | { readonly type: 'valid'; readonly note?: string }
  /** The inner structure is wrong: made up or mistyped. The finding becomes a note that says so. */
  | { readonly type: 'invalid'; readonly note: string }
  /** Not a credential of this kind at all: no finding. */
  | { readonly type: 'reject' };

/** Pure; never throws, whatever the text. */
export type Validator = (value: string) => Verdict;

export const validators = {
  'age-bech32': ageBech32,
  'aws-account': awsAccount,
  'azure-key': azureKey,
  'cloudflare-crc32': cloudflareCrc32,
  'github-crc32': githubCrc32,
  'kubernetes-jwt': kubernetesJwt,
  'no-digest': noDigest,
  'pypi-macaroon': pypiMacaroon,
  'supabase-jwt': supabaseJwt,
  'wif-base58': wifBase58,
} satisfies Record<string, Validator>;
export type ValidatorName = keyof typeof validators;
