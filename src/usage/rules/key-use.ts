// Where a key in code for users comes from: a public variable, the environment of the build, a literal, or the user.

import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Value } from '../forms.ts';
import { isProviderLiteral } from '../keys.ts';
import type { Side } from '../side.ts';
import { BUILD_ENV } from '../values.ts';
import { isProviderKeyName, isPublicEnvName } from '../vocabulary.ts';

export interface Use {
  readonly sort: 'public' | 'env' | 'literal' | 'own';
  readonly variable?: string;
}

/** What a build or a page gives to what runs in it: Expo's settings, Nuxt's public ones, an object of the window. */
const GIVEN =
  /\bConstants\.(?:expoConfig|manifest2?|easConfig)(?:\.\w{1,20})?\.extra\.\w|\b(?:useRuntimeConfig\.\(\)|\$config|(?:runtimeC|c)onfig)\.public\.\w|\bwindow\.(?:ENV|env|_{1,2}env_{0,2}|_{1,2}ENV_{0,2})\.\w/;
/** The same, where the name must say that it is a provider's. */
const GIVEN_KEY =
  /\b(?:publicRuntimeConfig|customFields|useAppConfig|appConfig)\b|\b(?:window|globalThis|self)\.\w{0,20}(?:config|env|settings)\w{0,4}\.\w/i;
/** The same where the names have been followed through a variable: `const extra = Constants.expoConfig.extra`. */
const EXPO = /(?:^|\.)Constants\.(?:expoConfig|manifest2?|easConfig)\b/;
/** A module that holds what a bundle is built with. */
const CONSTANTS =
  /^(?:\w{0,20}(?:[cC]onfig|CONFIG|[cC]onstants?|CONSTANTS|[sS]ecrets?|SECRETS|[kK]eys|KEYS|[cC]redentials|[eE]nv|ENV)|env)$/;
/** Angular's environments are built in whole. */
const ENVIRONMENT = /(?:^|\.)environment\.(?:\w{1,40}\.){0,3}(\w{1,60})$/;

/** What holds a user's choices. */
const STORE = /^(?:settings|state|options|preferences|prefs|this)$/;
/** Asked of what a provider's client or a request to one gets: there, a key of Google's is no key for maps. */
const isLiteral = (text: string): boolean =>
  isProviderLiteral(text) || (/^AIza[\w-]{35}$/.test(text) && !isPlaceholder(text));

/** Where a key comes from; the worst of its forms counts. Undefined: not known, or nothing to say. */
export function judgeUse(value: Value, flagged: boolean, side: Side): Use | undefined {
  const inBrowser = flagged || side.side === 'client';
  let own = false;
  let env: string | undefined;
  for (const piece of value.flat()) {
    if (piece.type === 'text') {
      if (inBrowser && isLiteral(piece.text.trim())) return { sort: 'literal' };
      // A setting that begins empty is filled by the user.
      own ||= piece.text === '' && side.side === 'client' && (flagged || piece.names.some((name) => STORE.test(name)));
    } else if (piece.env !== undefined && isPublicEnvName(piece.env)) {
      return { sort: 'public', variable: piece.env };
    } else if (piece.origin === 'env') {
      // Scripts, libraries and programs set the flag as well.
      const ships = side.side === 'client' || side.shipsNothing !== true;
      const built = inBrowser && BUILD_ENV.test(piece.readBy ?? '');
      if (ships && (flagged || side.certain || built) && /KEY|TOKEN|SECRET/i.test(piece.env ?? '')) env ??= piece.env;
    } else if (inBrowser && isGiven(piece.names)) {
      env ??= piece.names.find(isProviderKeyName) ?? piece.names.at(-1);
    } else if (inBrowser && piece.origin === 'import' && isProviderKeyName(environmentKey(piece.names))) {
      env ??= environmentKey(piece.names);
    } else if (side.side === 'client' && piece.origin === 'import' && importedKey(piece.names) !== undefined) {
      env ??= importedKey(piece.names);
    } else if (inBrowser) {
      own ||=
        piece.origin === 'user' ||
        (piece.origin === 'parameter' && (flagged || side.certain || isOfSettings(piece.names))) ||
        (side.certain && isKeyOfCaller(piece.names)) ||
        (flagged && side.side === 'client');
    }
  }
  // Where a caller may bring the key, the environment's is what a server falls back to.
  const brought = value.flat().some((piece) => piece.type !== 'text' && piece.origin === 'parameter');
  if (env !== undefined && !(brought && side.side !== 'client')) return { sort: 'env', variable: env };
  return own ? { sort: 'own' } : undefined;
}

/** `settings.openAiKey`, of whatever shows them. */
function isOfSettings(names: readonly string[]): boolean {
  return /^(?:settings|preferences|prefs)$/.test(names[0] ?? '') && isKeyOfCaller(names);
}

/** What is called a key, and no token that a server lends: whoever gives it here brings it. */
function isKeyOfCaller(names: readonly string[]): boolean {
  return names.some((name) => /key/i.test(name)) && !names.some((name) => LENT.test(name));
}

const LENT = /ephemeral|secret|session|token|temp|anon|publishable|public/i;

function isGiven(names: readonly string[]): boolean {
  const joined = names.join('.');
  if (GIVEN.test(joined)) return true;
  if (!names.some(isProviderKeyName)) return false;
  // What a page's script is told before it: `window.GEMINI_API_KEY`.
  if (/^(?:window|globalThis|self)\.[A-Z][A-Z0-9_]+$/.test(joined)) return true;
  return GIVEN_KEY.test(joined) || (EXPO.test(joined) && names.includes('extra'));
}

/** A constant of another file that is called a provider's key: `import { OPENAI_API_KEY } from './config'`. */
function importedKey(names: readonly string[]): string | undefined {
  const [first = '', ...rest] = names;
  const last = names.at(-1) ?? '';
  const constant = names.find((name) => /^[A-Z][A-Z0-9_]+$/.test(name) && isProviderKeyName(name));
  if (constant !== undefined) return constant;
  return rest.length > 0 && CONSTANTS.test(first)
    ? [last, rest.slice(-2).join('_')].find(isProviderKeyName)
    : undefined;
}

function environmentKey(names: readonly string[]): string {
  const last = ENVIRONMENT.exec(names.join('.'))?.[1] ?? '';
  // `environment.openai.apiKey`
  return last === '' || isProviderKeyName(last) ? last : names.slice(-2).join('_');
}

/** Where an app gets a name from that is written into it when it is built. */
const BUILT_IN =
  /^_?(?:\w{0,20}(?:Secrets?|Config|Constants?|Keys|Credentials|BuildKonfig)|Const|Env|Environment|Bundle|dotenv)$/i;
/** A type that holds keys; a variable of that name says nothing. */
const KEY_TYPE = /^A(?:PI|pi)_?Key$/;

/** The environment of the machine that a program runs on is no part of what ships. */
const AT_RUN_TIME = /^(?:ProcessInfo|System\.getenv|Platform|(?:System\.)?Environment)\b/;

/** In an app that ships, a key is in the package or the user brings it. */
export function judgeUseInApp(value: Value): Use | undefined {
  const pieces = value.flat();
  if (pieces.some((piece) => piece.type === 'text' && isLiteral(piece.text.trim()))) return { sort: 'literal' };
  const holes = pieces.filter((piece) => piece.type === 'hole');
  // What a server lends is no key.
  if (holes.some((piece) => piece.names.some((name) => /ephemeral|client_?secret/i.test(name)))) return undefined;
  if (holes.some((piece) => AT_RUN_TIME.test(piece.readBy ?? ''))) return undefined;
  const env = holes.find((piece) => piece.env !== undefined);
  if (env?.env !== undefined) return { sort: 'env', variable: env.env };
  // What it is a member of says it, not what it is called itself.
  if (holes.some((piece) => piece.names.slice(0, -1).some((name) => BUILT_IN.test(name) || KEY_TYPE.test(name))))
    return { sort: 'env' };
  // A field that begins empty is filled by the user.
  return holes.length > 0 || pieces.every((piece) => piece.type === 'text' && piece.text === '')
    ? { sort: 'own' }
    : undefined;
}
