// Builds a clone that has not been built: npm runs this where it installs from git, as pre-commit does. What is packed has no
// script of that name, for npm asks about one even where it would not run it: `pack` takes it out, `packed` puts it back.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const has = (path) => existsSync(`${root}/${path}`);

/** Runs node; standard output is npm's, which names the tarball there. */
function run(args, env = process.env) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

function build() {
  const { npm_execpath: npm = '', npm_config_global: isGlobal } = process.env;
  if (!has('node_modules/rolldown') && isGlobal === 'true') {
    // `npm install -g git+…` gives the clone no devDependencies: the -g reaches npm's own install of them.
    const env = { ...process.env, npm_config_global: 'false' };
    run([npm, 'ci', '--ignore-scripts', '--include=dev'], env);
  }
  // Without them there is nothing to build with: `npm ci --omit=dev` in a clone.
  if (has('node_modules/rolldown')) run(['scripts/build.mjs']);
}

const SCRIPT = '    "prepare": "node scripts/prepare.mjs",\n';
const NEXT = '    "prepack": ';

function replaceInManifest(from, to) {
  const path = `${root}/package.json`;
  const text = readFileSync(path, 'utf8');
  if (text.includes(SCRIPT) === from.startsWith(SCRIPT)) writeFileSync(path, text.replace(from, to));
}

const [step] = process.argv.slice(2);
if (step !== 'packed' && !has('dist/bin.js')) build();
if (step === 'pack') replaceInManifest(SCRIPT + NEXT, NEXT);
if (step === 'packed') replaceInManifest(NEXT, SCRIPT + NEXT);
