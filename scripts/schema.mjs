// Writes schema/hushkey.config.schema.json from src/config/schema.ts; `--check` only says whether it is up to date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

// Node >= 20 cannot read TypeScript; the bundle can be imported from memory since nothing in it is external.
const build = await rolldown({ input: 'src/config/schema.ts', platform: 'node' });
const { output } = await build.generate({ format: 'es' });
await build.close();
const { configSchema, ruleEntry, dataRule } = await import(
  `data:text/javascript,${encodeURIComponent(output[0].code)}`
);

const schema = toJsonSchema(configSchema, {
  definitions: { ruleEntry, dataRule },
  // What only our own check can tell: a good glob, a good regular expression.
  ignoreActions: ['raw_check'],
});
const text = `${JSON.stringify({ $schema: schema.$schema, title: 'hushkey configuration', ...schema }, null, 2)}\n`;
const path = 'schema/hushkey.config.schema.json';
if (!process.argv.includes('--check')) {
  mkdirSync('schema', { recursive: true });
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error(`${path} is out of date: run node scripts/schema.mjs`);
  process.exitCode = 1;
}
