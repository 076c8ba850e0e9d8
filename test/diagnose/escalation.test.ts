// The report for support: what it holds, and what it must not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { drawEscalation } from '../../src/diagnose/escalation.ts';
import { answer, understand } from '../../src/diagnose/explain/answer.ts';
import { checkRuntime } from '../../src/diagnose/runtime/index.ts';
import { maskCredentials } from '../../src/engine/mask.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { fakeOf } from '../support/fakes.ts';
import { temporaryFolder } from '../support/repository.ts';
import { TRANSCRIPTS } from './explain/transcripts.ts';

const ruleset = await createRuleset({ builtin: async () => builtin() });

async function report(text: string, env: NodeJS.ProcessEnv = {}, cwd = temporaryFolder()): Promise<string> {
  const understood = understand(await maskCredentials(text, ruleset, { maxUsageBytes: 0 }));
  const told = understood === undefined ? undefined : answer(understood.error, understood.diagnosis, []);
  const machine = {
    cwd,
    home: cwd,
    env,
    now: Date.UTC(2026, 10, 21),
    platform: 'linux',
    holdsCredential: async () => true,
  } as const;
  return drawEscalation({
    ...(told === undefined ? {} : { answer: told }),
    checks: await checkRuntime(machine, { verify: false }),
    sdks: [{ name: '@anthropic-ai/sdk', version: '0.60.0' }],
    machine,
    system: 'Linux 6 x64, Node v22',
    zone: 'Europe/Berlin',
    lookedThrough: true,
  });
}

const LIMITED = [
  'HTTP/2 529',
  'date: Sat, 21 Nov 2026 14:00:00 GMT',
  'cf-ray: 8f2a1b3c4d5e6f70-FRA',
  'request-id: req_011CReport1',
  '',
  '{"type":"error","error":{"type":"overloaded_error","message":"Over|loaded `now`"},"model":"claude-sonnet-4-5"}',
].join('\r\n');

describe('the report', () => {
  test('holds what support asks for', async () => {
    const text = await report(LIMITED, {
      AWS_REGION: 'eu-central-1',
      HTTPS_PROXY: 'http://anna:geheim@proxy.example:3128',
    });
    for (const row of [
      '| Status | 529 overloaded_error: Over\\|loaded \\`now\\` |',
      '| Request id | req_011CReport1 |',
      '| Time | 2026-11-21T14:00:00.000Z (UTC, from the response); local zone Europe/Berlin |',
      '| Region | AWS_REGION eu-central-1, edge FRA |',
      '| Proxy | proxy.example:3128 |',
      '| SDK | @anthropic-ai/sdk 0.60.0 |',
      '| Model | claude-sonnet-4-5 |',
      '| System | Linux 6 x64, Node v22 |',
      '- [x] the repository was looked through',
      '    cf-ray: 8f2a1b3c4d5e6f70-FRA',
    ]) {
      expect(text.replaceAll('\\_', '_')).toContain(row);
    }
    expect(text).not.toContain('geheim');
  });

  test('asks for what is not known, and names no folder', async () => {
    const cwd = temporaryFolder();
    const text = await report('nothing', { CLAUDE_CONFIG_DIR: `${cwd}/x` }, cwd);
    expect(text).toContain('| Status | _fill in_ |');
    expect(text).not.toContain(cwd);
  });

  test('shows no key, wherever it stands', async () => {
    const cwd = temporaryFolder();
    const names = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'HTTPS_PROXY', 'AWS_REGION', 'FLY_REGION'];
    const place = fc.record({
      transcript: fc.constantFrom(...TRANSCRIPTS),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      name: fc.constantFrom(...names),
      lead: fc.constantFrom('', 'https://', 'http://u:', 'request-id: ', 'server: '),
      seed: fc.integer({ min: 1, max: 10_000 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ transcript: { text }, at, name, lead, seed }) => {
        const key = fakeOf('anthropic-api-key', seed);
        const cut = Math.floor(text.length * at);
        const said = (
          await report(`${text.slice(0, cut)}${lead}${key}${text.slice(cut)}`, { [name]: lead + key }, cwd)
        ).toLowerCase();
        for (let i = 14; i + 20 <= key.length; i += 6) expect(said).not.toContain(key.slice(i, i + 20).toLowerCase());
      }),
      { numRuns: 150 },
    );
  });
});
