// Collections in braces on one line, as people write them in YAML, and what only looks like one.
import { describe, expect, test } from 'vitest';
import { type RecordNode, readYaml } from '../../src/usage/record-trees.ts';

/** The tree as nested entries, and each value checked to stand where the node says. */
function shape(node: RecordNode, text: string): unknown {
  if (node.value !== undefined) {
    expect(text.slice(node.value.start, node.value.end)).toBe(node.value.text);
    return node.value.text;
  }
  if (node.list) return node.children.map((child) => shape(child, text));
  return Object.fromEntries(node.children.map((child) => [child.key, shape(child, text)]));
}

describe('collections on one line', () => {
  test.each<readonly [string, unknown]>([
    ['env: {KEY: a, OTHER: "b, c"} # why', { env: { KEY: 'a', OTHER: 'b, c' } }],
    ["env: { 'KEY': 'a', nested: { deep: [x, y] } }", { env: { KEY: 'a', nested: { deep: ['x', 'y'] } } }],
    ['list: [a, "b", {name: c}]', { list: ['a', 'b', { name: 'c' }] }],
    ['json: {"KEY":"a","n":{"m":"b"}}', { json: { KEY: 'a', n: { m: 'b' } } }],
    ['env: {KEY: ${SOME}, URL: https://host/path}', { env: { KEY: '${SOME}', URL: 'https://host/path' } }],
    ['empty: {}', { empty: {} }],
  ])('%s', (text, tree) => {
    expect(shape(readYaml(`${text}\n`), text)).toEqual(tree);
  });

  test.each([
    'value: {{ .Values.key | quote }}',
    'value: {unclosed: a',
    'value: {a: b} c',
    'value: {a, b: c',
    'value: [[[[',
    `value: ${'{a: '.repeat(400)}`,
  ])('%.40s is left alone', (text) => {
    expect(shape(readYaml(`${text}\nnext: x\n`), `${text}\nnext: x\n`)).toEqual({ value: {}, next: 'x' });
  });
});
