// `hushkey doctor`: whether this set-up is able to stop a commit, what is not, and the command that mends it.
import { checkCanary } from '../diagnose/canary.ts';
import { type Check, exitCodeOfChecks, GROUPS, isCi, type Surroundings } from '../diagnose/check.ts';
import { checkHooks } from '../diagnose/hooks.ts';
import { checkAgents, checkEnvironment, checkSettings } from '../diagnose/settings.ts';
import { checkTeam } from '../diagnose/team.ts';
import { UserError } from '../errors.ts';
import { git } from '../git/run.ts';
import { findPlace, type Place, readHooksConfig, withoutGitPlace } from '../install/git-config.ts';
import { init } from '../install/init.ts';
import { install } from '../install/install.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { loadBuiltinIds } from './builtin.ts';
import { drawCheck, drawChecksJson } from './draw-checks.ts';
import { packageRoot } from './package-root.ts';

type DoctorInvocation = Extract<Invocation, { command: 'doctor' }>;

/** @throws UserError outside a repository, or where git cannot be asked. */
export async function runDoctor({ flags }: DoctorInvocation, io: Io): Promise<ExitCode> {
  const { format = 'pretty' } = flags;
  if (flags.runtime === true && (flags.canary === true || flags.fix === true)) {
    throw new UserError('bad-value', '--runtime is a check of its own: it goes without --canary and --fix');
  }
  if (flags.report === true && format === 'json') throw new UserError('bad-value', '--report is Markdown, not JSON');
  if (flags.runtime === true) {
    const options = { format, report: flags.report === true, output: flags.output, verify: flags.verify === true };
    return (await import('./doctor-runtime.ts')).runDoctorRuntime(options, io);
  }
  if (flags.report === true || flags.output !== undefined || flags.verify === true) {
    throw new UserError('missing-flag', 'of doctor, --report, --output and --verify go with --runtime');
  }
  const around: Surroundings = { cwd: io.cwd, env: io.env, packageRoot: packageRoot(), version };
  const place = findPlace(io.cwd, io.env);
  if (place === undefined) {
    throw new UserError('no-repository', `${io.cwd} is in no work tree of a git repository`, {
      hint: 'run it inside one',
    });
  }
  const canary = flags.canary === true;
  let checks = await checkAll(place, around, canary);
  if (flags.fix === true && checks.some(({ state }) => state === 'broken')) {
    for (const line of await repair(place, around, checks)) io.err(`${line}\n`);
    checks = await checkAll(place, around, canary);
  }
  io.out(format === 'json' ? drawChecksJson(checks) : drawPretty(checks, place, canary));
  return exitCodeOfChecks(checks);
}

async function checkAll(place: Place, around: Surroundings, canary: boolean): Promise<readonly Check[]> {
  const ci: Check = { id: 'hooks', group: 'hooks', state: 'note', message: 'CI: this clone itself need not be armed' };
  return [
    ...(isCi(around.env) ? [ci] : guarded('hooks', 'hooks', () => checkHooks(place, around))),
    ...guarded('team', 'team', () => checkTeam(place, around)),
    ...(await checkSettings(place, around, loadBuiltinIds)),
    ...checkEnvironment(around),
    ...guarded('agents', 'agents', () => checkAgents(place)),
    ...(canary ? guarded('canary', 'proof', () => [checkCanary(place, around)]) : []),
  ];
}

/** What could not be looked at is said, and the rest is still checked. */
function guarded(id: string, group: Check['group'], look: () => readonly Check[]): readonly Check[] {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      { id, group, state: 'unknown', message: error.message, ...(error.hint === undefined ? {} : { fix: error.hint }) },
    ];
  }
}

/** Runs again what sets up, as far as something broken asks for it. */
async function repair(place: Place, around: Surroundings, checks: readonly Check[]): Promise<readonly string[]> {
  const broken = checks.filter(({ state }) => state === 'broken');
  const env = withoutSwitches(around.env);
  if (readHooksConfig(place, env).effective?.scope === 'worktree') {
    git(['config', '--worktree', '--unset-all', 'core.hooksPath'], { cwd: place.root, env: withoutGitPlace(env) });
  }
  const agents = broken.some(({ group }) => group === 'agents');
  const team = broken.some(({ id, fix }) => fix?.startsWith('npx hushkey init') === true && id !== 'husky-scripts');
  if (agents || team) return (await init({ ...around, env, dryRun: false, agents })).lines;
  if (broken.some(({ group }) => group === 'hooks' || group === 'proof'))
    return (await install({ ...around, env })).lines;
  return [];
}

/** Whoever types --fix wants it fixed: the switches are reported, not obeyed. */
function withoutSwitches(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { HUSHKEY, HUSKY, ...rest } = env;
  return rest;
}

const COLUMNS = 80;

function drawPretty(checks: readonly Check[], { root }: Place, canary: boolean): string {
  const lines = [`hushkey ${version} in ${harmless(root)}`];
  for (const group of GROUPS) {
    const own = checks.filter((check) => check.group === group);
    if (own.length > 0) lines.push('', group, ...own.flatMap(drawCheck));
  }
  const broken = checks.filter(({ state }) => state === 'broken').length;
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const able = canary
    ? 'able, and proven: a key is stopped'
    : 'able to stop a key; to prove it: npx hushkey doctor --canary';
  const verdict =
    broken > 0
      ? `${counted(broken, 'thing')} broken; to mend what can be mended: npx hushkey doctor --fix`
      : unknown > 0
        ? `${counted(unknown, 'thing')} could not be told`
        : able;
  return `${[...lines, '', ...wrap(`hushkey: ${verdict}`, COLUMNS)].join('\n')}\n`;
}
