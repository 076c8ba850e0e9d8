// Entries in settings of other tools: what is put in stands where it should, and taking it out gives every byte back.
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { addEntry, hasEntry, newSettings, removeEntry } from '../../src/install/settings-json.ts';

const ENTRY = { matcher: 'Bash', hooks: [{ type: 'command', command: 'ours' }] };
const place = { file: 'settings.json', keys: ['hooks', 'PreToolUse'], isOurs: (text: string) => text.includes('ours') };

const TEXTS: Readonly<Record<string, string>> = {
  empty: '{}',
  'empty with a newline': '{}\n',
  'empty over two lines': '{\n}\n',
  'other keys': '{\n  "permissions": {\n    "allow": ["Bash(ls)"]\n  }\n}\n',
  'no final newline': '{\n  "model": "x"\n}',
  tabs: '{\n\t"model": "x",\n\t"env": { "A": "b" }\n}\n',
  'four blanks': '{\n    "model": "x"\n}\n',
  crlf: '{\r\n  "model": "x"\r\n}\r\n',
  bom: '\uFEFF{\n  "model": "x"\n}\n',
  'one line': '{"model":"x"}',
  'one line with blanks': '{ "model": "x" }\n',
  comments: '{\n  // first\n  "model": "x", // second\n  /* third */\n  "env": {} // fourth\n  // fifth\n}\n',
  'trailing commas': '{\n  "model": "x",\n  "env": {\n    "A": "b",\n  },\n}\n',
  'hooks without ours': '{\n  "hooks": {\n    "Stop": [\n      { "hooks": [] }\n    ]\n  },\n  "z": 1\n}\n',
  'empty hooks': '{\n  "hooks": {}\n}\n',
  'empty hooks with blanks': '{\n  "hooks": { },\n  "a": 1\n}\n',
  'empty list': '{\n  "hooks": {\n    "PreToolUse": []\n  }\n}\n',
  'empty list over two lines': '{\n  "hooks": {\n    "PreToolUse": [\n    ]\n  }\n}\n',
  'a list with another':
    '{\n  "hooks": {\n    "PreToolUse": [\n      { "matcher": "Write", "hooks": [] } // theirs\n    ]\n  }\n}\n',
  'a list in one line': '{"hooks":{"PreToolUse":[{"matcher":"Write","hooks":[]}]},"a":1}',
};

describe.each(Object.entries(TEXTS))('%s', (_, text) => {
  const added = addEntry(text, place, ENTRY);

  test('the entry stands at the end of the list, and all else stays', () => {
    const value = parse(added.replace(/^\uFEFF/, ''));
    expect(value.hooks.PreToolUse.at(-1)).toEqual(ENTRY);
    value.hooks.PreToolUse.pop();
    const before = parse(text.replace(/^\uFEFF/, ''));
    expect({ ...value, hooks: undefined }).toEqual({ ...before, hooks: undefined });
    expect(value.hooks.PreToolUse).toEqual(before.hooks?.PreToolUse ?? []);
    expect(hasEntry(added, place)).toBe(true);
  });

  test('a second time changes nothing', () => expect(addEntry(added, place, ENTRY)).toBe(added));
  test('taking it out gives every byte back', () => expect(removeEntry(added, place)).toBe(text));
  test('nothing is taken out where nothing is', () => expect(removeEntry(text, place)).toBe(text));

  test('an older entry is brought up to date', () => {
    const newer = { matcher: 'Bash|Write', hooks: [{ type: 'command', command: 'ours' }] };
    const updated = addEntry(added, place, newer);
    expect(parse(updated.replace(/^\uFEFF/, '')).hooks.PreToolUse.at(-1)).toEqual(newer);
    expect(removeEntry(updated, place)).toBe(text);
  });
});

describe('a file of our own', () => {
  const text = newSettings(['hooks', 'PreToolUse'], ENTRY, { version: 1 });

  test('goes away as a whole', () => {
    expect(JSON.parse(text)).toEqual({ hooks: { PreToolUse: [ENTRY] }, version: 1 });
    expect(removeEntry(text, place)).toBeUndefined();
  });

  test('stays where somebody has added to it', () => {
    const more = text.replace('"version": 1', '"version": 1,\n  "model": "x"');
    expect(JSON.parse(removeEntry(more, place) ?? '')).toEqual({ version: 1, model: 'x' });
  });
});

test.each(['', 'nonsense', '[]', '{"hooks": []}', '{"hooks": {"PreToolUse": {}}}', '{"a": 1,, }'])(
  'settings that are none are left alone: %s',
  (text) => expect(() => addEntry(text, place, ENTRY)).toThrow(/settings\.json/),
);
