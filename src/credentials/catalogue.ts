// Every credential kind, the matchers compiled from them, and look-alikes by kind.
import { createRandom, fakeCredential } from './fake.ts';
import { guessMatchers } from './guesses/index.ts';
import type { CredentialKind } from './kind.ts';
import { kinds } from './kinds/index.ts';
import { compileKind, type Matcher } from './matcher.ts';
import { specialMatchers } from './special/index.ts';
import { finishers } from './validators/finish.ts';

/** In the order in which kinds that claim the same text are preferred. */
export const catalogue: readonly CredentialKind[] = kinds.map(withLevel);

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
