// `hushkey refs` on the packed tarball, in a repository with one key's name everywhere that a rotation must reach.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);

const FILES: Readonly<Record<string, string>> = {
  'src/app.ts': 'export const key = process.env.ANTHROPIC_API_KEY;\n',
  'docker-compose.yml': 'services:\n  api:\n    environment:\n      - ANTHROPIC_API_KEY\n',
  '.github/workflows/ci.yml': 'env:\n  ANTHROPIC_API_KEY: ${{ secrets.CLAUDE_KEY }}\n',
  'k8s/app.yaml':
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    env:\n    - name: ANTHROPIC_API_KEY\n      valueFrom:\n        secretKeyRef:\n          name: app\n          key: claude\n',
  'vercel.json': '{ "env": { "ANTHROPIC_API_KEY": "@claude" } }\n',
  '.env.example': 'ANTHROPIC_API_KEY=\n',
};

function withName(): TestRepository {
  const repository = createRepository();
  for (const [path, text] of Object.entries(FILES)) repository.write(path, text);
  repository.write('.gitignore', '.env\n');
  repository.write('.env', `ANTHROPIC_API_KEY=${KEY}\nOLD_TOKEN=${KEY}\n`);
  repository.git('add', '-A');
  return repository;
}

interface Answer {
  readonly names: readonly {
    readonly name: string;
    readonly state: string;
    readonly references: readonly { readonly path: string }[];
  }[];
  readonly steps?: readonly { readonly title: string; readonly details: readonly string[] }[];
}

describe('scenario 33: hushkey refs', () => {
  test('lists every place, the ignored .env too, and shows no value', () => {
    const repository = withName();
    const result = repository.hushkey(['refs']);
    expect(result.status).toBe(0);
    for (const path of [...Object.keys(FILES), '.env:1']) expect(result.stdout).toContain(path);
    expect(result.stdout).toContain('OLD_TOKEN  ! nothing here reads it');
    expect(result.stdout + result.stderr).not.toContain(KEY.slice(20, 60));
    expect(result.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('says that there is nothing', () => {
    const repository = createRepository();
    repository.write('a.ts', 'export const mode = process.env.MODE;\n');
    expect(repository.hushkey(['refs'])).toMatchObject({
      status: 0,
      stdout: 'hushkey: no credential is named here; hushkey refs --all lists every name\n',
    });
    expect(repository.hushkey(['refs', '--all']).stdout).toContain('MODE');
  });

  test('JSON', () => {
    const result = withName().hushkey(['refs', '--format', 'json']);
    const { names } = JSON.parse(result.stdout) as Answer;
    const places = names.find(({ name }) => name === 'ANTHROPIC_API_KEY')?.references.map(({ path }) => path);
    expect([...new Set(places)].sort()).toEqual([...Object.keys(FILES), '.env'].sort());
    expect(names.find(({ name }) => name === 'OLD_TOKEN')?.state).toBe('nothing-reads');
  });

  test('--rotate gives the steps in order; from a sub-folder too', () => {
    const repository = withName();
    const result = repository.hushkey(['refs', '--rotate', 'ANTHROPIC_API_KEY'], { cwd: `${repository.root}/src` });
    expect(result.status).toBe(0);
    const order = [
      'platform.claude.com/settings/keys',
      'gh secret set CLAUDE_KEY',
      '.env:1',
      'ci.yml:2  ANTHROPIC_API_KEY',
      'k8s/app.yaml:7',
      'src/app.ts:1',
      'revoke it',
    ];
    const places = order.map((one) => result.stdout.indexOf(one));
    expect(places.every((at, i) => at >= 0 && (i === 0 || at > (places[i - 1] ?? 0)))).toBe(true);
    const json = JSON.parse(
      repository.hushkey(['refs', '--rotate', 'ANTHROPIC_API_KEY', '--format', 'json']).stdout,
    ) as Answer;
    expect(json.steps?.length).toBeGreaterThan(5);
  });

  test('a name that is nowhere is not understood', () => {
    const result = withName().hushkey(['refs', '--rotate', 'ANTHROPIC_API_KEYS']);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('ANTHROPIC_API_KEY');
  });
});
