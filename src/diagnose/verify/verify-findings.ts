// `scan --verify`: the credentials of a report, each asked about once. Here a Secret is revealed, to be sent to the provider
// of its own rule; nothing of it goes into the report but the verdict.
import { UserError } from '../../errors.ts';
import type { Finding, Report, Verdict } from '../../finding.ts';
import type { KeyKind } from './key-kind.ts';
import { KEY_KINDS } from './key-kinds.ts';
import { readCredential } from './request.ts';
import { verifyKey } from './verify-key.ts';

/** Providers count failed requests, and block who makes many. */
const AT_ONCE = 4;
const MAX_KEYS = 100;
const TIMEOUT_MS = 15_000;

interface Question {
  readonly kind: KeyKind;
  readonly key: string;
  readonly findings: readonly Finding[];
}

interface Reply {
  readonly verdict: Verdict;
  /** Host that was asked; undefined where none could be. */
  readonly host?: string;
  /** Why nothing was asked. */
  readonly reason?: string;
}

/** The report with the verdicts in it. Suppressed findings, and kinds without a harmless request, are not asked about. */
export async function verifyFindings(report: Report, env: NodeJS.ProcessEnv): Promise<Report> {
  const all = questionsOf(report.findings);
  const questions = all.slice(0, MAX_KEYS);
  const verdicts = new Map<Finding, Verdict>();
  const replies: Reply[] = [];
  const waiting = questions.values();
  const work = async (): Promise<void> => {
    // One iterator for all: each takes the next.
    for (const question of waiting) {
      const reply = await ask(question, env);
      replies.push(reply);
      for (const finding of question.findings) verdicts.set(finding, reply.verdict);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    ...report,
    findings: report.findings.map((finding) => {
      const verified = verdicts.get(finding);
      return verified === undefined ? finding : { ...finding, verified };
    }),
    remarks: [...report.remarks, ...remarksOf(replies, all.length)],
  };
}

function questionsOf(findings: readonly Finding[]): readonly Question[] {
  const questions = new Map<string, { kind: KeyKind; key: string; findings: Finding[] }>();
  for (const finding of findings) {
    const kind = KEY_KINDS.find(({ rules }) => rules.includes(finding.ruleId));
    if (kind === undefined || finding.secret === undefined || finding.suppressed !== null) continue;
    const key = finding.secret.reveal();
    const known = questions.get(key);
    if (known === undefined) questions.set(key, { kind, key, findings: [finding] });
    else known.findings.push(finding);
  }
  return [...questions.values()];
}

async function ask({ kind, key }: Question, env: NodeJS.ProcessEnv): Promise<Reply> {
  try {
    const { verdict, url } = await verifyKey(kind, readCredential(kind, key, env), { env, timeoutMs: TIMEOUT_MS });
    return { verdict, host: new URL(url).host };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { verdict: 'unreachable', reason: error.message };
  }
}

function remarksOf(replies: readonly Reply[], total: number): readonly string[] {
  const hosts = new Map<string, number>();
  for (const { host } of replies) if (host !== undefined) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  const asked = [...hosts].sort().map(([host, count]) => `${host} (${count})`);
  return [
    ...(asked.length > 0 ? [`credentials were sent for verification to ${asked.join(', ')}`] : []),
    ...new Set(replies.flatMap(({ reason }) => reason ?? [])),
    ...(total > replies.length ? [`${total - replies.length} more credentials were not verified`] : []),
  ];
}
