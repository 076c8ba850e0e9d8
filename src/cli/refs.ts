// `hushkey refs`: where credentials are named without being held, and what a rotation must reach.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '../config/suggest.ts';
import { rotationSteps, type Step } from '../diagnose/refs/checklist.ts';
import { findReferences } from '../diagnose/refs/find-references.ts';
import { groupByName, type NamedReferences, type NameState, relatedTo } from '../diagnose/refs/link.ts';
import type { Reference } from '../diagnose/refs/reference.ts';
import { maskCredentials } from '../engine/mask.ts';
import { UserError } from '../errors.ts';
import { decodePath, encodedPathToBytes, splitNul } from '../git/parse.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { gitOutput } from '../git/run.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import type { SourceFile } from '../sources/source.ts';
import { openWorktree } from '../sources/worktree.ts';
import { echo } from '../text/printable.ts';
import { readText } from '../text/source-text.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { loadSettings } from './settings.ts';

type RefsInvocation = Extract<Invocation, { command: 'refs' }>;

/** Longer files are data, not settings or code that a person wrote. */
const MAX_BYTES = 1024 * 1024;
const COLUMNS = 80;

/** @throws UserError for a name that nothing here says. */
export async function runRefs({ flags }: RefsInvocation, io: Io): Promise<ExitCode> {
  const { format = 'pretty', rotate } = flags;
  const { references, failures } = await collectReferences(io);
  for (const failure of failures) io.err(`hushkey: ${harmless(failure)}\n`);
  const groups = groupByName(references, flags.all === true || rotate !== undefined);
  if (rotate === undefined)
    io.out(format === 'json' ? drawJson(groups) : drawPretty(groups, failures.length > 0, flags.all));
  else {
    const related = rotationOf(rotate, groups);
    const steps = rotationSteps(rotate, related);
    io.out(format === 'json' ? drawJson(related, { rotate, steps }) : drawSteps(rotate, steps));
  }
  return failures.length > 0 ? EXIT.failed : EXIT.clean;
}

function rotationOf(name: string, groups: readonly NamedReferences[]): readonly NamedReferences[] {
  const related = relatedTo(name, groups);
  if (related.some((group) => group.name === name)) return related;
  throw new UserError('unknown-name', `no such name is used here${echo(name)}`, {
    hint: suggestion(
      name,
      groups.map((group) => group.name),
      'hushkey refs lists the names',
    ),
  });
}

interface Collected {
  readonly references: readonly Reference[];
  readonly failures: readonly string[];
}

/** All references of the work tree, whatever they name. */
export async function collectReferences({ cwd }: Io): Promise<Collected> {
  const repository = findRepository(cwd);
  const root = repository?.root ?? cwd;
  // What the config leaves out of a scan still holds names that a rotation must reach.
  const source = await openWorktree({ cwd: root, repository, paths: [], selects: () => true });
  const { ruleset, detect } = await loadSettings({ cwd, root: repository?.root, suppressions: false });
  const references: Reference[] = [];
  const failures = source.errors.map(({ message }) => message);
  for (const file of [...source.files, ...ignoredFiles(repository)]) {
    try {
      const bytes = await file.read();
      if (!Buffer.isBuffer(bytes) || bytes.length > MAX_BYTES) continue;
      const text = readText(file.path, bytes);
      if (!text.binary) references.push(...findReferences({ path: file.path, text: text.text() }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  await source.close();
  const masked = new Map<string, string>();
  // A literal may stand where a name is expected.
  for (const { name } of references)
    if (!masked.has(name)) masked.set(name, await maskCredentials(name, ruleset, detect));
  return { references: references.filter(({ name }) => masked.get(name) === name), failures };
}

/** Files of one's own that git ignores, and that are set by hand on each machine. */
function ignoredFiles(repository: Repository | undefined): readonly SourceFile[] {
  if (repository === undefined) return [];
  const names = ['.env', '.env.*', '.dev.vars*', '.envrc', '*.tfvars', 'settings.local.json', '.mcp.json'];
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory', '--'];
  const pathspecs = names.map((name) => `:(glob)**/${name}`);
  return splitNul(gitOutput([...args, ...pathspecs], { cwd: repository.root }))
    .map(decodePath)
    .filter((path) => !path.endsWith('/') && !path.includes('node_modules/'))
    .map((path) => ({ path, read: async () => readIgnored(repository.root, path) }));
}

function readIgnored(root: string, path: string): Buffer {
  try {
    return readFileSync(join(root, encodedPathToBytes(path).toString('utf8')));
  } catch (error) {
    throw new UserError('read-error', `${path}: cannot be read`, { cause: error });
  }
}

const REMARKS: Readonly<Record<NameState, string>> = {
  ok: '',
  'nothing-provides': 'nothing here provides it',
  'nothing-reads': 'nothing here reads it',
};

function drawPretty(groups: readonly NamedReferences[], failed: boolean, all = false): string {
  const blocks = groups.map((group) => [title(group), ...group.references.flatMap(drawReference), ''].join('\n'));
  const places = groups.reduce((sum, group) => sum + group.references.length, 0);
  const count = (state: NameState): number => groups.filter((group) => group.state === state).length;
  const parts = [
    groups.length === 0 ? nothingNamed(all) : `${counted(groups.length, 'name')} in ${counted(places, 'place')}`,
    ...(count('nothing-provides') > 0 ? [`${count('nothing-provides')} that nothing here provides`] : []),
    ...(count('nothing-reads') > 0 ? [`${count('nothing-reads')} that nothing here reads`] : []),
    ...(failed ? ['some files could not be read'] : []),
  ];
  return `${[...blocks, ...wrap(`hushkey: ${parts.join('; ')}`, COLUMNS)].join('\n')}\n`;
}

function nothingNamed(all: boolean): string {
  return all ? 'nothing is named here' : 'no credential is named here; hushkey refs --all lists every name';
}

function title({ name, state, from }: NamedReferences): string {
  const remark = REMARKS[state] === '' ? '' : `  ! ${REMARKS[state]}`;
  const source = from.length === 0 ? '' : `\n  from ${harmless(from.join(', '))}`;
  return `${harmless(name)}${remark}${source}`;
}

function drawReference({ path, line, role, system, stage, implied }: Reference): readonly string[] {
  const about = `${system}, ${stage}${implied === true ? ', by its library' : ''}`;
  const place = harmless(`${path}:${line}`);
  const head = `  ${role.padEnd(8)}  ${place}`;
  const whole = `${head.padEnd(44)}  ${about}`;
  return whole.length <= COLUMNS ? [whole] : [head, `            ${about}`];
}

function drawSteps(name: string, steps: readonly Step[]): string {
  const lines = steps.flatMap(({ title, details }, i) => [
    '',
    ...wrap(`${i + 1}. ${title}`, COLUMNS),
    ...details.flatMap((detail) =>
      wrap(harmless(detail), COLUMNS - 7).map((line, k) => `${k === 0 ? '   [ ] ' : '       '}${line}`),
    ),
  ]);
  return `${[`To rotate ${harmless(name)}:`, ...lines].join('\n')}\n`;
}

function drawJson(
  groups: readonly NamedReferences[],
  rotation?: { readonly rotate: string; readonly steps: readonly Step[] },
): string {
  const names = groups.map(({ name, state, from, references }) => ({
    name,
    state,
    from,
    references: references.map((one) => ({
      path: one.path,
      line: one.line,
      column: one.column,
      role: one.role,
      system: one.system,
      stage: one.stage,
      from: one.from ?? [],
      implied: one.implied === true,
    })),
  }));
  const count = (state: NameState): number => groups.filter((group) => group.state === state).length;
  const summary = {
    names: groups.length,
    places: groups.reduce((sum, group) => sum + group.references.length, 0),
    nothingProvides: count('nothing-provides'),
    nothingReads: count('nothing-reads'),
  };
  return `${JSON.stringify({ version: 1, tool: { name: 'hushkey', version }, ...rotation, names, summary }, null, 2)}\n`;
}
