import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import {
  addDevDependency,
  addInstallScript,
  addInstallScriptAfterHusky,
  INSTALL_SCRIPT,
  readManifest,
  removeDevDependency,
  removeInstallScript,
} from '../../src/install/package-json.ts';

const RANGE = '^0.1.0';
const addAll = (text: string): string => addInstallScript(addDevDependency(text, RANGE), 'prepare');
const removeAll = (text: string): string => removeDevDependency(removeInstallScript(text, 'prepare'));

const name = fc.constantFrom('a', 'husky', 'hushkez', 'zod', 'é', 'lint-staged', '@scope/x');
const section = fc.dictionary(name, fc.string(), { maxKeys: 4 });
const manifest = fc.record(
  {
    name: fc.string(),
    private: fc.boolean(),
    scripts: fc.oneof(
      section,
      fc.record({ test: fc.string(), prepare: fc.string() }),
      fc.record({ prepare: fc.string() }),
    ),
    devDependencies: section,
    dependencies: section,
  },
  { requiredKeys: [] },
);
const layout = fc.record({
  indent: fc.constantFrom('', '  ', '    ', '\t'),
  eol: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  final: fc.constantFrom('', '\n', '\n\n'),
  order: fc.boolean(),
  spaced: fc.boolean(),
});

const packageText = fc.tuple(manifest, layout).map(([value, style]) => {
  const entries = Object.entries(value);
  const json = JSON.stringify(
    Object.fromEntries(style.order ? entries : entries.toReversed()),
    undefined,
    style.indent,
  );
  const spaced = style.spaced && style.indent === '' ? json.replace(/^\{(.*)\}$/, '{ $1 }') : json;
  return (style.bom ? '\uFEFF' : '') + (spaced + style.final).replaceAll('\n', style.eol);
});

describe('package.json edits', () => {
  it('are undone byte by byte', () => {
    fc.assert(
      fc.property(packageText, fc.boolean(), (text, dependencyFirst) => {
        fc.pre(!text.includes('hushkey'));
        const edited = dependencyFirst ? addAll(text) : addDevDependency(addInstallScript(text, 'prepare'), RANGE);
        const back = dependencyFirst ? removeAll(edited) : removeInstallScript(removeDevDependency(edited), 'prepare');
        expect(back).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('say what they should, and change nothing the second time', () => {
    fc.assert(
      fc.property(packageText, (text) => {
        const edited = addAll(text);
        const { devDependency, scripts } = readManifest(edited);
        const old = readManifest(text).scripts.get('prepare');
        expect(devDependency).toBe(RANGE);
        const expected =
          old === undefined ? INSTALL_SCRIPT : `(${INSTALL_SCRIPT})${old.trim() === '' ? old : ` && ${old}`}`;
        expect(scripts.get('prepare')).toBe(expected);
        expect(addInstallScript(edited, 'prepare')).toBe(edited);
      }),
    );
  });

  it.each([
    ['{}', `{"devDependencies": { "hushkey": "^0.1.0" },"scripts": { "prepare": "${INSTALL_SCRIPT}" }}`],
    [
      '{\n\t"name": "x"\n}\n',
      `{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"hushkey": "^0.1.0"\n\t},\n\t"scripts": {\n\t\t"prepare": "${INSTALL_SCRIPT}"\n\t}\n}\n`,
    ],
    [
      '{\r\n  "scripts": {},\r\n  "devDependencies": { "a": "1", "z": "2" }\r\n}',
      `{\r\n  "scripts": {"prepare": "${INSTALL_SCRIPT}"},\r\n  "devDependencies": { "a": "1", "hushkey": "^0.1.0", "z": "2" }\r\n}`,
    ],
  ])('look like their neighbours: %j', (text, expected) => {
    expect(addAll(text)).toBe(expected);
    expect(removeAll(expected)).toBe(text);
  });

  it('keep a chain: ours first, and its own failure still counts', () => {
    const edited = addInstallScript('{"scripts":{"prepare":"patch-package"}}', 'prepare');
    expect(readManifest(edited).scripts.get('prepare')).toBe(`(${INSTALL_SCRIPT}) && patch-package`);
  });

  it('arm again after husky, once, and only where nothing of ours follows it', () => {
    const twice = (prepare: string): string =>
      addInstallScriptAfterHusky(JSON.stringify({ scripts: { prepare } }), 'prepare');
    const edited = twice(`(${INSTALL_SCRIPT}) && husky`);
    expect(readManifest(edited).scripts.get('prepare')).toBe(`(${INSTALL_SCRIPT}) && husky && (${INSTALL_SCRIPT})`);
    expect(addInstallScriptAfterHusky(edited, 'prepare')).toBe(edited);
    expect(removeInstallScript(edited, 'prepare')).toBe('{"scripts":{"prepare":"husky"}}');
    for (const script of ['husky && hushkey install', 'husky &']) {
      expect(twice(script)).toBe(JSON.stringify({ scripts: { prepare: script } }));
    }
  });

  it('leave a script that someone wrote with us in it', () => {
    const text = '{"scripts":{"prepare":"hushkey install && build"}}';
    expect(addInstallScript(text, 'prepare')).toBe(text);
    expect(removeInstallScript(text, 'prepare')).toBe(text);
  });

  it('keep what was added around ours since', () => {
    const grown = addAll('{\n  "name": "x"\n}')
      .replace('"hushkey"', '"a": "1",\n    "hushkey"')
      .replace('"prepare"', '"b": "2",\n    "prepare"');
    expect(JSON.parse(removeAll(grown))).toEqual({ name: 'x', devDependencies: { a: '1' }, scripts: { b: '2' } });
  });

  it.each(['', '[]', '{"a":}', '{"a":1,}', '{"scripts":[]}', '{"scripts":{"prepare":1}}', '// c\n{}'])(
    'refuse %j',
    (text) => {
      expect(() => addInstallScript(text, 'prepare')).toThrow(UserError);
    },
  );
});
