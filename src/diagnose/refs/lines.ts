// Files that name variables line by line or block by block and are no records: .env files, Dockerfiles, Terraform, and
// the settings of tools of which only the references count.
import type { RefFile, Role, Spotted, Stage } from './reference.ts';
import { sourcesIn } from './stores.ts';
import { ENV_TEMPLATE, type System } from './systems.ts';

/** Names only: what stands behind the sign is looked at for references, never kept. */
export function readEnvFile({ path, text }: RefFile): readonly Spotted[] {
  const isTemplate = ENV_TEMPLATE.test(path);
  const stage: Stage = /\.(?:prod|production|staging|stage)/i.test(path) ? 'runtime' : 'local';
  const system = isTemplate ? 'list of variables' : '.env';
  return [
    ...text.matchAll(/^[ \t]{0,20}(?:export[ \t]{1,4})?([A-Za-z_]\w{1,99})[ \t]{0,4}[=:]([^\r\n]{0,2000})/gm),
  ].map((match) => {
    const [name = '', value = ''] = [match[1], match[2]];
    const from = sourcesIn(value.trim().replace(/^(["'])(.*)\1$/, '$2'), path).map((one) => one.name);
    const empty = /^[ \t]{0,80}(?:["']{2}[ \t]{0,80})?(?:#.*)?$/.test(value);
    const role: Role = isTemplate || empty ? 'lists' : from.includes(name) ? 'forwards' : 'provides';
    const at = match.index + match[0].indexOf(name);
    return { name, at, role, system, stage, ...(from.length === 0 ? {} : { from }) };
  });
}

export function readDockerfile({ path, text }: RefFile): readonly Spotted[] {
  const lines = [...text.matchAll(/^[ \t]{0,8}(ARG|ENV)[ \t]{1,8}([^\n]{1,2000})/gim)].flatMap((match) => {
    const isArg = /arg/i.test(match[1] ?? '');
    const rest = match[2] ?? '';
    const start = match.index + match[0].length - rest.length;
    const pairs = /^[A-Za-z_]\w{1,99}[ \t]/.test(rest)
      ? rest.matchAll(/^([A-Za-z_]\w{1,99})[ \t]{1,8}([^\n]*)/g)
      : rest.matchAll(/(?:^|[ \t])([A-Za-z_]\w{1,99})(?:=("[^"]{0,400}"|[^\s"]{0,400}))?/g);
    return [...pairs].map((pair): Spotted => {
      const name = pair[1] ?? '';
      const from = sourcesIn(pair[2] ?? '', path).map((one) => one.name);
      const role: Role = pair[2] === undefined || from.includes(name) ? 'forwards' : 'provides';
      const at = start + pair.index + pair[0].indexOf(name);
      return {
        name,
        at,
        role,
        system: 'Dockerfile',
        stage: isArg ? 'build' : 'runtime',
        ...(from.length === 0 ? {} : { from }),
      };
    });
  });
  const mounts = [...text.matchAll(/--mount=type=secret,([\w=/.,-]{1,300})/g)].flatMap((mount) =>
    // `env` names the variable that the command sees; without it the id is all there is.
    [...(mount[1] ?? '').matchAll(/(?:^|,)(?:id|env)=([\w.-]{1,99})/g)].map(
      (match): Spotted => ({
        name: match[1] ?? '',
        at: mount.index + mount[0].length - (mount[1] ?? '').length + match.index + match[0].indexOf('=') + 1,
        role: 'reads',
        system: 'Dockerfile',
        stage: 'build',
      }),
    ),
  );
  return [...lines, ...mounts];
}

/** `type` and `name` of the blocks of Terraform that are entries of stores; the argument that names the entry. */
const TERRAFORM_STORES: readonly { readonly type: RegExp; readonly argument: RegExp; readonly system: string }[] = [
  {
    type: /^aws_secretsmanager_secret/,
    argument: /^[ \t]{0,80}(?:name|secret_id|arn)[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'AWS Secrets Manager',
  },
  {
    type: /^aws_ssm_parameter$/,
    argument: /^[ \t]{0,80}name[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'AWS Parameter Store',
  },
  {
    type: /^google_secret_manager_secret/,
    argument: /^[ \t]{0,80}(?:secret|secret_id)[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'GCP Secret Manager',
  },
  {
    type: /^vault_(?:generic|kv)_secret/,
    argument: /^[ \t]{0,80}(?:path|name)[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'Vault',
  },
  {
    type: /^azurerm_key_vault_secret$/,
    argument: /^[ \t]{0,80}name[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'Azure Key Vault',
  },
  { type: /^doppler_secret$/, argument: /^[ \t]{0,80}name[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m, system: 'Doppler' },
  {
    type: /^onepassword_item$/,
    argument: /^[ \t]{0,80}title[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: '1Password',
  },
  {
    type: /^github_actions_(?:organization_)?secret$/,
    argument: /^[ \t]{0,80}secret_name[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'GitHub Actions secret',
  },
  {
    type: /^vercel_project_environment_variable$/,
    argument: /^[ \t]{0,80}key[ \t]{0,80}=[ \t]{0,80}"([^"$]{1,200})"/m,
    system: 'Vercel',
  },
];

export function readTerraform({ path, text }: RefFile): readonly Spotted[] {
  const found: Spotted[] = [];
  const tf = { system: 'Terraform', stage: 'deploy' } as const;
  for (const block of text.matchAll(
    /^(resource|data|variable|ephemeral)[ \t]+"([\w-]{1,80})"(?:[ \t]+"([\w-]{1,80})")?[ \t]*\{/gm,
  )) {
    const body = text.slice(block.index + block[0].length, closeOf(text, block.index + block[0].length));
    const [, sort = '', type = ''] = block;
    if (sort === 'variable') {
      found.push({ ...tf, name: type, at: block.index + block[0].indexOf(type), role: 'stores' });
      continue;
    }
    const store = TERRAFORM_STORES.find((one) => one.type.test(type));
    const named = store === undefined ? null : store.argument.exec(body);
    if (store === undefined || named?.[1] === undefined) continue;
    const at = block.index + block[0].length + named.index + named[0].lastIndexOf(named[1]);
    found.push({ ...tf, system: store.system, name: named[1], at, role: 'stores' });
  }
  return [...found, ...terraformMaps(path, text), ...terraformLists(path, text)];
}

/** `environment { variables = { NAME = … } }` and maps by other names. */
function terraformMaps(path: string, text: string): readonly Spotted[] {
  const heads = text.matchAll(
    /\b(?:variables|environment_variables|environment|env_vars|app_settings|env)[ \t]*=[ \t]*(?:merge\([^{}\n]{0,80})?\{/g,
  );
  return [...heads].flatMap((head) => {
    const start = head.index + head[0].length;
    const body = text.slice(start, closeOf(text, start));
    return [...body.matchAll(/(?:^|[,{\n])[ \t]*"?([A-Z][A-Z0-9_]{2,99})"?[ \t]*[=:][ \t]*([^\n,]{1,400})/g)].map(
      (match) =>
        terraformEntry(
          match[1] ?? '',
          match[2] ?? '',
          start + match.index + match[0].indexOf(match[1] ?? ''),
          path,
          text,
        ),
    );
  });
}

/** `{ name = "NAME", valueFrom = … }` of task definitions, and `env { name = "NAME" … }` blocks. */
function terraformLists(path: string, text: string): readonly Spotted[] {
  const items = text.matchAll(
    /\{\s{0,40}"?name"?\s{0,8}[=:]\s{0,4}"([A-Z][A-Z0-9_]{2,99})"([^{}]{0,300}(?:\{[^{}]{0,200}(?:\{[^{}]{0,200})?)?)/g,
  );
  return [...items].map((match) =>
    terraformEntry(match[1] ?? '', match[2] ?? '', match.index + match[0].indexOf(match[1] ?? ''), path, text),
  );
}

function terraformEntry(name: string, value: string, at: number, path: string, text: string): Spotted {
  const data = [
    ...value.matchAll(
      /\bdata\.(\w{1,80})\.([\w-]{1,80})|\b(aws_secretsmanager_secret\w{0,20}|aws_ssm_parameter|google_secret_manager_secret\w{0,20})\.([\w-]{1,80})/g,
    ),
  ].flatMap((match) => entryOf(text, match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '') ?? []);
  const from = [...sourcesIn(value, path).map((one) => one.name), ...data];
  return { name, at, role: 'provides', system: 'Terraform', stage: 'deploy', ...(from.length === 0 ? {} : { from }) };
}

/** The name in the store that a block of this file stands for. */
function entryOf(text: string, type: string, label: string): string | undefined {
  const store = TERRAFORM_STORES.find((one) => one.type.test(type));
  const head = text.indexOf(`"${type}" "${label}"`);
  const open = head < 0 ? -1 : text.indexOf('{', head);
  if (store === undefined || open < 0) return undefined;
  return store.argument.exec(text.slice(open, closeOf(text, open + 1)))?.[1];
}

/** Longest block that is read: one that never closes must not cost the whole file each time. */
const LONGEST_BLOCK = 20_000;

function closeOf(text: string, start: number): number {
  let depth = 1;
  const end = Math.min(text.length, start + LONGEST_BLOCK);
  for (let at = start; at < end; at += 1) {
    const sign = text.charAt(at);
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return end;
}

/** Compose: the files whose variables a service gets. */
export function readEnvFiles({ text }: RefFile, { name: system, stage }: System): readonly Spotted[] {
  const heads = text.matchAll(
    /^[ \t]{0,40}env_file:[ \t]{0,4}([^\n#]{0,200})((?:\n[ \t]{0,40}(?:-[ \t]+)?(?:path:[ \t]*)?[^\n:#]{1,200}(?=\n|$)){0,20})/gm,
  );
  return [...heads].flatMap((head) =>
    [...head[0].matchAll(/(?:^|[\s"'[,])([\w./-]{1,160})(?=["'\s,\]]|$)/g)]
      .filter(([, path = '']) => /\.env(?:\.[^/]{1,40})?$/.test(path))
      .map(
        (match): Spotted => ({
          name: match[1] ?? '',
          at: head.index + match.index + match[0].indexOf(match[1] ?? ''),
          role: 'forwards',
          system: `${system} env_file`,
          stage,
        }),
      ),
  );
}
