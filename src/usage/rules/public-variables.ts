// Variables whose names make them public, where they are set (env files, Dockerfiles, pipelines) and where they are read.
import type { RuleInput } from '../../rule.ts';
import { extensionOf } from '../languages.ts';
import { NOWHERE, type Side } from '../side.ts';
import { endOffset, normalForm, type Source, startOffset, stringValue } from '../source.ts';
import { STRING, WORD } from '../tokens.ts';
import { isPublicProviderKey } from '../vocabulary.ts';
import { type Found, publicMatch } from './client-findings.ts';

const YAML_SETTING = /^[ \t]{0,40}(?:-[ \t]{1,4})?["']?([A-Z][A-Z0-9_]{4,80})["']?[ \t]{0,2}[:=]/gm;
const SHELL_SETTING = /^[ \t]{0,20}(?:export[ \t]{1,4})?([A-Z][A-Z0-9_]{4,80})=/gm;
const SETTINGS: Readonly<Record<string, RegExp>> = {
  yaml: YAML_SETTING,
  yml: YAML_SETTING,
  toml: /^[ \t]{0,20}([A-Z][A-Z0-9_]{4,80})[ \t]{0,8}=/gm,
  sh: SHELL_SETTING,
  bash: SHELL_SETTING,
};
/** JSON in which a build is told its environment. */
const BUILD_SETTINGS = /^(?:eas|vercel|now|amplify|env(?:\.\w{1,20})?)\.json$/;
const JSON_SETTING = /^[ \t]{0,40}"([A-Z][A-Z0-9_]{4,80})"[ \t]{0,4}:[ \t]{0,4}"/gm;

/** Env files, Dockerfiles and YAML set variables line by line; undefined for other files. */
export function findInSettings({ path, text }: RuleInput, names: readonly string[]): readonly Found[] | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const docker = /^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(file);
  const pattern = /^\.env(?:\..+)?$|\.env$/.test(file)
    ? /^[ \t]{0,8}(?:export[ \t]{1,4})?([A-Z][A-Z0-9_]{4,80})[ \t]{0,4}=/gm
    : docker
      ? /^[ \t]{0,8}(?:ARG|ENV)[ \t]{1,8}([A-Z][A-Z0-9_]{4,80})(?=[ \t=]|$)/gm
      : (SETTINGS[extensionOf(path)] ?? (BUILD_SETTINGS.test(file) ? JSON_SETTING : undefined));
  if (pattern === undefined) return undefined;
  if (!names.some(isPublicProviderKey)) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const name = match[1] ?? '';
    // `ARG X` and `ENV X=$X` hand one value on.
    if (!isPublicProviderKey(name) || (docker && found.some(({ variable }) => variable === name))) continue;
    const start = match.index + match[0].indexOf(name);
    found.push(publicMatch(start, start + name.length, name, name, NOWHERE, path));
  }
  return found;
}

/** (a) `process.env.NEXT_PUBLIC_…`, `import.meta.env.VITE_…`, destructured or imported. */
export function findPublicReads(source: Source, side: Side, path: string): Found[] {
  const found: Found[] = [];
  for (let i = 0; i < source.tokens.count; i += 1) {
    const kind = source.tokens.kind[i];
    const length = (source.tokens.end[i] ?? 0) - (source.tokens.start[i] ?? 0);
    if ((kind !== WORD && kind !== STRING) || length < 10 || length > 90) continue;
    const name = kind === STRING ? stringValue(source, i) : source.slice(i);
    if (!isPublicProviderKey(name) || !isEnvRead(source, i) || isPresenceCheck(source, i)) continue;
    found.push(publicMatch(startOffset(source, i), endOffset(source, i + 1), name, name, side, path));
  }
  return found;
}

function isEnvRead(source: Source, token: number): boolean {
  const before = source.previous(token);
  const sign = source.slice(before);
  if (sign === '.' || sign === '?.') return source.slice(source.previous(before)) === 'env';
  if (sign === '[') return /^(?:env|\?\.)$/.test(source.slice(source.previous(before)));
  if (source.tokens.kind[token] !== WORD) return false;
  const open = source.parent[token] ?? -1;
  if (open < 0 || source.slice(open) !== '{') return false;
  const statement = source.statementOf(token);
  const following = source.next(source.match[open] ?? open);
  if (source.slice(following) === '=')
    return (
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('process.env') ||
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('import.meta.env')
    );
  return (
    source.slice(statement.start) === 'import' &&
    normalForm(source, following, statement.end).includes('$env/static/public')
  );
}

/** Asking whether a variable is set does not use it. */
function isPresenceCheck(source: Source, token: number): boolean {
  let start = token;
  for (let steps = 0; steps < 12; steps += 1) {
    const before = source.previous(start);
    if (source.slice(before) === '.' || source.slice(before) === '?.' || source.slice(before) === '[') {
      const owner = source.previous(before);
      start = source.slice(owner) === ')' ? (source.match[owner] ?? owner) : owner;
    } else break;
  }
  const before = source.previous(start);
  const next = source.next(source.slice(source.next(token)) === ']' ? source.next(token) : token);
  if (/^(?:!|typeof|in)$/.test(source.slice(before))) return true;
  if (/^(?:\?|&&|===|!==|==|!=)$/.test(source.slice(next))) return true;
  return (
    source.slice(before) === '(' &&
    source.slice(next) === ')' &&
    /^(?:if|while|Boolean)$/.test(source.slice(source.previous(before)))
  );
}
