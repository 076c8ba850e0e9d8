// Whose key it is: only its own provider may be given it, so a doubt is a question to the user and no request.
import { UserError } from '../../errors.ts';
import type { KeyKind } from './key-kind.ts';
import { KEY_KINDS } from './key-kinds.ts';

/** Credentials that can be checked only by using them up, or by reading what they guard. */
const UNCHECKED: Readonly<Record<string, string>> = {
  'sk-ant-ort01-': 'a refresh token is checked only by spending it, which logs its owner out',
  'sk-ant-sid01-': 'a session cookie is no API key, and no request of it is harmless',
  'sk-ant-sid02-': 'a session cookie is no API key, and no request of it is harmless',
  'sk-ant-api01-': 'no request is known for a compliance access key that reads nothing of the organisation',
  ghr_: 'a refresh token is checked only by spending it',
  'xapp-': 'an app-level token is checked only by opening a connection with it',
  'xoxe-': 'a refresh token is checked only by spending it',
  pk_: 'a publishable key is no secret',
};

/** Who is meant, as far as the user said. */
export interface Hints {
  readonly provider?: string | undefined;
  /** Name of the variable that held the key. */
  readonly variable?: string | undefined;
}

/** @throws UserError where it cannot be told, is contradicted, or has no harmless request. */
export function chooseKind(key: string, { provider, variable }: Hints): KeyKind {
  const [unchecked] = Object.entries(UNCHECKED).filter(([prefix]) => key.startsWith(prefix));
  if (unchecked !== undefined) throw new UserError('cannot-verify', `not asked: ${unchecked[1]}`);
  const own = kindByPrefix(key);
  if (own !== undefined) {
    if (provider === undefined || provider === own.provider) return own;
    throw new UserError('wrong-provider', `not asked: the ${own.name} is not for ${provider} to see`, {
      hint: `leave out --provider, or give a key of ${provider}`,
    });
  }
  const candidates = KEY_KINDS.filter((kind) =>
    provider !== undefined
      ? kind.provider === provider
      : variable !== undefined && kind.variables.includes(variable) && mayBe(kind, key),
  );
  const [first] = candidates;
  if (first !== undefined) return first;
  throw new UserError('unknown-key', 'not asked: the key does not show whose it is', {
    hint: 'say so with --provider NAME',
  });
}

/** A variable's name is no proof: a key of unknown shape goes to the provider only where its keys can look so. */
function mayBe({ sharedPrefixes, auth }: KeyKind, key: string): boolean {
  return auth === 'aws' || (sharedPrefixes?.some((prefix) => key.startsWith(prefix)) ?? false);
}

/** The kind that a key shows by itself. */
export function kindByPrefix(key: string): KeyKind | undefined {
  let best: { readonly kind: KeyKind; readonly length: number } | undefined;
  for (const kind of KEY_KINDS) {
    for (const prefix of kind.prefixes) {
      if (key.startsWith(prefix) && prefix.length > (best?.length ?? 0)) best = { kind, length: prefix.length };
    }
  }
  return best?.kind;
}

/** True for what must not stand on a command line. */
export function looksLikeKey(word: string): boolean {
  return (
    /^sk-/.test(word) ||
    [...Object.keys(UNCHECKED), ...KEY_KINDS.flatMap(({ prefixes }) => prefixes)].some((prefix) =>
      word.startsWith(prefix),
    )
  );
}
