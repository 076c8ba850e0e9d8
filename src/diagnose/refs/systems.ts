// Which system a file that is no code belongs to, and when what it says takes effect. Data, first match wins.
import type { Stage } from './reference.ts';

export interface System {
  readonly name: string;
  readonly stage: Stage;
  readonly path: RegExp;
  /** What must stand in the text, where the path says too little. */
  readonly text?: RegExp;
}

export const SYSTEMS: readonly System[] = [
  {
    name: 'GitHub Actions',
    stage: 'ci',
    path: /(?:^|\/)\.(?:github|gitea|forgejo)\/.{0,300}\.ya?ml$|(?:^|\/)action\.ya?ml$/,
  },
  { name: 'GitLab CI', stage: 'ci', path: /(?:^|\/)\.gitlab-ci[^/]{0,100}\.ya?ml$|(?:^|\/)\.gitlab\/.{0,300}\.ya?ml$/ },
  { name: 'CircleCI', stage: 'ci', path: /(?:^|\/)\.circleci\/.{0,300}\.ya?ml$/ },
  { name: 'Bitbucket Pipelines', stage: 'ci', path: /(?:^|\/)bitbucket-pipelines\.ya?ml$/ },
  { name: 'Azure Pipelines', stage: 'ci', path: /(?:^|\/)azure-pipelines[^/]*\.ya?ml$|(?:^|\/)\.azure-pipelines\// },
  { name: 'Buildkite', stage: 'ci', path: /(?:^|\/)\.buildkite\/.{0,300}\.ya?ml$/ },
  { name: 'Travis CI', stage: 'ci', path: /(?:^|\/)\.travis\.ya?ml$/ },
  { name: 'CodeBuild', stage: 'ci', path: /(?:^|\/)buildspec[^/]*\.ya?ml$/ },
  { name: 'Cloud Build', stage: 'ci', path: /(?:^|\/)cloudbuild[^/]*\.(?:ya?ml|json)$/ },
  { name: 'Docker Compose', stage: 'runtime', path: /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/ },
  { name: 'Vercel', stage: 'deploy', path: /(?:^|\/)(?:vercel|now)\.json$/ },
  { name: 'Netlify', stage: 'deploy', path: /(?:^|\/)netlify\.toml$/ },
  { name: 'Serverless', stage: 'deploy', path: /(?:^|\/)serverless[^/]*\.(?:ya?ml|json)$/ },
  { name: 'Render', stage: 'deploy', path: /(?:^|\/)render\.ya?ml$/ },
  { name: 'Fly', stage: 'deploy', path: /(?:^|\/)fly\.toml$/ },
  { name: 'Wrangler', stage: 'deploy', path: /(?:^|\/)wrangler\.(?:toml|jsonc?)$/ },
  { name: 'Heroku', stage: 'deploy', path: /(?:^|\/)app\.json$/, text: /"env"/ },
  { name: 'App Engine', stage: 'deploy', path: /(?:^|\/)app\.ya?ml$/, text: /^runtime:/m },
  { name: 'Doppler', stage: 'local', path: /(?:^|\/)\.?doppler(?:-template)?\.ya?ml$/ },
  {
    name: 'MCP',
    stage: 'local',
    path: /(?:^|\/)\.?mcp\.json$|(?:^|\/)claude_desktop_config\.json$|(?:^|\/)mcp_(?:config|settings)\.json$/,
  },
  { name: 'Claude Code', stage: 'local', path: /(?:^|\/)\.claude\// },
  { name: 'Dev Container', stage: 'local', path: /(?:^|\/)\.?devcontainer(?:\/.{0,300})?\.json$/ },
  { name: 'VS Code', stage: 'local', path: /(?:^|\/)\.vscode\/.{0,300}\.json$/ },
  { name: 'SAM', stage: 'deploy', path: /\.(?:ya?ml|json|template)$/, text: /AWS::Serverless|Transform["']?:/ },
  {
    name: 'CloudFormation',
    stage: 'deploy',
    path: /\.(?:ya?ml|json|template)$/,
    text: /AWSTemplateFormatVersion|\bAWS::\w+::/,
  },
  { name: 'ECS', stage: 'deploy', path: /\.json$/, text: /"containerDefinitions"/ },
  { name: 'Kubernetes', stage: 'deploy', path: /\.(?:ya?ml|json)$/, text: /^\s{0,4}["']?apiVersion["']?:/m },
  {
    name: 'Helm',
    stage: 'deploy',
    path: /(?:^|\/)values[^/]{0,100}\.ya?ml$|(?:^|\/)templates\/.{0,300}\.(?:ya?ml|tpl)$/,
  },
  { name: 'n8n', stage: 'runtime', path: /\.json$/, text: /n8n-nodes-|@n8n\// },
  { name: 'Spring', stage: 'runtime', path: /(?:^|\/)(?:application|bootstrap)[^/]*\.(?:ya?ml|properties)$/ },
  { name: 'npm', stage: 'build', path: /(?:^|\/)\.(?:npmrc|yarnrc\.yml)$/ },
  { name: 'config', stage: 'runtime', path: /\.(?:ya?ml|toml|json|jsonc|ini|conf|cfg|properties|http|rest)$/ },
];

/** Files of variables; a template of one only lists names. */
export const ENV_FILE = /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]*\.env|\.dev\.vars[^/]*|\.envrc)$/i;
export const ENV_TEMPLATE = /(?:example|sample|template|dist|defaults?|schema)[^/]{0,200}$/i;

/** Lock files and the like: long, and about nothing here. */
export const NOT_READ =
  /(?:^|\/)(?:package-lock|npm-shrinkwrap|composer\.lock|pnpm-lock|yarn\.lock|cargo\.lock|poetry\.lock|tsconfig)[^/]*$|\.(?:lock|min\.js|map|svg|csv)$/i;

export function systemOf(path: string, text: string): System | undefined {
  if (NOT_READ.test(path)) return undefined;
  return SYSTEMS.find((system) => system.path.test(path) && system.text?.test(text) !== false);
}
