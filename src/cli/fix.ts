// `hushkey fix`: the safe edits of all findings, shown as a diff, checked by running the rules again, then written.
import { readFileSync, writeFileSync } from 'node:fs';
import { detect, type MaskSpan } from '../engine/detect.ts';
import { maskText } from '../engine/mask-text.ts';
import { errnoOf, UserError } from '../errors.ts';
import type { Edit, Finding } from '../finding.ts';
import { encodedPathToBytes } from '../git/parse.ts';
import { findRepository } from '../git/repository.ts';
import { git } from '../git/run.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless } from '../report/terminal-text.ts';
import { indexLines } from '../text/position.ts';
import { readText } from '../text/source-text.ts';
import { applyEdits } from '../usage/edits.ts';
import type { Invocation } from './args.ts';
import { runScan } from './scan-request.ts';
import type { Settings } from './settings.ts';

type FixInvocation = Extract<Invocation, { command: 'fix' }>;

/** A file with its safe fixes applied, not yet written. */
interface Plan {
  readonly path: string;
  readonly file: Buffer;
  readonly after: string;
  readonly fixes: number;
  readonly diff: readonly string[];
}

/** @throws UserError where the scan cannot begin, or a file cannot be written. */
export async function runFix({ flags, positionals }: FixInvocation, io: Io): Promise<ExitCode> {
  const root = findRepository(io.cwd)?.root;
  const what = { type: 'paths', paths: positionals } as const;
  const { report, settings } = await runScan({ cwd: io.cwd, what, configFile: flags.config, startedAt: io.startedAt });
  for (const error of report.errors) io.err(`hushkey: ${error.message}\n`);
  const plans: Plan[] = [];
  for (const [path, findings] of byPath(report.findings)) {
    const plan = await planFile(path, findings, root ?? io.cwd, settings);
    if (typeof plan === 'string') io.err(`hushkey: ${harmless(path)}: ${plan}\n`);
    else plans.push(plan);
  }
  const fixes = plans.reduce((sum, plan) => sum + plan.fixes, 0);
  const failed = report.errors.length > 0;
  if (fixes === 0) {
    io.out('hushkey: no safe fix to apply; hushkey scan shows what is left\n');
    return failed ? EXIT.failed : EXIT.clean;
  }
  io.out(`${plans.flatMap((plan) => plan.diff).join('\n')}\n\n`);
  const size = `${counted(fixes, 'fix').replace(/fixs$/, 'fixes')} in ${counted(plans.length, 'file')}`;
  if (flags.yes !== true && !(await confirm(io, `apply ${size}? [y/N] `))) {
    io.out(`hushkey: ${size}, nothing was changed; hushkey fix --yes applies\n`);
    return failed ? EXIT.failed : EXIT.findings;
  }
  for (const plan of plans) write(plan);
  io.out(`hushkey: applied ${size}; look at them with git diff, then stage them\n`);
  return failed ? EXIT.failed : EXIT.clean;
}

function byPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.suppressed !== null || safeEdits(finding).length === 0) continue;
    const group = groups.get(finding.path);
    if (group === undefined) groups.set(finding.path, [finding]);
    else group.push(finding);
  }
  return groups;
}

function safeEdits({ fix }: Finding): readonly Edit[] {
  return fix?.safe === true ? (fix.edits ?? []) : [];
}

/** The plan for one file, or why it is left alone. */
async function planFile(
  path: string,
  findings: readonly Finding[],
  root: string,
  settings: Settings,
): Promise<Plan | string> {
  const file = Buffer.concat([Buffer.from(`${root}/`), encodedPathToBytes(path)]);
  if (git(['diff', '--quiet', '--', `:(literal)${path}`], { cwd: root }).status === 1) {
    return 'left alone, since it has changes that are not staged';
  }
  const raw = readFileSync(file);
  const source = readText(path, raw);
  if (source.encoding !== 'utf-8' || source.bytes.length !== raw.length) {
    return 'left alone, since it is not plain UTF-8';
  }
  const before = source.text();
  const chosen = withoutOverlaps(findings);
  const edits = chosen.flatMap(safeEdits);
  const after = applyEdits(before, edits);
  const rules = await settings.ruleset.load();
  const judge = (text: string): ReturnType<typeof detect> => {
    const again = readText(path, Buffer.from(text));
    return detect(again, settings.ruleset.hits(again.bytes, again.path), rules, settings.detect);
  };
  const isOfChosen = ({ ruleId }: { readonly ruleId: string }): boolean => chosen.some((one) => one.ruleId === ruleId);
  const [was, is] = [judge(before), judge(after)];
  const left = is.detections.filter(isOfChosen);
  const had = was.detections.filter(isOfChosen);
  if (left.length > had.length - chosen.length) return 'left alone, since the fix did not satisfy the rule';
  return { path, file, after, fixes: chosen.length, diff: drawDiff(path, before, edits, was.masks) };
}

/** Fixes of one place may contradict each other: the first one counts, the next run sees what is left. */
function withoutOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const chosen: Finding[] = [];
  const overlaps = (a: Edit, b: Edit): boolean => a.startOffset < b.endOffset && b.startOffset < a.endOffset;
  for (const finding of findings) {
    const taken = chosen.flatMap(safeEdits);
    if (!safeEdits(finding).some((edit) => taken.some((other) => overlaps(edit, other)))) chosen.push(finding);
  }
  return chosen;
}

/** The changed lines before and after; every credential masked. */
export function drawDiff(
  path: string,
  text: string,
  edits: readonly Edit[],
  masks: readonly MaskSpan[],
): readonly string[] {
  const lines = indexLines(text);
  const spans = edits
    .map((edit) => ({ edit, ...lines.region(edit.startOffset, edit.endOffset) }))
    .sort((a, b) => a.startLine - b.startLine || a.edit.startOffset - b.edit.startOffset);
  const out = [`--- ${harmless(path)}`, `+++ ${harmless(path)}`];
  for (let i = 0; i < spans.length; ) {
    const { startLine = 1 } = spans[i] ?? {};
    const same = spans.slice(i).filter((span, k) => k === 0 || span.startLine <= (spans[i]?.endLine ?? 0));
    const endLine = Math.max(...same.map((span) => span.endLine));
    const [from, to] = [lines.startOf(startLine), lines.startOf(endLine) + lines.textOf(endLine).length];
    let changed = '';
    let at = from;
    for (const { edit } of same) {
      changed += maskText(text, masks, at, edit.startOffset) + hideKnown(edit.newText, text, masks);
      at = edit.endOffset;
    }
    changed += maskText(text, masks, at, to);
    out.push(`@@ line ${startLine} @@`);
    out.push(
      ...maskText(text, masks, from, to)
        .split(/\r?\n/)
        .map((line) => `-${harmless(line)}`),
    );
    out.push(...changed.split(/\r?\n/).map((line) => `+${harmless(line)}`));
    i += same.length;
  }
  return out;
}

/** An edit may move a credential to its right place: in what is shown it stays masked. */
function hideKnown(newText: string, text: string, masks: readonly MaskSpan[]): string {
  return masks.reduce((shown, { start, end, mask }) => shown.replaceAll(text.slice(start, end), mask), newText);
}

export async function confirm(io: Io, question: string): Promise<boolean> {
  if (!io.canAsk()) return false;
  io.out(question);
  for await (const answer of io.stdin) return /^y(?:es)?$/i.test(answer.toString('utf8').trim());
  return false;
}

function write({ path, file, after }: Plan): void {
  try {
    writeFileSync(file, after);
  } catch (error) {
    throw new UserError('cannot-write', `${path}: cannot be written (${errnoOf(error) ?? 'unknown error'})`, {
      cause: error,
    });
  }
}
