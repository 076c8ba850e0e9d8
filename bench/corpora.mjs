// What is scanned: built once in a cache folder, from npm packages and from a seed, the same everywhere.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Other people's code, exact versions; together more than 8,000 files and 50 MB. */
const PACKAGES = [
  'typescript@5.9.3',
  'date-fns@4.1.0',
  'core-js@3.45.1',
  'rxjs@7.8.2',
  'three@0.180.0',
  'lodash@4.17.21',
];

/** Builds under a name that nothing reads, so that a run that was stopped leaves no half. */
export function once(path, build) {
  if (existsSync(path)) return path;
  const draft = `${path}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  build(draft);
  renameSync(draft, path);
  return path;
}

export function random(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const WORDS =
  'user config render client session buffer parse handler value index token cache request key list path'.split(' ');

/** Lines of plain code with the words that code has, `token` and `key` among them, and no credential. */
export function plainCode(seed, lines) {
  const next = random(seed);
  const word = () => WORDS[next(WORDS.length)];
  return Array.from({ length: lines }, () => {
    const [a, b, c] = [word(), word(), word()];
    return [
      `const ${a}${next(99)} = ${b}.${c}(${next(999)}, '${word()} ${word()}');`,
      `if (${a} && !${b}) return ${c};`,
      '',
    ][next(3)];
  }).join('\n');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A look-alike; made here, so that none stands in a file of this project. */
export function fakeKey(seed) {
  const next = random(seed * 7919 + 1);
  return `${['sk', 'ant', 'api03'].join('-')}-${Array.from({ length: 93 }, () => ALPHABET[next(62)]).join('')}AA`;
}

export function treeOf(cache) {
  return once(join(cache, 'tree'), (draft) => {
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n');
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES], {
      cwd: draft,
      stdio: 'inherit',
    });
    // Scanners pass over node_modules; this is here to be read.
    renameSync(join(draft, 'node_modules'), join(draft, 'packages'));
    rmSync(join(draft, 'packages/.bin'), { recursive: true, force: true });
  });
}

export function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { files: files.length, bytes };
}

/** A small tree of plain code, for a run that only shows that everything works. */
export function smallTree(cache) {
  return once(join(cache, 'small-tree'), (draft) => {
    for (let i = 0; i < 30; i += 1) writeFileSync(join(draft, `file-${i}.js`), plainCode(i, 60));
  });
}

/** A repository of so many commits, each of which changes one to five of some hundred files. */
export function historyOf(cache, commits) {
  return once(join(cache, `history-${commits}`), (draft) => {
    const next = random(5);
    const parts = [];
    for (let i = 0; i < commits; i += 1) {
      parts.push(
        `commit refs/heads/main\ncommitter Bench <bench@example.invalid> ${1_700_000_000 + 60 * i} +0000\ndata 8\n${String(i).padStart(7, '0')}\n`,
      );
      for (let k = 0; k <= next(5); k += 1) {
        const text = plainCode(i * 8 + k, 40 + next(160));
        parts.push(`M 644 inline src/file-${next(300)}.js\ndata ${Buffer.byteLength(text)}\n${text}\n`);
      }
    }
    initialise(draft);
    execFileSync('git', ['fast-import', '--quiet'], { cwd: draft, input: parts.join('') });
    execFileSync('git', ['reset', '-q', '--hard', 'main'], { cwd: draft });
  });
}

function initialise(folder) {
  execFileSync('git', ['init', '-q', '-b', 'main', folder]);
  for (const [name, value] of [
    ['user.name', 'Bench'],
    ['user.email', 'bench@example.invalid'],
    ['gc.auto', '0'],
    ['commit.gpgSign', 'false'],
  ]) {
    execFileSync('git', ['config', name, value], { cwd: folder });
  }
}

/** A repository with so many files of plain code staged on a first commit, for each tool its own hooks. */
export function stagedCommit(cache, files) {
  return once(join(cache, `commit-${files}`), (draft) => {
    initialise(draft);
    writeFileSync(
      join(draft, 'package.json'),
      '{ "name": "bench", "private": true, "devDependencies": { "hushkey": "*" } }\n',
    );
    writeFileSync(join(draft, '.git/info/exclude'), 'node_modules\n');
    execFileSync('git', ['add', '-A'], { cwd: draft });
    execFileSync('git', ['commit', '-q', '-m', 'first'], { cwd: draft });
    mkdirSync(join(draft, 'src'));
    for (let i = 0; i < files; i += 1)
      writeFileSync(join(draft, `src/file-${i}.js`), plainCode(1000 + i, files === 1 ? 20 : 120));
    execFileSync('git', ['add', '-A'], { cwd: draft });
  });
}

/** A copy of a staged repository, made anew at each run: it holds the hook of one tool. */
export function copyOf(repository, name) {
  const copy = `${repository}-${name}`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(repository, copy, { recursive: true });
  // A copied file is younger than the index says it is.
  execFileSync('git', ['add', '-A'], { cwd: copy });
  return copy;
}

/** Files that cost scanners most; `scale` 1 is full size. */
export function adversarial(cache, scale) {
  const folder = once(join(cache, `adversarial-${scale}`), (draft) => {
    const size = (bytes) => Math.max(1000, Math.round(bytes * scale));
    const next = random(9);
    const line = plainCode(3, 2000).replaceAll('\n', ' ');
    writeFileSync(join(draft, 'one-line-50-mb.js'), line.repeat(Math.ceil(size(50e6) / line.length)));
    writeFileSync(
      join(draft, 'base64-5-mb.txt'),
      Buffer.from(Array.from({ length: size(3.75e6) }, () => next(256))).toString('base64'),
    );
    writeFileSync(join(draft, 'one-character-1-mb.txt'), 'a'.repeat(size(1e6)));
    writeFileSync(join(draft, 'brackets-100000.js'), '('.repeat(size(100_000)));
    writeFileSync(
      join(draft, 'keys-10000.env'),
      Array.from({ length: Math.round(10_000 * scale) || 1 }, (_, i) => `KEY_${i}=${fakeKey(i)}\n`).join(''),
    );
  });
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** What reading every file costs, as the least that a scan of them can. */
export const READ_ALL = `const fs=require('fs'),p=require('path');for(const e of fs.readdirSync(process.argv[1],{recursive:true,withFileTypes:true}))if(e.isFile())fs.readFileSync(p.join(e.parentPath??e.path,e.name))`;
