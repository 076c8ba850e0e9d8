// No output of any kind holds a raw credential: every kind of secret, every form of report, scan and blocked commit.
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/credentials/catalogue.ts';
import { leadingText } from '../../src/credentials/structure.ts';
import { expandFakes, fakeOf } from '../support/fakes.ts';
import { createArmedRepository, type Run, type TestRepository } from '../support/repository.ts';

/** Characters of a secret that make a piece of it. */
const PIECE = 10;

/** A file, and the values in it that nobody may see, each with the part of it that its mask shows at the front. */
interface Sample {
  readonly path: string;
  readonly content: string;
  readonly secrets: readonly string[];
}

const password = ['q7Rv', 'Xw2L', 'mT9z', 'Kp4B'].join('');
const pem = fakeOf('private-key-rsa-pkcs1', 3);
const encoded = Buffer.from(fakeOf('anthropic-api-key', 21)).toString('base64');
const hex = Buffer.from(fakeOf('anthropic-api-key', 22)).toString('hex');

const KINDS = [
  'anthropic-api-key',
  'anthropic-admin-key',
  'claude-oauth-access',
  'openai-project-key',
  'groq-api-key',
  'huggingface-user-token',
  'gemini-api-key',
  'github-pat-classic',
  'github-fine-grained',
  'gitlab-pat',
  'npm-token',
  'pypi-token',
  'slack-bot-user',
  'slack-webhook',
  'sendgrid-key',
  'stripe-secret',
  'digitalocean-pat',
  'shopify-tokens',
  'linear-key',
  'doppler-token',
] as const;

const SAMPLES: readonly Sample[] = [
  ...KINDS.map((kind, i) => {
    const secret = fakeOf(kind, 30 + i);
    return {
      path: `src/${kind}.js`,
      content: `// before ${secret}\nconst key = '${secret}'; console.log('${secret}');\n`,
      secrets: [secret],
    };
  }),
  {
    path: 'keys/server.pem',
    content: pem,
    secrets: pem.split('\n').filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line)),
  },
  {
    path: 'config/database.yml',
    content: `production:\n  url: postgres://app:${password}@db.acme-corp.net:5432/app\n  password: ${password}\n`,
    secrets: [password],
  },
  {
    path: 'k8s/secret.yaml',
    content: `kind: Secret\ndata:\n  key: ${encoded}\n`,
    secrets: [encoded, fakeOf('anthropic-api-key', 21)],
  },
  { path: 'src/hex.js', content: `const blob = '${hex}';\n`, secrets: [hex, fakeOf('anthropic-api-key', 22)] },
  {
    path: 'src/bearer.js',
    content: expandFakes(
      "fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: 'Bearer {{fake anthropic-api-key 23}}' } });\n",
    ),
    secrets: [fakeOf('anthropic-api-key', 23)],
  },
  {
    path: '.mcp.json',
    content: `{ "mcpServers": { "x": { "env": { "TOKEN": "${fakeOf('github-pat-classic', 24)}" } } } }\n`,
    secrets: [fakeOf('github-pat-classic', 24)],
  },
];

/** What the kinds of the samples begin with, by their public documentation: the rest of a value varies. */
const PREFIXES = catalogue
  .filter(({ id }) => KINDS.some((kind) => kind === id))
  .flatMap(({ structure }) => structure)
  .map(leadingText);

/** Every piece of a secret but those that a mask may show: the first characters of the kind, and the last four. */
function hiddenPieces(secret: string): readonly string[] {
  const start = Math.max(0, ...PREFIXES.filter((prefix) => secret.startsWith(prefix)).map((prefix) => prefix.length));
  const pieces: string[] = [];
  for (let i = start; i + PIECE <= secret.length; i += 1) pieces.push(secret.slice(i, i + PIECE));
  return pieces;
}

function expectNoPiece(output: string, name: string): void {
  const shown = SAMPLES.flatMap(({ path, secrets }) =>
    secrets.flatMap((secret) =>
      hiddenPieces(secret)
        .filter((piece) => output.includes(piece))
        .slice(0, 1)
        .map((piece) => `${path} ${piece}`),
    ),
  );
  expect(shown, name).toEqual([]);
}

function filled(): TestRepository {
  const repository = createArmedRepository();
  for (const { path, content } of SAMPLES) repository.write(path, content);
  repository.git('add', '-A');
  return repository;
}

describe('scenario 16: no piece of a secret is printed', () => {
  test('the samples are all found, so that there is something to hide', () => {
    const repository = filled();
    const { findings } = JSON.parse(repository.hushkey(['scan', '--format', 'json']).stdout);
    const found = new Set(findings.map((finding: { path: string }) => finding.path));
    expect(SAMPLES.filter(({ path }) => !found.has(path)).map(({ path }) => path)).toEqual([]);
    expect(SAMPLES.flatMap(({ secrets }) => secrets).filter((secret) => hiddenPieces(secret).length < 4)).toEqual([]);
  });

  test('by scan in every format, with --debug and --verbose, and by a blocked commit', () => {
    const repository = filled();
    const both = ({ stdout, stderr }: Run): string => stdout + stderr;
    for (const format of ['pretty', 'json', 'sarif']) {
      for (const args of [[], ['--staged'], ['--verbose', '--debug'], ['--no-suppressions', '--level', 'note']]) {
        const result = repository.hushkey(['scan', '--format', format, ...args]);
        expect(result.status).toBe(1);
        expectNoPiece(both(result), `${format} ${args.join(' ')}`);
      }
    }
    const coloured = repository.hushkey(['scan', '--verbose'], { env: { FORCE_COLOR: '1' } });
    expectNoPiece(both(coloured), 'colour');
    expectNoPiece(both(coloured).replace(/\u001b\[[0-9;]*m/g, ''), 'colour, without its codes');
    // Wrapping must not hide a secret from this test.
    expectNoPiece(both(coloured).replace(/\s+/g, ''), 'joined');
    const blocked = repository.tryGit(['commit', '-q', '-m', 'x']);
    expect(blocked.status).toBe(1);
    expectNoPiece(both(blocked), 'commit');
  });

  test('by an error about the file that holds it', () => {
    const repository = filled();
    const [{ secrets: [secret = ''] = [] } = {}] = SAMPLES;
    for (const [path, content] of [
      ['hushkey.config.json', `{ "ignore": "${secret}" }`],
      ['hushkey.config.json', `{ "rules": { "${secret}": "off" } }`],
      ['hushkey.config.json', `{ "${secret}": [] }`],
      ['hushkey.config.json', `{ "ignore": ["${secret}[a"] }`],
      ['hushkey.config.json', `{ ${secret} }`],
      ['hushkey-baseline.json', `[{ "${secret}": 1 }]`],
      ['hushkey-baseline.json', `[{ "fingerprint": "${secret}" }]`],
    ] as const) {
      repository.write(path, content);
      const result = repository.hushkey(['scan', '--debug']);
      expect(result).toMatchObject({ status: 2, stdout: '' });
      expectNoPiece(result.stderr, content.replace(secret, '…'));
      repository.write(path, path.includes('config') ? '{}' : '[]');
    }
  });
});
