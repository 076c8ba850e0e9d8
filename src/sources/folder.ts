// A folder outside git, walked: everything but .git and node_modules, .gitignore files honoured.
import { type Dirent, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import ignore, { type Ignore } from 'ignore';

export interface Walked {
  /** Paths below the folder as bytes, forward slashes, sorted. */
  readonly files: readonly Buffer[];
  readonly unreadable: readonly { readonly rawPath: Buffer; readonly error: unknown }[];
}

export interface WalkOptions {
  /** Whether .gitignore files count. */
  readonly useIgnoreFiles: boolean;
  /** Whether folders of that name are walked too. */
  readonly nodeModules: boolean;
}

interface Rules {
  /** Folder that holds the .gitignore, with a final slash, relative to the start; '' for the start. */
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * Lists a folder. Symbolic links are listed and not followed.
 *
 * @param folder - absolute.
 */
export async function walkFolder(folder: string, options: WalkOptions): Promise<Walked> {
  const files: Buffer[] = [];
  const unreadable: { rawPath: Buffer; error: unknown }[] = [];
  const visit = async (prefix: Buffer, inherited: readonly Rules[]): Promise<void> => {
    const here = Buffer.concat([Buffer.from(`${folder}/`), prefix]);
    let entries: Dirent<Buffer>[];
    try {
      entries = await readdir(here, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      unreadable.push({ rawPath: prefix, error });
      return;
    }
    const rules = options.useIgnoreFiles ? withRulesOf(here, prefix, entries, inherited) : [];
    for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
      const name = entry.name.toString('utf8');
      const rawPath = Buffer.concat([prefix, entry.name]);
      if (entry.isDirectory()) {
        if (name === '.git' || (name === 'node_modules' && !options.nodeModules)) continue;
        if (isIgnored(`${rawPath.toString('utf8')}/`, rules)) continue;
        await visit(Buffer.concat([rawPath, Buffer.from('/')]), rules);
      } else if (!isIgnored(rawPath.toString('utf8'), rules)) {
        files.push(rawPath);
      }
    }
  };
  await visit(Buffer.alloc(0), []);
  return { files, unreadable };
}

function withRulesOf(
  here: Buffer,
  prefix: Buffer,
  entries: readonly Dirent<Buffer>[],
  inherited: readonly Rules[],
): readonly Rules[] {
  if (!entries.some((entry) => entry.name.toString('utf8') === '.gitignore' && entry.isFile())) return inherited;
  let text: string;
  try {
    text = readFileSync(Buffer.concat([here, Buffer.from('.gitignore')]), 'utf8');
  } catch {
    // It is one of the files to scan, where the same failure is reported.
    return inherited;
  }
  return [...inherited, { base: prefix.toString('utf8'), rules: ignore({ allowRelativePaths: true }).add(text) }];
}

/** The innermost .gitignore that says something about a path decides. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (const { base, rules: own } of [...rules].reverse()) {
    const { ignored, unignored } = own.test(path.slice(base.length));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}
