// What the functions of a file give back, where each has one result; apart from the values, which ask for it by name.
import type { Scope } from './scope-nesting.ts';
import type { Range, Source } from './source.ts';
import { topLevel } from './string-values.ts';
import { WORD } from './tokens.ts';

/** The expression that the only function of a name returns at its only `return`, or is made of. */
export function findResults(source: Source): (name: string) => Range | undefined {
  const { tokens, slice } = source;
  const scopes = new Map<string, Scope | undefined>();
  const returns = new Map<Scope, Range | undefined>();
  let latest: Scope = source.module;
  for (let at = 0; at < tokens.count; at += 1) {
    const scope = source.scopeOf(at);
    if (scope !== latest && scope.kind === 'function' && scope.name !== '') {
      const known = scopes.get(scope.name);
      scopes.set(scope.name, scopes.has(scope.name) && known !== scope ? undefined : scope);
    }
    latest = scope;
    if (tokens.kind[at] !== WORD || slice(at) !== 'return' || scope.kind !== 'function') continue;
    returns.set(scope, returns.has(scope) ? undefined : resultAt(source, at));
  }
  return (name) => {
    const scope = scopes.get(name);
    if (scope === undefined) return undefined;
    const expression = slice(source.previous(scope.body)) === '=>' && slice(scope.body) !== '{';
    return expression ? { start: scope.body, end: scope.end } : returns.get(scope);
  };
}

function resultAt(source: Source, token: number): Range | undefined {
  const { end } = source.statementOf(token);
  const last = source.previous(end);
  const start = source.next(token);
  // Go's `return value, nil`.
  const comma = source.syntax.language === 'go' ? topLevel(source, { start, end }, (sign) => sign === ',') : -1;
  if (comma > start) return { start, end: comma };
  const stop = source.slice(last) === ';' ? last : end;
  return start < stop ? { start, end: stop } : undefined;
}
