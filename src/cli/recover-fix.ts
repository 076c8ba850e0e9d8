// `hushkey recover --fix`: literal keys of the work tree move to an ignored .env. Shown first, written only when told to.
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appended, type Move, moveOut, withEntry, withName } from '../diagnose/recover/move-out.ts';
import { detect } from '../engine/detect.ts';
import { UserError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { encodedPathToBytes } from '../git/parse.ts';
import { findRepository, isIgnored } from '../git/repository.ts';
import { git } from '../git/run.ts';
import { readText as readWhole, replaceFile } from '../install/files.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless } from '../report/terminal-text.ts';
import { indexLines } from '../text/position.ts';
import { readText } from '../text/source-text.ts';
import { applyEdits } from '../usage/edits.ts';
import type { Invocation } from './args.ts';
import { confirm, drawDiff } from './fix.ts';
import { runScan } from './scan-request.ts';
import type { Settings } from './settings.ts';

type RecoverInvocation = Extract<Invocation, { command: 'recover' }>;

/** A file of code with its keys taken out, not yet written. */
interface Plan {
  readonly path: string;
  readonly after: string;
  readonly moves: readonly Move[];
  readonly diff: readonly string[];
}

/** The files beside the code. */
interface Companions {
  readonly env: string;
  readonly example: string;
  readonly ignore: string | undefined;
}

const OWNER_ONLY = 0o600;

/** @throws UserError where the scan cannot begin, or a file cannot be written. */
export async function runRecoverFix(
  { flags, positionals }: Pick<RecoverInvocation, 'flags' | 'positionals'>,
  io: Io,
): Promise<ExitCode> {
  const root = findRepository(io.cwd)?.root;
  if (root === undefined) throw new UserError('no-repository', `${io.cwd} is in no git repository`);
  if (git(['ls-files', '--error-unmatch', '--', '.env'], { cwd: root }).status === 0) {
    throw new UserError('env-tracked', '.env is tracked by git: it is no place for a key', {
      hint: 'git rm --cached .env, then run this again',
    });
  }
  const what = { type: 'paths', paths: [] } as const;
  const { report, settings } = await runScan({ cwd: root, what, configFile: flags.config, startedAt: io.startedAt });
  for (const error of report.errors) io.err(`hushkey: ${harmless(error.message)}\n`);
  const failed = report.errors.length > 0;
  const say = (path: string, reason: string): void => io.err(`hushkey: ${harmless(path)}: ${harmless(reason)}\n`);
  const plans = await plansOf(report.findings, positionals[0], root, settings, say);
  const moves = plans.flatMap((plan) => plan.moves);
  if (moves.length === 0) {
    io.out('hushkey: no key in the code that can be moved; hushkey scan shows what there is\n');
    return failed ? EXIT.failed : EXIT.clean;
  }
  const companions = companionsOf(moves, root);
  const names = [...new Set(moves.map(({ env }) => env))];
  io.out(`${[...plans.flatMap(({ diff }) => diff), ...drawCompanions(names, companions, root)].join('\n')}\n\n`);
  const size = `${counted(moves.length, 'key')} in ${counted(plans.length, 'file')}`;
  if (flags.yes !== true && !(await confirm(io, `move ${size}? [y/N] `))) {
    io.out(`hushkey: ${size}, nothing was changed; hushkey recover --fix --yes moves\n`);
    return failed ? EXIT.failed : EXIT.findings;
  }
  write(plans, companions, root);
  io.out(
    `hushkey: moved ${size}; see that the program loads .env (node --env-file=.env, dotenv)\n  the old value is still in the history, and still works: hushkey recover\n`,
  );
  return failed ? EXIT.failed : EXIT.clean;
}

async function plansOf(
  findings: readonly Finding[],
  word: string | undefined,
  root: string,
  settings: Settings,
  say: (path: string, reason: string) => void,
): Promise<readonly Plan[]> {
  const meant = findings.filter(
    (one) => one.category === 'hardcoded-key' && one.suppressed === null && isMeant(one, word),
  );
  const plans: Plan[] = [];
  // One .env for all: the second value for a name is told from the first.
  let env = readWhole(join(root, '.env')) ?? '';
  for (const path of new Set(meant.map((one) => one.path))) {
    if (/(?:^|\/)\.env[^/]*$/.test(path)) continue;
    if (findings.some((one) => one.path === path && one.category === 'client-side-key')) {
      say(path, 'left alone, since it ships to where no variable is: let a server of yours make the call');
      continue;
    }
    const accept = (move: Move): string | undefined => {
      const next = withEntry(env, move.env, move.value);
      if (typeof next === 'string') return next;
      env = next.text;
      return undefined;
    };
    const plan = await planFile(
      path,
      meant.filter((one) => one.path === path),
      { root, settings, accept, say },
    );
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

interface Planning {
  readonly root: string;
  readonly settings: Settings;
  /** Why .env does not take it. */
  readonly accept: (move: Move) => string | undefined;
  readonly say: (path: string, reason: string) => void;
}

async function planFile(
  path: string,
  findings: readonly Finding[],
  { root, settings, accept, say }: Planning,
): Promise<Plan | undefined> {
  const raw = readFileSync(fileOf(root, path));
  const source = readText(path, raw);
  if (git(['diff', '--quiet', '--', `:(literal)${path}`], { cwd: root }).status === 1) {
    say(path, 'left alone, since it has changes that are not staged');
    return undefined;
  }
  if (source.encoding !== 'utf-8' || source.bytes.length !== raw.length) {
    say(path, 'left alone, since it is not plain UTF-8');
    return undefined;
  }
  const text = source.text();
  const before = await judge(path, text, settings);
  const lines = indexLines(text);
  const moves = findings.flatMap((finding): readonly Move[] => {
    const move = moveOut({ finding, text, lines, masks: before.masks });
    const reason = typeof move === 'string' ? move : accept(move);
    if (reason !== undefined) say(`${path}:${finding.region.startLine}`, `left alone: ${reason}`);
    return typeof move === 'string' || reason !== undefined ? [] : [move];
  });
  if (moves.length === 0) return undefined;
  const edits = [
    ...new Map(
      moves.flatMap((move) => move.edits).map((edit) => [`${edit.startOffset} ${edit.newText}`, edit]),
    ).values(),
  ];
  const after = applyEdits(text, edits);
  const left = (await judge(path, after, settings)).detections.filter(({ secret }) =>
    moves.some(({ value }) => value === secret?.value),
  );
  if (left.length > findings.length - moves.length) {
    say(path, 'left alone, since the key would still be found');
    return undefined;
  }
  return { path, after, moves, diff: drawDiff(path, text, edits, before.masks) };
}

async function judge(path: string, text: string, settings: Settings): Promise<ReturnType<typeof detect>> {
  const source = readText(path, Buffer.from(text));
  return detect(
    source,
    settings.ruleset.hits(source.bytes, source.path),
    await settings.ruleset.load(),
    settings.detect,
  );
}

function isMeant({ id, ruleId }: Finding, word: string | undefined): boolean {
  if (word === undefined || ruleId === word) return true;
  const typed = word.replace(/^v1:/, '').toLowerCase().slice(0, 12);
  return typed.length >= 8 && id.startsWith(typed);
}

function fileOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), encodedPathToBytes(path)]);
}

function companionsOf(moves: readonly Move[], root: string): Companions {
  const old = (name: string): string => readWhole(join(root, name)) ?? '';
  const env = moves.reduce((file, move) => {
    const next = withEntry(file, move.env, move.value);
    return typeof next === 'string' ? file : next.text;
  }, old('.env'));
  const example = moves.reduce((file, move) => withName(file, move.env), old('.env.example'));
  return { env, example, ignore: isIgnored('.env', { cwd: root }) ? undefined : appended(old('.gitignore'), '/.env') };
}

/** What the other files gain; of a value only that there is one. */
function drawCompanions(names: readonly string[], { example, ignore }: Companions, root: string): readonly string[] {
  const isNew = example !== (readWhole(join(root, '.env.example')) ?? '');
  return [
    '+++ .env (ignored by git, readable by you alone)',
    ...names.map((name) => `+${name}=…`),
    ...(isNew ? ['+++ .env.example', ...names.map((name) => `+${name}=`)] : []),
    ...(ignore === undefined ? [] : ['+++ .gitignore', '+/.env']),
  ];
}

/** The places to go first: a key is never in none of them. */
function write(plans: readonly Plan[], { env, example, ignore }: Companions, root: string): void {
  if (ignore !== undefined) replaceFile(join(root, '.gitignore'), ignore);
  replaceFile(join(root, '.env'), env, OWNER_ONLY);
  chmodSync(join(root, '.env'), OWNER_ONLY);
  replaceFile(join(root, '.env.example'), example);
  for (const { path, after } of plans) replaceFile(fileOf(root, path).toString('utf8'), after);
}
