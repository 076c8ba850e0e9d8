// What a coding agent is about to do, read from the JSON that it gives to its hook. Claude Code and Codex use one form,
// Cursor two of its own; the tools are told apart by their names.
import { UserError } from '../errors.ts';
import { shellQuote } from '../text/shell-quote.ts';
import type { Dialect } from './shell-words.ts';

/** How a file would change. */
export type Change =
  | { readonly type: 'whole'; readonly text: string }
  | { readonly type: 'edits'; readonly edits: readonly Edit[] }
  /** The lines that a patch shows: as they are, and as they would be. */
  | { readonly type: 'lines'; readonly before: string; readonly after: string };

export interface Edit {
  readonly before: string;
  readonly after: string;
  readonly everywhere: boolean;
}

export interface FileChange {
  readonly path: string;
  readonly change: Change;
}

export type Call =
  | { readonly type: 'command'; readonly command: string; readonly dialect: Dialect }
  | { readonly type: 'files'; readonly files: readonly FileChange[] }
  /** Reads, searches and the like. */
  | { readonly type: 'other' };

export interface AgentEvent {
  readonly cwd: string | undefined;
  readonly call: Call;
}

type Fields = Readonly<Record<string, unknown>>;

/** Cursor wants its answer as JSON on standard output. Judged by the text, so that it holds for JSON that is broken too. */
export function isCursorEvent(text: string): boolean {
  return /"(?:cursor_version|workspace_roots)"|"hook_event_name"\s*:\s*"(?:before|preToolUse)/.test(text);
}

/** @throws UserError for what is no event, or a call that lacks what it should have. */
export function readEvent(text: string): AgentEvent {
  const event = parse(text);
  const name = textOf(event, 'tool_name');
  const input = isFields(event['tool_input']) ? event['tool_input'] : {};
  const roots = event['workspace_roots'];
  const root: unknown = Array.isArray(roots) ? roots[0] : undefined;
  const cwd = [input['working_directory'], event['cwd'], input['cwd'], root].find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  if (event['hook_event_name'] === 'beforeShellExecution') return { cwd, call: commandOf(event, 'posix') };
  if (name === undefined) {
    if (typeof event['hook_event_name'] === 'string' && event['hook_event_name'] !== 'PreToolUse') {
      return { cwd, call: { type: 'other' } };
    }
    throw notUnderstood('the call names no tool');
  }
  return { cwd, call: callOf(name, input) };
}

const GONE: Change = { type: 'whole', text: '' };

function callOf(name: string, input: Fields): Call {
  switch (name) {
    case 'Bash':
    case 'Shell':
    case 'shell':
    case 'local_shell':
    case 'exec_command':
      return commandOf(input, 'posix');
    case 'PowerShell':
      return commandOf(input, 'powershell');
    case 'apply_patch':
      return { type: 'files', files: readPatch(required(input, ['command', 'input', 'patch'])) };
    case 'Delete':
      return { type: 'files', files: [{ path: required(input, ['file_path', 'path', 'target_file']), change: GONE }] };
    case 'Write':
    case 'Edit':
    case 'MultiEdit':
    case 'StrReplace':
    case 'EditNotebook':
    case 'NotebookEdit':
      return { type: 'files', files: [fileChange(name, input)] };
    default:
      return { type: 'other' };
  }
}

function commandOf(fields: Fields, dialect: Dialect): Call {
  const { command } = fields;
  // As an argument vector: `["bash", "-lc", "…"]`.
  if (Array.isArray(command) && command.every((word) => typeof word === 'string')) {
    return { type: 'command', command: command.map(shellQuote).join(' '), dialect };
  }
  return { type: 'command', command: required(fields, ['command', 'cmd']), dialect };
}

function fileChange(name: string, input: Fields): FileChange {
  const path = required(input, ['file_path', 'notebook_path', 'path', 'target_file', 'target_notebook']);
  if (name === 'NotebookEdit' || name === 'EditNotebook') {
    if (input['edit_mode'] === 'delete') return { path, change: { type: 'lines', before: '', after: '' } };
    const source = required(input, ['new_source', 'new_string']);
    const kind = textOf(input, 'cell_type') ?? 'code';
    return { path, change: { type: 'lines', before: '', after: notebookWith(kind, source) } };
  }
  if (Array.isArray(input['edits'])) return { path, change: { type: 'edits', edits: input['edits'].map(editOf) } };
  if (textOf(input, 'new_string') !== undefined) return { path, change: { type: 'edits', edits: [editOf(input)] } };
  return { path, change: { type: 'whole', text: required(input, ['content', 'contents', 'file_text']) } };
}

function editOf(edit: unknown): Edit {
  if (!isFields(edit)) throw notUnderstood('an edit is not an object');
  return {
    before: textOf(edit, 'old_string') ?? '',
    after: required(edit, ['new_string']),
    everywhere: edit['replace_all'] === true,
  };
}

/** A notebook of one cell, so that the rules read it as what it becomes. */
function notebookWith(kind: string, source: string): string {
  const lines = source.split(/(?<=\n)/);
  return `${JSON.stringify({ cells: [{ cell_type: kind, metadata: {}, source: lines }], nbformat: 4 }, null, 1)}\n`;
}

/** The form of apply_patch: `*** Update File: …`, then lines that begin with a blank, `+` or `-`. */
function readPatch(patch: string): readonly FileChange[] {
  const files: { path: string; before: string[]; after: string[] }[] = [];
  for (const line of patch.split(/\r?\n/)) {
    const header = /^\*\*\* (?:Add|Update|Delete) File: (.+)$/.exec(line)?.[1];
    const moved = /^\*\*\* Move to: (.+)$/.exec(line)?.[1];
    const file = files.at(-1);
    if (header !== undefined) files.push({ path: header.trim(), before: [], after: [] });
    else if (moved !== undefined && file !== undefined) file.path = moved.trim();
    else if (file !== undefined && /^[ +-]/.test(line)) {
      if (!line.startsWith('+')) file.before.push(line.slice(1));
      if (!line.startsWith('-')) file.after.push(line.slice(1));
    }
  }
  if (files.length === 0) throw notUnderstood('the patch names no file');
  const join = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  return files.map(({ path, before, after }) => ({
    path,
    change: { type: 'lines', before: join(before), after: join(after) },
  }));
}

function parse(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words repeat the text, which may hold a credential.
    throw notUnderstood(text.trim() === '' ? 'standard input is empty' : 'standard input is not JSON');
  }
  if (isFields(value)) return value;
  throw notUnderstood('standard input is not a JSON object');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function required(fields: Fields, names: readonly string[]): string {
  for (const name of names) {
    const value = textOf(fields, name);
    if (value !== undefined) return value;
  }
  throw notUnderstood(`the call lacks ${names[0]}`);
}

function notUnderstood(what: string): UserError {
  return new UserError('agent-event', `the agent's call was not understood: ${what}`);
}
