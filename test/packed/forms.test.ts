// Kinds of credentials that their own text tells, in every form that they are easily overlooked in: a file for each, and
// one scan of them all by the installed command. None is missed, and none is shown. Every kind has its turn in each
// third form, every form has a third of the kinds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENCODERS, encodableKinds } from '../accuracy/encoded.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';
import { createRepository } from '../support/repository.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
/** In two, behind the prefix: cut in a long prefix, nothing says that a credential begins. */
const cut = (value: string): readonly [string, string] => {
  const middle = Math.floor(value.length / 2);
  return [value.slice(0, middle), value.slice(middle)];
};

interface Form {
  readonly name: string;
  /** In a folder of its own. */
  readonly path: string;
  readonly write: (value: string) => string | Buffer;
}

const CLOSING = ['}', ',', ')', '<', ']', ';', '`', '|', '&', "'"];

const FORMS: readonly Form[] = [
  ...ENCODERS.map(({ name, encode }) => ({ name, path: 'settings.txt', write: encode })),
  ...CLOSING.map((end) => ({ name: `before ${end}`, path: 'a.txt', write: (value: string) => `x=${value}${end}\n` })),
  { name: 'at the end of the file', path: 'a.txt', write: (value) => `x=${value}` },
  { name: 'joined by +', path: 'a.ts', write: (value) => `const k = '${cut(value).join("' +\n  '")}';\n` },
  { name: 'joined by nothing', path: 'a.py', write: (value) => `K = ("${cut(value).join('"\n     "')}")\n` },
  { name: 'joined by a dot', path: 'a.php', write: (value) => `<?php $k = '${cut(value).join("' . '")}';\n` },
  { name: 'joined by a call', path: 'a.js', write: (value) => `k = ['${cut(value).join("', '")}'].join('');\n` },
  { name: 'over lines of a shell', path: 'a.sh', write: (value) => `export K="${cut(value).join('\\\n')}"\n` },
  { name: 'folded in YAML', path: 'a.yaml', write: (value) => `a:\n  key: >-\n    ${value}\n` },
  {
    name: 'output of a notebook',
    path: 'a.ipynb',
    write: (value) => json({ cells: [{ cell_type: 'code', outputs: [{ text: [`${value}\n`] }], source: [] }] }),
  },
  { name: '.npmrc', path: '.npmrc', write: (value) => `//packages.internal.net/:_authToken=${value}\n` },
  { name: '.netrc', path: '.netrc', write: (value) => `machine git.internal.net login deploy password ${value}\n` },
  { name: '.pypirc', path: '.pypirc', write: (value) => `[pypi]\nusername = __token__\npassword = ${value}\n` },
  { name: 'kubeconfig', path: 'config', write: (value) => `users:\n- name: a\n  user:\n    token: ${value}\n` },
  {
    name: 'docker config',
    path: 'config.json',
    write: (value) => json({ auths: { 'hub.internal.net': { auth: base64(`deploy:${value}`) } } }),
  },
  {
    name: 'Terraform state',
    path: 'terraform.tfstate',
    write: (value) =>
      json({
        version: 4,
        terraform_version: '1.9.0',
        resources: [{ instances: [{ attributes: { password: value } }] }],
      }),
  },
  {
    name: 'recorded request',
    path: 'a.har',
    write: (value) => json({ log: { entries: [{ request: { headers: [{ name: 'authorization', value }] } }] } }),
  },
  {
    name: 'Postman environment',
    path: 'a.postman_environment.json',
    write: (value) => json({ values: [{ key: 'token', value, type: 'secret', enabled: true }] }),
  },
  {
    name: 'Postman collection',
    path: 'a.postman_collection.json',
    write: (value) => json({ auth: { apikey: [{ key: 'value', value, type: 'string' }] } }),
  },
];

/** One structure a kind. */
const kinds = new Map(encodableKinds().toReversed());
const fakeOf = (id: string): string => build(kinds.get(id) ?? '', createRandom(`forms ${id}`));

const kindsIn = (form: number): readonly string[] => [...kinds.keys()].filter((_, i) => (i + form) % 3 === 0);

/** By itself no more than a warning: where a login must stand, that it is one counts for more than whose it may be. */
const YIELDING = new Set(['google-api-key']);

test('a scan finds every kind in every form, once, and shows none', { timeout: 300_000 }, () => {
  const repository = createRepository();
  FORMS.forEach(({ path, write }, form) => {
    for (const id of kindsIn(form)) repository.write(`${form}/${id}/${path}`, write(fakeOf(id)));
  });
  const output = join(repository.root, '.git', 'report.json');
  const { status, stderr } = repository.hushkey(['scan', '--format', 'json', '--output', output]);
  const report = readFileSync(output, 'utf8');
  expect(status).toBe(1);
  expect(stderr).toBe('');
  const found = new Map<string, string[]>();
  const { findings } = JSON.parse(report) as { findings: { path: string; ruleId: string; category: string }[] };
  for (const { path, ruleId, category } of findings) {
    if (category === 'hardcoded-key') found.set(path, [...(found.get(path) ?? []), ruleId]);
  }
  const wrong = FORMS.flatMap(({ name, path }, form) =>
    kindsIn(form).flatMap((id) => {
      const rules = found.get(`${form}/${id}/${path}`) ?? [];
      return rules.length === 1 && (rules[0] === id || YIELDING.has(id))
        ? []
        : [`${name}: ${id} is ${rules.join(', ') || 'missed'}`];
    }),
  );
  expect(wrong).toEqual([]);
  expect(kinds.size).toBeGreaterThan(200);
  expect([...kinds.keys()].filter((id) => report.includes(fakeOf(id)))).toEqual([]);
});
