// `hushkey init --import`: what other scanners were told, written into the config and the baseline of this project.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { findConfig } from '../config/load.ts';
import { findRepository } from '../git/repository.ts';
import { applyEdits, describeEdits, type Edit, realEdits } from '../install/edit.ts';
import { addEntry } from '../install/settings-json.ts';
import type { Io } from '../process.ts';
import { addEntries, entryOf, formatBaseline, loadBaseline } from '../suppress/baseline.ts';
import { type ForeignName, foreignNamesIn } from '../suppress/foreign/foreign-names.ts';
import type { TakenOver } from '../suppress/foreign/take-over.ts';
import { isMarker } from '../suppress/foreign-markers.ts';
import { compileGlobs } from '../text/globs.ts';
import { printable } from '../text/printable.ts';
import { loadBuiltinIds } from './builtin.ts';
import { confirm } from './fix.ts';
import { runScan } from './scan-request.ts';

/** Lines about the files of other scanners, which init ends with; none where there are none. */
export async function offerImport(
  io: Io,
  { dryRun, wanted }: { readonly dryRun: boolean; readonly wanted: boolean },
): Promise<readonly string[]> {
  const root = findRepository(io.cwd)?.root;
  const names = root === undefined ? [] : foreignNamesIn(root);
  if (root === undefined || names.length === 0) {
    return wanted ? ['no file of gitleaks, detect-secrets, secretlint or trufflehog is here to import'] : [];
  }
  const which = names.join(', ');
  const asked = !wanted && !dryRun && io.canAsk();
  if (
    !wanted &&
    !(asked && (await confirm(io, `take over what ${which} ${names.length === 1 ? 'says' : 'say'}? [y/N] `)))
  ) {
    const counts = names.length === 1 ? 'counts as it stands' : 'count as they stand';
    return [`${which} ${counts}; to take over what is said there: npx hushkey init --import`];
  }
  const { edits, lost } = await planImport(io, root, names);
  if (!dryRun) applyEdits(root, edits);
  const done = describeEdits(edits, dryRun);
  const kept = names.length === 1 ? 'it' : 'they';
  return [
    ...(done.length === 0 ? [`nothing of ${which} is to be taken over, or all of it was`] : done),
    ...lost.map((one) => `not taken over: ${printable(one)}`),
    ...(lost.length > 0 ? [`keep ${which} for that: ${kept} still count${names.length === 1 ? 's' : ''}`] : []),
  ];
}

async function planImport(
  io: Io,
  root: string,
  names: readonly ForeignName[],
): Promise<{ readonly edits: readonly Edit[]; readonly lost: readonly string[] }> {
  const { takeOver } = await import('../suppress/foreign/load-foreign.ts');
  const ids = new Set(await loadBuiltinIds());
  const files = names.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
  const taken = takeOver(files, (id) => ids.has(id));
  const config = configEdit(root, taken);
  const baseline = await baselineEdit(io, root, taken.paths);
  return { edits: realEdits([...config.edits, baseline]), lost: [...config.lost, ...taken.lost] };
}

/** Adds rules and paths to the config of the root, or makes one. */
function configEdit(
  root: string,
  { rules, paths }: TakenOver,
): { readonly edits: readonly Edit[]; readonly lost: readonly string[] } {
  if (rules.length + paths.length === 0) return { edits: [], lost: [] };
  const found = findConfig({ cwd: root, root });
  const path = found === undefined ? 'hushkey.config.json' : relative(root, found);
  const what = [
    ...(rules.length === 0 ? [] : [`customRules ${rules.map(({ id }) => id).join(', ')}`]),
    ...(paths.length === 0 ? [] : [`an override for ${paths.join(', ')}`]),
  ].join(', and ');
  if (!/^hushkey\.config\.jsonc?$/.test(basename(path)))
    return { edits: [], lost: [`${what}: write it into ${path} by hand`] };
  const before = found === undefined ? undefined : readFileSync(found, 'utf8');
  const schema = './node_modules/hushkey/schema/hushkey.config.schema.json';
  let after = before ?? `${JSON.stringify({ $schema: schema }, null, 2)}\n`;
  for (const rule of rules) {
    const isOurs = (text: string): boolean => text.includes(`${JSON.stringify(rule.id)}`);
    after = addEntry(after, { file: path, keys: ['customRules'], isOurs }, { ...rule });
  }
  if (paths.length > 0) {
    const isOurs = (text: string): boolean => paths.every((glob) => text.includes(JSON.stringify(glob)));
    const override = { files: paths, rules: { 'hardcoded-key': 'off' } };
    after = addEntry(after, { file: path, keys: ['overrides'], isOurs }, override);
  }
  return { edits: [{ path, before, after, what, mode: 0o644 }], lost: [] };
}

/** An entry for every finding that a file of theirs covers, with the place that says so as its reason. */
async function baselineEdit(io: Io, root: string, paths: readonly string[]): Promise<Edit> {
  const { report, settings } = await runScan({
    cwd: root,
    what: { type: 'paths', paths: [] },
    startedAt: io.startedAt,
  });
  const isOff = paths.some((glob) => !glob.startsWith('!')) ? compileGlobs(paths) : () => false;
  const entries = report.findings.flatMap((finding) => {
    const { suppressed, path } = finding;
    // A marker in the source stays where it is.
    const isOfFile = suppressed?.kind === 'foreign' && !isMarker(suppressed.reason);
    return isOfFile && !isOff(path) ? [entryOf(finding, `from ${suppressed.reason}`, undefined)] : [];
  });
  const file = settings.baselinePath;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const after = entries.length === 0 ? before : formatBaseline(addEntries(loadBaseline(file).entries, entries));
  const what = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return { path: relative(root, file).replaceAll('\\', '/'), before, after, what, mode: 0o644 };
}
