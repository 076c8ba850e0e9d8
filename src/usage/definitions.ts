// Where the names of a file get their values, and where they are used. Constant propagation stands on this.

import { collectTyped } from './declarations.ts';
import { lazy } from './lazy.ts';
import type { Scope } from './scope-nesting.ts';
import { collect } from './script-declarations.ts';
import type { Range, Source } from './source.ts';
import { createUses } from './uses.ts';

interface Place {
  readonly name: string;
  readonly token: number;
  /** Where the name means this: the innermost range that holds a use wins. */
  readonly scope: Scope;
}

export type Definition =
  | (Place & {
      readonly type: 'parameter' /** The name by which a Go method speaks of itself. */;
      readonly receiver?: boolean;
    })
  | (Place & { readonly type: 'import'; readonly module: string; readonly imported: string })
  | (Place & {
      readonly type: 'value';
      readonly value: Range;
      /** Fields taken out of the value by destructuring. */
      readonly fields: readonly string[];
      /** False for a plain assignment to a name declared elsewhere. */
      readonly declares: boolean;
    });

export interface Definitions {
  /** What a name can be at a token. Members of a class are asked for as `.name`. */
  readonly lookup: (name: string, token: number) => readonly Definition[];
  /** Tokens where a word stands as a name of its own (not after a dot, not as a key); `.name` for members of this. */
  readonly usesOf: (name: string) => readonly number[];
  readonly all: ReadonlyMap<string, readonly Definition[]>;
  /** The only function of a name that has parameters. */
  readonly functionOf: (name: string) => Scope | undefined;
}

/** Functions in functions that a name is looked for in. */
const MAX_NESTING = 64;
/** Values of one name in one scope that are kept; past a handful nothing can be said of it. */
const MAX_PER_SCOPE = 64;

export function findDefinitions(source: Source): Definitions {
  const all = new Map<string, Definition[]>();
  const byScope = new Map<Scope, Map<string, Definition[]>>();
  const assigned = new Map<string, Definition[]>();
  const receivers = new Set<string>();
  const add = (definition: Definition): void => {
    const { name, scope } = definition;
    const inScope = byScope.get(scope) ?? new Map<string, Definition[]>();
    const here = inScope.get(name);
    if (here === undefined) byScope.set(scope, inScope.set(name, [definition]));
    else if (here.length < MAX_PER_SCOPE) here.push(definition);
    if (definition.type === 'value' && !definition.declares) {
      const others = assigned.get(name);
      if (others === undefined) assigned.set(name, [definition]);
      else others.push(definition);
    }
    if (definition.type === 'parameter' && definition.receiver === true) receivers.add(name);
    const list = all.get(definition.name);
    if (list === undefined) all.set(definition.name, [definition]);
    else list.push(definition);
  };
  if (source.syntax.family === 'typed' || source.syntax.family === 'ruby') collectTyped(source, add);
  else if (source.syntax.family === 'script' || source.syntax.family === 'python') collect(source, add);
  const usesOf = createUses(source, (name) => receivers.has(name));
  const functions = lazy(() => {
    const found = new Map<string, Scope | undefined>();
    for (const list of all.values())
      for (const { type, scope } of list)
        if (type === 'parameter' && scope.kind === 'function' && scope.name !== '' && found.get(scope.name) !== scope)
          found.set(scope.name, found.has(scope.name) ? undefined : scope);
    return found;
  });
  return {
    all,
    usesOf,
    functionOf: (name) => functions().get(name),
    lookup(name, token) {
      const list = all.get(name);
      if (list === undefined || source.budget.left < 0) return [];
      let depth = 0;
      for (
        let scope: Scope | undefined = source.scopeOf(token);
        scope !== undefined && depth < MAX_NESTING;
        scope = scope.parent, depth += 1
      ) {
        const here = byScope.get(scope)?.get(name) ?? [];
        source.budget.left -= 1 + here.length;
        if (source.budget.left < 0) return [];
        if (here.some((definition) => definition.type !== 'value' || definition.declares))
          return withAssignments(source, assigned.get(name) ?? [], here, scope);
        if (here.length > 0 && scope.kind !== 'function') return here;
        if (here.length > 0 && source.syntax.family === 'python') return here;
      }
      return (assigned.get(name) ?? []).slice(0, 4);
    },
  };
}

/** Assignments in inner functions change the same variable. */
function withAssignments(
  source: Source,
  assigned: readonly Definition[],
  here: readonly Definition[],
  scope: Scope,
): readonly Definition[] {
  source.budget.left -= assigned.length;
  const inner = assigned.filter(
    (definition) => definition.scope !== scope && definition.token > scope.start && definition.token < scope.end,
  );
  return inner.length === 0 ? here : [...here, ...inner];
}
