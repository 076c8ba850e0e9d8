// Progress on a terminal of its own, made by script(1): there while it takes long, gone at the end.
import { describe, expect, test } from 'vitest';
import { createRepository, packedBin, run, type TestRepository } from '../support/repository.ts';

/** Commits by fast-import, enough to take longer than a second. */
function long(): TestRepository {
  const at = createRepository();
  const word = 'const anthropic = "sk-ant-";\\n'.repeat(400);
  const lines: string[] = [];
  for (let i = 1; i <= 1500; i += 1) {
    const text = `// ${i}\n${word}`;
    lines.push('commit refs/heads/main', `mark :${i}`, `committer T <t@example.com> ${1_700_000_000 + i} +0000`);
    lines.push('data 1', 'x', ...(i > 1 ? [`from :${i - 1}`] : []), `M 100644 inline f${i % 50}.js`);
    lines.push(`data ${Buffer.byteLength(text)}`, text);
  }
  at.tryGit(['fast-import', '--quiet'], { input: `${lines.join('\n')}\n` });
  return at;
}

const ESC = '\u001b';
const LINE = new RegExp(`\r${ESC}\\[Khushkey: [\\d,]+ of 1,500 commits, [\\d.]+/s, (?:\\d+ min )?\\d+ s left`);

test('a person who is waited for is told so; a pipe is not', () => {
  const at = createRepository();
  const bin = `'${process.execPath}' '${packedBin()}'`;
  const typed = (args: string): string =>
    // Ctrl-D at the start of a line ends what is typed.
    run('script', ['-qec', `${bin} ${args}`, '/dev/null'], {
      cwd: at.root,
      input: 'const a = 401;\n\u0004',
      env: { NO_COLOR: '1' },
    }).stdout;
  for (const [args, what] of [
    ['scan --stdin', 'the text'],
    ['explain -', 'the error'],
  ] as const) {
    expect(typed(args)).toContain(`hushkey: paste ${what}, then a new line and Ctrl-D\r\n`);
    expect(at.hushkey(args.split(' '), { input: '401\n' }).stderr).toBe('');
  }
});

describe('scenario 29: progress', () => {
  test('is shown on a terminal, fits it, and is gone before the report; not with --quiet, not without a terminal', () => {
    const at = long();
    const onTerminal = (...args: string[]): string =>
      run(
        'script',
        ['-qec', `stty cols 80; '${process.execPath}' '${packedBin()}' scan ${args.join(' ')}`, '/dev/null'],
        {
          cwd: at.root,
          env: { TERM: 'xterm', NO_COLOR: '1' },
        },
      ).stdout;
    const shown = onTerminal('--history');
    expect(shown).toMatch(LINE);
    const [, report = ''] = shown.split(new RegExp(`\r${ESC}\\[K(?=hushkey: \\d+ files)`));
    expect(report).toMatch(/^hushkey: 1500 files in 1500 commits, [^\r]*\r\n$/);
    expect(
      shown
        .slice(0, -report.length)
        .split(`\r${ESC}[K`)
        .every((line) => line.length < 80),
    ).toBe(true);
    expect(onTerminal('--history', '--quiet')).not.toContain(' of 1,500');
    const piped = at.hushkey(['scan', '--history']);
    expect(piped.stderr).toBe('');
    expect(piped.stdout).not.toContain(' of ');
  });
});
