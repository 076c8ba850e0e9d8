// The step that scans what npm would publish: init writes it into packages that are published, uninstall takes it out.
import { describe, expect, it } from 'vitest';
import { addPackScript, removePackScript } from '../../src/install/package-json.ts';
import { uninstall } from '../../src/install/uninstall.ts';
import { createProject, fakeManager, runInit } from './fixture.ts';

const STEP = 'hushkey scan --pack';
const withScript = (script: string): string =>
  `{\r\n\t"scripts": {\r\n\t\t"prepack": ${JSON.stringify(script)}\r\n\t}\r\n}`;
const prepackOf = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, '')).scripts?.prepack;

describe('addPackScript', () => {
  it.each([
    ['tsc', `tsc && ${STEP}`],
    ['tsc; rm -r x', `(tsc; rm -r x) && ${STEP}`],
    ['a || b', `(a || b) && ${STEP}`],
    ['(a || b)', `((a || b)) && ${STEP}`],
    ['(a)', `(a) && ${STEP}`],
    ['pinst --disable', `${STEP} && pinst --disable`],
    ['a && pinst --disable || b', `${STEP} && (a && pinst --disable || b)`],
    ['echo "a\\b"', `echo "a\\b" && ${STEP}`],
    ['', STEP],
    [' ', ` ${STEP}`],
  ])('runs after %j, or before what is undone later; the inverse gives every byte back', (before, after) => {
    const text = withScript(before);
    const added = addPackScript(text);
    expect(prepackOf(added)).toBe(after);
    expect(addPackScript(added)).toBe(added);
    // An empty script is none: it goes with ours.
    if (before !== '') expect(removePackScript(added)).toBe(text);
  });

  it.each(['{}', '{"scripts":{}}', '\uFEFF{\r\n\t"scripts": { "test": "x" }\r\n}', '{\n  "name": "x"\n}\n'])(
    'adds and removes the script in %j',
    (text) => {
      const added = addPackScript(text);
      expect(prepackOf(added)).toBe(STEP);
      expect(removePackScript(added)).toBe(text);
    },
  );

  it('leaves alone what someone rewrote', () => {
    const text = withScript(`node a.js && ${STEP} --level warning && tsc`);
    expect([addPackScript(text), removePackScript(text)]).toEqual([text, text]);
  });
});

describe('init', () => {
  const published = '{\n  "name": "thing",\n  "version": "1.0.0"\n}\n';

  it('writes it for a package that is published, says so, and uninstall gives every byte back', async () => {
    const at = createProject(published);
    fakeManager(at, 'npm');
    const dry = await runInit(at, true);
    expect(dry.lines.join('\n')).toContain('scripts.prepare, scripts.prepack');
    expect(at.read('package.json')).toBe(published);
    await runInit(at);
    expect(prepackOf(at.read('package.json'))).toBe(STEP);
    const once = at.read('package.json');
    await runInit(at);
    expect(at.read('package.json')).toBe(once);
    expect(uninstall({ cwd: at.root, env: at.env }).lines[0]).toContain('scripts.prepack, the install script');
    expect(at.read('package.json')).toBe(published);
  });

  it.each(['{\n  "name": "thing",\n  "version": "1.0.0",\n  "private": true\n}\n', '{\n  "name": "thing"\n}\n'])(
    'does not write it for %j',
    async (text) => {
      const at = createProject(text);
      fakeManager(at, 'npm');
      await runInit(at);
      expect(at.read('package.json')).not.toContain('prepack');
    },
  );

  it.each([
    ['{ "private": true, "workspaces": ["packages/*", "tool"] }', undefined],
    ['{ "private": true, "workspaces": { "packages": ["packages/*", "./tool"] } }', undefined],
    ['{ "private": true }', "packages:\n  # all\n  - 'packages/*'\n  - tool\ncatalog: {}\n"],
  ])('writes it into the published members of %s', async (text, yaml) => {
    const at = createProject(text);
    fakeManager(at, 'npm');
    fakeManager(at, 'pnpm');
    if (yaml !== undefined) at.write('pnpm-workspace.yaml', yaml);
    const members = ['packages/a', 'packages/b', 'tool', 'packages/a/samples/x', 'other/tool'];
    for (const name of members) at.write(`${name}/package.json`, published);
    at.write('packages/b/package.json', '{ "name": "b", "version": "1.0.0", "private": true }');
    at.write('packages/broken/package.json', '{');
    at.git(['add', 'packages/a']);
    const { lines } = await runInit(at);
    expect(lines).toContain('hushkey: changed packages/a/package.json: scripts.prepack');
    expect(members.filter((name) => at.read(`${name}/package.json`).includes(STEP))).toEqual(['packages/a', 'tool']);
    uninstall({ cwd: at.root, env: at.env });
    for (const name of ['packages/a', 'tool']) expect(at.read(`${name}/package.json`)).toBe(published);
    expect(at.read('package.json')).toBe(text);
  });

  it('says why not, where yarn would not find the command', async () => {
    const at = createProject('{ "private": true, "workspaces": ["packages/*"], "packageManager": "yarn@4.0.0" }');
    at.write('packages/a/package.json', published);
    fakeManager(at, 'yarn');
    const { lines } = await runInit(at);
    expect(lines.join('\n')).toContain('declare it in each published package');
    expect(at.read('packages/a/package.json')).toBe(published);
  });
});
