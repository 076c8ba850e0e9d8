// Which names `refs` finds in files as they are written for each system: one fixture a file, what it must find beside it.
import { describe, expect, test } from 'vitest';
import { rotationSteps } from '../../src/diagnose/refs/checklist.ts';
import { findReferences } from '../../src/diagnose/refs/find-references.ts';
import { groupByName, relatedTo } from '../../src/diagnose/refs/link.ts';

interface Fixture {
  readonly path: string;
  readonly text: string;
  /** `line name role stage`, with `< source` for what the value comes from. */
  readonly finds: readonly string[];
}

const K = 'ANTHROPIC_API_KEY';

const FIXTURES: readonly Fixture[] = [
  {
    path: 'src/app.ts',
    text: `// process.env.OLD_API_KEY is gone
const a = process.env.${K};
const { STRIPE_SECRET_KEY, DB_PASSWORD: db = '' } = process.env;
const b = process.env['GITHUB_APP_TOKEN'] ?? import.meta.env.VITE_API_KEY;
const NAME = 'OPENAI_API_KEY';
const c = process.env[NAME];
process.env.SET_BY_CODE_TOKEN = c;
`,
    finds: [
      `2 ${K} reads runtime`,
      '3 STRIPE_SECRET_KEY reads runtime',
      '3 DB_PASSWORD reads runtime',
      '4 GITHUB_APP_TOKEN reads runtime',
      '4 VITE_API_KEY reads runtime',
      '5 OPENAI_API_KEY reads runtime',
      '7 SET_BY_CODE_TOKEN provides runtime',
    ],
  },
  {
    path: 'src/client.ts',
    text: "import Anthropic from '@anthropic-ai/sdk';\nexport const client = new Anthropic();\nexport const other = new Anthropic({ apiKey: key });\n",
    finds: [`2 ${K} reads runtime`],
  },
  {
    path: 'src/env.ts',
    text: 'export const env = z.object({\n  ANTHROPIC_API_KEY: z.string().min(1),\n});\n',
    finds: [`2 ${K} reads runtime`],
  },
  {
    path: 'src/routes/+server.ts',
    text: "import { ANTHROPIC_API_KEY } from '$env/static/private';\n",
    finds: [`1 ${K} reads runtime`],
  },
  { path: 'test/app.test.ts', text: `process.env.${K} = 'x';\n`, finds: [`1 ${K} provides local`] },
  {
    path: 'src/App.vue',
    text: '<script setup>\nconst key = import.meta.env.VITE_API_KEY;\n</script>\n',
    finds: ['2 VITE_API_KEY reads runtime'],
  },
  {
    path: 'app.py',
    text: `import os
# os.environ["OLD_TOKEN"]
a = os.environ["${K}"]
b = os.getenv("OPENAI_API_KEY", "")
c = os.environ.get('GROQ_API_KEY')
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    claude_api_key: SecretStr
`,
    finds: [
      `3 ${K} reads runtime`,
      '4 OPENAI_API_KEY reads runtime',
      '5 GROQ_API_KEY reads runtime',
      '8 APP_CLAUDE_API_KEY reads runtime',
    ],
  },
  {
    path: 'main.go',
    text: `key := os.Getenv("${K}")\ntype C struct {\n\tKey string \`env:"OPENAI_API_KEY,required"\`\n}\n`,
    finds: [`1 ${K} reads runtime`, '3 OPENAI_API_KEY reads runtime'],
  },
  { path: 'src/A.java', text: `String k = System.getenv("${K}");\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'src/A.kt', text: `val k = System.getenv("${K}")\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'A.cs', text: `var k = Environment.GetEnvironmentVariable("${K}");\n`, finds: [`1 ${K} reads runtime`] },
  {
    path: 'a.php',
    text: `<?php\n$k = getenv('${K}');\n$e = $_ENV['DB_PASSWORD'];\n`,
    finds: [`2 ${K} reads runtime`, '3 DB_PASSWORD reads runtime'],
  },
  {
    path: 'a.rb',
    text: `k = ENV.fetch('${K}')\nj = ENV["DB_PASSWORD"]\n`,
    finds: [`1 ${K} reads runtime`, '2 DB_PASSWORD reads runtime'],
  },
  { path: 'src/main.rs', text: `let k = std::env::var("${K}")?;\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'A.swift', text: `let k = ProcessInfo.processInfo.environment["${K}"]\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'lib/a.dart', text: `final k = Platform.environment['${K}'];\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.ex', text: `k = System.fetch_env!("${K}")\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.lua', text: `local k = os.getenv("${K}")\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.pl', text: `my $k = $ENV{${K}};\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.r', text: `k <- Sys.getenv("${K}")\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.c', text: `char *k = getenv("${K}");\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'A.scala', text: `val k = sys.env("${K}")\n`, finds: [`1 ${K} reads runtime`] },
  { path: 'a.ps1', text: `$k = $env:${K}\n`, finds: [`1 ${K} reads runtime`] },
  {
    path: 'run.sh',
    text: `export ${K}="$(op read op://Eng/Claude/credential)"\ncurl -H "x-api-key: $CLAUDE_API_KEY" https://x\n# $OLD_API_KEY\n`,
    finds: [`1 ${K} provides runtime`, '1 op://Eng/Claude/credential stores deploy', '2 CLAUDE_API_KEY reads runtime'],
  },
  {
    path: '.env',
    text: `${K}=value\nDATABASE_URL="x"\n# OLD_API_KEY=1\n`,
    finds: [`1 ${K} provides local`, '2 DATABASE_URL provides local'],
  },
  {
    path: '.env.production',
    text: `${K}=op://Eng/Claude/credential\n`,
    finds: [`1 ${K} provides runtime < op://Eng/Claude/credential`, '1 op://Eng/Claude/credential stores deploy'],
  },
  {
    path: '.env.example',
    text: `${K}=\nSTRIPE_SECRET_KEY=your-key\n`,
    finds: [`1 ${K} lists local`, '2 STRIPE_SECRET_KEY lists local'],
  },
  {
    path: 'docker-compose.yml',
    text: `services:
  api:
    build:
      args:
        NPM_TOKEN: \${NPM_TOKEN}
    env_file:
      - .env
    environment:
      - ${K}
      - STRIPE_SECRET_KEY=\${STRIPE_KEY}
  db:
    environment:
      POSTGRES_PASSWORD: \${DB_PASSWORD:-x}
secrets:
  claude:
    environment: CLAUDE_API_KEY
  file:
    file: ./key
`,
    finds: [
      '5 NPM_TOKEN forwards runtime < NPM_TOKEN',
      '7 .env forwards runtime',
      `9 ${K} forwards runtime`,
      '10 STRIPE_SECRET_KEY provides runtime < STRIPE_KEY',
      '10 STRIPE_KEY reads runtime',
      '13 POSTGRES_PASSWORD provides runtime < DB_PASSWORD',
      '13 DB_PASSWORD reads runtime',
      '16 CLAUDE_API_KEY reads runtime',
    ],
  },
  {
    path: 'Dockerfile',
    text: `FROM node\nARG NPM_TOKEN\nENV ${K}=$CLAUDE_KEY\nRUN --mount=type=secret,id=PYPI_TOKEN pip install\nRUN npm ci --token=$NPM_TOKEN\nRUN --mount=type=secret,id=claude,env=CLAUDE_API_KEY,required npm run build\n`,
    finds: [
      '2 NPM_TOKEN forwards build',
      `3 ${K} provides runtime < CLAUDE_KEY`,
      '4 PYPI_TOKEN reads build',
      '5 NPM_TOKEN reads build',
      '6 claude reads build',
      '6 CLAUDE_API_KEY reads build',
    ],
  },
  {
    path: 'k8s/app.yaml',
    text: `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
      - name: api
        envFrom:
        - secretRef:
            name: app-env
        env:
        - name: ${K}
          valueFrom:
            secretKeyRef:
              name: app-secrets
              key: claude
        - name: LOG_LEVEL
          value: info
---
apiVersion: v1
kind: Secret
metadata:
  name: app-env
stringData:
  STRIPE_SECRET_KEY: x
`,
    finds: [
      `12 ${K} provides deploy < app-secrets/claude`,
      '14 app-secrets/claude stores deploy',
      '10 app-env/* stores deploy',
      '25 app-env/STRIPE_SECRET_KEY provides deploy',
      '17 LOG_LEVEL provides deploy',
    ],
  },
  {
    path: 'k8s/external.yaml',
    text: `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  target:
    name: app-secrets
  data:
    - secretKey: claude
      remoteRef:
        key: prod/claude
        property: api_key
`,
    finds: ['9 app-secrets/claude provides deploy < prod/claude#api_key', '11 prod/claude#api_key stores deploy'],
  },
  {
    path: 'k8s/external-short.yaml',
    text: `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app-secrets, labels: {app: "a, b"}}
spec:
  data:
    - {secretKey: claude, remoteRef: {key: prod/claude, property: api_key}} # one line
`,
    finds: ['6 app-secrets/claude provides deploy < prod/claude#api_key', '6 prod/claude#api_key stores deploy'],
  },
  {
    path: 'chart/values.yaml',
    text: `claude:\n  apiKey: ""\nenv:\n  ${K}: x\n`,
    finds: ['2 claude.apiKey lists deploy', `4 ${K} provides deploy`],
  },
  {
    path: 'chart/templates/deploy.yaml',
    text: `apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - name: ${K}\n      value: {{ .Values.claude.apiKey }}\n`,
    finds: [`5 ${K} provides deploy < claude.apiKey`, '6 claude.apiKey reads deploy'],
  },
  {
    path: '.github/workflows/ci.yml',
    text: `env:
  ${K}: \${{ secrets.CLAUDE_KEY }}
jobs:
  a:
    steps:
      - uses: some/action@v1
        with:
          token: \${{ secrets.DEPLOY_TOKEN }}
      - run: |
          curl -H "x-api-key: $OTHER_API_KEY" https://x
`,
    finds: [
      `2 ${K} provides ci < CLAUDE_KEY`,
      '2 CLAUDE_KEY stores ci',
      '2 CLAUDE_KEY reads ci',
      '8 DEPLOY_TOKEN stores ci',
      '8 DEPLOY_TOKEN reads ci',
      '10 OTHER_API_KEY reads ci',
    ],
  },
  {
    path: '.gitlab-ci.yml',
    text: `variables:\n  ${K}: $CLAUDE_KEY\njob:\n  secrets:\n    DB_PASSWORD:\n      vault: prod/db/password@ops\n  script:\n    - deploy --token "$DEPLOY_TOKEN"\n`,
    finds: [
      `2 ${K} provides ci < CLAUDE_KEY`,
      '2 CLAUDE_KEY reads ci',
      '5 DB_PASSWORD provides ci < prod/db/password@ops',
      '6 prod/db/password@ops stores deploy',
      '8 DEPLOY_TOKEN reads ci',
    ],
  },
  {
    path: 'vercel.json',
    text: `{ "env": { "${K}": "@claude-key" }, "build": { "env": { "NPM_TOKEN": "@npm-token" } } }\n`,
    finds: [
      `1 ${K} provides deploy < claude-key`,
      '1 NPM_TOKEN provides deploy < npm-token',
      '1 claude-key stores deploy',
      '1 npm-token stores deploy',
    ],
  },
  {
    path: 'netlify.toml',
    text: `[build.environment]\n  ${K} = "set in the UI"\n[context.production.environment]\n  STRIPE_SECRET_KEY = "x"\n`,
    finds: [`2 ${K} provides deploy`, '4 STRIPE_SECRET_KEY provides deploy'],
  },
  {
    path: 'serverless.yml',
    text: `provider:\n  environment:\n    ${K}: \${ssm:/prod/claude}\n    STRIPE_SECRET_KEY: \${env:STRIPE_SECRET_KEY}\n`,
    finds: [
      `3 ${K} provides deploy < /prod/claude`,
      '3 /prod/claude stores deploy',
      '4 STRIPE_SECRET_KEY forwards deploy < STRIPE_SECRET_KEY',
    ],
  },
  {
    path: 'infra/main.tf',
    text: `variable "claude_api_key" { sensitive = true }
data "aws_secretsmanager_secret_version" "claude" {
  secret_id = "prod/claude"
}
data "aws_ssm_parameter" "stripe" {
  name = "/prod/stripe"
}
resource "aws_lambda_function" "f" {
  environment {
    variables = {
      ${K} = data.aws_secretsmanager_secret_version.claude.secret_string
      STRIPE_SECRET_KEY = data.aws_ssm_parameter.stripe.value
      OTHER_API_KEY = var.claude_api_key
    }
  }
}
`,
    finds: [
      '1 claude_api_key stores deploy',
      '3 prod/claude stores deploy',
      '6 /prod/stripe stores deploy',
      `11 ${K} provides deploy < prod/claude`,
      '12 STRIPE_SECRET_KEY provides deploy < /prod/stripe',
      '13 OTHER_API_KEY provides deploy < claude_api_key',
    ],
  },
  {
    path: 'template.yaml',
    text: `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables:
          ${K}: '{{resolve:secretsmanager:prod/claude:SecretString:key}}'
`,
    finds: [`9 ${K} provides deploy < prod/claude#key`, '9 prod/claude#key stores deploy'],
  },
  {
    path: 'task.json',
    text: `{ "containerDefinitions": [ { "secrets": [ { "name": "${K}", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/claude" } ] } ] }\n`,
    finds: [`1 ${K} provides deploy < prod/claude`, '1 prod/claude stores deploy'],
  },
  {
    path: '.mcp.json',
    text: `{ "mcpServers": { "a": { "command": "x", "env": { "${K}": "\${${K}}" }, "headers": { "Authorization": "Bearer \${MCP_TOKEN}" } } } }\n`,
    finds: [`1 ${K} forwards local < ${K}`, '1 MCP_TOKEN reads local'],
  },
  {
    path: '.claude/settings.json',
    text: `{\n  "apiKeyHelper": "./key.sh",\n  "env": { "SENTRY_AUTH_TOKEN": "\${SENTRY}" }\n}\n`,
    finds: [`2 ${K} provides local`, '3 SENTRY reads local', '3 SENTRY_AUTH_TOKEN provides local < SENTRY'],
  },
  {
    path: 'flows/a.json',
    text: '{ "nodes": [ { "type": "@n8n/n8n-nodes-langchain.lmChatAnthropic", "credentials": { "anthropicApi": { "id": "7", "name": "Anthropic prod" } } } ] }\n',
    finds: ['1 Anthropic prod stores runtime'],
  },
  {
    path: 'src/aws.ts',
    text: "await c.send(new GetSecretValueCommand({ SecretId: 'prod/claude' }));\nconst n = 'projects/p/secrets/claude-key/versions/latest';\n",
    finds: ['1 prod/claude stores deploy', '2 claude-key stores deploy'],
  },
  {
    path: 'deploy.sh',
    text: 'vault kv get -field=key secret/prod/claude\ndoppler secrets get CLAUDE_KEY --plain\naws ssm get-parameter --name /prod/x\ngcloud secrets versions access latest --secret=db-pass\n',
    finds: [
      '1 secret/prod/claude stores deploy',
      '2 CLAUDE_KEY stores deploy',
      '3 /prod/x stores deploy',
      // The command line of AWS reads them by itself.
      '3 AWS_ACCESS_KEY_ID reads runtime',
      '3 AWS_SECRET_ACCESS_KEY reads runtime',
      '4 db-pass stores deploy',
    ],
  },
  {
    path: 'litellm.yaml',
    text: `model_list:\n  - litellm_params:\n      api_key: os.environ/${K}\n`,
    finds: [`3 ${K} reads runtime`],
  },
  {
    path: 'src/main/resources/application.yml',
    text: `spring:\n  ai:\n    anthropic:\n      api-key: \${${K}}\n`,
    finds: [`4 ${K} reads runtime`],
  },
  { path: '.npmrc', text: '//registry.example.com/:_authToken=${NPM_TOKEN}\n', finds: ['1 NPM_TOKEN reads build'] },
  { path: 'Jenkinsfile', text: "environment { KEY = credentials('claude-key') }\n", finds: ['1 claude-key stores ci'] },
  {
    path: '.circleci/config.yml',
    text: `jobs:\n  a:\n    environment:\n      ${K}: << parameters.key >>\n    steps:\n      - run: echo \${DEPLOY_TOKEN} | login\n`,
    finds: [`4 ${K} provides ci`, '6 DEPLOY_TOKEN reads ci'],
  },
];

const drawn = (path: string, text: string): readonly string[] =>
  findReferences({ path, text }).map(
    ({ line, name, role, stage, from }) =>
      `${line} ${name} ${role} ${stage}${from?.length ? ` < ${from.join(' ')}` : ''}`,
  );

describe('references in a file', () => {
  test.each(FIXTURES)('$path', ({ path, text, finds }) => {
    expect([...drawn(path, text)].sort()).toEqual([...finds].sort());
  });

  test('prose, comments and lock files are no places to rotate', () => {
    expect(drawn('README.md', '```js\nprocess.env.ANTHROPIC_API_KEY\n```\n')).toEqual([]);
    expect(drawn('package-lock.json', '{ "env": { "NPM_TOKEN": "${NPM_TOKEN}" } }')).toEqual([]);
    expect(drawn('a.py', '# os.environ["A_TOKEN"]\n')).toEqual([]);
  });
});

describe('references together', () => {
  const all = (files: Readonly<Record<string, string>>): ReturnType<typeof findReferences> =>
    Object.entries(files).flatMap(([path, text]) => findReferences({ path, text }));
  const statesOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(groupByName(all(files), false).map(({ name, state }) => [name, state]));

  test('a name that nothing provides, one that nothing reads, and one that is well', () => {
    const states = statesOf({
      'a.ts': 'f(process.env.A_API_KEY, process.env.B_API_KEY);\n',
      '.env': 'B_API_KEY=x\nC_API_KEY=x\nLOG_LEVEL=info\n',
    });
    expect(states).toEqual({ A_API_KEY: 'nothing-provides', B_API_KEY: 'ok', C_API_KEY: 'nothing-reads' });
  });

  test('a secret of the CI that only feeds another name is read; one that is handed on to nobody is not', () => {
    const states = statesOf({
      '.github/workflows/a.yml':
        'env:\n  A_API_KEY: ${{ secrets.CLAUDE }}\n  UNUSED_TOKEN: ${{ secrets.UNUSED_TOKEN }}\n  GH: ${{ secrets.GITHUB_TOKEN }}\n',
      'a.ts': 'process.env.A_API_KEY;\n',
    });
    expect(states).toEqual({ A_API_KEY: 'ok', CLAUDE: 'ok', UNUSED_TOKEN: 'nothing-reads' });
  });

  test('a variable of a client library is read by its constructor, and need not be provided', () => {
    expect(statesOf({ 'a.py': 'c = anthropic.Anthropic()\n' })).toEqual({ ANTHROPIC_API_KEY: 'ok' });
    expect(statesOf({ 'a.py': 'c = anthropic.Anthropic()\n', '.env': 'ANTHROPIC_API_KEY=x\n' })).toEqual({
      ANTHROPIC_API_KEY: 'ok',
    });
  });

  test('envFrom gives the keys that a manifest or an operator puts into the Secret', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  A_API_KEY: eA==\n';
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  envFrom:\n    - secretRef:\n        name: app\n';
    const states = statesOf({ 'a.ts': 'process.env.A_API_KEY;\n', 's.yaml': secret, 'd.yaml': deployment });
    expect(states).toEqual({ A_API_KEY: 'ok', 'app/*': 'ok', 'app/A_API_KEY': 'ok' });
  });

  test('env_file gives what the file holds', () => {
    const groups = groupByName(
      all({ 'compose.yml': 'services:\n  a:\n    env_file: [.env]\n', '.env': 'A_API_KEY=x\n' }),
      false,
    );
    expect(groups.map(({ name, references }) => [name, references.map(({ path }) => path)])).toEqual([
      ['A_API_KEY', ['.env', 'compose.yml']],
    ]);
  });

  test('the checklist follows the value through its names, stores first and the old value last', () => {
    const groups = groupByName(
      all({
        'a.ts': 'process.env.ANTHROPIC_API_KEY;\n',
        '.github/workflows/a.yml': 'env:\n  ANTHROPIC_API_KEY: ${{ secrets.CLAUDE }}\n',
        'vercel.json': '{ "env": { "ANTHROPIC_API_KEY": "@claude" } }',
        'b.ts': 'process.env.OTHER_API_KEY;\n',
      }),
      true,
    );
    const related = relatedTo('ANTHROPIC_API_KEY', groups);
    expect(related.map(({ name }) => name)).toEqual(['ANTHROPIC_API_KEY', 'CLAUDE', 'claude']);
    const steps = rotationSteps('ANTHROPIC_API_KEY', related);
    const text = steps.map(({ title, details }) => [title, ...details].join('\n')).join('\n');
    const places = [
      'settings/keys',
      'gh secret set CLAUDE',
      'workflows/a.yml:2',
      'vercel redeploy',
      'a.ts:1',
      'revoke it',
    ];
    expect(
      places.map((one) => text.indexOf(one)).every((at, i, list) => at >= 0 && (i === 0 || at > (list[i - 1] ?? 0))),
    ).toBe(true);
    expect(text).not.toContain('OTHER_API_KEY');
  });
});

describe('hostile files', () => {
  const PATHS = [
    'a.ts',
    'a.py',
    'a.sh',
    'a.tf',
    'a.go',
    'compose.yml',
    'k8s.yaml',
    'a.json',
    'a.toml',
    '.env',
    'Dockerfile',
    'a.rb',
  ];
  const PIECES = [
    '{',
    '}',
    ' ',
    '\n',
    'env: ',
    '- name: ',
    '$',
    '${',
    '${{ secrets.',
    'import {',
    'variables = {',
    'vault kv get ',
    '\t',
    '"',
    "'",
    'secretKeyRef:',
    'class A(BaseSettings):\n  a: b\n',
    'const {a',
    'op://a ',
    'ENV A=',
    'export A=$',
    'env_file:\n - a',
    'apiVersion: v1\n',
    '{ name = "ABC"',
    'new Anthropic(',
    'resource "aws_ssm_parameter" "a" {',
    '#',
    '--mount=type=secret,',
  ];

  test.each(PATHS)('%s takes little time, whatever is in it', (path) => {
    const slow = PIECES.flatMap((piece) => {
      const text = `apiVersion: v1\n${piece.repeat(Math.ceil(60_000 / piece.length))}`;
      const started = process.cpuUsage();
      findReferences({ path, text });
      const { user } = process.cpuUsage(started);
      return user < 3_000_000 ? [] : [`${JSON.stringify(piece)}: ${Math.round(user / 1000)} ms`];
    });
    expect(slow).toEqual([]);
  });
});
