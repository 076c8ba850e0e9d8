// One step of a cherry-pick, revert or rebase. Stopping it half-way would leave a harder mess than it prevents, so a
// warning names the commit and the push is stopped instead; a config may decide otherwise.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskCredentials } from '../../engine/mask.ts';
import { UserError } from '../../errors.ts';
import type { Finding } from '../../finding.ts';
import { headlinesOf, readCommits } from '../../git/commits.ts';
import type { HookContext } from '../../git/hook-context.ts';
import { findRepository } from '../../git/repository.ts';
import { EXIT, type ExitCode, exitCodeOf, fails } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { harmless } from '../../report/terminal-text.ts';
import { scanCommits } from '../../scan-commits.ts';
import { openRange } from '../../sources/range-source.ts';
import type { Settings } from '../settings.ts';
import { isEmpty, judgeIndex, printReport } from './judge-index.ts';
import { markPath } from './judged-mark.ts';
import { hookSettings } from './place.ts';

export interface Pick {
  readonly type: 'cherryPick' | 'revert' | 'rebase';
  readonly context: HookContext;
  /** The process that makes all the picks of a rebase. */
  readonly rebasePid?: number | undefined;
  /** The file with the draft of the message. */
  readonly messageFile?: string | undefined;
}

const NAMES = { cherryPick: 'cherry-pick', revert: 'revert', rebase: 'rebase' } as const;

export async function judgePick(pick: Pick, io: Io): Promise<ExitCode> {
  try {
    return await judge(pick, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.err(`hushkey: this ${NAMES[pick.type]} was not judged: ${error.message}; git push will be\n`);
    return EXIT.clean;
  }
}

async function judge(pick: Pick, io: Io): Promise<ExitCode> {
  const { context, type } = pick;
  const settings = await hookSettings(context.root, io);
  const level = settings.gates[type] ?? 'warning';
  if (level === 'off') return EXIT.clean;
  if (level === 'warning' && (await judgeRebase(pick, settings, io))) return EXIT.clean;
  const report = await judgeIndex({ context, amends: false }, settings, io);
  const exitCode = exitCodeOf(report, 'error');
  if (isEmpty(report) || (level === 'error' && exitCode !== EXIT.clean)) {
    await printReport(report, io, { gate: 'prepare-commit-msg', quiet: true, exitCode });
  }
  if (level === 'error') return exitCode;
  const failing = report.findings.filter((finding) => fails(finding, 'error'));
  const unread = report.errors[0];
  if (unread !== undefined) io.err(`hushkey: this ${NAMES[type]} was not judged whole: ${harmless(unread.message)}\n`);
  if (failing.length > 0) {
    const { oid, subject } = sourceOf(pick);
    warn(type, { oid, subject: await maskCredentials(subject, settings.ruleset, settings.detect) }, failing, io);
  }
  return EXIT.clean;
}

/**
 * At the first pick of a rebase all commits to come are judged at once, so that a long rebase starts us once: the
 * dispatcher looks for the mark, which goes with the rebase's own folder.
 */
async function judgeRebase({ context, rebasePid }: Pick, settings: Settings, io: Io): Promise<boolean> {
  const { root, gitDir } = context;
  const folder = join(gitDir, 'rebase-merge');
  // After a stop the content is the user's own.
  if (rebasePid === undefined || !existsSync(folder) || existsSync(join(gitDir, 'REBASE_HEAD'))) return false;
  const lines = ['done', 'git-rebase-todo'].flatMap((name) => read(join(folder, name)).split('\n'));
  const oids = lines.flatMap((line) => /^(?!drop|d )[a-z]+ (?:-[Cc] )?([0-9a-f]{7,64})\b/.exec(line)?.[1] ?? []);
  const commonDir = findRepository(root)?.commonDir ?? gitDir;
  const commits = readCommits(oids, { cwd: root });
  const report = await scanCommits(openRange({ root, commonDir, commits, selects: settings.selects }), root, {
    ...settings,
    startedAt: io.startedAt,
  });
  for (const { oid } of commits) {
    const failing = report.findings.filter((finding) => finding.commit === oid && fails(finding, 'error'));
    if (failing.length > 0) warn('rebase', { oid, subject: failing[0]?.subject ?? '' }, failing, io);
  }
  if (report.errors.length > 0) return false;
  writeFileSync(markPath(folder, rebasePid), '');
  return true;
}

interface PickedCommit {
  readonly oid: string | undefined;
  readonly subject: string;
}

/** The commit that is picked, as far as git says. */
function sourceOf({ type, context, messageFile }: Pick): PickedCommit {
  const message = messageFile === undefined ? '' : read(join(context.root, messageFile));
  const files = {
    cherryPick: ['CHERRY_PICK_HEAD'],
    revert: ['REVERT_HEAD'],
    rebase: ['REBASE_HEAD', 'CHERRY_PICK_HEAD', 'rebase-apply/original-commit'],
  } as const;
  const heads = files[type].map((name) => read(join(context.gitDir, name)).trim());
  const reverted = type === 'revert' ? /^This reverts commit ([0-9a-f]{40,64})/m.exec(message)?.[1] : undefined;
  const oid = heads.find((head) => head !== '') ?? reverted;
  const subject = oid === undefined ? undefined : headlinesOf([oid], { cwd: context.root }).get(oid)?.subject;
  return { oid, subject: subject ?? message.split('\n')[0] ?? '' };
}

function warn(type: Pick['type'], { oid, subject }: PickedCommit, failing: readonly Finding[], io: Io): void {
  const [first] = failing;
  if (first === undefined) return;
  const more = failing.length > 1 ? ` and ${failing.length - 1} more` : '';
  const place = `${first.path}:${first.region.startLine}:${first.region.startColumn}`;
  const name = [oid?.slice(0, 7), subject === '' ? '' : `(${subject})`].filter(Boolean).join(' ');
  const what = `${NAMES[type]} of ${name} adds ${first.ruleId} in ${place}${more}; git push will stop it`;
  io.err(`hushkey: warning: ${harmless(what)}\n`);
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
