// Builds what is published: the command line and the library as modules, the hook as one folder that needs nothing else.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });

async function bundle(input, output, external) {
  const build = await rolldown({
    input,
    external,
    platform: 'node',
    transform: { define: { HUSHKEY_VERSION: JSON.stringify(version) }, target: 'node20.19' },
  });
  await build.write({ minify: true, ...output });
  await build.close();
}

const isDependency = (id) =>
  id.startsWith('node:') || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`));

await bundle(
  { bin: 'src/bin.ts', index: 'src/index.ts' },
  { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js' },
  isDependency,
);
// The hook is copied into the repository's git folder, so that it works where node_modules is not: nothing is external.
await bundle(
  { main: 'src/hook.ts' },
  { dir: 'dist/hook', format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
  (id) => id.startsWith('node:'),
);
chmodSync('dist/bin.js', 0o755);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
