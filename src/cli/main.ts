// The command line: words -> one command, loaded when it is asked for.
import { UserError } from '../errors.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { version } from '../version.ts';
import { parseArgs } from './args.ts';
import { commandHelp, globalHelp } from './help.ts';
import { isCommand } from './table.ts';

/** @throws UserError for words that are no command. */
export async function runCommand(io: Io): Promise<ExitCode> {
  const invocation = parseArgs(io.argv);
  switch (invocation.command) {
    case 'overview':
      return (await import('./overview.ts')).runOverview(io);
    case 'help': {
      const [command] = invocation.positionals;
      io.out(command !== undefined && isCommand(command) ? commandHelp(command) : globalHelp());
      return EXIT.clean;
    }
    case 'version':
      io.out(`${version}\n`);
      return EXIT.clean;
    case 'init':
    case 'install':
    case 'uninstall':
      return (await import('./setup.ts')).runSetup(invocation, io);
    case 'scan':
      return (await import('./scan.ts')).runScanCommand(invocation, io);
    case 'ci':
      return (await import('./ci.ts')).runCi(invocation, io);
    case 'merge':
      return (await import('./merge.ts')).runMerge(invocation, io);
    case 'allow':
      return (await import('./allow.ts')).runAllow(invocation, io);
    case 'baseline':
      return (await import('./baseline.ts')).runBaseline(invocation, io);
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor(invocation, io);
    case 'fix':
      return (await import('./fix.ts')).runFix(invocation, io);
    case 'recover':
      return (await import('./recover.ts')).runRecover(invocation, io);
    case 'refs':
      return (await import('./refs.ts')).runRefs(invocation, io);
    case 'explain':
      return (await import('./explain.ts')).runExplain(invocation, io);
    case 'fleet':
      return (await import('./fleet.ts')).runFleet(invocation, io);
    case 'rules':
      return (await import('./rules.ts')).runRules(invocation, io);
    case 'verify':
      return (await import('./verify.ts')).runVerify(invocation, io);
    case 'completions':
      return (await import('./completions.ts')).runCompletions(invocation, io);
    case 'config':
      return (await import('./config.ts')).runConfig(invocation, io);
    case 'hook':
      // Everything else goes the short way in bin.ts; a second copy of the gates in the package is not worth a flag.
      throw new UserError('flag-first', 'flags of hook go after the name', { hint: 'hushkey hook <name> [flags]' });
  }
}
