// The man page that the build makes of the tables: complete, well formed, and readable at 80 columns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/table.ts';
import { run, runHushkey } from '../support/repository.ts';

const folder = (): string => join(inject('installed'), 'node_modules', 'hushkey');
const page = (): string => join(folder(), 'man', 'hushkey.1');

/** As a terminal of 80 columns shows it. */
let shown = '';

/** Whichever is there: mandoc, or man with groff. */
function render(): string {
  const has = (name: string): boolean => run('sh', ['-c', `command -v ${name}`]).status === 0;
  if (has('mandoc')) {
    expect(run('mandoc', ['-T', 'lint', '-W', 'warning', page()])).toMatchObject({ status: 0, stdout: '' });
    return run('mandoc', ['-T', 'utf8', '-O', 'width=78', page()]).stdout;
  }
  const env = { MANWIDTH: '80', MAN_KEEP_FORMATTING: '', LC_ALL: 'C.UTF-8' };
  const { status, stdout, stderr } = run('man', ['--warnings', '-P', 'cat', '-l', page()], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

beforeAll(() => {
  // Bold is a letter, a step back, and the letter again.
  shown = stripVTControlCharacters(render()).replace(/.\u0008/g, '');
});

test('package.json names it, and it names the version', () => {
  const { man, version } = JSON.parse(readFileSync(join(folder(), 'package.json'), 'utf8'));
  expect(man).toBe('./man/hushkey.1');
  expect(shown).toContain(`hushkey ${version}`);
});

test('no line is wider than 80 columns, but for examples', () => {
  const [text = ''] = shown.split(/^EXAMPLES/m);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(text.split('\n').length).toBeGreaterThan(200);
});

describe('it has', () => {
  test('every command with its usage, and every flag', () => {
    const plain = shown.replace(/\s+/g, ' ');
    for (const command of COMMAND_NAMES) {
      expect(plain).toContain(`hushkey ${command}`);
      for (const [, flag] of runHushkey(['help', command]).stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)) {
        expect(plain, command).toContain(flag);
      }
    }
  });

  test('the sections that one looks for, with exit codes, files and variables', () => {
    for (const title of [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'OPTIONS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
    ]) {
      expect(shown).toMatch(new RegExp(`^${title}$`, 'm'));
    }
    for (const code of ['0', '1', '2', '130', '143']) expect(shown).toMatch(new RegExp(`^ +${code} +[A-Z]`, 'm'));
    for (const word of ['HUSHKEY', 'NO_COLOR', 'hushkey.config.json', 'hushkey-baseline.json', '.gitleaksignore']) {
      expect(shown).toContain(word);
    }
  });
});
