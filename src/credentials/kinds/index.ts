// Every kind as data, in one list. The build puts it into the package as JSON, without what only tests and the
// documentation read: measured, that spares the hook a seventh of the time to load the rules.
import type { CredentialKind } from '../kind.ts';
import { aiAgentKinds } from './ai-agents.ts';
import { aiHostKinds } from './ai-hosts.ts';
import { aiInferenceKinds } from './ai-inference.ts';
import { aiLabKinds } from './ai-labs.ts';
import { aiMediaKinds } from './ai-media.ts';
import { aiModelKinds } from './ai-models.ts';
import { aiSearchKinds } from './ai-search.ts';
import { aiToolKinds } from './ai-tools.ts';
import { anthropicKinds } from './anthropic.ts';
import { applicationKinds } from './application-secrets.ts';
import { bankingKinds } from './banking.ts';
import { businessKinds } from './business.ts';
import { chatKinds } from './chat.ts';
import { ciKinds } from './ci.ts';
import { hostingKinds } from './cloud-hosting.ts';
import { cloudKinds } from './cloud-major.ts';
import { dataStoreKinds } from './data-stores.ts';
import { platformKinds } from './developer-platforms.ts';
import { identityKinds } from './identity.ts';
import { messagingKinds } from './messaging.ts';
import { monitoringKinds } from './monitoring.ts';
import { moreNamedKinds } from './more-named-a-h.ts';
import { furtherNamedKinds } from './more-named-i-z.ts';
import { morePrefixedKinds } from './more-prefixed.ts';
import { paymentKinds } from './payments.ts';
import { publishedKinds } from './published.ts';
import { registryKinds } from './registries.ts';
import { secretStoreKinds } from './secret-stores.ts';
import { vcsKinds } from './vcs.ts';

/** In the order in which kinds that claim the same text are preferred: the `sk-` family first, by its own order. */
export const kinds: readonly CredentialKind[] = [
  ...anthropicKinds,
  ...aiModelKinds,
  ...aiLabKinds,
  ...aiHostKinds,
  ...aiToolKinds,
  ...aiMediaKinds,
  ...aiSearchKinds,
  ...aiInferenceKinds,
  ...aiAgentKinds,
  ...cloudKinds,
  ...hostingKinds,
  ...dataStoreKinds,
  ...secretStoreKinds,
  ...vcsKinds,
  ...registryKinds,
  ...ciKinds,
  ...platformKinds,
  ...monitoringKinds,
  ...applicationKinds,
  ...chatKinds,
  ...messagingKinds,
  ...businessKinds,
  ...morePrefixedKinds,
  ...moreNamedKinds,
  ...furtherNamedKinds,
  // WorkOS, Clerk and Paystack before Stripe, whose prefix they borrow.
  ...identityKinds,
  ...bankingKinds,
  ...paymentKinds,
  ...publishedKinds,
];
