// References of all files together: what a name comes from, which names are one credential, and which are stale.
import { posix } from 'node:path';
import { isCredential } from './credential-name.ts';
import { WHOLE } from './kubernetes.ts';
import type { Reference } from './reference.ts';

/** `ok`, or: read and given by nothing here; given and read by nothing here. */
export type NameState = 'ok' | 'nothing-provides' | 'nothing-reads';

export interface NamedReferences {
  readonly name: string;
  readonly state: NameState;
  /** Names that its value comes from. */
  readonly from: readonly string[];
  readonly references: readonly Reference[];
}

/** Groups by name, sorted; credentials only unless all are asked for. */
export function groupByName(all: readonly Reference[], everything: boolean): readonly NamedReferences[] {
  const references = [
    ...all.filter(({ system }) => !isEnvFile(system)),
    ...fromEnvFiles(all),
    ...fromWholeSecrets(all),
  ];
  const groups = new Map<string, Reference[]>();
  for (const reference of references) {
    const group = groups.get(reference.name);
    if (group === undefined) groups.set(reference.name, [reference]);
    else group.push(reference);
  }
  const sources = new Set(references.flatMap(({ name, from = [] }) => from.filter((one) => one !== name)));
  const related = new Set(
    [...groups].flatMap(([name, group]) =>
      group.some(isCredential) ? [name, ...group.flatMap(({ from = [] }) => from)] : [],
    ),
  );
  return [...groups]
    .filter(([name, group]) => everything || group.some(isCredential) || (related.has(name) && sources.has(name)))
    .map(([name, group]) => ({
      name,
      state: stateOf(name, group, sources, groups),
      from: [...new Set(group.flatMap(({ from = [] }) => from))].filter((one) => one !== name),
      references: [...group].sort(byPlace),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stateOf(
  name: string,
  group: readonly Reference[],
  sources: ReadonlySet<string>,
  groups: ReadonlyMap<string, readonly Reference[]>,
): NameState {
  const has = (...roles: readonly Reference['role'][]): boolean => group.some(({ role }) => roles.includes(role));
  const twin = twinOf(name).some((other) => groups.has(other));
  // A library reads its variable where there is one: that nothing gives it is no fault.
  const isRead = group.some(({ role, implied }) => role === 'reads' && implied !== true);
  if (!has('provides', 'stores', 'lists') && !twin) return isRead || has('forwards') ? 'nothing-provides' : 'ok';
  if (has('reads') || sources.has(name) || twin) return 'ok';
  // What code fetches by name from a store is used right there; a Secret's keys are used by whoever names them.
  const isFetched = group.some(({ role, system }) => role === 'stores' && system !== 'GitHub Actions secret');
  const isWhole = name.includes('/') && groups.has(name.slice(0, name.lastIndexOf('/')) + WHOLE);
  return isFetched || isWhole ? 'ok' : 'nothing-reads';
}

/** Terraform takes its variable `x` from the environment variable `TF_VAR_x`. */
function twinOf(name: string): readonly string[] {
  return name.startsWith('TF_VAR_') ? [name.slice('TF_VAR_'.length)] : [`TF_VAR_${name}`];
}

/** The group of a name and of all that share its value, by the names that values come from. */
export function relatedTo(name: string, groups: readonly NamedReferences[]): readonly NamedReferences[] {
  const found = new Set([name]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const group of groups) {
      const links = [...group.from, ...twinOf(group.name)];
      if (found.has(group.name)) for (const one of group.from) found.add(one);
      else if (links.some((one) => found.has(one))) found.add(group.name);
    }
  }
  return groups.filter((group) => found.has(group.name) || twinOf(group.name).some((one) => found.has(one)));
}

function isEnvFile(system: string): boolean {
  return system.endsWith(' env_file');
}

/** A service that gets a file of variables gets each of them. */
function fromEnvFiles(all: readonly Reference[]): readonly Reference[] {
  return all
    .filter(({ system }) => isEnvFile(system))
    .flatMap((place) => {
      const file = posix.join(posix.dirname(place.path), place.name);
      const names = new Set(all.filter(({ path, role }) => path === file && role !== 'stores').map(({ name }) => name));
      return [...names].map((name) => ({ ...place, name }));
    });
}

/** `envFrom`: each key that a manifest gives the Secret is a variable. */
function fromWholeSecrets(all: readonly Reference[]): readonly Reference[] {
  return all
    .filter(({ name, role }) => role === 'stores' && name.endsWith(WHOLE))
    .flatMap((place) => {
      const secret = place.name.slice(0, -1);
      const keys = new Set(
        all
          .filter(({ name, role }) => role === 'provides' && name.startsWith(secret) && name !== place.name)
          .map(({ name }) => name),
      );
      return [...keys].map((key) => ({
        ...place,
        name: key.slice(secret.length),
        role: 'provides' as const,
        from: [key],
      }));
    });
}

function byPlace(a: Reference, b: Reference): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column;
}
