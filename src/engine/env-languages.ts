// How each language reads an environment variable: in place of a whole string literal, and in the middle of one.
// Data for env-fix.ts; adding a language is adding an entry here.

/** A string literal on one line with a credential in it. Its pieces are masked: they are only shown. */
export interface Literal {
  /** `f` in `f"…"`; often ''. */
  readonly prefix: string;
  /** One or three quotation marks. */
  readonly quote: string;
  /** What stands in it before and after the credential. */
  readonly before: string;
  readonly after: string;
}

export interface Language {
  /** Characters that open a literal which may hold a credential. */
  readonly quotes: string;
  readonly read: (env: string) => string;
  /** The literal with the variable in the credential's place; undefined where that takes more than one expression. */
  readonly join: (literal: Literal, env: string) => string | undefined;
  /** Prefixes of a literal that go away with it. */
  readonly prefix?: RegExp;
  /** What stands before the literal, where a constant may not call a function; undefined: nothing simple will do. */
  readonly declare?: (head: string, above: string) => string | undefined;
  /** What else the change takes: code that goes before it, and words that go after it. */
  readonly setup?: (text: string, env: string) => string | undefined;
  readonly remark?: (text: string, env: string) => string | undefined;
  /** What stands for a credential outside any literal. */
  readonly bare?: (env: string) => string;
}

type Read = (env: string) => string;
type Join = Language['join'];

/** `"before" + read + "after"`. What follows the literal binds tighter than the operator, which env-fix.ts looks at. */
function concat(operator: string, read: Read): Join {
  return ({ prefix, quote, before, after }, env) => {
    if (prefix !== '' || quote.length > 1) return undefined;
    const piece = (text: string): readonly string[] => (text === '' ? [] : [quote + text + quote]);
    return [...piece(before), read(env), ...piece(after)].join(` ${operator} `);
  };
}

/** Puts the expression inside. Other marks are replaced by those that allow it, unless `trouble` is in the text. */
function interpolate(open: string, close: string, expression: Read, trouble?: RegExp): Join {
  return ({ prefix, quote, before, after }, env) => {
    const already = prefix + quote === open;
    const plain = prefix === '' && quote.length === 1 && trouble?.test(before + after) === false;
    if (!already && !plain) return undefined;
    return open + before + expression(env) + after + close;
  };
}

const readJs: Read = (env) => `process.env.${env}`;
const readGo: Read = (env) => `os.Getenv("${env}")`;
const readJava: Read = (env) => `System.getenv("${env}")`;
const readCs: Read = (env) => `Environment.GetEnvironmentVariable("${env}")`;
const readPhp: Read = (env) => `getenv('${env}')`;
const readLua: Read = (env) => `os.getenv("${env}")`;
const readRust: Read = (env) => `std::env::var("${env}").expect("${env}")`;
const readCpp: Read = (env) => `std::getenv("${env}")`;
const readDart: Read = (env) => `Platform.environment['${env}']!`;
const readSwift: Read = (env) => `ProcessInfo.processInfo.environment["${env}"]!`;

const SHIPPED = 'in an app for phones: call a server of yours that holds the key';
const forAndroid = (text: string): string | undefined => (/\bandroidx?\./.test(text) ? SHIPPED : undefined);

const script: Language = {
  quotes: '\'"`',
  read: readJs,
  join: interpolate('`', '`', (env) => `\${${readJs(env)}}`, /[`\\]|\$\{/),
};

const python: Language = {
  quotes: '\'"',
  read: (env) => `os.environ["${env}"]`,
  join({ prefix, quote, before, after }, env) {
    const plain = prefix === '' && !/[{}]/.test(before + after);
    if (!plain && !/^[fF]$/.test(prefix)) return undefined;
    const inner = quote.startsWith('"') ? "'" : '"';
    return `f${quote}${before}{os.environ[${inner}${env}${inner}]}${after}${quote}`;
  },
  prefix: /^[fFrRuU]{1,2}$/,
  setup: (text) => (/^[ \t]*import[^\n]*\bos\b/m.test(text) ? undefined : 'import os'),
};

const go: Language = {
  quotes: '"`',
  read: readGo,
  join: concat('+', readGo),
  declare: (head, above) =>
    above.lastIndexOf('\nconst (') > above.lastIndexOf('\n)') ? undefined : head.replace(/^(\s*)const /, '$1var '),
  setup: (text) => (/"os"/.test(text) ? undefined : 'import "os"'),
};

const java: Language = { quotes: '"', read: readJava, join: concat('+', readJava), remark: forAndroid };

const kotlin: Language = {
  quotes: '"',
  read: readJava,
  join: interpolate('"', '"', (env) => `\${${readJava(env)}}`),
  declare: (head) => head.replace(/\bconst val /, 'val '),
  remark: forAndroid,
};

const csharp: Language = {
  quotes: '"',
  read: readCs,
  join: concat('+', readCs),
  prefix: /^[@$]{1,2}$/,
  declare: (head) =>
    /\b(?:public|private|protected|internal)\b/.test(head)
      ? head.replace(/\bconst /, 'static readonly ')
      : head.replace(/\bconst /, ''),
};

const ruby: Language = {
  quotes: '\'"',
  read: (env) => `ENV.fetch("${env}")`,
  join: ({ prefix, quote, before, after }, env) =>
    prefix !== '' || (quote === "'" && /["\\#]/.test(before + after))
      ? undefined
      : `"${before}#{ENV.fetch("${env}")}${after}"`,
};

const php: Language = {
  quotes: '\'"',
  read: readPhp,
  join: concat('.', readPhp),
  // Neither a constant nor the default of a property may call a function.
  declare: (head) =>
    /^\s*(?:(?:public|private|protected|static|final|var|readonly|const)\s)/.test(head) ? undefined : head,
};

const rust: Language = {
  quotes: '"',
  read: readRust,
  join: ({ prefix, quote, before, after }, env) =>
    prefix !== '' || quote.length > 1 || /[{}]/.test(before + after)
      ? undefined
      : `format!("${before}{}${after}", ${readRust(env)})`,
  declare: (head) => (/^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const|static)\s/.test(head) ? undefined : head),
};

const swift: Language = {
  quotes: '"',
  read: readSwift,
  join: concat('+', readSwift),
  remark: () => SHIPPED,
};

const dart: Language = {
  quotes: '\'"',
  read: readDart,
  join: concat('+', readDart),
  declare: (head) => head.replace(/\bconst /, 'final '),
  remark: () => SHIPPED,
};

const c: Language = {
  quotes: '"',
  read: (env) => `getenv("${env}")`,
  join: () => undefined,
  // Outside a function only a constant may stand, and no array takes a pointer.
  declare: (head) => (/^\s+\S/.test(head) && !/\]\s*=\s*$/.test(head) ? head : undefined),
};

const elixir: Language = {
  quotes: '"',
  read: (env) => `System.fetch_env!("${env}")`,
  join: interpolate('"', '"', (env) => `#{System.fetch_env!("${env}")}`),
};

const cpp: Language = { ...c, read: readCpp, join: concat('+', (env) => `std::string(${readCpp(env)})`) };
const scala: Language = {
  ...java,
  read: (env) => `sys.env("${env}")`,
  join: concat('+', (env) => `sys.env("${env}")`),
};
const groovy: Language = { ...java, quotes: '\'"' };
const lua: Language = { quotes: '\'"', read: readLua, join: concat('..', readLua) };
const perl: Language = {
  quotes: '\'"',
  read: (env) => `$ENV{${env}}`,
  join: concat('.', (env) => `$ENV{${env}}`),
};
const r: Language = {
  quotes: '\'"',
  read: (env) => `Sys.getenv("${env}")`,
  join({ prefix, quote, before, after }, env) {
    const piece = (text: string): readonly string[] => (text === '' ? [] : [quote + text + quote]);
    return prefix === ''
      ? `paste0(${[...piece(before), `Sys.getenv("${env}")`, ...piece(after)].join(', ')})`
      : undefined;
  },
};
const powershell: Language = {
  quotes: '\'"',
  read: (env) => `$env:${env}`,
  join: interpolate('"', '"', (env) => `$($env:${env})`, /["`$]/),
};
const terraform: Language = {
  quotes: '"',
  read: (env) => `var.${env.toLowerCase()}`,
  join: interpolate('"', '"', (env) => `\${var.${env.toLowerCase()}}`),
  setup: (_, env) => `variable "${env.toLowerCase()}" { sensitive = true }`,
  remark: (_, env) => `and set TF_VAR_${env.toLowerCase()} where Terraform runs`,
};
const shell: Language = {
  quotes: '\'"',
  read: (env) => `"$${env}"`,
  bare: (env) => `"$${env}"`,
  join({ prefix, quote, before, after }, env) {
    const name = /^\w/.test(after) ? `\${${env}}` : `$${env}`;
    // Between single quotes nothing expands: they become double ones, or are closed and opened again.
    if (quote === '"' || !/["`$\\!]/.test(before + after)) return `${prefix}"${before}${name}${after}"`;
    return `${prefix}'${before}'"${name}"'${after}'`;
  },
};

/** By file extension. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  js: script,
  mjs: script,
  cjs: script,
  jsx: script,
  ts: script,
  mts: script,
  cts: script,
  tsx: script,
  py: python,
  pyi: python,
  go,
  rb: ruby,
  php,
  java,
  kt: kotlin,
  kts: kotlin,
  scala,
  groovy,
  gradle: groovy,
  cs: csharp,
  rs: rust,
  swift,
  dart,
  ex: elixir,
  exs: elixir,
  lua,
  r,
  pl: perl,
  c,
  h: c,
  cc: cpp,
  cpp,
  sh: shell,
  bash: shell,
  zsh: shell,
  fish: shell,
  ps1: powershell,
  tf: terraform,
};
