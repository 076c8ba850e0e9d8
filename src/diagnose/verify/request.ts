// A kind's entry and a key -> the one request to make. Nothing is sent here.
import { UserError } from '../../errors.ts';
import type { KeyKind } from './key-kind.ts';

export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RequestOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Goes before the provider's own variable. */
  readonly baseUrl?: string | undefined;
}

/** The parts of a key pair; most keys are `secret` alone. */
export interface Credential {
  readonly secret: string;
  readonly id?: string | undefined;
  readonly session?: string | undefined;
}

/**
 * A key as it was given, without the blanks round it.
 *
 * @throws UserError for what cannot stand in a header, or is half a pair.
 */
export function readCredential(kind: KeyKind, text: string, env: NodeJS.ProcessEnv): Credential {
  const key = text.trim();
  if (kind.auth === 'aws') return readPair(key, env);
  if (/^[\x21-\x7e]+$/.test(key) && !/["'`]/.test(key)) return { secret: key };
  throw new UserError('malformed-key', 'not asked: the key has blanks, quotes or signs in it that no key has', {
    hint: 'store it bare, on one line',
  });
}

function readPair(text: string, env: NodeJS.ProcessEnv): Credential {
  const given = text.split(/[\s:,]+/);
  const [id, secret, session] =
    given.length > 1 ? given : [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY'], env['AWS_SESSION_TOKEN']];
  if (id?.startsWith('ASIA') === true && !session) {
    // AWS refuses it in the same words as a dead one.
    throw new UserError('half-a-pair', 'not asked: a temporary AWS key (ASIA…) works with its session token only', {
      hint: 'set AWS_SESSION_TOKEN, or pass "id secret session" with --stdin',
    });
  }
  if (id !== undefined && /^A[KS]IA[A-Z0-9]{16}$/.test(id) && secret !== undefined && /^[\w/+=]{40}$/.test(secret)) {
    return { id, secret, session: session || undefined };
  }
  throw new UserError('half-a-pair', 'not asked: an AWS key is an id and a secret', {
    hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,\n  or pass "id secret [session token]" with --stdin',
  });
}

/** @throws UserError for an address that is none, or that only the user can know. */
export async function buildRequest(kind: KeyKind, credential: Credential, options: RequestOptions): Promise<Outgoing> {
  const { env } = options;
  const url = new URL((await baseOf(kind, options)) + kind.path);
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'hushkey', ...kind.headers };
  for (const [header, variable] of Object.entries(kind.headersFrom ?? {})) {
    const value = env[variable] ?? '';
    if (/^[\x21-\x7e]+$/.test(value)) headers[header] = value;
  }
  const outgoing = { url, method: kind.method ?? 'GET', headers, body: '' };
  if (kind.auth === 'aws') return (await import('./sign-aws.ts')).signForAws(outgoing, credential);
  if (kind.auth === 'bearer') headers['authorization'] = `Bearer ${credential.secret}`;
  else headers[kind.auth.header] = credential.secret;
  return outgoing;
}

async function baseOf(kind: KeyKind, { env, baseUrl }: RequestOptions): Promise<string> {
  const variable = kind.baseVariables.find((name) => (env[name] ?? '') !== '');
  const given = baseUrl ?? (variable === undefined ? undefined : env[variable]);
  const base = given ?? (kind.auth === 'aws' ? regionalBase(kind, env) : (kind.base ?? (await askedBase(kind, env))));
  if (base === undefined) {
    throw new UserError('no-base-url', `not asked: only you know which server this ${kind.name} is for`, {
      hint: `say so with --base-url URL, or set ${kind.baseVariables[0] ?? 'its variable'}`,
    });
  }
  const source = baseUrl === undefined ? (variable ?? kind.name) : '--base-url';
  if (!URL.canParse(base)) throw new UserError('bad-base-url', `${source} holds no address`);
  const { protocol, username, password, search } = new URL(base);
  if ((protocol === 'https:' || protocol === 'http:') && username + password + search === '') {
    return base.trim().replace(/\/{1,20}$/, '');
  }
  throw new UserError('bad-base-url', `${source} must be a plain http or https address`);
}

async function askedBase({ provider }: KeyKind, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return provider === 'npm' ? (await import('./npm-registry.ts')).npmRegistry(env) : undefined;
}

function regionalBase({ base }: KeyKind, env: NodeJS.ProcessEnv): string | undefined {
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
  if (!/^[a-z]{2}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(region)) return base;
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
