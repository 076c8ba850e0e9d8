// The gate before a coding agent's tool call. Whatever goes wrong here refuses the call: an agent takes every exit code
// but 2 for leave to go on. No switch of the git hooks turns it off.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type AgentEvent, type Change, type FileChange, isCursorEvent, readEvent } from '../../agents/event.ts';
import { guardsHooks, isHuskyScript } from '../../agents/hook-path.ts';
import { type CommandJudgement, judgeCommand, type ShellWrite } from '../../agents/judge-command.ts';
import { callsAgentHook, isAgentSettings } from '../../agents/wiring.ts';
import { errnoOf, UserError } from '../../errors.ts';
import type { Finding } from '../../finding.ts';
import { findRepository, isIgnored } from '../../git/repository.ts';
import { git, limitGit } from '../../git/run.ts';
import { EXIT, type ExitCode, fails } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { scan } from '../../scan.ts';
import type { Source } from '../../sources/source.ts';
import { printable } from '../../text/printable.ts';
import { loadSettings, type Settings } from '../settings.ts';
import { existingFolder, judgeArmed } from './agent-armed.ts';
import { hookSettings } from './place.ts';

/** A file as it is and as it would be. */
interface Planned {
  /** Absolute. */
  readonly path: string;
  readonly before: () => string;
  readonly after: string;
  /** The part of what stands there that the change shows; default: all of it. */
  readonly touched?: string;
}

/** Milliseconds for a call: less than the 30 seconds after which the agent itself would go on. */
const TIME_LIMIT = 15_000;

/** @returns 0 to let the call happen, 2 to refuse it. */
export async function runAgent(io: Io): Promise<ExitCode> {
  const chunks: Buffer[] = [];
  const text = (): string => Buffer.concat(chunks).toString('utf8');
  limitGit(TIME_LIMIT);
  const stopClock = io.giveUpAfter(TIME_LIMIT, () => answer(text(), notJudged('it took too long'), io));
  let refusal: readonly string[];
  try {
    for await (const chunk of io.stdin) chunks.push(chunk);
    refusal = await judge(readEvent(text()), io);
  } catch (error) {
    refusal = notJudged(describe(error));
  }
  stopClock();
  return answer(text(), refusal, io);
}

function answer(text: string, refusal: readonly string[], io: Io): ExitCode {
  if (refusal.length > 0) io.err(`hushkey: ${refusal.join('\n  ')}\n`);
  if (isCursorEvent(text)) io.out(`${JSON.stringify(cursorAnswer(refusal))}\n`);
  return refusal.length > 0 ? EXIT.failed : EXIT.clean;
}

function notJudged(why: string): readonly string[] {
  return [`refused, because the call could not be judged: ${why}`, 'what is wrong, says: npx hushkey doctor'];
}

/** `{}` decides nothing: `allow` would also pass over the questions that Cursor asks its user. */
function cursorAnswer(refusal: readonly string[]): object {
  if (refusal.length === 0) return {};
  const said = `hushkey: ${refusal.join('\n')}`;
  return { permission: 'deny', user_message: said, agent_message: said };
}

function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  // Words of the runtime may repeat what it was given.
  return error instanceof Error ? `${error.name}: ${printable(error.message).slice(0, 200)}` : 'unknown error';
}

/** The lines that say why a call is refused; [] lets it go on. */
async function judge(event: AgentEvent, io: Io): Promise<readonly string[]> {
  const cwd = event.cwd ?? io.cwd;
  const { call } = event;
  switch (call.type) {
    case 'other':
      return [];
    case 'command': {
      const judged = judgeCommand(call.command, { dialect: call.dialect, aliasOf: (name) => aliasOf(name, cwd) });
      if (judged.reason !== undefined) return bypass(judged.reason);
      const unarmed = judged.hooked.length === 0 ? [] : judgeArmed(judged.hooked, cwd, io);
      return unarmed.length > 0 ? unarmed : judgeFiles(plannedByShell(judged, cwd), cwd, io);
    }
    case 'files': {
      const planned = call.files.map((file) => plan(file, cwd));
      const reason = planned.map(disarms).find((found) => found !== undefined);
      return reason === undefined ? judgeFiles(planned, cwd, io) : bypass(reason);
    }
  }
}

function bypass(reason: string): readonly string[] {
  return [
    `refused: ${printable(reason)}`,
    'run it without that; the git hook then says what is to be mended',
    'if it has to be so, ask the person whom you work for to do it',
  ];
}

function aliasOf(name: string, cwd: string): string | undefined {
  const result = git(['config', '--get', `alias.${name}`], { cwd });
  return result.status === 0 ? result.stdout.toString('utf8').replace(/\n$/, '') : undefined;
}

function absolute(path: string, cwd: string): string {
  return resolve(cwd, path.replace(/^~(?=\/|$)/, process.env['HOME'] ?? homedir()));
}

/** What stands in a file; nothing where there is none. To read a pipe or a terminal would be to wait for it. */
function contentOf(path: string): string {
  try {
    const info = statSync(path);
    if (!info.isFile() && !info.isDirectory()) return '';
    return readFileSync(path, 'utf8');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return '';
    throw new UserError('cannot-read', `${path} could not be read (${errno ?? 'unknown error'})`, { cause: error });
  }
}

function plan({ path: named, change }: FileChange, cwd: string): Planned {
  const path = absolute(named, cwd);
  if (change.type === 'lines') {
    const before = (): string => change.before + contentOf(path);
    // A patch without lines takes the file away.
    return { path, before, after: change.after, ...(change.after === '' ? {} : { touched: change.before }) };
  }
  if (change.type === 'whole') return { path, after: change.text, before: () => contentOf(path) };
  const before = contentOf(path);
  return { path, after: applied(before, change), before: () => before };
}

function applied(text: string, { edits }: Extract<Change, { type: 'edits' }>): string {
  let result = text;
  for (const { before, after, everywhere } of edits) {
    const at = before === '' ? -1 : result.indexOf(before);
    if (everywhere && at >= 0) result = result.split(before).join(after);
    // Where the old text is not found the edit fails, unless the agent finds it more freely than we do.
    else if (at < 0) result = before === '' && result === '' ? after : `${result}\n${after}`;
    else result = result.slice(0, at) + after + result.slice(at + before.length);
  }
  return result;
}

/** Writes of one file follow one another. */
function plannedByShell({ writes }: CommandJudgement, cwd: string): readonly Planned[] {
  const planned = new Map<string, Planned>();
  for (const write of writes) {
    const path = absolute(write.path, cwd);
    planned.set(path, {
      path,
      before: () => contentOf(path),
      after: (textBefore(write, planned.get(path)) ?? '') + write.text,
    });
  }
  return [...planned.values()];
}

/** What is appended is judged alone: what stands in the file is old. */
function textBefore({ appends }: ShellWrite, earlier: Planned | undefined): string | undefined {
  return appends ? earlier?.after : undefined;
}

/** Why a file's change would turn off the hooks; undefined where it does not. */
function disarms({ path, before, after, touched }: Planned): string | undefined {
  if (!isAgentSettings(path) && !guardsHooks(path)) return undefined;
  const known = touched ?? before();
  if (isAgentSettings(path)) {
    const isOff = /"disableAllHooks"\s*:\s*true/;
    const removes = callsAgentHook(known) && !callsAgentHook(after);
    return removes || (isOff.test(after) && !isOff.test(known))
      ? 'this takes hushkey out of the settings for agents'
      : undefined;
  }
  if (!isHuskyScript(path)) return `${path} belongs to the git hooks that scan`;
  return /\bhushkey\b/.test(known) && !/\bhushkey\b/.test(after) ? 'this takes hushkey out of a git hook' : undefined;
}

async function judgeFiles(planned: readonly Planned[], cwd: string, io: Io): Promise<readonly string[]> {
  const changed = planned.filter(({ after }) => after !== '');
  const [first] = changed;
  if (first === undefined) return [];
  const root = findRepository(existingFolder(dirname(first.path)))?.root;
  const settings = await (root === undefined ? loadSettings({ cwd, root }) : hookSettings(root, io));
  const report = await scan(sourceOf(changed, root ?? cwd, settings), { ...settings, startedAt: io.startedAt });
  const [error] = report.errors;
  if (error !== undefined) throw new UserError(error.code, error.message);
  const failing = report.findings.filter((finding) => fails(finding, 'error'));
  // What git ignores is not committed, and is where a key may stand.
  const counted = failing.filter(
    ({ path }) => root === undefined || !isIgnored(join(root, path.replaceAll('%25', '%')), { cwd: root }),
  );
  return counted.length === 0 ? [] : drawFindings(counted);
}

function sourceOf(planned: readonly Planned[], root: string, { selects }: Settings): Source {
  const named = planned
    .map(({ path, ...file }) => ({ ...file, path: shownPath(path, root) }))
    .filter(({ path }) => selects(path));
  return {
    name: 'stdin',
    files: named.map(({ path, after }) => ({ path, read: async () => Buffer.from(after) })),
    skipped: [],
    errors: [],
    before: async () => [named.map(({ path, before }) => ({ path, read: async () => Buffer.from(before()) }))],
    close: async () => undefined,
  };
}

function shownPath(path: string, root: string): string {
  const own = relative(root, path);
  return (own.startsWith('..') || isAbsolute(own) ? path : own).replaceAll('\\', '/').replaceAll('%', '%25');
}

const MOST_FINDINGS = 5;

function drawFindings(findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  const shown = findings.slice(0, MOST_FINDINGS).flatMap((finding) => {
    const mask =
      finding.secret === undefined || finding.message.includes(finding.secret.mask) ? '' : ` ${finding.secret.mask}`;
    const { path, region, ruleId, message, fix, help } = finding;
    return [
      `${path}:${region.startLine}:${region.startColumn} ${ruleId}: ${message}${mask}`,
      `fix: ${fix === undefined ? (help.split('\n')[1] ?? help.split('\n')[0]) : [fix.title, ...(fix.recipe ?? [])].join('\n    ')}`,
    ];
  });
  return [
    `refused: this would write ${findings.length === 1 ? 'a fault' : `${findings.length} faults`} that no commit may hold`,
    ...shown,
    `a false alarm? end the line with a comment: hushkey-ignore-line ${first?.ruleId} -- reason`,
  ];
}
