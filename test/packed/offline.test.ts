// Zero configuration, zero network: neither a scan nor a commit opens a connection.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, packedBin, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const PRELOAD = `
const refuse = (name) => () => { throw new Error('network: ' + name); };
for (const [name, functions] of Object.entries({
  'node:net': ['connect', 'createConnection', 'createServer'],
  'node:tls': ['connect'],
  'node:http': ['request', 'get'],
  'node:https': ['request', 'get'],
  'node:dns': ['lookup', 'resolve', 'resolve4', 'resolve6'],
  'node:dgram': ['createSocket'],
})) for (const key of functions) require(name)[key] = refuse(name + '.' + key);
globalThis.fetch = refuse('fetch');
require('node:net').Socket.prototype.connect = refuse('Socket.connect');
require('node:fs').appendFileSync(process.env.PRELOADED, 'x');
`;

function prepared(): TestRepository {
  const repository = createArmedRepository();
  repository.write('a.js', `export const key = '${fakeOf('anthropic-api-key', 1)}';\n`);
  repository.git('add', '-A');
  return repository;
}

describe('scenario 26: no network', () => {
  test('with every door of Node shut', () => {
    const repository = prepared();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
    const witness = join(folder, 'preloaded');
    const env = { NODE_OPTIONS: `--require ${join(folder, 'preload.cjs')}`, PRELOADED: witness };
    const { findings } = JSON.parse(repository.hushkey(['scan', '--format', 'json'], { env }).stdout);
    expect(findings).toHaveLength(1);
    const blocked = repository.tryGit(['commit', '-q', '-m', 'x'], { env });
    expect(blocked.status).toBe(1);
    expect(blocked.stderr).not.toContain('network: ');
    expect(repository.hushkey(['allow', findings[0].id, '--reason', 'test'], { env }).status).toBe(0);
    expect(repository.tryGit(['commit', '-q', '-m', 'x'], { env }).status).toBe(0);
    expect(readFileSync(witness, 'utf8')).toBe('xxxx');
  });

  const hasStrace = run('sh', ['-c', 'strace -o /dev/null true || exit 1']).status === 0;

  test.skipIf(!hasStrace)('no socket of the internet, as the system sees it', () => {
    const repository = prepared();
    const folder = temporaryFolder();
    const strace = ['-ff', '-e', 'trace=socket,connect', '-o', join(folder, 'trace')];
    const scanned = run('strace', [...strace, process.execPath, packedBin(), 'scan'], { cwd: repository.root });
    expect(scanned.status).toBe(1);
    const committed = run('strace', [...strace, 'git', 'commit', '-q', '-m', 'x'], { cwd: repository.root });
    expect(committed.stderr).toContain('anthropic-api-key');
    const traces = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(traces.join('')).toContain('exited with');
    expect(traces.join('')).not.toMatch(/AF_INET/);
  });
});
