// Shows the main job from nothing: packs this checkout, sets it up in a new repository, and tries to commit a key.
// Usage: node scripts/demo.mjs [--keep]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'hushkey-demo-'));
const app = join(work, 'app');

/** Runs a step that is not part of the show; its output appears only when it fails. */
function prepare(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: environment() });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Runs a step as a user would type it, in sight. */
function show(line, cwd = app) {
  console.log(`\n$ ${line}`);
  return spawnSync('sh', ['-c', line], { cwd, stdio: 'inherit', env: environment() }).status;
}

/** The caller's environment without what would turn hooks off or name another repository. */
function environment() {
  const hidden = /^(?:CI|HUSKY|HUSHKEY|GIT_.*|npm_.*|INIT_CWD)$/;
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.test(name)));
  const author = {
    GIT_AUTHOR_NAME: 'Demo',
    GIT_AUTHOR_EMAIL: 'demo@example.com',
    GIT_COMMITTER_NAME: 'Demo',
    GIT_COMMITTER_EMAIL: 'demo@example.com',
  };
  return { ...own, ...author };
}

/** A made-up key of the right shape; a file of this repository never holds one. */
function fakeKey() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const body = Array.from({ length: 93 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
  return ['sk', 'ant', 'api03', `${body}AA`].join('-');
}

try {
  console.log('Building and packing hushkey, and making a new repository…');
  prepare(process.execPath, ['scripts/build.mjs'], root);
  const [{ filename }] = JSON.parse(
    prepare('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], root),
  );
  prepare('git', ['init', '-q', '-b', 'main', app], work);
  writeFileSync(join(app, 'package.json'), '{\n  "name": "app",\n  "private": true\n}\n');
  writeFileSync(join(app, '.gitignore'), 'node_modules/\n');
  prepare('npm', ['install', '--save-dev', '--no-fund', '--no-audit', '--prefer-offline', join(work, filename)], app);

  show('npx hushkey init');
  show('git add -A && git commit -q -m "set up hushkey"');
  writeFileSync(
    join(app, 'ask.js'),
    `import Anthropic from '@anthropic-ai/sdk';\n\nexport const client = new Anthropic({\n  apiKey: '${fakeKey()}',\n});\n`,
  );
  show('git add ask.js');
  const status = show('git commit -m "ask Claude"');
  if (status === 0) throw new Error('the commit was not blocked');
  writeFileSync(
    join(app, 'ask.js'),
    "import Anthropic from '@anthropic-ai/sdk';\n\nexport const client = new Anthropic();\n",
  );
  if (show('git commit -q -a -m "ask Claude, key from the environment"') !== 0)
    throw new Error('the clean commit was blocked');
  console.log('\nThat is all: one init, and from then on every npm install arms the hook.');
} finally {
  if (process.argv.includes('--keep')) console.log(`kept: ${app}`);
  else rmSync(work, { recursive: true, force: true });
}
