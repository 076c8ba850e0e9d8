// The settings by which coding agents call us before they act: what is written for each, and what it cannot do.
import { join } from 'node:path';
import { agentCommand, callsAgentHook } from '../agents/wiring.ts';
import type { Edit } from './edit.ts';
import { readText } from './files.ts';
import { addEntry, type EntryPlace, hasEntry, type Json, newSettings, removeEntry } from './settings-json.ts';

interface Agent {
  readonly name: string;
  /** From the top of the work tree. */
  readonly file: string;
  readonly events: readonly { readonly key: string; readonly entry: (command: string) => Json }[];
  /** What a new file holds besides. */
  readonly more: Readonly<Record<string, Json>>;
  /** What the user still has to do, or must know. */
  readonly note?: string;
}

/** Seconds. A call takes a tenth of one; an agent's own limit is ten minutes. */
const TIMEOUT = 30;

const AGENTS: readonly Agent[] = [
  {
    // https://code.claude.com/docs/en/hooks; onFailure is known since 2.1.295, older versions pass over it.
    name: 'Claude Code',
    file: '.claude/settings.json',
    events: [
      {
        key: 'PreToolUse',
        entry: (command) => ({
          matcher: 'Bash|PowerShell|Write|Edit|MultiEdit|NotebookEdit',
          hooks: [{ type: 'command', command, timeout: TIMEOUT, onFailure: 'block' }],
        }),
      },
    ],
    more: {},
  },
  {
    // https://cursor.com/docs/hooks; afterFileEdit cannot refuse, preToolUse can. It names the tools Write and Delete.
    // Unsure: setups in use also name StrReplace, Edit and EditNotebook, so these are asked for too.
    name: 'Cursor',
    file: '.cursor/hooks.json',
    events: [
      { key: 'beforeShellExecution', entry: (command) => ({ command, timeout: TIMEOUT, failClosed: true }) },
      {
        key: 'preToolUse',
        entry: (command) => ({
          command,
          matcher: 'Write|StrReplace|Edit|EditNotebook|Delete',
          timeout: TIMEOUT,
          failClosed: true,
        }),
      },
    ],
    more: { version: 1 },
  },
  {
    // https://developers.openai.com/codex/hooks
    name: 'Codex',
    file: '.codex/hooks.json',
    events: [
      {
        key: 'PreToolUse',
        entry: (command) => ({
          matcher: '^(?:Bash|apply_patch)$',
          hooks: [{ type: 'command', command, timeout: TIMEOUT }],
        }),
      },
    ],
    more: {},
    note: 'Codex runs a hook only once you have trusted it: type /hooks in Codex',
  },
];

function placeOf({ file }: Agent, key: string): EntryPlace {
  return { file, keys: ['hooks', key], isOurs: callsAgentHook };
}

/** @param packagePath - the package from the top of the work tree. @throws UserError for settings that are not as they should be. */
export function addAgents(root: string, packagePath: string): readonly Edit[] {
  const command = agentCommand(packagePath);
  return AGENTS.map((agent) => {
    const { name, file, events, more } = agent;
    const before = readText(join(root, file));
    let after = before;
    for (const { key, entry } of events) {
      after =
        after === undefined || after.trim() === ''
          ? newSettings(['hooks', key], entry(command), more)
          : addEntry(after, placeOf(agent, key), entry(command));
    }
    return { path: file, before, after, what: `hook for ${name}`, mode: 0o644 };
  });
}

/** What the user of an agent still has to do. */
export function agentNotes(): readonly string[] {
  return AGENTS.flatMap(({ note }) => note ?? []);
}

export function removeAgents(root: string): readonly Edit[] {
  return AGENTS.map((agent) => {
    const before = readText(join(root, agent.file));
    let after = before;
    // In the other direction than they were put in, so that each finds what it left.
    for (const { key } of agent.events.toReversed()) {
      if (after !== undefined && callsAgentHook(after)) after = removeEntry(after, placeOf(agent, key));
    }
    return { path: agent.file, before, after, what: `hook for ${agent.name}` };
  });
}

export interface AgentState {
  readonly name: string;
  readonly file: string;
  /** `absent`: nothing of ours in it; `partial`: some of the events. */
  readonly state: 'wired' | 'partial' | 'absent';
}

/** Which agents call us here. */
export function agentStates(root: string): readonly AgentState[] {
  return AGENTS.map((agent) => {
    const text = readText(join(root, agent.file)) ?? '';
    const wired = callsAgentHook(text) ? agent.events.filter(({ key }) => hasEntry(text, placeOf(agent, key))) : [];
    const state = wired.length === 0 ? 'absent' : wired.length < agent.events.length ? 'partial' : 'wired';
    return { name: agent.name, file: agent.file, state };
  });
}
