// Gives every token its innermost scope, by one sweep.

export interface Scope {
  readonly kind: 'function' | 'class' | 'module';
  readonly name: string;
  /** First token of the header (parameters) and first token of the body. */
  readonly start: number;
  readonly body: number;
  /** Exclusive. */
  readonly end: number;
  readonly parent: Scope | undefined;
}

export interface Draft {
  kind: 'function' | 'class';
  name: string;
  start: number;
  body: number;
  end: number;
}

/** Gives every token its innermost scope by one sweep over the scopes in order of their starts. */
export function nestScopes(drafts: Draft[], module: Scope, count: number): (token: number) => Scope {
  const order = drafts.sort((a, b) => a.start - b.start || b.end - a.end);
  const scopes: Scope[] = [module];
  const index = new Int32Array(count);
  const stack: number[] = [0];
  let at = 0;
  const fill = (to: number): void => {
    while (at < to) {
      const top = stack.at(-1) ?? 0;
      const end = scopes[top]?.end ?? count;
      if (top !== 0 && at >= end) {
        stack.pop();
        continue;
      }
      const stop = top === 0 ? to : Math.min(to, end);
      index.fill(top, at, stop);
      at = stop;
    }
  };
  for (const draft of order) {
    fill(draft.start);
    while (stack.length > 1 && (scopes[stack.at(-1) ?? 0]?.end ?? 0) <= draft.start) stack.pop();
    const parent = scopes[stack.at(-1) ?? 0] ?? module;
    scopes.push({ ...draft, end: Math.min(draft.end, parent.end), parent });
    stack.push(scopes.length - 1);
  }
  fill(count);
  return (token) => scopes[index[token] ?? 0] ?? module;
}

/** The function that a scope is in, itself included; outside of all, the module. */
export function functionOf(scope: Scope): Scope {
  let at = scope;
  while (at.kind !== 'function' && at.parent !== undefined) at = at.parent;
  return at;
}
