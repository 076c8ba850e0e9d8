// The last step of the check, only where it is asked for: the credential that wins is shown to its provider once.
import { UserError } from '../../errors.ts';
import type { Verdict } from '../../finding.ts';
import type { Check, CheckState } from '../check.ts';
import { chooseKind } from '../verify/choose.ts';
import { readCredential } from '../verify/request.ts';
import { verifyKey } from '../verify/verify-key.ts';
import { NAMES } from './credentials.ts';
import type { Machine } from './machine.ts';
import { TOLERATED_MS } from './network.ts';

const TIMEOUT_MS = 15_000;

const STATES: Readonly<Record<Verdict, CheckState>> = {
  live: 'ok',
  limited: 'broken',
  dead: 'broken',
  unreachable: 'unknown',
};

/** The first of the variables that is set, in the order of the SDKs; a profile or a login is not read. */
export async function checkLive({ env, now }: Machine): Promise<readonly Check[]> {
  const check = { id: 'verify', group: 'runtime' } as const;
  const variable = NAMES.find((name) => (env[name] ?? '') !== '');
  if (variable === undefined) {
    const message = `no request was made: none of ${NAMES.join(', ')} is set`;
    return [{ ...check, state: 'unknown', message }];
  }
  try {
    const text = env[variable] ?? '';
    const kind = chooseKind(text.trim(), { variable });
    const verified = await verifyKey(kind, readCredential(kind, text, env), { env, timeoutMs: TIMEOUT_MS });
    const { verdict, url, status, message: says, note, requestId } = verified;
    const answer = status === null ? 'no answer' : `answered ${status}`;
    const details = [says, note, requestId].filter((part) => part !== undefined).join('; ');
    const message = `${variable} is ${verdict === 'unreachable' ? 'not proven' : verdict}: ${url}, ${answer}`;
    const answered = { ...check, state: STATES[verdict], message: details === '' ? message : `${message}; ${details}` };
    return [answered, ...compareClocks(verified.serverTime, now)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const fix = error.hint === undefined ? {} : { fix: error.hint };
    return [{ ...check, state: 'unknown', message: `${variable}: ${error.message}`, ...fix }];
  }
}

function compareClocks(serverTime: number | undefined, now: number): readonly Check[] {
  if (serverTime === undefined || Math.abs(serverTime - now) <= TOLERATED_MS) return [];
  const minutes = Math.round(Math.abs(serverTime - now) / 60_000);
  const message = `the clock is ${minutes} minutes ${now < serverTime ? 'behind' : 'ahead of'} that of the server`;
  return [{ id: 'clock', group: 'runtime', state: 'broken', message, fix: 'turn on time synchronisation' }];
}
