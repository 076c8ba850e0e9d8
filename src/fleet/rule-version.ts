// The name of the rules that a result was made by: what was judged by others says nothing. It is made of the code itself,
// so that no one has to remember to count it up.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param code - the folder of the running package's code.
 * @param config - the text of the config file, '' where there is none.
 */
export function ruleVersionOf(code: string, config: string): string {
  const hash = createHash('sha256').update(config).update('\0');
  const names = readdirSync(code, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(?:c?js|dat|json)$/.test(name))
    .sort();
  for (const name of names)
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(code, name)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
}
