// `hushkey fix` on the packed tarball: shows first, writes only when told to, and never over unstaged work.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const SCRIPT = `curl https://api.anthropic.com/v1/messages \\
  -H "Authorization: Bearer $ANTHROPIC_API_KEY" \\
  -H "anthropic-version: 2023-06-01" -d '{}'
`;
const LITERAL = `await fetch('https://api.anthropic.com/v1/messages', {
  method: 'POST',
  headers: { Authorization: 'Bearer ${KEY}', 'anthropic-version': '2023-06-01' },
});
`;

function withFiles(): TestRepository {
  const repository = createRepository();
  repository.write('call.sh', SCRIPT);
  repository.write('call.js', LITERAL);
  repository.git('add', '-A');
  return repository;
}

const read = (repository: TestRepository, path: string): string => readFileSync(join(repository.root, path), 'utf8');

describe('hushkey fix', () => {
  test('shows the diff and changes nothing without --yes', () => {
    const repository = withFiles();
    const result = repository.hushkey(['fix']);
    expect(result.status).toBe(1);
    expect(result.stdout).toContain('--- call.sh');
    expect(result.stdout).toContain('-  -H "Authorization: Bearer $ANTHROPIC_API_KEY" \\');
    expect(result.stdout).toContain('+  -H "x-api-key: $ANTHROPIC_API_KEY"');
    expect(result.stdout).toContain('nothing was changed');
    expect(result.stdout + result.stderr).not.toContain(KEY.slice(20, 40));
    expect(read(repository, 'call.sh')).toBe(SCRIPT);
    expect(read(repository, 'call.js')).toBe(LITERAL);
  });

  test('applies with --yes, and has nothing left to do then', () => {
    const repository = withFiles();
    const result = repository.hushkey(['fix', '--yes']);
    expect(result.status).toBe(0);
    expect(read(repository, 'call.sh')).toBe(SCRIPT.replace('Authorization: Bearer ', 'x-api-key: '));
    const again = repository.hushkey(['fix', '--yes']);
    expect(again.stdout).toContain('no safe fix');
    expect(again.status).toBe(0);
    const left = repository.hushkey(['scan', '--category', 'bearer-misuse', 'call.sh']);
    expect(left.status).toBe(0);
  });

  test('leaves a file alone that has unstaged changes', () => {
    const repository = withFiles();
    repository.write('call.sh', `${SCRIPT}echo done\n`);
    const result = repository.hushkey(['fix', '--yes', 'call.sh']);
    expect(result.stderr).toContain('call.sh: left alone');
    expect(read(repository, 'call.sh')).toBe(`${SCRIPT}echo done\n`);
  });
});
