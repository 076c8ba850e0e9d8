// Settings that give variables to processes: maps and lists under `env`, `environment`, `variables` and the like, in
// YAML, JSON and TOML, whatever system reads them.
import { type RecordNode, readJson, readToml, readYaml } from '../../usage/record-trees.ts';
import type { RefFile, Role, Spotted } from './reference.ts';
import { sourcesIn } from './stores.ts';
import type { System } from './systems.ts';

/** Keys whose children are variables. */
const MAPS =
  /^(?:env|environment|environments?_?variables|variables|envVars|env_vars|extraEnv(?:Vars)?|extraEnvironmentVariables|build_?args|args|vars|secretEnv|secrets-manager|parameter-store|containerEnv|remoteEnv|build\.environment|secrets)$/i;
/** A variable's name; in a list of arguments or secrets only names in capitals are variables. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{1,99}$/;
const CAPITALS = /^[A-Z][A-Z0-9_]{2,99}$/;
const LOOSE = /^(?:vars|args|secrets|env|variables)$/i;

/** Documents of one file as trees, with the offset at which each begins. */
export function treesOf(path: string, text: string): readonly { readonly root: RecordNode; readonly offset: number }[] {
  if (/\.jsonc?$/.test(path)) {
    const root = readJson(text);
    return root === undefined ? [] : [{ root, offset: 0 }];
  }
  if (path.endsWith('.toml')) return [{ root: readToml(text), offset: 0 }];
  const trees: { root: RecordNode; offset: number }[] = [];
  let offset = 0;
  for (const part of text.split(/^(?=---[ \t\r]*$)/m)) {
    trees.push({ root: readYaml(part), offset });
    offset += part.length;
  }
  return trees;
}

export function child(node: RecordNode | undefined, key: string): RecordNode | undefined {
  return node?.children.find((one) => one.key === key);
}

export function readRecords({ path, text }: RefFile, system: System): readonly Spotted[] {
  const found: Spotted[] = [];
  for (const { root, offset } of treesOf(path, text)) {
    const visit = (node: RecordNode): void => {
      if (MAPS.test(node.key)) found.push(...entriesOf(node, { path, text, system, offset }));
      for (const child of node.children) visit(child);
    };
    visit(root);
  }
  return found;
}

interface Place extends RefFile {
  readonly system: System;
  readonly offset: number;
}

function entriesOf(map: RecordNode, place: Place): readonly Spotted[] {
  const capitalsOnly = LOOSE.test(map.key) || place.system.name === 'config';
  const isName = (name: string): boolean => (capitalsOnly ? CAPITALS : NAME).test(name);
  return map.children.flatMap((child): readonly Spotted[] => {
    if (MAPS.test(child.key)) return [];
    if (child.key !== '')
      return isName(child.key) ? [entry(child.key, child.start, writtenValue(child, place), place)] : [];
    const named = child.children.find(({ key }) => /^(?:name|key|variable)$/i.test(key))?.value;
    if (named !== undefined)
      return isName(named.text) ? [entry(named.text, named.start, writtenValue(child, place), place)] : [];
    const line = child.value?.text ?? '';
    const [, name = '', value] = /^([A-Za-z_]\w{1,99})(?:=([\s\S]{0,2000}))?$/.exec(line) ?? [];
    return isName(name) && CAPITALS.test(name) ? [entry(name, child.value?.start ?? child.start, value, place)] : [];
  });
}

/** The text that a variable's value is written in, undefined where it has none: it is handed on as it is. */
function writtenValue(node: RecordNode, { text, offset }: Place): string | undefined {
  if (node.value !== undefined) return node.value.text;
  const rest = text.slice(offset + node.start, offset + node.end).replace(/^["']?[\w.-]+["']?\s*[:=]?/, '');
  return rest.trim() === '' ? undefined : rest;
}

function entry(name: string, at: number, value: string | undefined, { path, system, offset }: Place): Spotted {
  const from = value === undefined ? [] : sourcesIn(value, path).map((one) => one.name);
  const passes = value === undefined || (from.length === 1 && from[0] === name && !/secrets[.[]/.test(value));
  const role: Role = passes ? 'forwards' : 'provides';
  const isTemplate = value?.includes('secretKeyRef') === true ? secretKeys(value) : [];
  const all = [...from, ...isTemplate];
  return {
    name,
    at: offset + at,
    role,
    system: system.name,
    stage: system.stage,
    ...(all.length === 0 ? {} : { from: all }),
  };
}

/** `secretKeyRef: { name: S, key: K }`, in lines or in braces -> `S/K`. */
export function secretKeys(text: string): readonly string[] {
  const found = text.matchAll(/\bsecretKeyRef["']?:\s{0,40}\{?([^{}]{0,300})/g);
  return [...found].flatMap((match) => {
    const body = match[1] ?? '';
    const name =
      /\bname["']?:\s{0,4}["']?([\w.-]{1,200})/.exec(body)?.[1] ??
      /\bname["']?:\s{0,4}(\{\{[^\n]{1,80}\}\})/.exec(body)?.[1];
    const key = /\bkey["']?:\s{0,4}["']?([\w.-]{1,200})/.exec(body)?.[1];
    return key === undefined ? [] : [`${name ?? '…'}/${key}`];
  });
}

/** Values of a Helm chart: each has a dotted name, by which the templates read it. */
export function readHelmValues({ path, text }: RefFile): readonly Spotted[] {
  const found: Spotted[] = [];
  for (const { root, offset } of treesOf(path, text)) {
    const visit = (node: RecordNode, above: string): void => {
      const name = above === '' ? node.key : `${above}.${node.key}`;
      if (node.value !== undefined && node.key !== '') {
        const role: Role = node.value.text === '' ? 'lists' : 'provides';
        found.push({ name, at: offset + node.start, role, system: 'Helm', stage: 'deploy' });
      }
      if (!MAPS.test(node.key)) for (const one of node.children) visit(one, name);
    };
    for (const one of root.children) visit(one, '');
  }
  return found;
}

/** Credentials of n8n, by the name that a person gave them. */
export function readN8n({ text }: RefFile): readonly Spotted[] {
  const pattern =
    /"(\w{3,60})"\s{0,8}:\s{0,8}\{\s{0,40}"id"\s{0,8}:\s{0,8}"[^"\n]{0,80}"\s{0,8},\s{0,40}"name"\s{0,8}:\s{0,8}"([^"\n]{1,120})"/g;
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[2] ?? '';
    const at = match.index + match[0].length - name.length - 1;
    return { name, at, role: 'stores', system: `n8n credential (${match[1]})`, stage: 'runtime' };
  });
}

/** The command that gives Claude Code its key. */
export function readKeyHelper({ text }: RefFile): readonly Spotted[] {
  const at = text.indexOf('"apiKeyHelper"');
  const spot = {
    name: 'ANTHROPIC_API_KEY',
    role: 'provides',
    system: 'Claude Code apiKeyHelper',
    stage: 'local',
  } as const;
  return at < 0 ? [] : [{ ...spot, at: at + 1 }];
}

/** Compose: secrets that are made of a variable. */
export function readComposeSecrets({ path, text }: RefFile, { name: system, stage }: System): readonly Spotted[] {
  return treesOf(path, text).flatMap(({ root, offset }) =>
    (child(root, 'secrets')?.children ?? []).flatMap((secret): readonly Spotted[] => {
      const variable = child(secret, 'environment')?.value;
      if (variable === undefined) return [];
      return [{ name: variable.text, at: offset + variable.start, role: 'reads', system, stage }];
    }),
  );
}
