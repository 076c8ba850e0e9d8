// What the page on fleets and the templates tell people to run is what the command line takes; the templates are what they
// say they are, with no more rights than a scan needs.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseArgs } from '../../src/cli/args.ts';
import { readOwners } from '../../src/fleet/owners.ts';
import { paceOf } from '../../src/fleet/status.ts';
import { readList } from '../../src/fleet/targets.ts';

const page = readFileSync('docs/fleet.md', 'utf8');
const composeText = readFileSync('templates/fleet/docker-compose.yml', 'utf8');
const kubernetesText = readFileSync('templates/fleet/kubernetes.yaml', 'utf8');

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly { readonly name: string }[];
}

interface Pod {
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string }[];
  readonly automountServiceAccountToken: boolean;
}

test('every command is one', () => {
  const inPage = [...page.matchAll(/npx hushkey (fleet [^\n`|]*)/g)].map(([, words = '']) => words);
  const inTemplates = [...composeText.matchAll(/worker (fleet .*)/g)].map(([, words = '']) => words);
  expect(inPage.length).toBeGreaterThanOrEqual(4);
  expect(inTemplates.length).toBe(2);
  for (const command of [...inPage, ...inTemplates]) expect(() => parseArgs(command.trim().split(/\s+/))).not.toThrow();
});

test('the compose file starts Redis that forgets nothing and workers that may do little', () => {
  const { services, volumes } = parse(composeText) as {
    services: Readonly<Record<string, { command: string | string[]; volumes: string[]; [key: string]: unknown }>>;
    volumes: object;
  };
  const { redis, worker } = services;
  for (const setting of ['--maxmemory-policy noeviction', '--appendonly yes', '--requirepass']) {
    expect(redis?.command).toContain(setting);
  }
  expect(() => parseArgs([...(worker?.command ?? [])])).not.toThrow();
  expect(worker).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  const named = [...(redis?.volumes ?? []), ...(worker?.volumes ?? [])].map((mount) => mount.split(':')[0] ?? '');
  expect(named.filter((name) => !name.startsWith('.')).sort()).toEqual(Object.keys(volumes).sort());
});

describe('the Kubernetes example', () => {
  const documents = parseAllDocuments(kubernetesText).map((document): unknown => document.toJS());
  const [deployment, cron] = documents as [
    { kind: string; spec: { template: { spec: Pod } } },
    { kind: string; spec: { jobTemplate: { spec: { template: { spec: Pod } } } } },
  ];
  const pods = [deployment.spec.template.spec, cron.spec.jobTemplate.spec.template.spec];

  test.each(pods)('a pod %#', ({ containers: [container], volumes, automountServiceAccountToken }) => {
    expect(() => parseArgs([...(container?.args ?? [])])).not.toThrow();
    expect(container?.env.find(({ name }) => name === 'REDIS_URL')?.valueFrom).toHaveProperty('secretKeyRef');
    expect(container?.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    expect(container?.volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
    expect(automountServiceAccountToken).toBe(false);
  });
});

test('a list: addresses lose their credentials, other protocols and what is none are refused by line', () => {
  const word = 'pw'.repeat(4);
  const { targets, refused, stripped } = readList(
    [
      `https://${word}@host.example/a.git`,
      `https://user:${word}@host.example/b.git?token=${word}#x`,
      `ssh://git:${word}@host.example/c.git`,
      'git@host.example:team/d.git',
      '',
      '# e',
      'git://host.example/f.git',
      'ext::sh -c id',
      '-oProxyCommand=id:x',
    ].join('\r\n'),
    '/',
  );
  expect(targets.map(({ source }) => source)).toEqual([
    'https://host.example/a.git',
    'https://host.example/b.git',
    'ssh://git@host.example/c.git',
    'git@host.example:team/d.git',
  ]);
  expect(stripped).toBe(3);
  expect(refused.map(({ line }) => line)).toEqual([7, 8, 9]);
  expect(JSON.stringify({ targets, refused })).not.toContain(word);
});

test('CODEOWNERS: the last line that matches; sections of GitLab each have a say', () => {
  const github = readOwners('# all\n*  @all # us\n/docs/* @docs\napps/ @apps\n/apps/free\n*.js @js a@b.example\n');
  const ownersOf = (path: string): string => github(path).join(' ');
  expect(['x', 'docs/a.md', 'docs/b/c.md', 'lib/apps/x.ts', 'apps/free/x', 'docs/a.js'].map(ownersOf)).toEqual([
    '@all',
    '@docs',
    '@all',
    '@apps',
    '',
    '@js a@b.example',
  ]);
  const gitlab = readOwners('[Code] @code\n*\n/src/ @src\n^[Docs][2] @docs\n*.md\n');
  expect(gitlab('src/a.md')).toEqual(['@src', '@docs']);
  expect(gitlab('a.ts')).toEqual(['@code']);
});

test('the pace is that of the last minutes, and none where nothing was read in them', () => {
  const now = 100.5 * 60_000;
  expect(paceOf({}, now)).toBe(0);
  expect(paceOf({ 90: '1000' }, now)).toBe(0);
  expect(paceOf({ 90: '1000', 99: '20', 100: '10' }, now)).toBe(20);
});
