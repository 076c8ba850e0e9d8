// The set on which scanners are compared, and what counts as found: each sample is a folder with one file.
import { plant } from '../generator/contexts.ts';
import { KINDS } from '../generator/kind-table.ts';
import { negativesOf } from '../generator/negatives.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';

export interface Sample {
  /** The kind that stands there; undefined where nothing does. */
  readonly kind?: string;
  readonly path: string;
  readonly text: string;
}

export interface PeerResult {
  readonly name: string;
  readonly version: string;
  /** Says why there is none. */
  readonly missing?: string;
  readonly named?: number;
  readonly found?: number;
  readonly falseAlarms?: number;
}

export interface Comparison {
  readonly date: string;
  readonly positives: number;
  readonly negatives: number;
  readonly results: readonly PeerResult[];
}

const CONTEXTS = new Set(['TypeScript', 'Python', 'JSON', 'YAML', 'shell']);
const NEGATIVES = 12;

export function samples(): readonly Sample[] {
  const positives = KINDS.flatMap(([kind, structures, name]) =>
    structures.flatMap((structure) =>
      plant(name, build(structure, createRandom(`peers ${kind} ${structure}`)))
        .filter(({ context }) => CONTEXTS.has(context))
        .map(({ path, text }) => ({ kind, path, text })),
    ),
  );
  return [...positives, ...negativesOf(createRandom('peers'), NEGATIVES)];
}

/** Words, one of which a rule's id has when it names the vendor; where it is more than the first word of our own. */
const VENDORS: Readonly<Record<string, readonly string[]>> = {
  claude: ['claude', 'anthropic'],
  gemini: ['gemini', 'google', 'gcp'],
  google: ['google', 'gcp'],
  gcp: ['gcp', 'google'],
  bedrock: ['bedrock', 'aws', 'amazon'],
  azure: ['azure', 'microsoft'],
  onepassword: ['1password', 'onepassword'],
  newrelic: ['newrelic', 'new-relic'],
  launchdarkly: ['launchdarkly'],
  npm: ['npm'],
  private: ['private', 'key-files', 'keydetector'],
  db: ['postgres', 'mysql', 'mongo', 'redis', 'amqp', 'database', 'jdbc', 'db-', 'basic'],
  url: ['basic', 'url'],
  ftp: ['basic', 'ftp', 'url'],
  http: ['basic', 'authorization', 'auth'],
  jwt: ['jwt', 'jsonwebtoken', 'json-web'],
  otp: ['otp'],
  twitter: ['twitter'],
  workos: ['workos'],
};

/** True when a rule's id says whose credential it is. */
export function namesVendor(kind: string, rule: string): boolean {
  const vendor = kind.split('-')[0] ?? '';
  const id = rule.toLowerCase().replaceAll(' ', '-');
  return (VENDORS[vendor] ?? [vendor]).some((word) => id.includes(word) || id.replaceAll('-', '').includes(word));
}

/** @param reports - for each sample, the ids of the rules that reported it. */
export function scoreOf(
  all: readonly Sample[],
  reports: readonly (readonly string[])[],
): Pick<PeerResult, 'named' | 'found' | 'falseAlarms'> {
  let [named, found, falseAlarms] = [0, 0, 0];
  all.forEach(({ kind }, i) => {
    const rules = reports[i] ?? [];
    if (kind === undefined) falseAlarms += rules.length > 0 ? 1 : 0;
    else {
      found += rules.length > 0 ? 1 : 0;
      named += rules.some((rule) => namesVendor(kind, rule)) ? 1 : 0;
    }
  });
  return { named, found, falseAlarms };
}
