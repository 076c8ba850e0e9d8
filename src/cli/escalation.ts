// `--report` of `explain` and `doctor --runtime`: the machine is checked and everything written down for support.
import { arch, release, type } from 'node:os';
import type { Check } from '../diagnose/check.ts';
import { drawEscalation } from '../diagnose/escalation.ts';
import type { Answer } from '../diagnose/explain/answer.ts';
import { checkRuntime } from '../diagnose/runtime/index.ts';
import { findSdks } from '../diagnose/runtime/sdk.ts';
import type { Io } from '../process.ts';
import { machineOf } from './machine.ts';

export interface EscalationText {
  readonly text: string;
  readonly checks: readonly Check[];
}

export interface EscalationRequest {
  readonly answer?: Answer;
  readonly lookedThrough: boolean;
  readonly verify: boolean;
}

export async function writeEscalation(
  io: Io,
  { answer, lookedThrough, verify }: EscalationRequest,
): Promise<EscalationText> {
  const machine = await machineOf(io);
  const checks = await checkRuntime(machine, { verify });
  const text = drawEscalation({
    ...(answer === undefined ? {} : { answer }),
    checks,
    sdks: findSdks(machine),
    machine,
    system: `${type()} ${release()} ${arch()}, Node ${process.version}`,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    lookedThrough,
  });
  return { text, checks };
}
