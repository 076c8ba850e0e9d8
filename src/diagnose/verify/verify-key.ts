// A key -> what its provider makes of it: the request, a few more tries where that may help, and the verdict.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Judged, judge } from './judge.ts';
import type { KeyKind } from './key-kind.ts';
import { buildRequest, type Credential, type RequestOptions } from './request.ts';
import { type Reply, send } from './send.ts';

export interface VerifyOptions extends RequestOptions {
  /** For everything together, tries and pauses. */
  readonly timeoutMs: number;
}

export interface Verified extends Judged {
  /** Scheme and host that were asked, and the path. */
  readonly url: string;
  /** HTTP status of the last answer; null where there was none. */
  readonly status: number | null;
  readonly attempts: number;
  /** The clock of whoever answered, milliseconds since 1970. */
  readonly serverTime?: number;
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 300;
/** Overloaded or broken for the moment; 529 is Anthropic's own. */
const PASSING = new Set([408, 500, 502, 503, 504, 529]);

/** @throws UserError for settings with which nothing can be asked. */
export async function verifyKey(kind: KeyKind, credential: Credential, options: VerifyOptions): Promise<Verified> {
  const { env, timeoutMs } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const endsAt = performance.now() + timeoutMs;
  const outgoing = await buildRequest(kind, credential, options);
  for (let attempts = 1; ; attempts += 1) {
    const reply = await send(outgoing, env, signal);
    const url = `${outgoing.url.origin}${outgoing.url.pathname}`;
    const pause = pauseAfter(reply, attempts);
    if (attempts < MAX_ATTEMPTS && mayPass(reply) && performance.now() + pause < endsAt) {
      await sleep(pause);
      continue;
    }
    const secrets = [credential.secret, credential.session ?? ''];
    if (reply.type === 'answer') {
      const date = Date.parse(reply.headers.date ?? '');
      const serverTime = Number.isNaN(date) ? {} : { serverTime: date };
      return { ...judge(reply, kind, secrets), url, status: reply.status, attempts, ...serverTime };
    }
    return { verdict: 'unreachable', note: sentence(reply.why), url, status: null, attempts };
  }
}

function mayPass(reply: Reply): boolean {
  return reply.type === 'failure' ? reply.transient : PASSING.has(reply.status);
}

/** Twice as long each time, and never all askers at once; longer where the server names a time. */
function pauseAfter(reply: Reply, attempts: number): number {
  const asked = reply.type === 'answer' ? Number(reply.headers['retry-after'] ?? 0) * 1000 : 0;
  const own = FIRST_PAUSE_MS * 2 ** (attempts - 1);
  return Math.max(Number.isFinite(asked) ? asked : 0, own / 2 + (Math.random() * own) / 2);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
