// Reads one config file of any kind into a plain value. What it may contain is the schema's business.
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errnoOf, UserError } from '../errors.ts';

/**
 * @param path - absolute.
 * @param name - the path as messages give it.
 * @throws UserError for a file that cannot be read, parsed or run.
 */
export async function readConfigFile(path: string, name: string): Promise<unknown> {
  if (basename(path) === 'package.json') return manifestKey(await parse(path, name, 'json'));
  switch (extname(path)) {
    case '.json':
      return parse(path, name, 'json');
    case '.jsonc':
      return parse(path, name, 'jsonc');
    case '.js':
    case '.mjs':
    case '.cjs':
      return run(path, name);
    case '.ts':
    case '.mts':
      if (!('typescript' in process.features) || !process.features.typescript) throw cannotStripTypes(name);
      return run(path, name);
    default:
      throw new UserError('bad-config', `${name}: not a kind of config`, { hint: 'use .json, .jsonc, .js or .ts' });
  }
}

function manifestKey(manifest: unknown): unknown {
  return typeof manifest === 'object' && manifest !== null && 'hushkey' in manifest ? manifest.hushkey : {};
}

async function parse(path: string, name: string, kind: 'json' | 'jsonc'): Promise<unknown> {
  const text = readText(path, name);
  const strict = kind === 'json' ? parseStrict(text) : undefined;
  if (strict !== undefined) return strict;
  const jsonc = await import('jsonc-parser');
  const errors: import('jsonc-parser').ParseError[] = [];
  const options = { disallowComments: kind === 'json', allowTrailingComma: kind === 'jsonc' };
  const value: unknown = jsonc.parse(text, errors, options);
  const [first] = errors;
  if (first === undefined) return value;
  const before = text.slice(0, first.offset).split('\n');
  const place = `${name}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
  const what = jsonc
    .printParseErrorCode(first.error)
    .replace(/\B[A-Z]/g, ' $&')
    .toLowerCase();
  const commented = kind === 'json' && what.includes('comment');
  throw new UserError('bad-config', `${place}: not valid JSON: ${what}`, {
    ...(commented ? { hint: 'comments are for .jsonc: rename it' } : {}),
  });
}

/** Undefined for what is no JSON: the message says where it breaks on some versions of Node only. */
function parseStrict(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw cannotRead(name, error);
  }
}

function cannotRead(name: string, error: unknown): UserError {
  const missing = errnoOf(error) === 'ENOENT';
  return new UserError(
    'config-unreadable',
    `${name}: ${missing ? 'no such file' : `cannot be read (${errnoOf(error) ?? 'unknown error'})`}`,
    { cause: error },
  );
}

async function run(path: string, name: string): Promise<unknown> {
  // Read first, so that a file that is not there is told from an import in it that fails.
  readText(path, name);
  let module: Record<string, unknown>;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UserError('config-failed', `${name}: could not be run: ${reason}`, { cause: error });
  }
  if (module['default'] === undefined) {
    throw new UserError('bad-config', `${name}: has no default export`, { hint: 'write `export default { … }`' });
  }
  return module['default'];
}

function cannotStripTypes(name: string): UserError {
  return new UserError('config-typescript', `${name}: Node ${process.version} cannot run TypeScript`, {
    hint: 'use Node 22.18 or later, or rename the config to hushkey.config.js',
  });
}
