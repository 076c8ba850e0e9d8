// One row for each kind of credential: what the scanner should call it, how its values are built, the name it goes by where
// structure alone says too little, and who publishes that structure. Imports nothing of the scanner.
//
// Sources: GL gitleaks, BL betterleaks, TH trufflehog, KF kingfisher, NP noseyparker, TI titus, SL secretlint,
// DS detect-secrets (each has a rule for the kind); GD GitHub's list of supported patterns; M measured on public
// files; an address is the vendor's documentation. `unsure` says that no document and no other scanner confirms it: all
// that is known are samples in public code, or the prefix alone.
import { ADDRESSES } from './kinds/addresses.ts';
import { AI } from './kinds/ai.ts';
import { AI_MORE } from './kinds/ai-more.ts';
import { APPLICATIONS } from './kinds/applications.ts';
import { CLOUD } from './kinds/cloud.ts';
import { COMMERCE } from './kinds/commerce.ts';
import { HOSTING } from './kinds/hosting.ts';
import { MESSAGES } from './kinds/messages.ts';
import { MODELS } from './kinds/models.ts';
import { OPERATIONS } from './kinds/operations.ts';
import { PAYMENTS } from './kinds/payments.ts';
import { PLATFORMS } from './kinds/platforms.ts';
import { SERVICES } from './kinds/services.ts';
import { SMALLER } from './kinds/smaller.ts';
import { STORES } from './kinds/stores.ts';

/** Rule id, structures, name of the variable (empty: any will do), source. */
export type Row = readonly [id: string, structures: readonly [string, ...string[]], name: string, source: string];

export const KINDS: readonly Row[] = [
  ...MODELS,
  ...AI,
  ...AI_MORE,
  ...CLOUD,
  ...STORES,
  ...HOSTING,
  ...OPERATIONS,
  ...MESSAGES,
  ...SERVICES,
  ...PAYMENTS,
  ...PLATFORMS,
  ...COMMERCE,
  ...APPLICATIONS,
  ...SMALLER,
  ...ADDRESSES,
];
