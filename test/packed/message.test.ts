// What a blocked commit shows, read as its user reads it: in every kind of file the place, the masked key, and a fix
// that is right in that file.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, type Run } from '../support/repository.ts';

const MASK = /sk-ant-api03-…[\w-]{4}/;

/** The key of one example, so that each is a finding of its own. */
const keyOf = (seed: number): string => fakeOf('anthropic-api-key', 100 + seed);

/** Commits all files at once; @@ in them is a key of their own. */
function commitAll(files: readonly (readonly [path: string, content: string])[], env: NodeJS.ProcessEnv = {}): Run {
  const repository = createArmedRepository();
  for (const [i, [path, content]] of files.entries()) repository.write(path, content.replaceAll('@@', keyOf(i)));
  repository.git('add', '-A', '-f', ...files.map(([path]) => path));
  const result = repository.tryGit(['commit', '-q', '-m', 'x'], { env });
  for (const i of files.keys()) expectHidden(result, keyOf(i));
  return result;
}

function expectHidden({ stdout, stderr }: Run, key: string): void {
  const variable = key.slice('sk-ant-api03-'.length);
  for (let at = 0; at + 8 <= variable.length; at += 1) {
    expect(stdout + stderr).not.toContain(variable.slice(at, at + 8));
  }
}

/** The block of one file, by its first line. */
function blockOf(text: string, path: string): string {
  const found = text.split(/\n(?=\S+:\d+:\d+ {2}(?:error|warning) {2})/).find((block) => block.startsWith(`${path}:`));
  return found ?? `no block for ${path} in\n${text}`;
}

/** What the recipe writes, its lines joined again. */
function recipeOf(block: string): string {
  const lines = block.split('\n');
  const start = lines.findIndex((line) => line.startsWith('  fix '));
  const fix = lines.slice(
    start,
    lines.findIndex((line, i) => i > start && /^ {2}\w/.test(line)),
  );
  return fix
    .map((line) => line.slice(11))
    .join('\n')
    .replaceAll('\n  ', ' ');
}

test('scenario 16: place, rule, masked key, frame, why, fix, where to revoke, how to allow, counts', () => {
  const result = commitAll([['src/ask.js', "const a = 1;\nconst client = new Anthropic({ apiKey: '@@' });\n"]]);
  expect(result.status).toBe(1);
  expect(result.stdout).toBe('');
  const tail = keyOf(0).slice(-4);
  const stderr = result.stderr.replace(/allow [0-9a-f]{12}/, 'allow ID').replace(/\([\d.]+ m?s\)/, '(N ms)');
  expect(stderr).toBe(`hushkey stopped this commit: it would add 1 credential

src/ask.js:2:41  error  anthropic-api-key
  Anthropic API key  sk-ant-api03-…${tail}

    1 │ const a = 1;
  > 2 │ const client = new Anthropic({ apiKey: 'sk-ant-api03-…${tail}' });
      │                                         ^^^^^^^^^^^^^^^^^^

  why      Whoever finds it can run Claude at your expense and read the
           workspace's files and batches, even after the person who made the key
           has left.
  fix      Read it from the environment variable ANTHROPIC_API_KEY
           - …client = new Anthropic({ apiKey: 'sk-ant-api03-…${tail}' });
           + …client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });
  revoke   if it was ever pushed: platform.claude.com/settings/keys (Disable can
           be undone, Delete cannot)
  allow    npx hushkey allow ID --reason "…"

hushkey: 1 error in 1 file, 167 B (N ms)
`);
});

const ENV = 'ANTHROPIC_API_KEY';

/** Path, content, and the lines that the recipe adds or the words of its advice. */
const RECIPES: readonly (readonly [path: string, content: string, ...wanted: string[]])[] = [
  ['a.js', "const k = '@@';\n", `+ const k = process.env.${ENV};`],
  [
    'header.ts',
    "const h = { authorization: 'Token @@' };\n",
    `h = { authorization: \`Token \${process.env.${ENV}}\` };`,
  ],
  ['template.ts', 'const u = `/v1?k=@@&n=${n}`;\n', `+ const u = \`/v1?k=\${process.env.${ENV}}&n=\${n}\`;`],
  ['nested.ts', "const h = `k ${'@@'}`;\n", `+ const h = \`k \${process.env.${ENV}}\`;`],
  ['View.tsx', 'const v = <Chat token="@@" />;\n', `+ const v = <Chat token={process.env.${ENV}} />;`],
  ['app.py', 'key = "@@"\n', '+ import os', `+ key = os.environ["${ENV}"]`],
  ['url.py', 'import os\nu = "https://x.test/?k=@@"\n', `+ u = f"https://x.test/?k={os.environ['${ENV}']}"`],
  ['triple.py', 'import os\nkey = """@@"""\n', `+ key = os.environ["${ENV}"]`],
  ['bytes.py', 'key = b"@@"\n', `use os.environ["${ENV}"] in its place`],
  ['main.go', 'package main\n\nconst key = "@@"\n', '+ import "os"', `+ var key = os.Getenv("${ENV}")`],
  ['url.go', 'package main\n\nvar u = "x?k=@@&y"\n', `+ var u = "x?k=" + os.Getenv("${ENV}") + "&y"`],
  ['block.go', 'package main\n\nconst (\n\tkey = "@@"\n)\n', `use os.Getenv("${ENV}") in its place`],
  ['App.java', 'static final String K = "@@";\n', `+ static final String K = System.getenv("${ENV}");`],
  ['app.rb', "key = 'k=@@'\n", `+ key = "k=#{ENV.fetch("${ENV}")}"`],
  ['app.php', "<?php\n$k = '@@';\n", `+ $k = getenv('${ENV}');`],
  ['conf.php', "<?php\nclass A { \n  const K = '@@';\n}\n", `use getenv('${ENV}') in its place`],
  [
    'App.cs',
    'private const string K = "@@";\n',
    `+ private static readonly string K = Environment.GetEnvironmentVariable("${ENV}");`,
  ],
  ['main.rs', 'let k = "@@";\n', `+ let k = std::env::var("${ENV}").expect("${ENV}");`],
  ['const.rs', 'const K: &str = "@@";\n', `use std::env::var("${ENV}").expect("${ENV}") in`],
  ['App.kt', 'const val K = "k=@@"\n', `+ val K = "k=\${System.getenv("${ENV}")}"`],
  ['App.swift', 'let k = "@@"\n', `+ let k = ProcessInfo.processInfo.environment["${ENV}"]!`, 'call a server of yours'],
  ['run.sh', `#!/bin/sh\nexport ${ENV}=@@\n`, `+ : "\${${ENV}:?is not set}"`],
  ['curl.sh', "curl -H 'x-api-key: @@' https://x.test\n", `+ curl -H "x-api-key: $${ENV}" https://x.test`],
  ['bare.sh', 'call --key=@@ now\n', `+ call --key="$${ENV}" now`],
  ['run.ps1', "$h = @{ k = '@@' }\n", `+ $h = @{ k = $env:${ENV} }`],
  ['compose.yaml', `services:\n  a:\n    environment:\n      ${ENV}: @@\n`, `+ ${ENV}: \${${ENV}}`],
  ['k8s/app.yaml', 'apiVersion: v1\nkind: Pod\nenv:\n  - name: K\n    value: @@\n', 'valueFrom: { secretKeyRef: {'],
  ['.github/workflows/ci.yml', `env: { ${ENV}: @@ }\n`, `+ env: { ${ENV}: "\${{ secrets.${ENV} }}" }`, 'gh secret set'],
  ['.gitlab-ci.yml', `variables:\n  ${ENV}: @@\n`, 'secret variable of the pipeline'],
  ['.env', `${ENV}=@@\n`, 'git rm --cached -- .env', 'echo /.env >> .gitignore'],
  ['.env.example', `${ENV}=@@\n`, `+ ${ENV}=`],
  [
    'main.tf',
    'resource "x" "y" {\n  k = "@@"\n}\n',
    '+ variable "anthropic_api_key" { sensitive = true }',
    '+ k = var.anthropic_api_key',
  ],
  ['variables.tf', 'variable "claude" {\n  default = "@@"\n}\n', '+ sensitive = true', 'TF_VAR_claude'],
  ['Dockerfile', `ENV ${ENV}=@@\n`, `docker run -e ${ENV}`],
  ['.mcp.json', `{ "mcpServers": { "a": { "env": { "K": "@@" } } } }\n`, `"K": "\${${ENV}}"`],
  ['sub/.mcp.json', '{ "url": "https://x.test/?k=@@" }\n', `+ { "url": "https://x.test/?k=\${${ENV}}" }`],
  ['.cursor/mcp.json', '{ "env": { "K": "@@" } }\n', `+ { "env": { "K": "\${env:${ENV}}" } }`],
  [
    '.claude/settings.local.json',
    `{ "allow": ["Bash(${ENV}=@@ node a.js:*)"] }\n`,
    `Bash(${ENV}=\${${ENV}} node a.js:*)`,
    'git rm --cached',
  ],
  ['.claude/settings.json', `{ "env": { "${ENV}": "@@" } }\n`, 'Delete the entry'],
  ['README.md', `    export K=@@\n`, `+ export K=$${ENV}`],
  ['App.vue', "<script>\nconst k = '@@'\n</script>\n", 'let the browser call that'],
  ['conf.json', '{ "k": "@@" }\n', `let the program read ${ENV}`],
];

describe('scenario 16: the fix is in the language of the file', () => {
  // In portions, because a report shows at most twenty findings.
  for (let from = 0; from < RECIPES.length; from += 15) {
    const portion = RECIPES.slice(from, from + 15);
    test(portion.map(([path]) => path).join(', '), () => {
      const { status, stderr } = commitAll(portion.map(([path, content]) => [path, content]));
      expect(status).toBe(1);
      for (const line of stderr.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
      for (const [path, , ...wanted] of portion) {
        const block = blockOf(stderr, path);
        expect(block).toMatch(MASK);
        expect(block).toMatch(/^ {2}allow {4}npx hushkey allow [0-9a-f]{12} --reason "…"$/m);
        const recipe = recipeOf(block);
        for (const words of wanted) expect(recipe, path).toContain(words);
      }
      expect(stderr).toMatch(/\nhushkey: \d+ errors(?:, \d+ warnings?)? in \d+ files, .*\([\d.]+ m?s\)\n$/);
    });
  }
});

describe('scenario 16: how it looks', () => {
  const two = [
    ['a.js', "const k = '@@';\n"],
    ['b.js', "const k = '@@';\n"],
  ] as const;

  test('why, and where to revoke, are said once for each kind of credential', () => {
    const { stderr } = commitAll(two);
    expect(stderr.match(/^ {2}why/gm)).toHaveLength(1);
    expect(stderr.match(/^ {2}revoke/gm)).toHaveLength(1);
    expect(stderr.match(/^ {2}allow/gm)).toHaveLength(2);
  });

  test('colours only where they are wanted', () => {
    const colour = '\u001b[';
    expect(commitAll(two).stderr).not.toContain(colour);
    expect(commitAll(two, { FORCE_COLOR: '1' }).stderr).toContain(colour);
    expect(commitAll(two, { FORCE_COLOR: '1', NO_COLOR: '1' }).stderr).not.toContain(colour);
  });
});
