// `scan --verify` without the scan: each credential is asked about once, few at a time, and only its verdict is kept.
import { describe, expect, test } from 'vitest';
import { verifyFindings } from '../../../src/diagnose/verify/verify-findings.ts';
import { Secret } from '../../../src/engine/secret.ts';
import type { Finding } from '../../../src/finding.ts';
import { formatJson } from '../../../src/report/json.ts';
import { formatPretty } from '../../../src/report/pretty.ts';
import { readJsonReport } from '../../../src/report/read-json.ts';
import { makeFinding, makeReport } from '../../report/make-report.ts';
import { fakeOf } from '../../support/fakes.ts';
import { json, startProvider } from '../../support/provider-server.ts';
import { temporaryFolder } from '../../support/repository.ts';

const TOOL = { name: 'hushkey', version: '1.0.0' };

function found(ruleId: string, seed: number, more: Partial<Finding> = {}): Finding {
  const value = fakeOf(ruleId, seed);
  return makeFinding({ ruleId, secret: new Secret(value, value.slice(0, 4)), ...more });
}

const verdictsOf = (findings: readonly Finding[]): readonly unknown[] => findings.map(({ verified }) => verified);

describe('the findings of a report', () => {
  test('are asked about once for each credential, at its own provider', async () => {
    const anthropic = await startProvider(json(401, { error: { message: 'invalid x-api-key' } }));
    const github = await startProvider(json(200, { resources: {} }));
    const env = { ANTHROPIC_BASE_URL: anthropic.url, GITHUB_API_URL: github.url };
    const findings = [
      found('anthropic-api-key', 1),
      found('anthropic-api-key', 1, { path: 'other.ts' }),
      found('anthropic-api-key', 2),
      found('github-pat-classic', 1),
    ];
    const report = await verifyFindings(makeReport({ findings }), env);
    expect(verdictsOf(report.findings)).toEqual(['dead', 'dead', 'dead', 'live']);
    expect([anthropic.seen.length, github.seen.length]).toEqual([2, 1]);
    expect(report.remarks.join('\n')).toContain(`127.0.0.1:${anthropic.port} (2)`);
    expect(JSON.parse(formatJson(report, TOOL)).findings.map(({ verified }: Finding) => verified)).toEqual(
      verdictsOf(report.findings),
    );
    const pretty = formatPretty(report, { colour: false, width: 80, verbose: false, quiet: false, mode: 'scan' });
    expect(pretty).toContain('verified live: its provider accepts it now; revoke it');
    expect(pretty).toContain('verified dead: its provider refuses it');
  });

  test('are left alone where they are suppressed, or nothing harmless can be asked', async () => {
    const { url, seen } = await startProvider(json(200, { data: [] }));
    const findings = [
      found('anthropic-api-key', 1, { suppressed: { kind: 'inline', reason: 'x' } }),
      found('claude-oauth-refresh', 1),
      found('openai-unknown-key', 1),
    ];
    const report = await verifyFindings(makeReport({ findings }), { ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: url });
    expect(verdictsOf(report.findings)).toEqual([undefined, undefined, undefined]);
    expect(seen).toEqual([]);
    expect(JSON.parse(formatJson(report, TOOL)).findings[0]).not.toHaveProperty('verified');
  });

  test('are asked about four at a time, and no more than a hundred', async () => {
    let open = 0;
    let most = 0;
    const { url, seen } = await startProvider((request, response, count) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        json(200, { data: [] })(request, response, count);
      }, 5);
    });
    const findings = Array.from({ length: 103 }, (_, i) => found('anthropic-api-key', i + 1));
    const report = await verifyFindings(makeReport({ findings }), { ANTHROPIC_BASE_URL: url });
    expect(seen).toHaveLength(100);
    expect(most).toBe(4);
    expect(verdictsOf(report.findings).filter((one) => one === undefined)).toHaveLength(3);
    expect(report.remarks.join('\n')).toContain('3 more credentials were not verified');
  });

  test('keep their verdict where a report is read again', () => {
    const report = makeReport({ findings: [makeFinding({ verified: 'limited' }), makeFinding()] });
    const again = readJsonReport(JSON.parse(formatJson(report, TOOL)));
    expect(verdictsOf(again?.findings ?? [])).toEqual(['limited', undefined]);
  });

  test('without a server that can be asked are unreachable, and it is said why', async () => {
    const report = await verifyFindings(makeReport({ findings: [found('npm-token', 1)] }), { PATH: temporaryFolder() });
    expect(verdictsOf(report.findings)).toEqual(['unreachable']);
    expect(report.remarks.join('\n')).toContain('only you know which server');
  });
});
