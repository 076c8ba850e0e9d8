// Path and text -> the stretches of code in a file, each with its syntax. Adding a language is adding an entry here.
import { directives, fences, proseCommands } from './document-parts.ts';
import { embeddedIn } from './embedded.ts';
import { isLoose } from './loose-requests.ts';
import { powershellCommands, quotedCommands, runCommands } from './quoted-commands.ts';
import { nameOf } from './raw-requests.ts';
import {
  JUST_RECIPE,
  jsonCommands,
  MAKE_RECIPE,
  packageScripts,
  pipelineSteps,
  provisioned,
  recipeLines,
  runLines,
  runSteps,
  tomlCommands,
  unitLines,
  unwrapped,
} from './shell-parts.ts';
import { BATCH, PYTHON, RECORD, SCRIPT, SHELL, type Syntax, type Unit } from './syntax.ts';
import { CSHARP, DART, GO, HCL, JAVA, KOTLIN, PHP, POWERSHELL, RUBY, RUST, SWIFT } from './typed-languages.ts';

const BY_EXTENSION: Readonly<Record<string, Syntax>> = {
  js: SCRIPT,
  mjs: SCRIPT,
  cjs: SCRIPT,
  jsx: SCRIPT,
  ts: SCRIPT,
  mts: SCRIPT,
  cts: SCRIPT,
  tsx: SCRIPT,
  py: PYTHON,
  pyi: PYTHON,
  sh: SHELL,
  bash: SHELL,
  zsh: SHELL,
  ksh: SHELL,
  fish: SHELL,
  nix: SHELL,
  bat: BATCH,
  cmd: BATCH,
  gs: SCRIPT,
  go: GO,
  java: JAVA,
  kt: KOTLIN,
  kts: KOTLIN,
  cs: CSHARP,
  php: PHP,
  rs: RUST,
  swift: SWIFT,
  dart: DART,
  rb: RUBY,
  rake: RUBY,
  ru: RUBY,
  ps1: POWERSHELL,
  psm1: POWERSHELL,
  tf: HCL,
  hcl: HCL,
};
const RECORDS = /^(?:json|ya?ml|toml|http|rest|hurl|bru|jmx|conf|nginx)$/;
const RECORD_NAME = /^Caddyfile$/;
const COMMANDS =
  /(?:^|\/)(?:\.mcp|claude_desktop_config|\.vscode\/tasks|\.claude\/settings(?:\.local)?|\.?devcontainer)\.json$/;
const PARTS = /^(?:vue|svelte|astro|html?|xhtml|ejs|hbs|njk|liquid|cshtml|razor|jsp)$/;
const DIRECTIVES = /^(?:rst|adoc|asciidoc)$/;
const MARKDOWN = /^(?:md|mdx|markdown)$/;
const HTTP_FENCE =
  /^[ \t>]{0,12}(?:`{3,}|~{3,})[ \t]{0,4}(?:(?:http|rest)\b|(?:text|txt)?[ \t\r]{0,4}\n[ \t>]{0,12}(?:GET|POST|PUT|PATCH|DELETE) |\w{1,12}[ \t\r]{0,4}\n[ \t>]{0,12}(?:GET|POST|PUT|PATCH|DELETE) https?:)/im;
/** A request that is shown as settings: JSON, YAML or TOML. */
const hasRecordFence = (text: string): boolean =>
  text.includes('api.anthropic.com') && /^[ \t>]{0,12}```[ \t]{0,4}(?:jsonc?|ya?ml|toml)\b/m.test(text);
const HTTP_DIRECTIVE = /(?:code|sourcecode|code-block):: http\b|\[source,[ \t]?http\b/;
const BY_FENCE: Readonly<Record<string, Syntax>> = {
  ...BY_EXTENSION,
  batch: BATCH,
  dos: BATCH,
  javascript: SCRIPT,
  typescript: SCRIPT,
  node: SCRIPT,
  python: PYTHON,
  python3: PYTHON,
  shell: SHELL,
  console: SHELL,
  terminal: SHELL,
  curl: SHELL,
  golang: GO,
  kotlin: KOTLIN,
  csharp: CSHARP,
  'c#': CSHARP,
  rust: RUST,
  ruby: RUBY,
  powershell: POWERSHELL,
  pwsh: POWERSHELL,
  terraform: HCL,
  shellsession: SHELL,
  'shell-session': SHELL,
  'sh-session': SHELL,
};
/** Code that is run to test other code, or that only stands in for it. */
const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures?|testdata|specs?|e2e|cypress|mocks?)\/|[._-](?:test|spec|tests|e2e|mock)\.[a-z]+$|(?:^|\/)(?:test_[^/]*|conftest)\.py$/i;
/** A shell's own settings. */
const DOTFILE = /^\.(?:envrc|profile|bash_profile|bash_aliases|bashrc|zshrc|zshenv|zprofile|kshrc)$/;
/** Programs of Ruby without its extension. */
const RUBY_NAME = /^(?:Rakefile|Fastfile|Appfile|Podfile|Vagrantfile|Guardfile|Capfile|Dangerfile)$/;
const DECLARATIONS = /\.d\.[mc]?ts$|\.min\.js$/;

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}

export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

export function unitsOf(path: string, text: string): readonly Unit[] {
  // What explains tests is read and followed.
  if ((isTestPath(path) && !/(?:^|\/)README\.md$/i.test(path)) || DECLARATIONS.test(path)) return [];
  const units = partsOf(path, text);
  const commands = units.filter(({ syntax }) => syntax === SHELL);
  return commands.length === 0 ? units : [...units, ...embeddedIn(text, commands, runSteps)];
}

function partsOf(path: string, text: string): readonly Unit[] {
  const name = nameOf(path);
  const extension = extensionOf(name);
  const whole =
    BY_EXTENSION[extension] ??
    (RUBY_NAME.test(name) ? RUBY : DOTFILE.test(name) ? SHELL : extension === '' ? byShebang(text) : undefined);
  if (whole !== undefined)
    return [{ syntax: whole, start: 0, end: text.length, documentation: false }, ...commandsIn(whole, text)];
  if (isLoose(extension)) return [record()];
  if (RECORDS.test(extension) || RECORD_NAME.test(name)) {
    const commands = [
      ...(extension === 'toml' ? tomlCommands(text) : []),
      ...(/^ya?ml$/.test(extension) ? runSteps(text).map((unit) => unwrapped(text, unit)) : []),
      ...(/^(?:package|composer)\.json$/.test(name) ? packageScripts(text) : []),
      ...(COMMANDS.test(path) ? jsonCommands(text) : []),
    ];
    return [record(), ...commands, ...(/^(?:json|ya?ml|toml)$/.test(extension) ? quotedCommands(text, commands) : [])];
  }
  if (extension === 'service') return unitLines(text);
  if (/^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(name)) {
    const commands = runLines(text);
    return [...commands, ...quotedCommands(text, commands)];
  }
  if (/^(?:GNU)?[Mm]akefile$|\.mk$/.test(name)) return recipeLines(text, MAKE_RECIPE);
  if (/^\.?justfile$|\.just$/i.test(name)) return recipeLines(text, JUST_RECIPE);
  if (/^Jenkinsfile|\.jenkinsfile$/.test(name)) return pipelineSteps(text);
  if (PARTS.test(extension)) return scriptParts(text, extension);
  if (MARKDOWN.test(extension))
    return [
      ...fences(text, (fence) => BY_FENCE[fence]),
      ...proseCommands(text),
      ...(HTTP_FENCE.test(text) || hasRecordFence(text) ? [{ ...record(), documentation: true }] : []),
    ];
  if (DIRECTIVES.test(extension))
    return [
      ...directives(text, (fence) => BY_FENCE[fence]),
      ...(HTTP_DIRECTIVE.test(text) ? [{ ...record(), documentation: true }] : []),
    ];
  return [];
}

/** What a program hands to a shell. */
function commandsIn(syntax: Syntax, text: string): readonly Unit[] {
  if (syntax === SHELL || syntax === BATCH) return [];
  if (syntax === POWERSHELL) return powershellCommands(text);
  return syntax === HCL ? provisioned(text) : runCommands(text, syntax.language);
}

/** The whole file, read by records.ts. */
function record(): Unit {
  return { syntax: RECORD, start: 0, end: 0, documentation: false };
}

/** The first line of a program in Ruby. */
export const RUBY_SHEBANG = /^#![^\n]{0,80}\bruby\b/;

function byShebang(text: string): Syntax | undefined {
  const line = /^#![^\n]{0,80}/.exec(text)?.[0];
  if (line === undefined) return undefined;
  if (/\bpython/.test(line)) return PYTHON;
  if (/\b(?:node|deno|bun|tsx)\b/.test(line)) return SCRIPT;
  if (RUBY_SHEBANG.test(line)) return RUBY;
  return /sh\b/.test(line) ? SHELL : undefined;
}

function scriptParts(text: string, extension: string): readonly Unit[] {
  const units: Unit[] = [];
  const lower = text.toLowerCase();
  const front = extension === 'astro' && text.startsWith('---') ? text.indexOf('\n---', 3) : -1;
  if (front > 0) units.push({ syntax: SCRIPT, start: 3, end: front, documentation: false });
  for (let at = lower.indexOf('<script'); at >= 0; at = lower.indexOf('<script', at + 7)) {
    const open = lower.indexOf('>', at);
    if (open < 0) break;
    if (/type\s?=\s?["']?(?:application\/(?:ld\+)?json|text\/template)/.test(lower.slice(at, open))) continue;
    const close = lower.indexOf('</script', open);
    const end = close < 0 ? text.length : close;
    units.push({ syntax: SCRIPT, start: open + 1, end, documentation: false });
    at = end - 7;
    if (close < 0) break;
  }
  return units;
}
