// What doctor finds out: one check a line, and what the whole amounts to.
export type CheckState = 'ok' | 'broken' | 'note' | 'unknown';

/** In the order that they are printed. */
export const GROUPS = ['hooks', 'team', 'settings', 'environment', 'agents', 'proof', 'runtime'] as const;
export type Group = (typeof GROUPS)[number];

export interface Check {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly group: Group;
  readonly state: CheckState;
  /** One line. */
  readonly message: string;
  /** The command that mends it, or in words what to do. */
  readonly fix?: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Root folder of the running package. */
  readonly packageRoot: string;
  /** Version of the running package. */
  readonly version: string;
}

/** 0 able, 1 something is broken, 2 something could not be told. */
export function exitCodeOfChecks(checks: readonly Check[]): 0 | 1 | 2 {
  if (checks.some(({ state }) => state === 'broken')) return 1;
  return checks.some(({ state }) => state === 'unknown') ? 2 : 0;
}

/** True where no hook of a person's runs: the clone itself need not be armed. */
export function isCi(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes((env['CI'] ?? '').toLowerCase());
}
