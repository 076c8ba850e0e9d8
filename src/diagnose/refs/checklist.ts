// The rotation of one credential as an ordered list: new value, stores, people, builds, deployments, running code, the
// old value last. Only steps for which something was found are on it.
import { revokePlaceOf } from './credential-name.ts';
import type { NamedReferences } from './link.ts';
import type { Reference, Stage } from './reference.ts';

export interface Step {
  readonly title: string;
  /** Commands, places and remarks, each a line. */
  readonly details: readonly string[];
}

/** How a store takes a new value, never on the command line where a shell would remember it. First match wins. */
const STORE_COMMANDS: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^GitHub Actions secret$/, (name) => `gh secret set ${name}`],
  [/^GitHub Actions variable$/, (name) => `gh variable set ${name}  (better as a secret)`],
  [
    /^AWS Secrets Manager$/,
    (name) => `aws secretsmanager put-secret-value --secret-id ${entryOf(name)} --secret-string file://NEW`,
  ],
  [
    /^AWS Parameter Store$/,
    (name) => `aws ssm put-parameter --name ${name} --type SecureString --overwrite --value file://NEW`,
  ],
  [/^GCP Secret Manager$/, (name) => `gcloud secrets versions add ${name} --data-file=NEW`],
  [/^Vault$/, (name) => `vault kv patch ${name.replace(/@.{0,1000}$/, '')} KEY=@NEW`],
  [/^Doppler$/, (name) => `doppler secrets set ${name}  (asks for the value)`],
  [/^1Password$/, (name) => `1Password: edit the field of ${name}`],
  [/^Azure Key Vault$/, (name) => `az keyvault secret set --vault-name VAULT --name ${name} --file NEW`],
  [/^Kubernetes Secret$/, (name) => `kubectl: put the new value into the Secret ${name.replace('/', ', key ')}`],
  [/^Jenkins credentials$/, (name) => `Jenkins → Credentials → ${name} → Update`],
  [/^n8n credential/, (name) => `n8n → Credentials → ${name}`],
  [/^Vercel$/, (name) => `vercel env update ${name}  (for each environment)`],
  [/^Vercel secret$/, (name) => `Vercel → Environment Variables → ${name}`],
  [/^Netlify$/, (name) => `Netlify → Environment variables → ${name}`],
  [/^Wrangler$/, (name) => `wrangler secret put ${name}`],
  [/^Heroku$/, (name) => `Heroku → Settings → Config Vars → ${name}`],
  [/^Fly$/, () => 'fly secrets import < NEW'],
  [/^Supabase$/, () => 'supabase secrets set --env-file NEW'],
  [/^Terraform$/, (name) => `the value of the Terraform variable ${name}, where Terraform runs`],
];

/** What makes a system take the new value into use. */
const DEPLOY_COMMANDS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:Kubernetes|Helm|External Secret|Sealed Secret)/,
    'kubectl rollout restart deployment/NAME (pods keep the old value until then)',
  ],
  [/^Docker Compose/, 'docker compose up -d --force-recreate'],
  [/^Vercel$/, 'vercel redeploy (a deployment keeps the values it was made with)'],
  [/^Netlify$/, 'trigger a deploy (functions keep the values of their deploy)'],
  [/^Serverless$/, 'serverless deploy'],
  [/^SAM$/, 'sam deploy'],
  [/^CloudFormation$/, 'aws cloudformation deploy'],
  [/^ECS$/, 'aws ecs update-service --force-new-deployment'],
  [/^Terraform$/, 'terraform apply (the state holds the value: treat it as a secret)'],
  [/^(?:Render|Fly|Heroku|App Engine|Wrangler)$/, 'deploy again'],
];

function entryOf(name: string): string {
  return name.replace(/#.{0,1000}$/, '');
}

/** @param groups - the name and what shares its value. */
export function rotationSteps(name: string, groups: readonly NamedReferences[]): readonly Step[] {
  const all = groups.flatMap(({ references }) => references);
  const at = (stage: Stage): readonly Reference[] =>
    all.filter((one) => one.stage === stage && one.role !== 'stores' && one.role !== 'lists');
  const place = groups.map((group) => revokePlaceOf(group.name)).find((one) => one !== undefined);
  const where = place === undefined ? 'at the provider' : `${place.kind}: ${place.revoke}`;
  const others = groups.filter((group) => group.name !== name).map((group) => group.name);
  const steps: readonly Step[] = [
    {
      title: 'Make the new value, and keep the old one alive for now',
      details: [where, ...(others.length === 0 ? [] : [`the same value goes by: ${others.join(', ')}`])],
    },
    { title: 'Put it into the stores', details: storeLines(all) },
    { title: 'Tell everyone who works here', details: linesOf(at('local')) },
    { title: 'Build again what had it at build time', details: linesOf(at('build')) },
    { title: 'Run the pipelines again', details: linesOf(at('ci')) },
    { title: 'Deploy', details: [...deployLines(all), ...linesOf(at('deploy'))] },
    { title: 'Restart what reads it, and watch it work', details: linesOf(at('runtime')) },
    {
      title: 'See that nothing uses the old value any more, then revoke it',
      details: [where, 'until it is revoked it still works for whoever has it'],
    },
  ];
  return steps.filter(({ details }) => details.length > 0);
}

function storeLines(all: readonly Reference[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const { name, role, system, path, line } of all) {
    if (role !== 'stores') continue;
    const command = STORE_COMMANDS.find(([pattern]) => pattern.test(system))?.[1](name) ?? `${system}: ${name}`;
    if (!lines.has(command)) lines.set(command, `${command} (${path}:${line})`);
  }
  return [...lines.values()];
}

function deployLines(all: readonly Reference[]): readonly string[] {
  const systems = new Set(all.map(({ system }) => system));
  return DEPLOY_COMMANDS.filter(([pattern]) => [...systems].some((system) => pattern.test(system))).map(
    ([, command]) => command,
  );
}

function linesOf(references: readonly Reference[]): readonly string[] {
  return references.map(({ path, line, name, system, role }) => `${path}:${line}  ${name} (${system}, ${role})`);
}
