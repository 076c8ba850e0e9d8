// What is said to a person who watches: how far a long scan is, gone when it ends, and that their typing is waited for.

import type { Io } from '../process.ts';
import type { Progress } from '../scan.ts';

/** Shorter runs say nothing. */
const QUIET_MS = 1000;
const STEP_MS = 100;
const CLEAR = '\r\u001b[K';

export interface ProgressLine {
  /** Undefined where nobody watches. */
  readonly step: ((progress: Progress) => void) | undefined;
  readonly clear: () => void;
}

export function createProgress(io: Io, quiet: boolean): ProgressLine {
  const { isTTY, width } = quiet || io.env['TERM'] === 'dumb' ? { isTTY: false, width: 0 } : io.errTraits();
  if (!isTTY) return { step: undefined, clear: () => undefined };
  const startedAt = performance.now();
  let drawnAt = 0;
  return {
    step(progress) {
      const now = performance.now();
      if (now - startedAt < QUIET_MS || now - drawnAt < STEP_MS) return;
      drawnAt = now;
      io.err(`${CLEAR}${drawProgress(progress, now - startedAt).slice(0, width - 1)}`);
    },
    clear() {
      if (drawnAt > 0) io.err(CLEAR);
    },
  };
}

/** @param what - that standard input is to hold. */
export function inviteTyping({ canAsk, err }: Io, what: string): void {
  if (canAsk()) err(`hushkey: paste ${what}, then a new line and Ctrl-D\n`);
}

/** `hushkey: 1,200 of 5,000 commits, 800/s, 5 s left`. */
export function drawProgress({ done, total, unit }: Progress, elapsedMs: number): string {
  const rate = (done * 1000) / elapsedMs;
  const rest =
    rate === 0 ? '' : `, ${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s, ${inWords((total - done) / rate)} left`;
  return `hushkey: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${unit}${rest}`;
}

function inWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
