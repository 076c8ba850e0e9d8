// Every credential kind in one list, the matchers compiled from it, and look-alikes by kind. The only file that knows
// which files of kinds there are.
import { createRandom, fakeCredential } from './fake.ts';
import { guessMatchers } from './guesses/index.ts';
import type { CredentialKind } from './kind.ts';
import { aiAgentKinds } from './kinds/ai-agents.ts';
import { aiHostKinds } from './kinds/ai-hosts.ts';
import { aiInferenceKinds } from './kinds/ai-inference.ts';
import { aiLabKinds } from './kinds/ai-labs.ts';
import { aiMediaKinds } from './kinds/ai-media.ts';
import { aiModelKinds } from './kinds/ai-models.ts';
import { aiSearchKinds } from './kinds/ai-search.ts';
import { aiToolKinds } from './kinds/ai-tools.ts';
import { anthropicKinds } from './kinds/anthropic.ts';
import { applicationKinds } from './kinds/application-secrets.ts';
import { bankingKinds } from './kinds/banking.ts';
import { businessKinds } from './kinds/business.ts';
import { chatKinds } from './kinds/chat.ts';
import { ciKinds } from './kinds/ci.ts';
import { hostingKinds } from './kinds/cloud-hosting.ts';
import { cloudKinds } from './kinds/cloud-major.ts';
import { dataStoreKinds } from './kinds/data-stores.ts';
import { platformKinds } from './kinds/developer-platforms.ts';
import { identityKinds } from './kinds/identity.ts';
import { messagingKinds } from './kinds/messaging.ts';
import { monitoringKinds } from './kinds/monitoring.ts';
import { paymentKinds } from './kinds/payments.ts';
import { registryKinds } from './kinds/registries.ts';
import { secretStoreKinds } from './kinds/secret-stores.ts';
import { vcsKinds } from './kinds/vcs.ts';
import { compileKind, type Matcher } from './matcher.ts';
import { specialMatchers } from './special/index.ts';
import { finishers } from './validators/finish.ts';

/** In the order in which kinds that claim the same text are preferred: the `sk-` family first, by its own order. */
export const catalogue: readonly CredentialKind[] = [
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
  // WorkOS, Clerk and Paystack before Stripe, whose prefix they borrow.
  ...identityKinds,
  ...bankingKinds,
  ...paymentKinds,
].map(withLevel);

/** Says the default level of kind.ts aloud, so that no reader of the catalogue need know it. */
function withLevel(kind: CredentialKind): CredentialKind {
  return { ...kind, level: kind.level ?? (kind.context === undefined ? 'error' : 'warning') };
}

let compiled: readonly Matcher[] | undefined;

/** All matchers, those written by hand first: they read what stands round a value and know it better. */
export function matchers(): readonly Matcher[] {
  compiled ??= [...specialMatchers, ...catalogue.map(compileKind), ...guessMatchers()];
  return compiled;
}

/**
 * A made-up credential that its kind's matcher reports: same id and seed, same value. For a kind matched by hand the
 * value comes with the text that gives it away.
 *
 * @throws Error when no kind has the id.
 */
export function fakeOf(id: string, seed: number): string {
  const kind = catalogue.find((entry) => entry.id === id);
  if (kind) return fakeCredential(kind, seed, kind.validator && finishers[kind.validator]);
  const fake = matchers().find((matcher) => matcher.kind.id === id)?.fake;
  if (fake === undefined) throw new Error(`no credential kind has the id ${id}`);
  return fake(createRandom(seed));
}

/** Replaces each `{{fake KIND SEED}}` by a made-up credential. */
export function expandFakes(text: string): string {
  return text.replace(/\{\{fake ([a-z0-9-]+) (\d+)\}\}/g, (_token, id: string, seed: string) =>
    fakeOf(id, Number(seed)),
  );
}
