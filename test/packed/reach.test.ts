// Credentials in the places and forms that are easily overlooked: a real commit of each is stopped, and none is shown.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, createRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 11);
const TOKEN = fakeOf('github-pat-classic', 11);
const NPM = fakeOf('npm-token', 11);
const PYPI = fakeOf('pypi-token', 11);
const [A, B, C] = [KEY.slice(0, 7), KEY.slice(7, 50), KEY.slice(50)];
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const PASSWORD = ['t4Kz', '9wQm', 'X2rB', 'vL7c'].join('');

/** Path, content, the rule, what must not be shown. */
const FILES: readonly (readonly [string, string, string, string])[] = [
  ['src/a.js', `export const key =\n  '${A}' +\n  '${B}' +\n  '${C}';\n`, 'anthropic-api-key', B],
  ['a.py', `KEY = ("${A}"\n       "${B}"\n       "${C}")\n`, 'anthropic-api-key', B],
  ['A.java', `class A { String k = "${A}" + "${B}${C}"; }\n`, 'anthropic-api-key', B],
  ['a.go', `package a\n\nvar k = "${A}" +\n\t"${B}${C}"\n`, 'anthropic-api-key', B],
  ['a.php', `<?php\n$k = '${A}' . '${B}${C}';\n`, 'anthropic-api-key', B],
  ['list.ts', `export const key = ['${A}', '${B}', '${C}'].join('');\n`, 'anthropic-api-key', B],
  ['run.sh', `export K="${A}${B}\\\n${C}"\n`, 'anthropic-api-key', C],
  ['app.yaml', `app:\n  key: >-\n    ${A}${B}\n    ${C}\n`, 'anthropic-api-key', C],
  [
    'secret.yaml',
    `apiVersion: v1\nkind: Secret\ndata:\n  env: ${base64(`PORT=80\nKEY=${KEY}\n`)}\n`,
    'anthropic-api-key',
    KEY,
  ],
  ['twice.txt', `${base64(base64(TOKEN))}\n`, 'github-pat-classic', TOKEN],
  ['thrice.txt', `${base64(base64(base64(TOKEN)))}\n`, 'github-pat-classic', TOKEN],
  [
    'a.ipynb',
    json({ cells: [{ cell_type: 'code', outputs: [{ output_type: 'stream', text: [`${KEY}\n`] }], source: [] }] }),
    'anthropic-api-key',
    KEY,
  ],
  ['.npmrc', `//registry.internal.net/:_authToken=${NPM}\n`, 'npm-token', NPM],
  ['.netrc', `machine git.internal.net login deploy password ${PASSWORD}\n`, 'netrc-pgpass', PASSWORD],
  ['.pypirc', `[pypi]\nusername = __token__\npassword = ${PYPI}\n`, 'pypi-token', PYPI],
  [
    'kubeconfig',
    `users:\n- name: a\n  user:\n    client-key-data: ${base64(fakeOf('private-key-pkcs8', 2))}\n`,
    'private-key-pkcs8',
    'LS0tLS1CRUdJTiBQUklW',
  ],
  [
    '.docker/config.json',
    json({ auths: { 'hub.internal.net': { auth: base64(`deploy:${PASSWORD}`) } } }),
    'docker-config-auth',
    base64(`deploy:${PASSWORD}`),
  ],
  [
    'terraform.tfstate',
    json({ version: 4, resources: [{ instances: [{ attributes: { token: TOKEN } }] }] }),
    'github-pat-classic',
    TOKEN,
  ],
  [
    'login.har',
    json({ log: { entries: [{ request: { headers: [{ name: 'x-api-key', value: KEY }] } }] } }),
    'anthropic-api-key',
    KEY,
  ],
  [
    'api.postman_collection.json',
    json({ auth: { apikey: [{ key: 'DEEPSEEK_API_KEY', value: fakeOf('deepseek-api-key', 3), type: 'string' }] } }),
    'deepseek-api-key',
    fakeOf('deepseek-api-key', 3),
  ],
];

describe('a commit with a credential', () => {
  test.each(FILES)('in %s is stopped', (path, content, rule, hidden) => {
    const repository = createArmedRepository();
    repository.write(path, content);
    repository.git('add', '-f', path);
    const { status, stdout, stderr } = repository.tryGit(['commit', '-qm', 'add']);
    expect(stdout + stderr).toContain(rule);
    expect(status).toBe(1);
    expect(stdout + stderr).not.toContain(hidden);
  });
});

describe('hushkey scan', () => {
  test.each(FILES)('reports %s once', (path, content, rule) => {
    const repository = createRepository();
    repository.write(path, content);
    const { status, stdout } = repository.hushkey(['scan', '--format', 'json', '.']);
    const { findings } = JSON.parse(stdout) as { findings: { ruleId: string }[] };
    expect(findings.map(({ ruleId }) => ruleId).filter((id) => id === rule)).toHaveLength(1);
    expect(status).toBe(1);
  });

  test('the fingerprint of a key in pieces is that of the key', () => {
    const contents = [`'${KEY}'`, `'${A}' + '${B}' + '${C}'`];
    const fingerprints = contents.map((value) => {
      const repository = createRepository();
      repository.write('key.js', `export const key = ${value};\n`);
      const { stdout } = repository.hushkey(['scan', '--format', 'json', '.']);
      return (JSON.parse(stdout) as { findings: { fingerprint: string }[] }).findings.map((found) => found.fingerprint);
    });
    expect(fingerprints[0]).toHaveLength(1);
    expect(fingerprints[1]).toEqual(fingerprints[0]);
  });
});
