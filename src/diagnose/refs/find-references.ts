// Every reference in one file: the readers that its path and text call for, each place once.
import { indexLines } from '../../text/position.ts';
import { readCode } from './code.ts';
import { readKubernetes } from './kubernetes.ts';
import { readDockerfile, readEnvFile, readEnvFiles, readTerraform } from './lines.ts';
import { readComposeSecrets, readHelmValues, readKeyHelper, readN8n, readRecords } from './records.ts';
import { baseOf, type Reference, type RefFile, type Spotted } from './reference.ts';
import { namesOf, STORES, variablesIn } from './stores.ts';
import { ENV_FILE, NOT_READ, type System, systemOf } from './systems.ts';

const DOCKERFILE = /^(?:docker|container)file(?:\.[\w.-]{1,40})?$|\.dockerfile$/;
const TERRAFORM = /\.(?:tf|tofu|hcl|tfvars)$/;
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt|html?)$/i;
/** Systems in which a name in capitals behind a dollar sign is a variable wherever it stands. */
const TEMPLATED = /^(?!Kubernetes$|Helm$|SAM$|CloudFormation$)/;

/** The references in a file, in the order of their places. */
export function findReferences(file: RefFile): readonly Reference[] {
  const { path, text } = file;
  if (NOT_READ.test(path)) return [];
  const spotted = spotAll(file);
  if (spotted.length === 0) return [];
  const lines = indexLines(text);
  const known = new Map<string, Reference>();
  for (const { at, ...rest } of spotted) {
    const { startLine: line, startColumn: column } = lines.region(at, at);
    const key = `${rest.name} ${rest.role} ${line}`;
    if (!known.has(key)) known.set(key, { ...rest, path, line, column });
  }
  return [...known.values()]
    .filter((reference) => !isOwnSource(reference, known))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `KEY: ${KEY}` says in one line that it is handed on, and is no use of it. */
function isOwnSource({ name, role, line }: Reference, known: ReadonlyMap<string, Reference>): boolean {
  return role === 'reads' && (known.has(`${name} forwards ${line}`) || known.has(`${name} provides ${line}`));
}

function spotAll(file: RefFile): readonly Spotted[] {
  const { path, text } = file;
  const name = baseOf(path);
  if (ENV_FILE.test(path)) return [...readEnvFile(file), ...storesIn(file)];
  if (DOCKERFILE.test(name)) return [...readDockerfile(file), ...readCode(file), ...storesIn(file)];
  if (TERRAFORM.test(path)) return [...readTerraform(file), ...storesIn(file)];
  const system = systemOf(path, text);
  if (system !== undefined) return [...readSettings(file, system), ...storesIn(file)];
  // What documentation says of a key is no place that a rotation must reach.
  return PROSE.test(path) ? [] : [...readCode(file), ...storesIn(file)];
}

function readSettings(file: RefFile, system: System): readonly Spotted[] {
  const { path, text } = file;
  const isKubernetes = system.name === 'Kubernetes' || system.name === 'Helm';
  return [
    ...readRecords(file, system),
    ...(isKubernetes ? readKubernetes(file) : []),
    ...(system.name === 'Helm' && baseOf(path).startsWith('values') ? readHelmValues(file) : []),
    ...(system.name === 'Docker Compose' ? [...readEnvFiles(file, system), ...readComposeSecrets(file, system)] : []),
    ...(system.name === 'n8n' ? readN8n(file) : []),
    ...(system.name === 'Claude Code' ? readKeyHelper(file) : []),
    ...readCode(file).map((spot) => ({ ...spot, stage: system.stage })),
    ...variablesIn(text)
      .filter(({ name }) => TEMPLATED.test(system.name) || !/^[A-Z]/.test(name))
      .map(({ name, at }): Spotted => ({ name, at, role: 'reads', system: system.name, stage: system.stage })),
  ];
}

function storesIn({ path, text }: RefFile): readonly Spotted[] {
  return STORES.filter(({ files }) => files?.test(path) !== false).flatMap(({ pattern, system, stage, role }) =>
    namesOf(text, pattern).map(
      ({ name, at }): Spotted => ({ name, at, role: role ?? 'stores', system, stage: stage ?? 'deploy' }),
    ),
  );
}
