// Credentials cut into pieces or with some signs escaped, through the keyword filter as in a commit.
import { beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { type Detected, detect } from '../../src/engine/detect.ts';
import { maskText } from '../../src/engine/mask-text.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { fakeOf } from '../support/fakes.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const TOKEN = fakeOf('github-pat-classic', 1);
const [A, B, C] = [KEY.slice(0, 7), KEY.slice(7, 50), KEY.slice(50)];

/** Name, file, the rule and the credential that stands in it. */
const PIECES: readonly (readonly [name: string, content: string, rule?: string, value?: string])[] = [
  ['JavaScript', `const k = '${A}' + '${B}' + '${C}';`],
  ['JavaScript over lines', `const k =\n  '${A}' +\n  "${B}" +\n  \`${C}\`;`],
  ['a literal that looks whole', `k = "${KEY.slice(0, 70)}" + "${KEY.slice(70)}"`],
  ['a template', `const k = \`\${'${A}'}\${'${B}${C}'}\`;`],
  ['an array', `const k = ['${A}', '${B}', '${C}'].join('');`],
  ['Python, implicit', `KEY = ("${A}"\n       "${B}"\n       "${C}")`],
  ['Python, one line', `KEY = "${A}" "${B}${C}"`],
  ['Python, prefixed', `KEY = f"${A}" r"${B}${C}"`],
  ['Java', `String k = "${A}" +\n    "${B}"\n    + "${C}";`],
  ['C#, Concat', `var k = string.Concat("${A}", "${B}", "${C}");`],
  ['Go', `k := "${A}" +\n\t\t"${B}${C}"\n`],
  ['PHP', `$k = '${A}' . '${B}' . '${C}';`],
  ['PHP, implode', `$k = implode('', ['${A}', '${B}${C}']);`],
  ['Ruby', `k = '${A}' \\\n  '${B}${C}'`],
  ['Lua', `local k = "${A}" .. "${B}${C}"`],
  ['Visual Basic', `k = "${A}" & _\r\n    "${B}${C}"`],
  ['Elixir', `k = "${A}" <> "${B}${C}"`],
  ['C', `char *k = "${A}" "${B}"\n  "${C}";`],
  ['shell, a line goes on', `export K="${A}${B}\\\n${C}"`],
  ['YAML, folded', `app:\n  key: >-\n    ${A}${B}\n    ${C}\n  port: 80\n`],
  ['YAML, literal', `app:\r\n  key: |\r\n    ${A}${B}\r\n    ${C}\r\n`],
  ['YAML, a double-quoted line goes on', `key: "${A}${B}\\\n  ${C}"`],
  ['a notebook', `{"source": ["k = \\"${A}\\" + \\"${B}${C}\\""]}`],
  ['another kind', `t = '${TOKEN.slice(0, 10)}' + '${TOKEN.slice(10)}'`, 'github-pat-classic', TOKEN],
  ['a prefix alone', `t = '${TOKEN.slice(0, 4)}' + '${TOKEN.slice(4)}'`, 'github-pat-classic', TOKEN],
];

const b64 = `ab+/${fakeOf('azure-storage-key', 3).replace(/^.{4}/, '').replace(/==$/, '')}`;
const ACCOUNT = `AccountName=store1;AccountKey=${b64}==`;
const HOOK = fakeOf('slack-webhook', 1);

const ESCAPED: readonly (readonly [name: string, content: string, rule: string, value?: string])[] = [
  [
    'JSON of .NET',
    `{"c": "${ACCOUNT.replaceAll('+', '\\u002B').replaceAll('=', '\\u003D')}"}`,
    'azure-storage-connection',
  ],
  ['a parameter', `https://a.internal.net/?next=${encodeURIComponent(ACCOUNT)}&n=2`, 'azure-storage-connection'],
  ['JSON of PHP', `{"hook": "${HOOK.replaceAll('/', '\\/')}"}`, 'slack-webhook', HOOK],
  ['an address in a parameter', `?url=${encodeURIComponent(HOOK)}`, 'slack-webhook', HOOK],
  ['XML', `<a href="${fakeOf('azure-sas-url', 1).replaceAll('&', '&amp;')}"/>`, 'azure-sas-url'],
];

describe('what a commit would see', () => {
  let ruleset: Ruleset;
  let rules: Rules;
  beforeAll(async () => {
    ruleset = await createRuleset({ builtin: async () => ({ matchers: builtin().matchers, rules: [] }) });
    rules = await ruleset.load();
  });
  const scan = (content: string): Detected => {
    const text = readText('a.txt', Buffer.from(content));
    return detect(text, ruleset.hits(text.bytes), rules, { maxUsageBytes: 0 });
  };

  test.each(PIECES.map(([name, ...rest]) => [name, rest] as const))(
    'pieces: %s',
    (_name, [content, rule = 'anthropic-api-key', value = KEY]) => {
      const { detections, masks } = scan(content);
      expect(detections.map(({ ruleId, identity }) => [ruleId, identity])).toEqual([[rule, value]]);
      const shown = maskText(content, masks, 0, content.length);
      for (const piece of value === KEY ? [B, C] : [TOKEN.slice(10)]) expect(shown).not.toContain(piece);
      // What joins the pieces stays to be seen.
      expect(shown.replace(/[^\n]/g, '')).toBe(content.replace(/[^\n]/g, ''));
      const [first] = detections;
      expect(content.slice(first?.start, first?.end).endsWith(value.slice(-10))).toBe(true);
    },
  );

  test.each(ESCAPED.map(([name, ...rest]) => [name, rest] as const))(
    'signs escaped: %s',
    (_name, [content, rule, value]) => {
      const { detections } = scan(content);
      expect(detections.map(({ ruleId }) => ruleId)).toEqual([rule]);
      if (value !== undefined) expect(detections[0]?.identity).toBe(value);
    },
  );

  test('the region is the escaped text, no more', () => {
    const content = `go?a=1&hook=${encodeURIComponent(HOOK)}&b=2`;
    const [found] = scan(content).detections;
    expect(content.slice(found?.start, found?.end)).toBe(encodeURIComponent(HOOK));
  });

  test.each([
    ['a prefix and text', `'${A}' + name + '${B}'`],
    ['two entries of a list', `keys = ['${KEY.slice(0, 30)}', '${KEY.slice(30)}']`],
    ['lines of text', `see ${TOKEN.slice(0, 20)}\nand ${TOKEN.slice(20)}`],
    ['a placeholder in pieces', `'${A}api03-' + '${'x'.repeat(95)}'`],
  ])('no credential: %s', (_name, content) => {
    expect(scan(content).detections.filter(({ identity }) => identity === KEY || identity === TOKEN)).toEqual([]);
  });
});
