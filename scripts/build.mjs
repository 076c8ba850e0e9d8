// Builds what is published: the command line and the library as modules, the hook as one folder that needs nothing else.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { version, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });

const isNode = (id) => id.startsWith('node:');

/** Writes the chunks and gives them; the licences of others go into a file of their own. */
async function bundle(input, output, external, define = {}, plugins = []) {
  const build = await rolldown({
    input,
    external,
    plugins,
    platform: 'node',
    // jsonc-parser's main is a UMD bundle whose requires cannot be followed.
    resolve: { mainFields: ['module', 'main'] },
    transform: { define: { HUSHKEY_VERSION: JSON.stringify(version), ...define }, target: 'node20.19' },
  });
  const { output: written } = await build.write({ minify: true, comments: { legal: false }, ...output });
  await build.close();
  return written;
}

/** The keywords of all rules as bytes, and the kinds as JSON, so that neither hook nor scan computes them at every start. */
async function precompute() {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-build-'));
  try {
    await bundle(
      { table: 'scripts/keyword-table.ts', man: 'scripts/man-page.ts' },
      { dir: folder, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      isNode,
    );
    const { table, wordsFor, leanKinds } = await import(pathToFileURL(join(folder, 'table.mjs')).href);
    const { manPage } = await import(pathToFileURL(join(folder, 'man.mjs')).href);
    mkdirSync('man', { recursive: true });
    writeFileSync('man/hushkey.1', manPage(version));
    return { table, words: wordsFor(version), kinds: JSON.stringify(leanKinds) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { table, words, kinds } = await precompute();
/** A file that hook and command line share, named by its content as the chunks are: while the hook's copy is brought up to
 * date, each entry finds its own. */
function share(name, extension, content) {
  const file = `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 8)}.${extension}`;
  writeFileSync(join('dist/hook', file), content);
  return file;
}

mkdirSync('dist/hook', { recursive: true });
// Not `.bin`: yarn takes packages with such files out of its zip.
const tableFile = share('keywords', 'dat', table);
writeFileSync('dist/hook/first-look.pl', `${readFileSync('hooks/first-look', 'utf8')}\n__DATA__\n${words}`);
/** Measured: as JSON the kinds load 4 ms sooner than as code. Deflated they are a quarter as large, and take 1 ms more. */
const kindsFile = share('kinds', 'json.z', deflateSync(kinds, { level: 9 }));
const kindsAsJson = {
  name: 'kinds-as-json',
  load: (id) =>
    id.replaceAll('\\', '/').endsWith('/src/credentials/kinds/index.ts')
      ? {
          code: `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
export const kinds = JSON.parse(inflateSync(readFileSync(join(import.meta.dirname, ${JSON.stringify(kindsFile)}))).toString());`,
          moduleType: 'js',
        }
      : null,
};
/** The examples of our own rules are for their tests and pages: nothing that is installed reads them. */
const withoutExamples = {
  name: 'without-examples',
  transform: (code, id) => {
    if (!id.replaceAll('\\', '/').includes('/src/usage/rules/') || !code.includes('examples:')) return null;
    let rest = code;
    for (const { start, end } of examplesIn(parseAst(code, { lang: 'ts' })).sort((a, b) => b.start - a.start))
      rest = `${rest.slice(0, start)}{ invalid: [], valid: [] }${rest.slice(end)}`;
    return rest;
  },
};

/** The objects that stand under that name in a tree. */
function examplesIn(node) {
  if (typeof node !== 'object' || node === null) return [];
  if (node.type === 'Property' && node.key.name === 'examples' && node.value.type === 'ObjectExpression')
    return [node.value];
  return Object.values(node).flatMap(examplesIn);
}

/** What is large and loads only where something was found: once for both. */
const SHARED = {
  rules: 'src/builtin-rules.ts',
  catalogue: 'src/credentials/catalogue.ts',
  foreign: 'src/suppress/foreign/load-foreign.ts',
  // What `refs` reads code with: the command line would have a copy of its own.
  languages: 'src/usage/languages.ts',
  lexer: 'src/usage/lexer.ts',
  syntax: 'src/usage/syntax.ts',
  trees: 'src/usage/record-trees.ts',
};
const ofShared = await bundle(
  SHARED,
  {
    dir: 'dist/hook',
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name]-[hash].cjs',
    chunkFileNames: 'shared-[hash].cjs',
  },
  isNode,
  {},
  [kindsAsJson, withoutExamples],
);
const sharedEntries = new Map(
  ofShared
    .filter(({ isEntry }) => isEntry)
    .map(({ facadeModuleId, fileName, exports }) => [facadeModuleId, { fileName, exports }]),
);
/** @param folder - of the shared files, seen from the importer. A plain require: no helper of the bundler's, no loader of modules. */
const sharedAt = (folder) => ({
  name: 'shared',
  load: (id) => {
    const entry = sharedEntries.get(id);
    if (entry === undefined) return null;
    const code = `import { createRequire } from 'node:module';
const shared = createRequire(import.meta.filename)(${JSON.stringify(folder + entry.fileName)});
${entry.exports.map((name) => `export const ${name} = shared.${name};`).join('\n')}`;
    return { code, moduleType: 'js' };
  },
});
const isDependency = (id) =>
  isNode(id) ||
  Object.keys({ ...dependencies, ...peerDependencies }).some((name) => id === name || id.startsWith(`${name}/`));

const ofPackage = await bundle(
  { bin: 'src/bin.ts', index: 'src/index.ts', fleet: 'src/fleet-entry.ts', worker: 'src/worker.ts' },
  { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js' },
  isDependency,
  { HUSHKEY_KEYWORD_TABLE: JSON.stringify(`../hook/${tableFile}`), HUSHKEY_WORKER: JSON.stringify('../worker.js') },
  [sharedAt('../hook/')],
);
// The hook is copied into the repository's git folder, so that it works where node_modules is not: nothing is external.
const ofHook = await bundle(
  { main: 'src/hook.ts' },
  {
    dir: 'dist/hook',
    format: 'cjs',
    // A real import() would start the loader of modules, which a hook needs for nothing else.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  },
  isNode,
  { HUSHKEY_KEYWORD_TABLE: JSON.stringify(tableFile) },
  [sharedAt('./')],
);
const bundled = [...ofShared, ...ofPackage, ...ofHook].flatMap(({ moduleIds = [] }) => moduleIds);
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices(bundled));
chmodSync('dist/bin.js', 0o755);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
pruneTypes('dist/types');

/** The licence of every package with a module among these, as the packages themselves word it. */
function notices(modules) {
  const folders = new Set(
    modules.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0]),
  );
  const parts = [...folders].filter(Boolean).map((folder) => {
    const { name, version: own, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file to hand on`);
    return `${name} ${own} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return parts.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * Keeps the declarations that those of the entries lead to, since tsc writes those of the whole program, and names their files as
 * every version of TypeScript finds them.
 */
function pruneTypes(folder) {
  const wanted = new Set();
  const queue = ['index.d.ts', 'fleet-entry.d.ts'].map((name) => join(folder, name));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (wanted.has(path)) continue;
    wanted.add(path);
    const text = readFileSync(path, 'utf8').replace(/((?:from |import\()['"]\.[^'"]+)\.ts(?=['"])/g, '$1.js');
    writeFileSync(path, text);
    for (const [, from] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      queue.push(join(dirname(path), `${from}.d.ts`));
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !wanted.has(path)) rmSync(path);
  }
}
