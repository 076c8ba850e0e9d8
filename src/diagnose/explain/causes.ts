// Why a call fails, as data: each cause with the command that tells, the fix, and the rules that find it in a repository.
// Facts: the API's error reference and its authentication pages; wording of bodies as people reported them.
import type { Category } from '../../finding.ts';
import type { RecipeName } from './recipes.ts';

export interface Cause {
  /** What is wrong, one sentence without a full stop. */
  readonly what: string;
  /** A command; it never prints a key. */
  readonly check: string;
  readonly fix: string;
  /** Code for the language seen. */
  readonly recipe?: RecipeName;
  /** Categories of rules that find this fault in code. */
  readonly looks?: readonly Category[];
}

const RUNTIME = 'npx hushkey doctor --runtime';
const MODELS = 'curl -sS -i https://api.anthropic.com/v1/models -H "anthropic-version: 2023-06-01"';
const WITH_KEY = `${MODELS} -H "x-api-key: $ANTHROPIC_API_KEY"`;
const IS_SET = 'test -n "$ANTHROPIC_API_KEY" && echo set || echo missing';
const STATUS_PAGE = 'curl -sS https://status.anthropic.com/api/v2/status.json';
const KEYS = 'platform.claude.com/settings/keys';

export const CAUSES = {
  'key-missing': {
    what: 'the variable is not set in the process that makes the call (another shell, service, container or CI job)',
    check: IS_SET,
    fix: 'set ANTHROPIC_API_KEY where that process is started, load .env before the client is made, then restart it',
    recipe: 'client',
  },
  'bearer-key': {
    what: 'an API key was sent as Authorization: Bearer, which not every endpoint and gateway takes',
    check: 'npx hushkey scan --category bearer-misuse --category header-misuse',
    fix: 'send the key as x-api-key; Bearer is for OAuth tokens',
    recipe: 'header',
    looks: ['bearer-misuse', 'header-misuse'],
  },
  'header-stripped': {
    what: 'a proxy or gateway on the way removed the header',
    check: `${WITH_KEY} --noproxy "*"`,
    fix: 'let the proxy pass x-api-key, authorization and anthropic-* through, or set the key in the gateway',
  },
  'key-wrong': {
    what: 'the key is mistyped, cut off, deleted or disabled',
    check: WITH_KEY,
    fix: `compare its last four characters with ${KEYS}; make a new one there if it is gone, and restart what uses it`,
    recipe: 'client',
  },
  'key-malformed': {
    what: 'quotes, a blank or a line break became part of the key (docker env files and CI secrets keep them)',
    check: RUNTIME,
    fix: 'write ANTHROPIC_API_KEY=value without quotes or blanks, and store it again with printf, not echo',
    looks: ['malformed-key'],
  },
  'key-foreign': {
    what: 'the key is of another vendor or another kind (OpenAI, admin, OAuth) than this endpoint takes',
    check: RUNTIME,
    fix: `use a key from ${KEYS}: sk-ant-api03-…, sk-ant-usr-… or sk-ant-svc-…`,
    looks: ['wrong-key', 'header-misuse'],
  },
  'key-stale': {
    what: 'an old key wins over the right one: the shell, an .env file or the CI sets it first',
    check: 'env | cut -d= -f1 | grep -E "^(ANTHROPIC|CLAUDE)_"',
    fix: 'unset the variable that should not be there, everywhere it is set, and restart',
  },
  'key-expired': {
    what: 'the key passed the expiry chosen when it was made; it cannot be brought back',
    check: WITH_KEY,
    fix: `make a new key at ${KEYS} and deploy it`,
  },
  'wrong-host': {
    what: 'the base URL points at another service than the one the key belongs to',
    check: 'echo "$ANTHROPIC_BASE_URL $OPENAI_BASE_URL"',
    fix: 'unset the base URL, or use the key of the service it names',
    recipe: 'base-url',
    looks: ['wrong-key', 'bearer-misuse'],
  },
  'oauth-no-beta': {
    what: 'an OAuth token (sk-ant-oat…) was sent without anthropic-beta: oauth-2025-04-20',
    check: RUNTIME,
    fix: 'use an API key in your own programs; what signs in by OAuth has to add the beta header itself',
    recipe: 'client',
    looks: ['header-misuse'],
  },
  'oauth-in-key': {
    what: 'an OAuth token (sk-ant-oat…) stands where an API key belongs',
    check: RUNTIME,
    fix: 'put an API key into ANTHROPIC_API_KEY; an OAuth token goes into CLAUDE_CODE_OAUTH_TOKEN',
    recipe: 'client',
    looks: ['header-misuse', 'wrong-key'],
  },
  'oauth-ended': {
    what: 'the login has expired or was revoked, or the pasted token lost a part at a line break',
    check: 'claude auth status',
    fix: 'run /login again; in CI make a token with claude setup-token and store it in one line',
  },
  'oauth-scope': {
    what: 'the token was made before it was given this right',
    check: 'claude auth status',
    fix: 'log out and in again, so that the token is made with the new scopes',
  },
  'oauth-policy': {
    what: 'the organisation does not allow OAuth logins here',
    check: 'claude auth status',
    fix: 'ask an admin of the organisation, or use an API key',
  },
  'workspace-missing': {
    what: 'a personal or service-account key that is not scoped to one workspace needs the workspace header',
    check: `${WITH_KEY} -H "anthropic-workspace-id: $ANTHROPIC_WORKSPACE_ID"`,
    fix: 'send anthropic-workspace-id: wrkspc_…, or make a key scoped to one workspace',
    recipe: 'workspace',
  },
  'workspace-wrong': {
    what: 'the workspace id is mistyped, a name such as default, or of another organisation',
    check: 'echo "$ANTHROPIC_WORKSPACE_ID"',
    fix: 'copy the id (wrkspc_…) from platform.claude.com/settings/workspaces',
    recipe: 'workspace',
  },
  'version-missing': {
    what: 'the request has no anthropic-version header, or a proxy removed it',
    check: 'npx hushkey scan --category version-header',
    fix: 'send anthropic-version: 2023-06-01 with every raw request; the SDKs do',
    recipe: 'header',
    looks: ['version-header'],
  },
  'version-wrong': {
    what: 'the value of anthropic-version is none that the API knows',
    check: 'npx hushkey scan --category version-header',
    fix: 'send anthropic-version: 2023-06-01: the version of the API, not of a model',
    recipe: 'header',
    looks: ['version-header'],
  },
  'beta-unknown': {
    what: 'anthropic-beta names a beta that is unknown here or not open to this account, often on Bedrock and gateways',
    check: 'env | grep -E "^(ANTHROPIC_BETAS|ANTHROPIC_CUSTOM_HEADERS)=" | cut -d= -f1',
    fix: 'take the value out of anthropic-beta; several are joined by commas in one header',
  },
  'credit-empty': {
    what: 'the prepaid credit of the organisation that owns this key is used up',
    check: 'see https://platform.claude.com/settings/billing',
    fix: 'buy credit or turn on auto-reload; a new key changes nothing',
  },
  'credit-elsewhere': {
    what: 'the key is of another organisation than the one with credit (a Claude subscription is no API credit)',
    check: `${WITH_KEY} -o /dev/null -D - | grep -i anthropic-organization-id`,
    fix: `switch to the paying organisation at ${KEYS} and make the key there`,
  },
  'org-disabled': {
    what: 'the key belongs to an organisation that was disabled, often an old key that wins over a good login',
    check: IS_SET,
    fix: 'unset ANTHROPIC_API_KEY where a login should be used, or set a key of an active organisation',
  },
  'spend-limit': {
    what: 'the spend limit of the workspace or organisation is reached',
    check: 'see https://platform.claude.com/settings/limits',
    fix: 'raise the limit, or wait for the next period',
  },
  'billing-failed': {
    what: 'a payment failed or the billing details are incomplete',
    check: 'see https://platform.claude.com/settings/billing',
    fix: 'settle it on the billing page; nothing in code can',
  },
  'body-invalid': {
    what: 'the body is not what the endpoint expects; the message names the field',
    check: 'npx hushkey explain - < full-error.txt',
    fix: 'correct that field; it is not the key',
  },
  'role-lacks': {
    what: 'the key may not do this: wrong workspace, a kind of key without this right, or a model it has no access to',
    check: WITH_KEY,
    fix: 'use a key of the workspace that owns the resource; admin calls need an admin key, messages a normal one',
    looks: ['wrong-key'],
  },
  'edge-region': {
    what: 'the request came from a country or network that is not served (VPN, cloud region, exit of a proxy)',
    check: 'curl -sS https://api.anthropic.com/cdn-cgi/trace | grep -E "^(ip|loc|colo)="',
    fix: 'call from a supported country, without the VPN, or through Bedrock or Vertex in a served region',
  },
  'edge-filter': {
    what: 'a firewall or filter in front (its own, or that of your company) refused the request before the API saw it',
    check: 'curl -sS -o /dev/null -D - https://api.anthropic.com/v1/models',
    fix: 'try from another network; have api.anthropic.com allowed; give the ray or reference id to support',
  },
  browser: {
    what: 'the call is made from a browser, where the key is readable by every visitor',
    check: 'npx hushkey scan --category client-side-key',
    fix: 'make the call on a server and let the page ask that; revoke a key that was shipped',
    recipe: 'server',
    looks: ['client-side-key'],
  },
  'org-no-cors': {
    what: 'the settings of the organisation forbid calls from browsers; no header helps',
    check: 'npx hushkey scan --category client-side-key',
    fix: 'move the call to a server',
    recipe: 'server',
    looks: ['client-side-key'],
  },
  'model-unknown': {
    what: 'the model id is mistyped, retired, or of another platform (Bedrock and Vertex have ids of their own)',
    check: WITH_KEY,
    fix: 'use an id that the list of models returns',
    recipe: 'models',
  },
  'path-unknown': {
    what: 'the path is wrong: /v1 twice or missing, or the base URL has a path of its own',
    check: 'echo "$ANTHROPIC_BASE_URL"',
    fix: 'for the SDKs the base URL is https://api.anthropic.com, without /v1; the endpoint is /v1/messages',
    recipe: 'base-url',
  },
  'id-foreign': {
    what: 'the id in the request does not exist in the workspace of this key',
    check: WITH_KEY,
    fix: 'use the key of the workspace that owns it',
  },
  'too-large': {
    what: 'the body is over the limit: 32 MB for messages, 256 MB for batches, 500 MB for files',
    check: 'wc -c < request.json',
    fix: 'send files by the Files API, images smaller, or split the request',
  },
  'rate-limit': {
    what: 'too many requests or tokens a minute for this tier; it is not the key, and another key shares the limit',
    check: `${WITH_KEY} -o /dev/null -D - | grep -i anthropic-ratelimit`,
    fix: 'send fewer at a time, wait as retry-after says, back off with jitter, cache prompts or use batches',
    recipe: 'retry',
  },
  'tier-cap': {
    what: 'no retry-after: the monthly spend cap of the tier or a limit you set is reached',
    check: 'see https://platform.claude.com/settings/limits',
    fix: 'raise the limit or the tier; retrying does not help until then',
  },
  'api-fault': {
    what: 'a fault inside the API; it is not the key',
    check: STATUS_PAGE,
    fix: 'retry with growing pauses; if it stays, report it with the request id',
    recipe: 'retry',
  },
  overloaded: {
    what: 'the API is over capacity for everybody; it is not the key and not your limit',
    check: STATUS_PAGE,
    fix: 'retry with growing pauses, or fall back to another model meanwhile',
    recipe: 'retry',
  },
  'too-slow': {
    what: 'the answer took too long for a request that does not stream',
    check: STATUS_PAGE,
    fix: 'stream the answer, lower max_tokens, or use batches',
    recipe: 'retry',
  },
  'proxy-auth': {
    what: 'your own proxy wants a login; the API was never reached',
    check: 'env | grep -i _proxy | cut -d= -f1',
    fix: 'set HTTPS_PROXY with the login the proxy wants, or NO_PROXY=api.anthropic.com',
  },
  'gateway-down': {
    what: 'a gateway or load balancer on the way has nobody behind it, or gave up waiting',
    check: STATUS_PAGE,
    fix: 'retry; if the API itself answers, look at the gateway and its time-outs',
    recipe: 'retry',
  },
  'gateway-key': {
    what: 'the gateway wants a key of its own, not that of the model vendor, or holds an old vendor key',
    check: 'echo "$ANTHROPIC_BASE_URL"',
    fix: 'send the key that the gateway gave you; put the vendor key into its settings',
    recipe: 'base-url',
    looks: ['wrong-key'],
  },
  network: {
    what: 'the API was not reached: name, route, proxy or time-out',
    check: 'curl -sS -o /dev/null -v https://api.anthropic.com/v1/models',
    fix: 'see which step fails: name (DNS), connect (firewall, proxy variables), or the time-out of the client',
    recipe: 'retry',
  },
  'tls-intercepted': {
    what: 'a proxy opens the encryption and its certificate is not trusted by this program',
    check: 'curl -sS -o /dev/null -v https://api.anthropic.com 2>&1 | grep -i issuer',
    fix: 'trust the proxy’s root: NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or REQUESTS_CA_BUNDLE; never turn checks off',
  },
  clock: {
    what: 'the clock of this machine is wrong: signatures and tokens look expired',
    check: 'date -u; curl -sSI https://api.anthropic.com | grep -i ^date',
    fix: 'turn on time synchronisation',
  },
  'aws-credentials': {
    what: 'AWS finds no credentials, or expired ones; an Anthropic key does not work on Bedrock',
    check: 'aws sts get-caller-identity',
    fix: 'sign in (aws sso login), or set AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK',
  },
  'aws-access': {
    what: 'the role may not call the model, or access to the model was not granted in this account and region',
    check: 'aws bedrock list-foundation-models --by-provider anthropic --query "modelSummaries[].modelId"',
    fix: 'allow bedrock:InvokeModel (and …WithResponseStream) for the model or profile, and grant model access',
  },
  'aws-model': {
    what: 'the model id is not available so: another region, or only through an inference profile (us., eu., global.)',
    check: 'aws bedrock list-inference-profiles --query "inferenceProfileSummaries[].inferenceProfileId"',
    fix: 'use the id of an inference profile of your region',
  },
  'aws-region': {
    what: 'no region is set, or the signature is for another one',
    check: 'aws configure get region; echo "$AWS_REGION"',
    fix: 'set AWS_REGION to one where the model is offered',
  },
  'aws-throttled': {
    what: 'the quota of the account for this model and region is used up; it is not the key',
    check: 'aws service-quotas list-service-quotas --service-code bedrock --query "Quotas[].[QuotaName,Value]"',
    fix: 'back off, use a cross-region profile, or ask for more quota',
    recipe: 'retry',
  },
  'gcp-credentials': {
    what: 'Google finds no credentials, or expired ones; Vertex takes Google tokens, not Anthropic keys',
    check: 'gcloud auth application-default print-access-token > /dev/null && echo good',
    fix: 'run gcloud auth application-default login, or give the service account to the process',
  },
  'gcp-access': {
    what: 'the account lacks aiplatform.endpoints.predict, or the API is off in this project',
    check: 'gcloud services list --enabled --filter=aiplatform.googleapis.com',
    fix: 'enable the Vertex AI API and grant roles/aiplatform.user',
  },
  'gcp-model': {
    what: 'the model is not enabled in Model Garden, or not offered in this region',
    check: 'echo "$ANTHROPIC_VERTEX_PROJECT_ID $CLOUD_ML_REGION"',
    fix: 'enable the model in Model Garden; use its Vertex id (name@date) and a region that has it, or global',
  },
  'gcp-quota': {
    what: 'the quota of the project for this model and region is used up; it is not the key',
    check:
      'gcloud alpha services quota list --service=aiplatform.googleapis.com --consumer=projects/$ANTHROPIC_VERTEX_PROJECT_ID',
    fix: 'back off, use the global endpoint, or ask for more quota',
    recipe: 'retry',
  },
  'azure-key': {
    what: 'the key is not of this Azure resource, or an Anthropic key was sent to Azure',
    check: 'az cognitiveservices account list --query "[].properties.endpoint"',
    fix: 'take key and endpoint from the same resource; the base URL ends in /anthropic/',
  },
  'azure-role': {
    what: 'the Entra identity lacks a role on the resource',
    check:
      'az role assignment list --assignee "$(az ad signed-in-user show --query id -o tsv)" --query "[].roleDefinitionName"',
    fix: 'assign Cognitive Services User on the resource, and wait some minutes',
  },
  'azure-deployment': {
    what: 'there is no deployment of that name on this resource; Azure takes its name where others take the model',
    check: 'az cognitiveservices account deployment list -g GROUP -n RESOURCE --query "[].name"',
    fix: 'use the name of the deployment as model',
  },
} as const satisfies Record<string, Cause>;

export type CauseId = keyof typeof CAUSES;
