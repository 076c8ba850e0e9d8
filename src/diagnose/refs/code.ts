// Environment reads in code. Comments are taken out by the lexer of the usage rules, so that what is only talked about
// does not count; a language that it does not know is read as it stands.
import { extensionOf, isTestPath, unitsOf } from '../../usage/languages.ts';
import { tokenize } from '../../usage/lexer.ts';
import { RECORD, type Syntax } from '../../usage/syntax.ts';
import { COMMENT } from '../../usage/tokens.ts';
import { BY_EXTENSION, CODE_LANGUAGES, IMPLIED, type ReadPattern } from './code-reads.ts';
import { baseOf, type RefFile, type Spotted, type Stage } from './reference.ts';

interface Stretch {
  readonly language: string;
  /** As long as the text up to its end, blanks before its start and for comments. */
  readonly code: string;
}

const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i;
const BUILD_FILES =
  /^(?:(?:vite|vitest|next|nuxt|webpack|rollup|astro|svelte|remix|rspack|rsbuild|tailwind|babel|metro|vue|craco|eslint|gatsby|playwright)[.-]?config\.\w{2,4}|gulpfile\.\w{2,4}|build\.gradle(?:\.kts)?|setup\.py|build\.rs|app\.config\.\w{2,4})$/;

/** When code at a path runs. */
export function stageOfCode(path: string): Stage {
  const name = baseOf(path);
  if (/(?:^|\/)\.(?:github|gitlab|circleci|buildkite)\//.test(path) || name === 'jenkinsfile') return 'ci';
  if (isTestPath(path)) return 'local';
  if (BUILD_FILES.test(name) || /^(?:docker|container)file\b/.test(name)) return 'build';
  if (/(?:^|\/)(?:\.claude|\.husky|\.vscode|\.cursor|\.devcontainer)\//.test(path)) return 'local';
  return /(?:^|\/)(?:deploy|infra|infrastructure|terraform|cdk)\//.test(path) ? 'deploy' : 'runtime';
}

export function readCode({ path, text }: RefFile): readonly Spotted[] {
  if (PROSE.test(path)) return [];
  const stage = stageOfCode(path);
  return stretchesOf(path, text).flatMap((stretch) => [
    ...readStretch(stretch, stage),
    ...impliedBy(stretch, stage),
    ...settingsFields(stretch, stage),
  ]);
}

function stretchesOf(path: string, text: string): readonly Stretch[] {
  const extension = extensionOf(path);
  const own = baseOf(path) === 'jenkinsfile' ? 'groovy' : BY_EXTENSION[extension];
  if (own !== undefined) return [{ language: own, code: text }];
  // Tests hold no misuse that matters, but a rotation must reach them: the path is not shown.
  const plain = /^(?:dockerfile|containerfile)/.test(baseOf(path)) ? 'Dockerfile' : `file.${extension}`;
  return unitsOf(extension === '' && plain !== 'Dockerfile' ? 'file' : plain, text).flatMap((unit) =>
    unit.syntax === RECORD || unit.documentation
      ? []
      : [{ language: unit.syntax.language, code: withoutComments(text, unit.syntax, unit.start, unit.end) }],
  );
}

function withoutComments(text: string, syntax: Syntax, start: number, end: number): string {
  const tokens = tokenize(text, syntax, start, end);
  const pieces = [' '.repeat(start)];
  let at = start;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== COMMENT) continue;
    const [from, to] = [tokens.start[i] ?? at, tokens.end[i] ?? at];
    pieces.push(text.slice(at, from), ' '.repeat(Math.max(0, to - from)));
    at = to;
  }
  return [...pieces, text.slice(at, end)].join('');
}

function readStretch({ language, code }: Stretch, stage: Stage): readonly Spotted[] {
  const known = CODE_LANGUAGES[language];
  if (known === undefined) return [];
  const assigned = isShell(language) ? assignments(code, stage) : [];
  const reads = known.patterns.flatMap((read) =>
    namesIn(code, read).map(({ name, at }): Spotted => {
      const rest = code.slice(at + name.length, at + name.length + 12);
      const isWritten = !isShell(language) && /^["'`]?\s{0,3}[\])]?\s{0,3}(?:\?\?|\|\|)?=(?![=>~])/.test(rest);
      return { name, at, role: isWritten && read.list !== true ? 'provides' : 'reads', system: known.system, stage };
    }),
  );
  return [...reads, ...assigned];
}

interface Named {
  readonly name: string;
  readonly at: number;
}

function namesIn(code: string, { pattern, list, constant }: ReadPattern): readonly Named[] {
  return [...code.matchAll(pattern)].flatMap((match): readonly Named[] => {
    const inner = match[1] ?? '';
    if (constant === true) return constantsOf(code, inner);
    if (list !== true) return [{ name: inner, at: match.index + match[0].lastIndexOf(inner) }];
    const start = match.index + match[0].indexOf(inner);
    return [...inner.matchAll(/(?:^|,)\s{0,40}([A-Za-z_]\w{1,99})/g)].map((item) => ({
      name: item[1] ?? '',
      at: start + item.index + item[0].length - (item[1] ?? '').length,
    }));
  });
}

/** `const KEY = 'ANTHROPIC_API_KEY'`: where the name stands is the place to look at. */
function constantsOf(code: string, constant: string): readonly Named[] {
  const escaped = constant.replaceAll('$', '\\$');
  const found = new RegExp(
    `(?<![\\w.$])${escaped}(?::\\s?\\w{1,20})?\\s{0,4}:?=\\s{0,4}["'\`]([A-Z][A-Z0-9_]{2,99})["'\`]`,
  ).exec(code);
  const name = found?.[1];
  return found === null || name === undefined ? [] : [{ name, at: found.index + found[0].length - name.length - 1 }];
}

function isShell(language: string): boolean {
  return language === 'shell' || language === 'fish';
}

/** `export NAME=…`: the variables that a script sets, and those that they are made of. */
function assignments(code: string, stage: Stage): readonly Spotted[] {
  const found = code.matchAll(
    /(?:^|[;&|]|\b(?:export|env|then|do)[ \t])[ \t]{0,20}([A-Z][A-Z0-9_]{2,99})=([^\n]{0,400})/gm,
  );
  return [...found].map((match) => {
    const name = match[1] ?? '';
    const from = [...(match[2] ?? '').matchAll(/\$\{?([A-Z][A-Z0-9_]{2,99})/g)].map((one) => one[1] ?? '');
    const at = match.index + match[0].length - (match[2] ?? '').length - 1 - name.length;
    const role = from.includes(name) ? 'forwards' : 'provides';
    return { name, at, role, system: 'shell', stage, from: from.filter((one) => one !== name) };
  });
}

function impliedBy({ language, code }: Stretch, stage: Stage): readonly Spotted[] {
  const system = CODE_LANGUAGES[language]?.system ?? language;
  return IMPLIED.filter(({ languages }) => languages.test(language)).flatMap(({ pattern, unless, names }) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const blank = match[0].length - match[0].trimStart().length;
      const called = code.slice(match.index, match.index + 600);
      const close = called.indexOf(')');
      if (unless?.test(close < 0 ? called : called.slice(0, close)) === true) return [];
      return names.map(
        (name): Spotted => ({ name, at: match.index + blank, role: 'reads', system, stage, implied: true }),
      );
    }),
  );
}

/** Fields of pydantic settings: each is read from the variable of its name, with the prefix of the class. */
function settingsFields({ language, code }: Stretch, stage: Stage): readonly Spotted[] {
  if (language !== 'python' || !code.includes('BaseSettings')) return [];
  const classes = code.matchAll(
    /^class \w{1,80}\([^()\n]{0,80}BaseSettings[^()\n]{0,80}\):[^\n]{0,80}\n((?:[ \t]{1,20}[^\n]{0,300}\n|[ \t]{0,20}\n){1,200})/gm,
  );
  return [...classes].flatMap((match) => {
    const body = match[1] ?? '';
    const start = match.index + match[0].length - body.length;
    const prefix = /\benv_prefix["']?\s{0,4}[=:]\s{0,4}["'](\w{0,40})["']/.exec(body)?.[1] ?? '';
    return [...body.matchAll(/^[ \t]{1,20}([a-zA-Z]\w{1,80}):[ \t]/gm)].map((field): Spotted => {
      const name = field[1] ?? '';
      const at = start + field.index + field[0].indexOf(name);
      return { name: (prefix + name).toUpperCase(), at, role: 'reads', system: 'Python', stage };
    });
  });
}
