// `hushkey scan`: the report on stdout or in a file, everything else on stderr.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Report } from '../finding.ts';
import { type ExitCode, exitCodeOf } from '../outcome.ts';
import type { Io } from '../process.ts';
import { formatReport } from '../report/index.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { runScan, type ScanAnswer } from './scan-request.ts';

type ScanInvocation = Extract<Invocation, { command: 'scan' }>;

/** @throws UserError where the scan cannot begin, or its report cannot be written. */
export async function runScanCommand({ flags, positionals }: ScanInvocation, io: Io): Promise<ExitCode> {
  const answer = await runScan({
    cwd: io.cwd,
    what:
      flags.stdin === true
        ? { type: 'stdin', stream: io.stdin, path: flags['stdin-path'] ?? 'stdin' }
        : flags.staged === true
          ? { type: 'staged' }
          : flags.range !== undefined
            ? { type: 'range', range: flags.range }
            : flags.history === true
              ? { type: 'history' }
              : { type: 'paths', paths: positionals },
    configFile: flags.config,
    baselineFile: flags.baseline,
    maxBytes: flags['max-bytes'],
    rules: flags.rule ?? [],
    categories: flags.category ?? [],
    suppressions: flags['no-suppressions'] !== true,
    startedAt: io.startedAt,
  });
  const text = await draw(answer, flags, io);
  if (flags.output === undefined) io.out(text);
  else save(resolve(io.cwd, flags.output), text);
  return exitCodeOf(answer.report, flags.level ?? 'error');
}

async function draw({ report, settings }: ScanAnswer, flags: ScanInvocation['flags'], io: Io): Promise<string> {
  const format = flags.format ?? 'pretty';
  const toFile = flags.output !== undefined;
  const traits = format === 'pretty' && !toFile ? io.outTraits() : { colour: false, width: 80 };
  const { docs } = format === 'sarif' ? await settings.ruleset.load() : { docs: new Map() };
  return formatReport(format, report, {
    ...traits,
    verbose: flags.verbose === true,
    quiet: flags.quiet === true,
    mode: 'scan',
    tool: { name: 'hushkey', version },
    rules: format === 'sarif' ? [...docs.values()].filter(wasUsed(report)) : [],
  });
}

/** SARIF lists the rules that it refers to; all of them would be half a megabyte. */
function wasUsed(report: Report): (rule: { readonly id: string }) => boolean {
  const used = new Set(report.findings.map((finding) => finding.ruleId));
  return (rule) => used.has(rule.id);
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError('cannot-write', `${path}: cannot be written (${errnoOf(error) ?? 'unknown error'})`, {
      cause: error,
    });
  }
}
