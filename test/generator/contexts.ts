// The places where a credential is pasted: one short file each, in the spelling of that language.

export interface Planted {
  readonly context: string;
  readonly path: string;
  readonly text: string;
}

interface Names {
  readonly upper: string;
  readonly snake: string;
  readonly kebab: string;
  readonly camel: string;
}

interface Context {
  readonly name: string;
  readonly path: string;
  /** False where a value of several lines has no place. */
  readonly lines: boolean;
  readonly write: (names: Names, value: string) => string;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
const single = (value: string): string => value.replaceAll('\n', '\\n');

function code(name: string, path: string, write: Context['write']): Context {
  return { name, path, lines: true, write };
}

function line(name: string, path: string, write: Context['write']): Context {
  return { name, path, lines: false, write };
}

const CONTEXTS: readonly Context[] = [
  code(
    'JavaScript',
    'src/app.js',
    ({ camel }, value) => `const ${camel} = '${single(value)}';\nmodule.exports = { ${camel} };\n`,
  ),
  code(
    'TypeScript',
    'src/app.ts',
    ({ camel }, value) => `export const settings = { ${camel}: "${escaped(value)}" } as const;\n`,
  ),
  code('Python', 'app.py', ({ upper }, value) => `import os\n\n${upper} = "${escaped(value)}"\n`),
  code(
    'Go',
    'main.go',
    ({ camel }, value) => `package main\n\nfunc main() {\n\t${camel} := "${escaped(value)}"\n\trun(${camel})\n}\n`,
  ),
  code(
    'Java',
    'App.java',
    ({ upper }, value) => `class App {\n  private static final String ${upper} = "${escaped(value)}";\n}\n`,
  ),
  code('Kotlin', 'App.kt', ({ camel }, value) => `val ${camel} = "${escaped(value)}"\n`),
  code('C#', 'App.cs', ({ camel }, value) => `var client = new Client(${camel}: "${escaped(value)}");\n`),
  code('PHP', 'app.php', ({ snake }, value) => `<?php\nreturn ['${snake}' => '${single(value)}'];\n`),
  code('Ruby', 'app.rb', ({ snake }, value) => `configure do |c|\n  c.${snake} = '${single(value)}'\nend\n`),
  code('Rust', 'main.rs', ({ upper }, value) => `const ${upper}: &str = "${escaped(value)}";\n`),
  code('Swift', 'App.swift', ({ camel }, value) => `let ${camel} = "${escaped(value)}"\n`),
  code('Dart', 'app.dart', ({ camel }, value) => `final ${camel} = '${single(value)}';\n`),
  code('env', '.env', ({ upper }, value) =>
    value.includes('\n') ? `${upper}="${value}"\n` : `PORT=80\n${upper}=${value}\n`,
  ),
  code('JSON', 'config.json', ({ snake }, value) => `{"port": 80, "${snake}": "${escaped(value)}"}\n`),
  code('YAML', 'config.yaml', ({ kebab }, value) =>
    value.includes('\n')
      ? `app:\n  ${kebab}: |\n    ${value.replaceAll('\n', '\n    ')}\n`
      : `app:\n  ${kebab}: "${value}"\n`,
  ),
  code('TOML', 'config.toml', ({ snake }, value) => `[app]\n${snake} = "${escaped(value)}"\n`),
  code('HCL', 'main.tf', ({ snake }, value) => `variable "${snake}" {\n  default = "${escaped(value)}"\n}\n`),
  line(
    'URL',
    'links.txt',
    ({ snake }, value) => `https://api.internal.net/v1/run?${snake}=${encodeURIComponent(value)}&page=2\n`,
  ),
  line(
    'header',
    'call.http',
    ({ kebab }, value) => `GET https://api.internal.net/v1/run\nX-${kebab}: ${value}\nAccept: */*\n`,
  ),
  line('shell', 'run.sh', ({ upper }, value) => `#!/bin/sh\nexport ${upper}='${value}'; ./run\n`),
  code('notebook', 'a.ipynb', ({ upper }, value) =>
    JSON.stringify({
      cells: [{ cell_type: 'code', source: [`${upper} = "${escaped(value)}"\n`], outputs: [], metadata: {} }],
      nbformat: 4,
    }),
  ),
  code('Markdown', 'README.md', ({ upper }, value) => `# Setup\n\n\`\`\`\n${upper}=${value}\n\`\`\`\n`),
  code(
    'minified',
    'app.min.js',
    ({ camel }, value) => `!function(){var a=1,b={${camel}:"${escaped(value)}",n:0};f(a,b)}();`,
  ),
];

export const CONTEXT_NAMES: readonly string[] = CONTEXTS.map(({ name }) => name);

/** @param name - as an environment variable; empty: a name that says nothing. */
export function plant(name: string, value: string): readonly Planted[] {
  const words = (name === '' ? 'VALUE' : name).split('_').map((word) => word.toLowerCase());
  const names: Names = {
    upper: words.join('_').toUpperCase(),
    snake: words.join('_'),
    kebab: words.join('-'),
    camel: words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
  };
  return CONTEXTS.filter((context) => context.lines || !value.includes('\n')).map((context) => ({
    context: context.name,
    path: context.path,
    text: context.write(names, value),
  }));
}
