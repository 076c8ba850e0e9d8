// The rules about how credentials are used. A rule of this list is all that the engine knows of this folder.
import type { Rule } from '../rule.ts';
import { readsNotebooks } from './notebooks.ts';
import { bearerForeignHost, bearerMisuse } from './rules/bearer-misuse.ts';
import { clientSideByok, clientSideKey } from './rules/client-side-key.ts';
import { headerMisuse } from './rules/header-misuse.ts';
import { loggedKey } from './rules/logged-key.ts';
import { malformedKey } from './rules/malformed-key.ts';
import { versionHeader } from './rules/version-header.ts';
import { wrongKey } from './rules/wrong-key.ts';

const RULES: readonly Rule[] = [
  bearerMisuse,
  bearerForeignHost,
  clientSideKey,
  clientSideByok,
  ...headerMisuse,
  ...versionHeader,
  ...malformedKey,
  ...wrongKey,
  ...loggedKey,
];

export const usageRules: readonly Rule[] = RULES.map(readsNotebooks);
