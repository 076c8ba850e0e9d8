// A folder outside git, walked: everything but .git and node_modules, .gitignore files honoured.
import { type Dirent, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import ignore, { type Ignore } from 'ignore';
import { fromLatin1, toLatin1 } from '../git/parse.ts';

export interface Walked {
  /** The bytes, in Latin-1, of paths below the folder, forward slashes, sorted: a Buffer for each is large. */
  readonly files: readonly string[];
  readonly unreadable: readonly { readonly rawPath: string; readonly error: unknown }[];
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
  const files: string[] = [];
  const unreadable: { rawPath: string; error: unknown }[] = [];
  const top = `${toLatin1(folder)}/`;
  const visit = async (prefix: string, inherited: readonly Rules[]): Promise<void> => {
    let entries: Dirent<Buffer>[];
    try {
      entries = await readdir(Buffer.from(top + prefix, 'latin1'), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      unreadable.push({ rawPath: prefix, error });
      return;
    }
    const rules = options.useIgnoreFiles ? withRulesOf(top, prefix, entries, inherited) : [];
    for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
      const name = entry.name.toString('latin1');
      const rawPath = prefix + name;
      if (entry.isDirectory()) {
        if (name === '.git' || (name === 'node_modules' && !options.nodeModules)) continue;
        if (isIgnored(`${rawPath}/`, rules)) continue;
        await visit(`${rawPath}/`, rules);
      } else if (!isIgnored(rawPath, rules)) {
        files.push(rawPath);
      }
    }
  };
  await visit('', []);
  return { files, unreadable };
}

function withRulesOf(
  top: string,
  prefix: string,
  entries: readonly Dirent<Buffer>[],
  inherited: readonly Rules[],
): readonly Rules[] {
  if (!entries.some((entry) => entry.name.toString('latin1') === '.gitignore' && entry.isFile())) return inherited;
  let text: string;
  try {
    text = readFileSync(Buffer.from(`${top}${prefix}.gitignore`, 'latin1'), 'utf8');
  } catch {
    // It is one of the files to scan, where the same failure is reported.
    return inherited;
  }
  const base = fromLatin1(prefix);
  return [...inherited, { base, rules: ignore({ allowRelativePaths: true }).add(text) }];
}

/** The innermost .gitignore that says something about a path decides. */
function isIgnored(rawPath: string, rules: readonly Rules[]): boolean {
  if (rules.length === 0) return false;
  const path = fromLatin1(rawPath);
  for (const { base, rules: own } of [...rules].reverse()) {
    const { ignored, unignored } = own.test(path.slice(base.length));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}
