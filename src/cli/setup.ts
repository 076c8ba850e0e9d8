// `init`, `install` and `uninstall`: thin, the work is in install/.
import { init } from '../install/init.ts';
import { install } from '../install/install.ts';
import { uninstall } from '../install/uninstall.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { packageRoot } from './package-root.ts';

const COLUMNS = 80;

type SetupInvocation = Extract<Invocation, { command: 'init' | 'install' | 'uninstall' }>;

/** @throws UserError where nothing can be set up. */
export async function runSetup(invocation: SetupInvocation, io: Io): Promise<ExitCode> {
  const place = { cwd: io.cwd, env: io.env, packageRoot: packageRoot() };
  const result =
    invocation.command === 'init'
      ? await init({
          ...place,
          version,
          dryRun: invocation.flags['dry-run'] === true,
          agents: invocation.flags.agents === true,
        })
      : invocation.command === 'install'
        ? await install(place)
        : uninstall(place);
  // install runs inside other programs' output: what it has to say is no result.
  const write = invocation.command === 'install' ? io.err : io.out;
  if (result.lines.length > 0) write(`${result.lines.join('\n')}\n`);
  if (invocation.command !== 'init' || result.exitCode !== 0) return result.exitCode;
  const { offerImport } = await import('./import.ts');
  const { flags } = invocation;
  const lines = await offerImport(io, { dryRun: flags['dry-run'] === true, wanted: flags.import === true });
  for (const line of lines) write(`${wrap(harmless(`hushkey: ${line}`), COLUMNS - 2).join('\n  ')}\n`);
  return result.exitCode;
}
