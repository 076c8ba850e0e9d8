// Guards against hangs, not benchmarks: the limits are far above what the machine needs.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';
import { cpuTime } from '../support/cpu-time.ts';

const KEYWORDS = 'api.anthropic.com dangerouslyAllowBrowser NEXT_PUBLIC_ANTHROPIC_API_KEY sk-ant-';
const HEADER = "h['Authorization'] = `Bearer ${apiKey}`;\n";
const MANY_VARIABLES = Array.from({ length: 5000 }, (_, i) => `const v${i} = v${i - 1} + v${i - 1};`).join('\n');

const TEXTS: readonly (readonly [string, string, string])[] = [
  ['brackets', 'a.js', `// ${KEYWORDS}\n${'('.repeat(100_000)}'Authorization'`],
  ['closers', 'a.js', `// ${KEYWORDS}\n${'['.repeat(50_000)}${')'.repeat(100_000)}`],
  ['nested objects', 'a.js', `// ${KEYWORDS}\nx = ${'{a:'.repeat(30_000)}{ Authorization: \`Bearer \${apiKey}\` }`],
  ['nested templates', 'a.js', `// ${KEYWORDS}\n${'`${'.repeat(30_000)}`],
  [
    'one line of a megabyte',
    'a.js',
    `fetch('https://api.anthropic.com',{headers:{Authorization:'Bearer '+apiKey,x:"${'ab "+c+" '.repeat(120_000)}"}})`,
  ],
  ['quotes that do not close', 'a.js', `// ${KEYWORDS}\n${"'\\".repeat(300_000)}`],
  ['ten thousand headers', 'a.js', `// ${KEYWORDS}\n${HEADER.repeat(10_000)}fetch(url, { headers: h });`],
  [
    'ten thousand headers and uses',
    'a.js',
    `const h = {};\n${HEADER.repeat(5000)}${"fetch('https://api.anthropic.com/v1/messages', { headers: h });\n".repeat(5000)}`,
  ],
  [
    'chains of constants',
    'a.js',
    `${MANY_VARIABLES}\nfetch(v4999 + 'https://api.anthropic.com', { headers: { Authorization: 'Bearer ' + v4999 } })`,
  ],
  [
    'long chain of calls',
    'a.js',
    `x${".set('Authorization', `Bearer ${apiKey}`)".repeat(10_000)}.get('https://api.anthropic.com/v1/messages')`,
  ],
  ['comments in a language that is read loosely', 'a.scala', `// ${KEYWORDS}\n${'/* x */'.repeat(100_000)}`],
  [
    'functions and names in one',
    'a.ex',
    Array.from({ length: 8000 }, (_, i) => `u${i} = "https://api.anthropic.com/v1/messages"\ndef f${i}\n`).join(''),
  ],
  ['blocks of a proxy', 'a.conf', `# ${KEYWORDS}\n${'a {\nproxy_set_header x-api-key a;\n'.repeat(15_000)}`],
  ['recipes with variables', 'Makefile', `# ${KEYWORDS}\n${'a:\n\tcurl $(A)\n'.repeat(20_000)}`],
  ['commands in prose', 'a.md', `${KEYWORDS}\n${'`curl '.repeat(80_000)}`],
  ['arrows', 'a.js', `// ${KEYWORDS}\n${'a => '.repeat(50_000)}1`],
  ['python dicts', 'a.py', `# ${KEYWORDS}\n${'headers = {"Authorization": f"Bearer {api_key}"}\n'.repeat(10_000)}`],
  [
    'python functions',
    'a.py',
    `# ${KEYWORDS}\n${'def f(self, a, b):\n  self.h["Authorization"] = f"Bearer {self.k}"\n'.repeat(5000)}`,
  ],
  [
    'shell variables',
    'a.sh',
    `# ${KEYWORDS}\ncurl -H "Authorization: Bearer ${'$KEY'.repeat(100_000)}" https://api.anthropic.com`,
  ],
  [
    'shell commands',
    'a.sh',
    'curl https://api.anthropic.com/v1/messages -H "Authorization: Bearer $K"\n'.repeat(10_000),
  ],
  [
    'Go functions',
    'a.go',
    `// ${KEYWORDS}\n${'func f(k string) {\n\treq, err := g(url)\n\treq.Header.Set("Authorization", "Bearer "+k)\n}\n'.repeat(5000)}`,
  ],
  ['Go braces', 'a.go', `// ${KEYWORDS}\n${'x := T{a: '.repeat(50_000)}`],
  ['Java chains', 'A.java', `// ${KEYWORDS}\nx${'.header("Authorization", "Bearer " + k)'.repeat(10_000)}.uri(url);`],
  ['C# braces', 'A.cs', `// ${KEYWORDS}\n${'x = new T { '.repeat(50_000)}`],
  ['Rust braces', 'a.rs', `// ${KEYWORDS}\n${'let x = T { a: '.repeat(50_000)}'`],
  ['Kotlin expressions', 'a.kt', `// ${KEYWORDS}\n${'fun f(a: T) = '.repeat(30_000)}1`],
  [
    'PHP variables',
    'a.php',
    `<?php // ${KEYWORDS}\n${'curl_setopt($c, X, ["Authorization: Bearer $k"]);\n'.repeat(8000)}`,
  ],
  ['Swift strings', 'a.swift', `// ${KEYWORDS}\n${'"\\('.repeat(50_000)}`],
  ['Ruby hashes', 'a.rb', `# ${KEYWORDS}\n${'h[\'Authorization\'] = "Bearer #{k}"\n'.repeat(8000)}`],
  ['a deep JSON', 'a.json', `["${KEYWORDS}",${'{"a":['.repeat(100_000)}`],
  [
    'a wide JSON',
    'a.json',
    `["${KEYWORDS}",${'{"name":"Authorization","value":"Bearer {{k}}"},'.repeat(10_000)}{"url":"https://api.anthropic.com"}]`,
  ],
  ['a long YAML', 'a.yaml', `# ${KEYWORDS}\n${'- url: x\n  headers:\n    Authorization: Bearer x\n'.repeat(10_000)}`],
  [
    'a deep YAML',
    'a.yaml',
    Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i % 80)}api.anthropic.com:`).join('\n'),
  ],
  ['run lines', 'Dockerfile', `# ${KEYWORDS}\n${'RUN a \\\n'.repeat(50_000)}`],
  [
    'a notebook',
    'a.ipynb',
    JSON.stringify({ cells: Array.from({ length: 5000 }, () => ({ cell_type: 'code', source: [HEADER, KEYWORDS] })) }),
  ],
  ['fences', 'a.md', `${KEYWORDS}\n${'```sh\ncurl x\n```\n'.repeat(10_000)}`],
  ['openers of texts', 'a.sh', `# ${KEYWORDS}\n${'cat <<A'.repeat(60_000)}\nA\n`],
  ['texts that do not end', 'a.sh', `# ${KEYWORDS}\n${'cat <<A\n'.repeat(60_000)}`],
  [
    'Ruby texts and blocks',
    'a.rb',
    `# ${KEYWORDS}\n${'x.each do |f|\n  f["Authorization"] = "Bearer #{key}"\n'.repeat(8000)}`,
  ],
  ['shell arrays', 'a.sh', `# ${KEYWORDS}\na=(-H "Authorization: Bearer $K")\n${'curl "${a[@]}" x\n'.repeat(10_000)}`],
  ['lambdas', 'A.cs', `// ${KEYWORDS}\n${'f(c => { c.Headers.Add("Authorization", "Bearer " + key);\n'.repeat(8000)}`],
  ['script elements', 'a.html', `${KEYWORDS}\n${'<script>'.repeat(50_000)}`],
  ['public names', 'a.ts', 'x(process.env.NEXT_PUBLIC_OPENAI_API_KEY);\n'.repeat(10_000)],
  ['one line of a megabyte without a string', 'a.js', `// ${KEYWORDS}\n${'f(a,b);'.repeat(150_000)}`],
  [
    'huge templates',
    'a.js',
    `// ${KEYWORDS}\nx = \`${'text ${a} '.repeat(60_000)}\`; y = \`${'text '.repeat(100_000)}\``,
  ],
  ['names that almost are', 'a.ts', `${KEYWORDS} ${'A'.repeat(500_000)}_${'A_'.repeat(200_000)}`],
];

describe('hostile files', () => {
  it.each(TEXTS)('%s', (_name, path, text) => {
    const started = cpuTime();
    for (const rule of usageRules)
      for (const match of rule.find({ path, text })) expect(match.end).toBeLessThanOrEqual(text.length);
    expect(cpuTime() - started).toBeLessThan(4000);
  });
});

describe('past the step budget', () => {
  it('what stands in one call is still found', () => {
    const text = `${MANY_VARIABLES}\n${`f(${'v1 + '.repeat(40)}v2);\n`.repeat(20_000)}fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: \`Bearer \${process.env.ANTHROPIC_API_KEY}\`, 'anthropic-version': '2023-06-01' } });`;
    expect(usageRules.flatMap((rule) => [...rule.find({ path: 'a.js', text })].map(() => rule.id))).toEqual([
      'bearer-misuse',
    ]);
  });
});
