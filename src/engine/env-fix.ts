// How code in each language reads a credential from its environment, shown as the changed line.
import type { Fix } from '../finding.ts';
import type { LineIndex } from '../text/position.ts';
import type { Detection, MaskSpan } from './detect.ts';

export interface EnvFixInput {
  readonly path: string;
  readonly text: string;
  readonly detection: Detection;
  /** Name of the variable to read. */
  readonly env: string;
  readonly lines: LineIndex;
  readonly masks: readonly MaskSpan[];
}

type ReadEnv = (env: string) => string;

const JS: ReadEnv = (env) => `process.env.${env}`;
const JAVA: ReadEnv = (env) => `System.getenv("${env}")`;
const BRACES: ReadEnv = (env) => `\${${env}}`;
const SHELL: ReadEnv = (env) => `"$${env}"`;

/** By file extension; the expression that takes the place of the quoted literal. */
const READERS: Readonly<Record<string, ReadEnv>> = {
  js: JS,
  mjs: JS,
  cjs: JS,
  jsx: JS,
  ts: JS,
  mts: JS,
  cts: JS,
  tsx: JS,
  vue: JS,
  svelte: JS,
  astro: JS,
  py: (env) => `os.environ["${env}"]`,
  ipynb: (env) => `os.environ["${env}"]`,
  pyi: (env) => `os.environ["${env}"]`,
  go: (env) => `os.Getenv("${env}")`,
  rb: (env) => `ENV.fetch("${env}")`,
  php: (env) => `getenv('${env}')`,
  java: JAVA,
  kt: JAVA,
  kts: JAVA,
  scala: JAVA,
  groovy: JAVA,
  cs: (env) => `Environment.GetEnvironmentVariable("${env}")`,
  rs: (env) => `std::env::var("${env}")?`,
  swift: (env) => `ProcessInfo.processInfo.environment["${env}"]`,
  dart: (env) => `Platform.environment['${env}']`,
  ex: (env) => `System.fetch_env!("${env}")`,
  exs: (env) => `System.fetch_env!("${env}")`,
  lua: (env) => `os.getenv("${env}")`,
  r: (env) => `Sys.getenv("${env}")`,
  pl: (env) => `$ENV{${env}}`,
  c: (env) => `getenv("${env}")`,
  cc: (env) => `std::getenv("${env}")`,
  cpp: (env) => `std::getenv("${env}")`,
  h: (env) => `getenv("${env}")`,
  sh: SHELL,
  bash: SHELL,
  zsh: SHELL,
  fish: SHELL,
  ps1: (env) => `$env:${env}`,
  tf: (env) => `var.${env.toLowerCase()}`,
};

/** Languages whose literals are quoted, so that the quotes go with the literal. */
const QUOTES = /["'`]/;

/** The fix for a credential in text: read it from the environment, in the file's own language. */
export function envFix(input: EnvFixInput): Fix {
  const { path, env } = input;
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^\.env(?:\.|$)|\.env$/.test(name)) return envFileFix(path);
  if (/^(?:\.mcp\.json|settings(?:\.local)?\.json|claude_desktop_config\.json)$/.test(name) && isAgentFile(path)) {
    return changedLine(input, BRACES, `Let the agent expand \${${env}} from its environment`, false);
  }
  if (/\.ya?ml$/.test(name)) return yamlFix(input);
  const reader = READERS[name.slice(name.lastIndexOf('.') + 1)];
  if (reader !== undefined) return changedLine(input, reader, `Read it from the environment variable ${env}`, true);
  return {
    title: `Move it to the environment variable ${env}`,
    safe: false,
    recipe: [`Take it out of ${name} and let the program read ${env} from its environment.`],
  };
}

function isAgentFile(path: string): boolean {
  return /(?:^|\/)\.mcp\.json$|(?:^|\/)\.(?:claude|cursor|vscode)\/|claude_desktop_config\.json$/.test(path);
}

function envFileFix(path: string): Fix {
  return {
    title: `Keep ${path} out of the repository`,
    safe: false,
    recipe: [`git rm --cached -- ${shellWord(path)}`, `echo ${shellWord(`/${path}`)} >> .gitignore`],
  };
}

function shellWord(text: string): string {
  return /^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function yamlFix(input: EnvFixInput): Fix {
  const { path, env, text } = input;
  if (/(?:^|\/)\.github\/(?:workflows|actions)\//.test(path)) {
    return changedLine(input, () => `\${{ secrets.${env} }}`, 'Read it from the repository secrets', true);
  }
  if (/^kind:\s*Secret\b/m.test(text)) {
    return {
      title: 'Keep the Secret out of the repository',
      safe: false,
      recipe: [
        'Create it in the cluster instead, or commit only its encrypted form:',
        `kubectl create secret generic NAME --from-literal=${env}="$${env}"`,
      ],
    };
  }
  return changedLine(input, BRACES, `Let it be filled in from the environment variable ${env}`, false);
}

/** The line before and after, with every credential masked; `expression` takes the place of the literal. */
function changedLine(input: EnvFixInput, expression: ReadEnv, title: string, dropQuotes: boolean): Fix {
  const { detection, lines, text, env } = input;
  const region = lines.region(detection.start, detection.end);
  if (region.startLine !== region.endLine) return { title, safe: false, recipe: [expression(env)] };
  const lineStart = lines.startOf(region.startLine);
  const line = lines.textOf(region.startLine);
  let from = detection.start - lineStart;
  let to = detection.end - lineStart;
  const quote = text.charAt(detection.start - 1);
  const whole = QUOTES.test(quote) && text.charAt(detection.end) === quote;
  // A credential inside a longer literal (a header, a URL) cannot be swapped without knowing the language's grammar.
  if (dropQuotes && !whole && QUOTES.test(line))
    return { title, safe: false, recipe: [`use ${expression(env)} in its place`] };
  if (dropQuotes && whole) {
    from -= 1;
    to += 1;
  }
  const mask = (start: number, end: number): string => maskPart(input, lineStart + start, lineStart + end);
  const head = mask(0, from).trimStart();
  const tail = mask(to, line.length);
  return {
    title,
    safe: false,
    recipe: [`- ${mask(0, line.length).trimStart()}`, `+ ${head}${expression(env)}${tail}`],
  };
}

/** A stretch of the text with credentials masked. */
function maskPart(input: EnvFixInput, start: number, end: number): string {
  const { text, masks } = input;
  let out = '';
  let at = start;
  for (const span of [...masks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= at || span.start >= end) continue;
    if (span.start > at) out += text.slice(at, span.start);
    out += span.mask;
    at = Math.max(at, span.end);
  }
  return at < end ? out + text.slice(at, end) : out;
}
