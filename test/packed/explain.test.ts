// `hushkey explain` on the packed package: the guides' five bodies, and the fault found in the repository.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, runHushkey, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 91);

function body(type: string, message: string): string {
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_011CPackedA' });
}

describe('scenario 31: the five bodies of the guides', () => {
  test.each([
    ['authentication_error', 'x-api-key header is required', 'No credential arrived'],
    ['authentication_error', 'invalid x-api-key', 'none that the API knows'],
    ['permission_error', 'Your API key does not have permission to use the specified resource.', 'may not do this'],
    ['invalid_request_error', 'anthropic-version: header is required', 'no anthropic-version header'],
    ['rate_limit_error', 'This request would exceed your rate limit', 'It is not the key'],
  ])('%s: %s', (type, message, meaning) => {
    const run = runHushkey(['explain', '-'], { cwd: temporaryFolder(), input: body(type, message) });
    expect(run.status).toBe(0);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain(meaning);
    for (const word of ['check', 'fix', 'req_011CPackedA', 'Retrying']) expect(run.stdout).toContain(word);
  });
});

describe('in a repository', () => {
  test('a Bearer header is pointed at, and comes first', () => {
    const repository = createRepository();
    repository.write(
      'src/chat.js',
      [
        "const url = 'https://api.anthropic.com/v1/messages';",
        'const key = process.env.ANTHROPIC_API_KEY;',
        "fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${key}`, 'anthropic-version': '2023-06-01' } });",
        '',
      ].join('\n'),
    );
    const run = repository.hushkey(['explain', '401', '--format', 'json']);
    const { causes } = JSON.parse(run.stdout) as { causes: { id: string; places: { path: string; line: number }[] }[] };
    expect(causes[0]).toMatchObject({ id: 'bearer-key', places: [{ path: 'src/chat.js', line: 3 }] });
  });

  test('a quoted key in an ignored .env is pointed at, and not shown', () => {
    const repository = createRepository();
    repository.write('.gitignore', '.env\n');
    repository.write('.env', `ANTHROPIC_API_KEY="'${KEY}'"\n`);
    const run = repository.hushkey(['explain', 'invalid', 'x-api-key']);
    expect(run.stdout).toMatch(/\.env:1:\d+ {2}malformed-key/);
    expect(run.stdout + run.stderr).not.toContain(KEY.slice(14, 40));
  });

  test('a missing version header is pointed at', () => {
    const repository = createRepository();
    repository.write(
      'chat.py',
      'import os, requests\nrequests.post("https://api.anthropic.com/v1/messages",\n    headers={"x-api-key": os.environ["ANTHROPIC_API_KEY"]}, json={})\n',
    );
    const input = body('invalid_request_error', 'anthropic-version: header is required');
    expect(repository.hushkey(['explain', '-'], { input }).stdout).toMatch(/chat\.py:\d+:\d+ {2}version-header/);
  });
});

describe('input', () => {
  test('a file, in the encoding that PowerShell writes', () => {
    const repository = createRepository();
    repository.write('error.txt', Buffer.from(`\ufeff${body('overloaded_error', 'Overloaded')}`, 'utf16le'));
    expect(repository.hushkey(['explain', 'error.txt']).stdout).toContain('529 overloaded_error: Overloaded');
  });

  test('what is not understood is exit 2, with what to paste', () => {
    const run = runHushkey(['explain', 'hello'], { cwd: temporaryFolder() });
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('paste the whole error');
    expect(runHushkey(['explain', '-'], { cwd: temporaryFolder(), input: '' }).status).toBe(2);
  });

  test('a config that is broken, or turns rules off, changes nothing about it', () => {
    const repository = createRepository();
    const error = `{"error":{"type":"authentication_error","message":"no such key: ${KEY}"}}`;
    repository.write('hushkey.config.json', '{ "rules": { "anthropic-api-key": "off" } }');
    const off = repository.hushkey(['explain', '-'], { input: error });
    expect(off.stdout).toContain('no such key: sk-ant-api03-…');
    repository.write('hushkey.config.json', '{ "rulez": {} }');
    const broken = repository.hushkey(['explain', '-'], { input: error });
    expect([broken.status, broken.stdout]).toEqual([0, off.stdout]);
    expect(broken.stderr).toContain('the repository was not looked through');
  });

  test('a key in the text is in no output', () => {
    const input = `curl https://api.anthropic.com/v1/messages -H "Authorization: Bearer ${KEY}"\n${body('authentication_error', `Invalid bearer token ${KEY}`)}`;
    const run = runHushkey(['explain', '-'], { cwd: temporaryFolder(), input });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('the request has an authorization header');
    expect(run.stdout + run.stderr).not.toContain(KEY.slice(14, 40));
  });
});
