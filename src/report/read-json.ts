// The inverse of json.ts: a report as it was printed becomes a report again. What is not printed is lost: the frames, and
// the credentials, of which only masks are left.
import * as v from 'valibot';
import { Secret } from '../engine/secret.ts';
import { CATEGORIES, type Finding, LEVELS, type Report, VERDICTS } from '../finding.ts';

const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0));
const NOTIFICATION = v.object({ path: v.string(), code: v.string(), message: v.string() });
const EDIT = v.object({ startOffset: COUNT, endOffset: COUNT, newText: v.string() });

const ENTRY = v.object({
  id: v.string(),
  ruleId: v.string(),
  category: v.picklist(CATEGORIES),
  level: v.picklist(LEVELS),
  message: v.string(),
  path: v.string(),
  region: v.object({ startLine: COUNT, startColumn: COUNT, endLine: COUNT, endColumn: COUNT }),
  secret: v.optional(v.string()),
  fingerprint: v.string(),
  commit: v.nullable(v.string()),
  firstCommit: v.optional(v.string()),
  lastCommit: v.optional(v.string()),
  inHead: v.optional(v.boolean()),
  remotes: v.optional(v.array(v.string())),
  suppressed: v.nullable(v.object({ kind: v.picklist(['inline', 'baseline', 'foreign']), reason: v.string() })),
  verified: v.optional(v.picklist(VERDICTS)),
  fix: v.optional(v.object({ title: v.string(), safe: v.boolean(), edits: v.optional(v.array(EDIT)) })),
  help: v.string(),
});

const DOCUMENT = v.object({
  version: v.literal(1),
  tool: v.object({ name: v.literal('hushkey'), version: v.string() }),
  source: v.picklist(['worktree', 'index', 'range', 'history', 'stdin', 'pack']),
  shard: v.optional(v.object({ index: COUNT, total: COUNT })),
  scanned: v.object({
    files: COUNT,
    bytes: COUNT,
    commits: COUNT,
    skipped: v.array(v.object({ path: v.string(), reason: v.string() })),
  }),
  findings: v.array(ENTRY),
  errors: v.array(NOTIFICATION),
  durationMs: v.number(),
});

/** Undefined for what is no report of ours. */
export function readJsonReport(document: unknown): Report | undefined {
  const parsed = v.safeParse(DOCUMENT, document);
  if (!parsed.success) return undefined;
  const { source, shard, scanned, findings, errors, durationMs } = parsed.output;
  return {
    source,
    ...(shard === undefined ? {} : { shard }),
    scanned,
    findings: findings.map(toFinding),
    errors,
    remarks: [],
    durationMs,
  };
}

function toFinding(entry: v.InferOutput<typeof ENTRY>): Finding {
  const { secret: mask, fix, firstCommit, lastCommit, inHead, remotes = [], verified, ...rest } = entry;
  return {
    ...rest,
    ...(verified === undefined ? {} : { verified }),
    start: 0,
    end: 0,
    // The fingerprint stands for the credential where two are compared.
    ...(mask === undefined ? {} : { secret: new Secret(entry.fingerprint, '', mask) }),
    ...(firstCommit === undefined || lastCommit === undefined || inHead === undefined
      ? {}
      : { held: { firstCommit, lastCommit, inHead, remotes } }),
    ...(fix === undefined
      ? {}
      : { fix: { title: fix.title, safe: fix.safe, ...(fix.edits === undefined ? {} : { edits: fix.edits }) } }),
    frame: { firstLine: 1, lines: [], line: 1, startColumn: 1, endColumn: 1 },
  };
}
