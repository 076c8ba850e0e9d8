// Writes docs/accuracy.md from the sections in test/accuracy, in the order of their files' names.
// Arguments name the sections to run again (`10-usage`); the others keep the text that they have.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const DOCUMENT = 'docs/accuracy.md';
const SUFFIX = '.section.ts';
/** Inside node_modules, so that what a section imports from a package is found. */
const FOLDER = join(root, 'node_modules', '.cache', `hushkey-accuracy-${process.pid}`);

const names = readdirSync('test/accuracy')
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`No such section: ${unknown.join(', ')}. There is: ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  await write();
}

async function write() {
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const blocks = [];
  const modules = await bundled(wanted);
  try {
    for (const name of names) {
      const text = wanted.includes(name) ? await run(name, modules) : keptText(before, name);
      if (text !== undefined) blocks.push(`${begin(name)}\n${text.trim()}\n${end(name)}\n`);
    }
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
  mkdirSync('docs', { recursive: true });
  const head = '# Accuracy\n\nWritten by `npm run accuracy`; every number comes from the run that its section names.\n';
  writeFileSync(DOCUMENT, [head, ...blocks].join('\n'));
}

async function run(name, modules) {
  const started = performance.now();
  const { title, section } = await import(pathToFileURL(join(modules, `${name}.mjs`)).href);
  const body = await section();
  console.log(`${name}: ${Math.round(performance.now() - started)} ms`);
  const date = new Date().toISOString().slice(0, 10);
  return `## ${title}\n\nRun of ${date}, hushkey ${version}, Node ${process.versions.node}.\n\n${body}`;
}

/** Node 20 cannot read TypeScript: the sections and what they import of ours become one folder of modules. */
async function bundled(sections) {
  const build = await rolldown({
    input: Object.fromEntries(sections.map((name) => [name, `test/accuracy/${name}${SUFFIX}`])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    transform: { define: { HUSHKEY_VERSION: JSON.stringify(version) } },
    plugins: [
      {
        name: 'own-address',
        // A module in the bundle finds its neighbours from where its source stands.
        transform: (code, id) =>
          code.includes('import.meta.url')
            ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            : null,
      },
    ],
  });
  await build.write({ dir: FOLDER, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await build.close();
  return FOLDER;
}

function keptText(document, name) {
  const start = document.indexOf(begin(name));
  const stop = document.indexOf(end(name), start);
  return start < 0 || stop < 0 ? undefined : document.slice(start + begin(name).length, stop);
}

function begin(name) {
  return `<!-- begin ${name} -->`;
}

function end(name) {
  return `<!-- end ${name} -->`;
}
