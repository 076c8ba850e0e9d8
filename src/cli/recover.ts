// `hushkey recover`: what to do about credentials that got into the history. Reads, and prints; only --fix writes.
import { basename } from 'node:path';
import { type Exposure, exposuresOf, readLandscape } from '../diagnose/recover/exposure.ts';
import { NOT_SOLVED } from '../diagnose/recover/kinds.ts';
import { drawNote, type Incident } from '../diagnose/recover/note.ts';
import { cutOf, purgeCommands } from '../diagnose/recover/purge.ts';
import { PUSHED_WORDS, recoverySteps } from '../diagnose/recover/steps.ts';
import { groupByName, relatedTo } from '../diagnose/refs/link.ts';
import type { Reference } from '../diagnose/refs/reference.ts';
import type { Rules } from '../engine/ruleset.ts';
import { UserError } from '../errors.ts';
import { commitOf } from '../git/commits.ts';
import { findRepository } from '../git/repository.ts';
import { gitOutput } from '../git/run.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { echo } from '../text/printable.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { memoryRelief } from './memory.ts';
import { createProgress } from './progress.ts';
import { collectReferences } from './refs.ts';
import { runScan } from './scan-request.ts';

type RecoverInvocation = Extract<Invocation, { command: 'recover' }>;

const COLUMNS = 80;
const SHORTEST_ID = 8;

/** @throws UserError outside a repository, or for a word that names nothing. */
export async function runRecover({ flags, positionals }: RecoverInvocation, io: Io): Promise<ExitCode> {
  const { format = 'pretty' } = flags;
  if (flags.fix === true) {
    return (await import('./recover-fix.ts')).runRecoverFix({ flags, positionals }, io);
  }
  const repository = findRepository(io.cwd);
  if (repository === undefined) {
    throw new UserError('no-repository', `${io.cwd} is in no git repository`, { hint: 'run it inside the repository' });
  }
  const { root } = repository;
  const { report, settings } = await scanEverything(flags.config, io);
  for (const error of report.errors) io.err(`hushkey: ${harmless(error.message)}\n`);
  const rules = await settings.ruleset.load();
  const [word] = positionals;
  const landscape = readLandscape(root);
  const all = exposuresOf(
    word === undefined ? report.findings.filter(({ suppressed }) => suppressed === null) : report.findings,
    landscape,
  );
  const exposures = word === undefined ? all : selectBy(word, all, rules, root);
  const incidents = await incidentsOf(exposures, rules, root, io);
  const purge = exposures.length === 0 ? [] : purgeOf(exposures, root);
  io.out(
    format === 'json'
      ? drawJson(incidents, purge)
      : flags.report === true && incidents.length > 0
        ? harmlessLines(drawNote({ incidents, purge, now: new Date().toISOString() }))
        : drawPretty(incidents, purge),
  );
  return report.errors.length > 0 ? EXIT.failed : EXIT.clean;
}

async function scanEverything(configFile: string | undefined, io: Io): ReturnType<typeof runScan> {
  const progress = createProgress(io, false);
  try {
    const what = { type: 'history', reflog: true } as const;
    const told = { onProgress: progress.step, relieve: memoryRelief() };
    return await runScan({ cwd: io.cwd, what, configFile, ...told, startedAt: io.startedAt });
  } finally {
    progress.clear();
  }
}

/** By kind, by the id of a finding, or by a commit that brought it. */
function selectBy(word: string, all: readonly Exposure[], rules: Rules, root: string): readonly Exposure[] {
  if (rules.docs.has(word)) return all.filter(({ ruleId }) => ruleId === word);
  const id = word.replace(/^v1:/, '').toLowerCase().slice(0, 12);
  const named =
    /^[0-9a-f]+$/.test(id) && id.length >= SHORTEST_ID
      ? all.filter(({ places }) => places.some((place) => place.id.startsWith(id)))
      : [];
  if (named.length > 0) return named;
  const commit = commitOf(word, { cwd: root });
  if (commit !== undefined) return all.filter(({ commits }) => commits.includes(commit));
  throw new UserError('no-such-finding', `no finding, commit or kind has that name${echo(word)}`, {
    hint: 'hushkey recover lists what the history holds;\n  what was never committed only needs to be removed',
  });
}

async function incidentsOf(
  exposures: readonly Exposure[],
  rules: Rules,
  root: string,
  io: Io,
): Promise<readonly Incident[]> {
  if (exposures.length === 0) return [];
  const { references } = await collectReferences(io);
  const dateOf = (commit: string): string =>
    gitOutput(['show', '-s', '--format=%cI', commit], { cwd: root }).toString('utf8').trim();
  return exposures.map((exposure) => {
    const kind = rules.kinds.get(exposure.ruleId);
    const uses = usesOf(kind?.env ?? '', references);
    return {
      exposure,
      name: kind?.name ?? rules.docs.get(exposure.ruleId)?.summary ?? exposure.ruleId,
      steps: recoverySteps({ exposure, kind, uses }),
      since: dateOf(exposure.firstCommit),
      until: dateOf(exposure.lastCommit),
    };
  });
}

function usesOf(env: string, references: readonly Reference[]): readonly string[] {
  if (env === '') return [];
  const related = relatedTo(env, groupByName(references, true));
  return related.flatMap((group) =>
    group.references.map(({ path, line, role, system }) => `${path}:${line}  ${group.name} (${system}, ${role})`),
  );
}

function purgeOf(exposures: readonly Exposure[], root: string): readonly string[] {
  const read = (blob: string): Buffer => gitOutput(['cat-file', 'blob', blob], { cwd: root });
  return purgeCommands({
    cuts: exposures.map(({ secret, blobs, pushed, remotes }) => ({
      ...cutOf(secret, blobs, read),
      remote: pushed === 'pushed' ? remotes[0] : undefined,
    })),
    name: basename(root),
  });
}

function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}

function drawPretty(incidents: readonly Incident[], purge: readonly string[]): string {
  if (incidents.length === 0) return 'hushkey: no credential in the history of this clone\n';
  const pushed = incidents.filter(({ exposure }) => exposure.remotes.length > 0).length;
  const lines = [
    ...incidents.flatMap(drawIncident),
    'To purge the history (nothing of this was run):',
    '',
    ...purge.map((line) => `  ${line}`),
    '',
    'A rewrite does not reach:',
    ...NOT_SOLVED.flatMap((line) => hanging('  - ', line)),
    '',
    `hushkey: ${counted(incidents.length, 'credential')} in the history, ${pushed} pushed`,
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}

function drawIncident({ exposure, name, steps, since }: Incident): readonly string[] {
  const { secret, ruleId, places, pushed, remotes, inHead, commits, branches, tags, stashes, reflogOnly, inReflog } =
    exposure;
  const short = commits.map((oid) => oid.slice(0, 7));
  const row = (label: string, text: string): readonly string[] =>
    text === '' ? [] : hanging(`  ${label.padEnd(9)} `, text);
  const reflog =
    reflogOnly.length > 0
      ? `only the reflog leads to ${reflogOnly.map((oid) => oid.slice(0, 7)).join(', ')}`
      : inReflog
        ? 'yes'
        : 'no';
  return [
    ...wrap(`${name}  ${secret.mask}  ${ruleId}`, COLUMNS),
    ...row('pushed', `${PUSHED_WORDS[pushed]}${remotes.length === 0 ? '' : `: ${remotes.join(', ')}`}`),
    ...row('in HEAD', inHead ? 'yes' : 'no'),
    ...row('files', [...new Set(places.map(({ path, line, id }) => `${path}:${line} (${id})`))].join(', ')),
    ...row('commits', `${short.join(', ')}; since ${since}`),
    ...row('branches', branches.join(', ')),
    ...row('tags', tags.join(', ')),
    ...row('stashes', stashes.join(', ')),
    ...row('reflog', reflog),
    '',
    ...steps.flatMap(({ title, details }, i) => [
      ...hanging(`  ${i + 1}. `, title),
      ...details.flatMap((detail) => hanging('     - ', detail)),
    ]),
    '',
  ];
}

/** Lines that begin behind a head. */
function hanging(head: string, text: string): readonly string[] {
  return wrap(text, COLUMNS - head.length).map((line, i) => (i === 0 ? head : ' '.repeat(head.length)) + line);
}

function drawJson(incidents: readonly Incident[], purge: readonly string[]): string {
  const credentials = incidents.map(({ exposure, name, steps, since, until }) => ({
    ruleId: exposure.ruleId,
    name,
    level: exposure.level,
    secret: exposure.secret.mask,
    places: exposure.places,
    inHead: exposure.inHead,
    firstCommit: exposure.firstCommit,
    lastCommit: exposure.lastCommit,
    since,
    until,
    commits: exposure.commits,
    branches: exposure.branches,
    tags: exposure.tags,
    stashes: exposure.stashes,
    inReflog: exposure.inReflog,
    reflogOnly: exposure.reflogOnly,
    pushed: exposure.pushed,
    remotes: exposure.remotes,
    steps,
  }));
  return `${JSON.stringify({ version: 1, tool: { name: 'hushkey', version }, credentials, purge, notSolved: NOT_SOLVED }, null, 2)}\n`;
}
