// Fields and parameters of Java and Kotlin that a framework fills from its settings: the annotation names what they get.
import type { Definition } from './definitions.ts';
import { after, isString, type Range, type Source } from './source.ts';
import { WORD } from './tokens.ts';

/** The setting that an annotation puts in: `@Value("${X}")`, `@ConfigProperty(name = "x")`. */
export function injectedAt(source: Source, sign: number): Range | undefined {
  const { slice } = source;
  const name = source.next(sign);
  const open = source.next(name);
  if (slice(sign) !== '@' || !/^(?:Value|ConfigProperty|Property)$/.test(slice(name)) || slice(open) !== '(')
    return undefined;
  const first = source.next(open);
  const at = slice(first) === 'name' || slice(first) === 'value' ? source.next(source.next(first)) : first;
  return isString(source, at) ? { start: at, end: after(source, at) } : undefined;
}

/** A field that stands behind such an annotation. */
export function collectInjected(source: Source, sign: number, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const value = injectedAt(source, sign);
  const scope = source.scopeOf(sign);
  if (value === undefined || scope.kind !== 'class') return;
  const first = after(source, source.next(source.next(sign)));
  for (let at = first, steps = 0; steps < 12 && at < tokens.count; at = after(source, at), steps += 1) {
    const ends = /^[;=:]$/.test(slice(source.next(at))) || tokens.fresh[source.next(at)] === 1;
    if (tokens.kind[at] !== WORD || !ends) continue;
    // Another annotation, or a method.
    if (slice(source.previous(at)) === '@' || slice(source.next(at)) === '(') continue;
    const place = { type: 'value', token: at, scope, value, fields: [], declares: true } as const;
    add({ ...place, name: `.${slice(at)}` });
    add({ ...place, name: slice(at) });
    return;
  }
}
