// Edits of package.json as text, each with an exact inverse that needs nothing but the text itself: a package manager
// would format the whole file anew, and uninstall must give every byte back, in a clone too.
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { UserError } from '../errors.ts';

/** The script, the same in sh, cmd.exe and the package managers' own shells. */
export const INSTALL_SCRIPT = 'hushkey install || echo hushkey is not installed, hooks are not armed';

/** Scans what npm would publish; a script `prepack` runs before the tarball is made. */
export const PACK_SCRIPT = 'hushkey scan --pack';

/** Where init puts it. postprepare: after a husky that prepare runs, because husky sets core.hooksPath. */
export const SCRIPT_NAMES = ['prepare', 'postprepare', 'postinstall'] as const;

export interface Manifest {
  /** Range of hushkey in any kind of dependency. */
  readonly declared: string | undefined;
  readonly devDependency: string | undefined;
  readonly dependencies: ReadonlySet<string>;
  readonly scripts: ReadonlyMap<string, string>;
  readonly packageManager: string | undefined;
  readonly hasWorkspaces: boolean;
  readonly hasSimpleGitHooks: boolean;
  readonly isPrivate: boolean;
  /** True for what npm would publish. */
  readonly isPublishable: boolean;
}

/** @throws UserError for text that is not a JSON object. */
export function readManifest(text: string): Manifest {
  const root = parse(text).root;
  const kinds = ['devDependencies', 'dependencies', 'optionalDependencies', 'peerDependencies'];
  const found = kinds.map((kind) => stringsOf(root, kind));
  const isPrivate = findNodeAtLocation(root, ['private'])?.value === true;
  const manager = findNodeAtLocation(root, ['packageManager'])?.value;
  return {
    declared: found.map((section) => section.get('hushkey')).find((range) => range !== undefined),
    devDependency: found[0]?.get('hushkey'),
    dependencies: new Set(found.flatMap((section) => [...section.keys()])),
    scripts: stringsOf(root, 'scripts'),
    packageManager: typeof manager === 'string' ? manager : undefined,
    hasWorkspaces: findNodeAtLocation(root, ['workspaces']) !== undefined,
    hasSimpleGitHooks: findNodeAtLocation(root, ['simple-git-hooks']) !== undefined,
    isPrivate,
    isPublishable: !isPrivate && ['name', 'version'].every((key) => findNodeAtLocation(root, [key])?.type === 'string'),
  };
}

export function addDevDependency(text: string, range: string): string {
  return addProperty(text, 'devDependencies', 'hushkey', range, true);
}

/** Removes `devDependencies.hushkey`, and the section where we made it. */
export function removeDevDependency(text: string): string {
  return removeProperty(text, 'devDependencies', 'hushkey');
}

/** Puts our script before what the script does; nothing where `hushkey install` is already in it. */
export function addInstallScript(text: string, name: string): string {
  const script = scriptNode(text, name);
  if (script === undefined) return addProperty(text, 'scripts', name, INSTALL_SCRIPT, false);
  if (String(script.node.value).includes('hushkey install')) return text;
  const prefix = String(script.node.value).trim() === '' ? `(${INSTALL_SCRIPT})` : `(${INSTALL_SCRIPT}) && `;
  const at = script.start + 1;
  return text.slice(0, at) + prefix + text.slice(at);
}

const AGAIN = ` && (${INSTALL_SCRIPT})`;

/** Arms again after the husky in a script, which has set core.hooksPath back. */
export function addInstallScriptAfterHusky(text: string, name: string): string {
  const script = scriptNode(text, name);
  if (script === undefined) return text;
  const at = script.end - 1;
  const raw = text.slice(script.start + 1, at);
  if (raw.lastIndexOf('hushkey install') > raw.lastIndexOf('husky') || /[;&|\\]\s*$/.test(raw)) return text;
  return text.slice(0, at) + AGAIN + text.slice(at);
}

/** The inverse of addInstallScript and addInstallScriptAfterHusky. A script that someone rewrote stays as it is. */
export function removeInstallScript(text: string, name: string): string {
  const script = scriptNode(text, name);
  if (script === undefined) return text;
  const { start } = script;
  const isTwice = text.slice(0, script.end - 1).endsWith(AGAIN);
  if (isTwice)
    return removeInstallScript(text.slice(0, script.end - 1 - AGAIN.length) + text.slice(script.end - 1), name);
  const { end } = script;
  const raw = text.slice(start + 1, end - 1);
  if (raw === INSTALL_SCRIPT) return removeProperty(text, 'scripts', name);
  for (const prefix of [`(${INSTALL_SCRIPT}) && `, `(${INSTALL_SCRIPT})`]) {
    if (raw.startsWith(prefix)) return text.slice(0, start + 1) + raw.slice(prefix.length) + text.slice(end - 1);
  }
  return text;
}

/** What changes package.json and changes it back after: our script may only stop what has not begun. */
const REWRITERS = /\b(?:pinst|clean-package|clean-pkg-json|cleanup-package)\b/;
/** What joins commands in a way that `&&` would tear apart. */
const JOINED = /[;|&]/;
const AFTER = ` && ${PACK_SCRIPT}`;
const BEFORE = `${PACK_SCRIPT} && `;

/** Scans after what the script does, because it may build what is published. */
export function addPackScript(text: string): string {
  const script = scriptNode(text, 'prepack');
  if (script === undefined) return addProperty(text, 'scripts', 'prepack', PACK_SCRIPT, false);
  const { start, end } = script;
  const raw = text.slice(start + 1, end - 1);
  if (raw.includes('hushkey scan')) return text;
  const old = JOINED.test(raw) ? `(${raw})` : raw;
  const all = raw.trim() === '' ? raw + PACK_SCRIPT : REWRITERS.test(raw) ? BEFORE + old : old + AFTER;
  return text.slice(0, start + 1) + all + text.slice(end - 1);
}

/** The inverse of addPackScript. A script that someone rewrote stays as it is. */
export function removePackScript(text: string): string {
  const script = scriptNode(text, 'prepack');
  if (script === undefined) return text;
  const { start, end } = script;
  const raw = text.slice(start + 1, end - 1);
  if (raw === PACK_SCRIPT) return removeProperty(text, 'scripts', 'prepack');
  const isBlank = raw.endsWith(PACK_SCRIPT) && raw.slice(0, -PACK_SCRIPT.length).trim() === '';
  const old = raw.startsWith(BEFORE)
    ? raw.slice(BEFORE.length)
    : raw.endsWith(AFTER)
      ? raw.slice(0, -AFTER.length)
      : raw;
  const inner = /^\((.*)\)$/s.exec(old)?.[1];
  const kept = isBlank
    ? raw.slice(0, -PACK_SCRIPT.length)
    : old !== raw && inner !== undefined && JOINED.test(inner)
      ? inner
      : old;
  return text.slice(0, start + 1) + kept + text.slice(end - 1);
}

interface Parsed {
  readonly root: Node;
  /** How far node offsets are from offsets in the text: a BOM. */
  readonly shift: number;
}

function parse(text: string): Parsed {
  const shift = text.startsWith('\uFEFF') ? 1 : 0;
  const errors: ParseError[] = [];
  const root = parseTree(text.slice(shift), errors, { disallowComments: true });
  if (root?.type === 'object' && errors.length === 0) return { root, shift };
  throw new UserError('package-json-invalid', 'package.json is not a JSON object, so it was not changed', {
    hint: 'mend package.json: npm pkg get name shows where it breaks',
  });
}

function stringsOf(root: Node, section: string): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  for (const property of findNodeAtLocation(root, [section])?.children ?? []) {
    const [key, value] = property.children ?? [];
    if (typeof key?.value === 'string' && typeof value?.value === 'string') strings.set(key.value, value.value);
  }
  return strings;
}

function scriptNode(text: string, name: string): { node: Node; start: number; end: number } | undefined {
  const { root, shift } = parse(text);
  const node = findNodeAtLocation(root, ['scripts', name]);
  if (node === undefined) return undefined;
  if (node.type !== 'string') throw wrongShape(`scripts.${name} is not a string`);
  return { node, start: node.offset + shift, end: node.offset + node.length + shift };
}

function wrongShape(what: string): UserError {
  return new UserError('package-json-shape', `package.json: ${what}, so it was not changed`, {
    hint: 'npm would not accept it either: mend it first',
  });
}

function addProperty(text: string, section: string, name: string, value: string, sorted: boolean): string {
  const { root, shift } = parse(text);
  const property = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const object = findNodeAtLocation(root, [section]);
  if (object === undefined) return insert(text, shift, root, `"${section}": ${newObject(text, shift, root, property)}`);
  if (object.type !== 'object') throw wrongShape(`${section} is not an object`);
  return insert(text, shift, object, property, sorted ? name : undefined);
}

/** A made object has white space after its brace, one that was there empty gets none: so the inverse can tell. */
function newObject(text: string, shift: number, root: Node, property: string): string {
  const first = root.children?.[0];
  const lead = first === undefined ? '' : text.slice(root.offset + shift + 1, first.offset + shift);
  const line = lead.lastIndexOf('\n');
  if (line < 0) return `{ ${property} }`;
  const indent = lead.slice(line + 1);
  const eol = lead.includes('\r\n') ? '\r\n' : '\n';
  return `{${eol}${indent}${indent}${property}${eol}${indent}}`;
}

/** Adds a property before the first key that sorts after it, or at the end, spaced like its neighbours. */
function insert(text: string, shift: number, object: Node, property: string, sortKey?: string): string {
  const siblings = object.children ?? [];
  const last = siblings.at(-1);
  if (last === undefined) {
    const at = object.offset + shift + 1;
    return text.slice(0, at) + property + text.slice(at);
  }
  const next = siblings.findIndex((sibling) => sortKey !== undefined && String(sibling.children?.[0]?.value) > sortKey);
  const model = next < 0 ? siblings.length - 1 : next;
  const start = (siblings[model] ?? last).offset + shift;
  const space = text.slice(text.slice(0, start).trimEnd().length, start);
  if (next >= 0) return `${text.slice(0, start)}${property},${space}${text.slice(start)}`;
  const end = last.offset + last.length + shift;
  return `${text.slice(0, end)},${space}${property}${text.slice(end)}`;
}

function removeProperty(text: string, section: string, name: string): string {
  const { root, shift } = parse(text);
  const property = findNodeAtLocation(root, [section, name])?.parent;
  const object = property?.parent;
  if (property === undefined || object === undefined) return text;
  const made = object.children?.length === 1 && text[object.offset + shift + 1] !== '"';
  return made && object.parent !== undefined ? cut(text, shift, object.parent) : cut(text, shift, property);
}

/** The inverse of insert. */
function cut(text: string, shift: number, property: Node): string {
  const siblings = property.parent?.children ?? [];
  const at = siblings.indexOf(property);
  const next = siblings[at + 1];
  const before = siblings[at - 1];
  const end = property.offset + property.length;
  const from = next === undefined && before !== undefined ? before.offset + before.length : property.offset;
  return text.slice(0, from + shift) + text.slice((next?.offset ?? end) + shift);
}
