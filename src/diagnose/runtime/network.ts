// Where requests would go: base URL, proxy, and a clock that signatures and tokens depend on.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { redact } from '../redact.ts';
import type { Machine } from './machine.ts';

export function checkNetwork(machine: Machine): readonly Check[] {
  return [checkBaseUrl(machine.env), ...checkProxies(machine.env), checkClock(machine)];
}

const API_HOST = 'api.anthropic.com';
const NO_API = /^(?:www\.)?(?:anthropic\.com|claude\.ai|claude\.com)$|^(?:console|platform|docs)\./;

function checkBaseUrl(env: NodeJS.ProcessEnv): Check {
  const check = { id: 'base-url', group: 'runtime' } as const;
  const value = env['ANTHROPIC_BASE_URL'];
  if (value === undefined || value === '') return { ...check, state: 'ok', message: `base URL: https://${API_HOST}` };
  const fix = `export ANTHROPIC_BASE_URL=https://${API_HOST}, or unset it`;
  const url = URL.canParse(value) && value.trim() === value ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return {
      ...check,
      state: 'broken',
      message: 'ANTHROPIC_BASE_URL is no web address: scheme, quotes or a blank',
      fix,
    };
  }
  const host = redact(url.host);
  if (url.username !== '' || url.password !== '' || /key|token/i.test(url.search)) {
    return { ...check, state: 'broken', message: `ANTHROPIC_BASE_URL (${host}) has a credential in it`, fix };
  }
  if (NO_API.test(url.hostname)) {
    return { ...check, state: 'broken', message: `ANTHROPIC_BASE_URL names ${host}, which is not the API`, fix };
  }
  if (/\/v1\/?$/.test(url.pathname) && url.hostname === API_HOST) {
    const message = 'ANTHROPIC_BASE_URL ends in /v1, and the SDKs add it again';
    return { ...check, state: 'broken', message, fix };
  }
  const isLocal = /^(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(url.hostname);
  if (url.protocol === 'http:' && !isLocal) {
    return {
      ...check,
      state: 'broken',
      message: `ANTHROPIC_BASE_URL sends the key to ${host} without encryption`,
      fix,
    };
  }
  if (url.hostname === API_HOST) return { ...check, state: 'ok', message: `base URL: ${url.protocol}//${host}` };
  return { ...check, state: 'note', message: `requests go to ${host}, which wants its own credential` };
}

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Host and port of a proxy; its login stays out, and a key that stands in the place of the host. */
export function proxyHost(value: string): string | undefined {
  if (URL.canParse(value) && new URL(value).host !== '') return redact(new URL(value).host);
  return /^[\w.-]{1,200}:\d{1,5}$/.test(value) ? redact(value) : undefined;
}

function checkProxies(env: NodeJS.ProcessEnv): readonly Check[] {
  const check = { id: 'proxy', group: 'runtime' } as const;
  const given = PROXIES.filter((name) => env[name] !== undefined && env[name] !== '');
  const excluded = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(',').some((host) => {
    const bare = host.trim().replace(/^\*?\./, '');
    return bare === '*' || (bare !== '' && (API_HOST === bare || API_HOST.endsWith(`.${bare}`)));
  });
  if (given.length === 0) return [{ ...check, state: 'ok', message: 'no proxy is set' }];
  if (excluded) return [{ ...check, state: 'ok', message: `a proxy is set, and NO_PROXY leaves ${API_HOST} out` }];
  return given.map((name): Check => {
    const host = proxyHost(env[name] ?? '');
    if (host === undefined) {
      return { ...check, state: 'broken', message: `${name} is no address of a proxy`, fix: `unset ${name}` };
    }
    const message = `${name}: ${host}. fetch of Node uses it only with NODE_USE_ENV_PROXY=1; it must pass x-api-key on`;
    return { ...check, state: 'note', message };
  });
}

/** Signatures and tokens are refused beyond about this much. */
export const TOLERATED_MS = 5 * 60_000;

/** Files from the future tell that the clock went back: the file system of this folder is the only other clock here. */
function checkClock({ cwd, now }: Machine): Check {
  const check = { id: 'clock', group: 'runtime' } as const;
  const ahead = ['.', '.git', '.git/HEAD', '.git/index', 'package.json', 'node_modules']
    .map((name) => statSync(join(cwd, name), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .reduce((latest, time) => Math.max(latest, time), 0);
  const time = new Date(now).toISOString().slice(0, 16);
  if (ahead > now + TOLERATED_MS) {
    const minutes = Math.round((ahead - now) / 60_000);
    const message = `the clock says ${time}Z, and files here are ${minutes} minutes younger`;
    return { ...check, state: 'broken', message, fix: 'turn on time synchronisation' };
  }
  return { ...check, state: 'ok', message: `the clock says ${time}Z, which no file here contradicts` };
}
