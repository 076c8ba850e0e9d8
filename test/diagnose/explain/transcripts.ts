// Errors as people have them, made for the purpose: every status, every form, every wrapper. Keys are made up at run time.
import { fakeOf } from '../../support/fakes.ts';

export interface Transcript {
  readonly name: string;
  readonly text: string;
  /** The diagnosis. */
  readonly id: string;
  readonly status?: number;
  readonly first?: string;
  readonly language?: string;
  readonly requestId?: string;
  readonly retryAfter?: number;
}

export const KEY = fakeOf('anthropic-api-key', 41);
const REQ = 'req_011CVx7Qm2pT';

export function body(type: string, message: string, id = REQ): string {
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: id });
}

const invalid = body('authentication_error', 'invalid x-api-key');

function curl(status: string, answer: string, headers: readonly string[] = [], sent: readonly string[] = []): string {
  return [
    '* Connected to api.anthropic.com (160.79.104.10) port 443',
    '> POST /v1/messages HTTP/2',
    '> Host: api.anthropic.com',
    '> user-agent: curl/8.5.0',
    ...sent.map((line) => `> ${line}`),
    '> ',
    `< HTTP/2 ${status} `,
    '< date: Sat, 21 Nov 2026 14:00:00 GMT',
    '< content-type: application/json',
    ...headers.map((line) => `< ${line}`),
    '< ',
    answer,
  ].join('\n');
}

const API: readonly Transcript[] = [
  {
    name: 'missing key',
    text: body('authentication_error', 'x-api-key header is required'),
    id: 'key-not-sent',
    status: 401,
    first: 'key-missing',
    requestId: REQ,
  },
  { name: 'invalid key', text: invalid, id: 'key-invalid', status: 401, first: 'key-wrong', requestId: REQ },
  { name: 'pretty JSON', text: JSON.stringify(JSON.parse(invalid), null, 2), id: 'key-invalid', status: 401 },
  {
    name: 'without request id',
    text: '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    id: 'key-invalid',
    status: 401,
  },
  {
    name: 'bearer',
    text: body('authentication_error', 'Invalid bearer token'),
    id: 'bearer-invalid',
    status: 401,
    first: 'bearer-key',
  },
  {
    name: 'oauth off',
    text: body('authentication_error', 'OAuth authentication is currently not supported.'),
    id: 'oauth-unsupported',
    status: 401,
  },
  {
    name: 'oauth expired',
    text: body(
      'authentication_error',
      'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    ),
    id: 'oauth-expired',
    status: 401,
  },
  {
    name: 'oauth malformed',
    text: body('authentication_error', 'Invalid OAuth token. The provided token was not found or is malformed.'),
    id: 'oauth-expired',
    status: 401,
  },
  {
    name: 'account gone',
    text: body('authentication_error', 'Invalid authentication credentials'),
    id: 'account-gone',
    status: 401,
  },
  { name: 'key expired', text: body('authentication_error', 'API key has expired.'), id: 'key-expired', status: 401 },
  {
    name: 'CORS header',
    text: body('authentication_error', "CORS requests must set 'anthropic-dangerous-direct-browser-access' header"),
    id: 'cors-header',
    status: 401,
    first: 'browser',
  },
  {
    name: 'CORS settings',
    text: body(
      'authentication_error',
      'CORS requests are not allowed for this Organization because of custom retention settings',
    ),
    id: 'cors-forbidden',
    status: 401,
  },
  {
    name: 'oauth revoked',
    text: body('permission_error', 'OAuth token has been revoked. Please obtain a new token.'),
    id: 'oauth-revoked',
    status: 403,
  },
  {
    name: 'oauth policy',
    text: body('permission_error', 'OAuth authentication is currently not allowed for this organization.'),
    id: 'oauth-policy',
    status: 403,
  },
  {
    name: 'oauth scope',
    text: body('permission_error', 'OAuth token does not meet scope requirement: user:profile'),
    id: 'oauth-scope',
    status: 403,
  },
  {
    name: 'edge',
    text: '{"error":{"type":"forbidden","message":"Request not allowed"}}',
    id: 'edge-forbidden',
    status: 403,
    first: 'edge-region',
  },
  {
    name: '403 of a role',
    text: body('permission_error', 'Your API key does not have permission to use the specified resource.'),
    id: 'forbidden',
    status: 403,
    first: 'role-lacks',
  },
  {
    name: 'no version',
    text: body('invalid_request_error', 'anthropic-version: header is required'),
    id: 'version-missing',
    status: 400,
  },
  {
    name: 'bad version',
    text: body('invalid_request_error', 'anthropic-version: "2024-01-01" is not a valid version'),
    id: 'version-invalid',
    status: 400,
  },
  {
    name: 'workspace',
    text: body(
      'invalid_request_error',
      'anthropic-workspace-id is required when authenticating with an identity-linked API key; pass it as a header',
    ),
    id: 'workspace-missing',
    status: 400,
  },
  {
    name: 'workspace, other words',
    text: body(
      'invalid_request_error',
      'This API key is not scoped to a workspace, so this request must include the anthropic-workspace-id header',
    ),
    id: 'workspace-missing',
    status: 400,
  },
  {
    name: 'workspace id',
    text: body('invalid_request_error', 'anthropic-workspace-id header must be a valid workspace ID.'),
    id: 'workspace-invalid',
    status: 400,
  },
  {
    name: 'workspace 404',
    text: body('not_found_error', 'Workspace `wrkspc_01ABCdef` not found.'),
    id: 'workspace-invalid',
    status: 404,
  },
  {
    name: 'beta',
    text: body('invalid_request_error', 'Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header.'),
    id: 'beta-unknown',
    status: 400,
  },
  {
    name: 'credit',
    text: body(
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
    id: 'credit-empty',
    status: 400,
  },
  {
    name: 'disabled',
    text: body('invalid_request_error', 'This organization has been disabled.'),
    id: 'org-disabled',
    status: 400,
  },
  {
    name: 'Claude Code only',
    text: body(
      'invalid_request_error',
      'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
    ),
    id: 'claude-code-only',
    status: 400,
  },
  {
    name: 'spend',
    text: body(
      'invalid_request_error',
      'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
    ),
    id: 'spend-limit',
    status: 400,
  },
  { name: 'bare Error', text: body('invalid_request_error', 'Error'), id: 'oauth-in-key', status: 400 },
  {
    name: 'a field',
    text: body('invalid_request_error', 'max_tokens: Field required'),
    id: 'bad-request',
    status: 400,
    first: 'body-invalid',
  },
  {
    name: 'long prompt',
    text: body('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    id: 'prompt-too-long',
    status: 400,
  },
  {
    name: 'billing',
    text: body('billing_error', 'There is an issue with your billing details'),
    id: 'billing',
    status: 402,
  },
  {
    name: 'model',
    text: body('not_found_error', 'model: claude-3-opus-99990101'),
    id: 'model-not-found',
    status: 404,
    first: 'model-unknown',
  },
  { name: 'path', text: body('not_found_error', 'Not Found'), id: 'not-found', status: 404, first: 'path-unknown' },
  { name: 'large', text: body('request_too_large', 'Request exceeds the maximum size'), id: 'too-large', status: 413 },
  {
    name: 'rate',
    text: body('rate_limit_error', 'This request would exceed your organization’s rate limit'),
    id: 'limited',
    status: 429,
    first: 'rate-limit',
  },
  { name: 'fault', text: body('api_error', 'Internal server error'), id: 'api-fault', status: 500 },
  { name: 'timeout', text: body('timeout_error', 'Request timed out'), id: 'timeout', status: 504 },
  {
    name: 'overloaded in a stream',
    text: `event: error\ndata: ${body('overloaded_error', 'Overloaded')}\n`,
    id: 'overloaded',
    status: 529,
  },
];

const BARE: readonly Transcript[] = [
  [400, 'bad-request'],
  [401, 'unauthorized'],
  [402, 'billing'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method'],
  [407, 'proxy-login'],
  [409, 'conflict'],
  [413, 'too-large'],
  [418, 'unusual-status'],
  [422, 'bad-request'],
  [429, 'limited'],
  [500, 'api-fault'],
  [502, 'gateway'],
  [503, 'gateway'],
  [504, 'timeout'],
  [529, 'overloaded'],
  [599, 'unusual-status'],
].map(([status, id]) => ({ name: `bare ${status}`, text: String(status), id: String(id), status: Number(status) }));

const HTTP: readonly Transcript[] = [
  {
    name: 'curl -v without a key',
    text: curl(
      '401',
      body('authentication_error', 'x-api-key header is required'),
      ['request-id: req_011CurlA'],
      ['anthropic-version: 2023-06-01'],
    ),
    id: 'key-not-sent',
    status: 401,
    first: 'key-missing',
    language: 'shell',
    requestId: 'req_011CurlA',
  },
  {
    name: 'curl -v with Bearer',
    text: curl('401', body('authentication_error', 'Invalid bearer token'), [], [`authorization: Bearer ${KEY}`]),
    id: 'bearer-invalid',
    status: 401,
    first: 'bearer-key',
    language: 'shell',
  },
  {
    name: 'curl -v with Bearer, 401 only',
    text: curl('401', '', [], [`Authorization: Bearer ${KEY}`]),
    id: 'unauthorized',
    status: 401,
    first: 'bearer-key',
  },
  {
    name: 'curl -v with quotes',
    text: curl('401', invalid, [], [`x-api-key: "${KEY}"`]),
    id: 'key-invalid',
    status: 401,
    first: 'key-malformed',
  },
  {
    name: 'curl -i, limited',
    text: `HTTP/1.1 429 Too Many Requests\r\nretry-after: 37\r\nanthropic-ratelimit-requests-remaining: 0\r\nrequest-id: req_011CurlB\r\n\r\n${body('rate_limit_error', 'slow down', 'req_011CurlB')}`,
    id: 'rate-limited',
    status: 429,
    retryAfter: 37,
    requestId: 'req_011CurlB',
  },
  {
    name: 'retry-after as a date',
    text: curl('429', body('rate_limit_error', 'slow down'), ['retry-after: Sat, 21 Nov 2026 14:00:45 GMT']),
    id: 'rate-limited',
    status: 429,
    retryAfter: 45,
  },
  {
    name: 'after a proxy’s CONNECT',
    text: `HTTP/1.1 200 Connection established\r\n\r\n${curl('403', '{"error":{"type":"forbidden","message":"Request not allowed"}}', ['cf-ray: 8f2a1b3c4d5e6f70-FRA', 'server: cloudflare'])}`,
    id: 'edge-forbidden',
    status: 403,
  },
  {
    name: 'curl -f',
    text: 'curl: (22) The requested URL returned error: 401',
    id: 'unauthorized',
    status: 401,
    language: 'shell',
  },
  { name: 'curl cannot resolve', text: 'curl: (6) Could not resolve host: api.anthropic.com', id: 'network' },
  {
    name: 'a curl command and its answer',
    text: `$ curl https://api.anthropic.com/v1/messages -H "x-api-key: ${KEY}" -d @b.json\n${body('invalid_request_error', 'anthropic-version: header is required')}`,
    id: 'version-missing',
    status: 400,
    first: 'version-missing',
    language: 'shell',
  },
  { name: 'words', text: 'HTTP 403 Forbidden', id: 'forbidden', status: 403 },
  { name: 'a sentence', text: 'why do I get a 529 from claude', id: 'overloaded', status: 529 },
];

const TRACES: readonly Transcript[] = [
  {
    name: 'TypeScript',
    text: `/app/node_modules/@anthropic-ai/sdk/core/error.js:37\n            return new AuthenticationError(status, error, message, headers);\nAuthenticationError: 401 ${invalid}\n    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:37:20)\n    at async main (/app/src/chat.ts:12:17) {\n  status: 401,\n  headers: Headers { 'request-id': '${REQ}', 'retry-after': '3' },\n  requestID: '${REQ}',\n  error: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }\n}`,
    id: 'key-invalid',
    status: 401,
    language: 'typescript',
    requestId: REQ,
  },
  {
    name: 'TypeScript, no key',
    text: 'Error: Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set.\n    at Anthropic.validateHeaders (/app/node_modules/@anthropic-ai/sdk/client.js:90:15)',
    id: 'no-credential',
    language: 'typescript',
    first: 'key-missing',
  },
  {
    name: 'TypeScript in a browser',
    text: "AnthropicError: It looks like you're running in a browser-like environment.\n    at new Anthropic (https://shop.example/node_modules/.vite/deps/sdk.js:100:13)",
    id: 'browser-guard',
    language: 'typescript',
  },
  {
    name: 'TypeScript, connection',
    text: 'APIConnectionError: Connection error.\n    at Anthropic.makeRequest (/app/node_modules/@anthropic-ai/sdk/client.js:300:19) {\n  cause: TypeError: fetch failed\n  [cause]: Error: getaddrinfo ENOTFOUND api.anthropic.com\n}',
    id: 'network',
    language: 'typescript',
  },
  {
    name: 'Python',
    text: `Traceback (most recent call last):\n  File "/app/main.py", line 9, in <module>\n    client.messages.create(model="claude-sonnet-4-5", max_tokens=10)\n  File "/venv/lib/python3.12/site-packages/anthropic/_base_client.py", line 1057, in _request\n    raise self._make_status_error_from_response(err.response) from None\nanthropic.AuthenticationError: Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}, 'request_id': '${REQ}'}`,
    id: 'key-invalid',
    status: 401,
    language: 'python',
    requestId: REQ,
  },
  {
    name: 'Python, credit',
    text: `anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': 'invalid_request_error', 'message': 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.'}}`,
    id: 'credit-empty',
    status: 400,
    language: 'python',
  },
  {
    name: 'Python, no key',
    text: 'TypeError: "Could not resolve authentication method. Expected either api_key or auth_token to be set. Or for one of the `X-Api-Key` or `Authorization` headers to be explicitly omitted"\n  File "/venv/lib/python3.12/site-packages/anthropic/_client.py", line 192',
    id: 'no-credential',
    language: 'python',
  },
  {
    name: 'Python, a sign that no header may have',
    text: "  File \"/usr/lib/python3.12/http/client.py\", line 1\nUnicodeEncodeError: 'ascii' codec can't encode character '\\u201c' in position 0: ordinal not in range(128)",
    id: 'illegal-header',
    language: 'python',
    first: 'key-malformed',
  },
  {
    name: 'Go',
    text: `panic: POST "https://api.anthropic.com/v1/messages": 401 Unauthorized (Request-ID: ${REQ}) ${invalid}\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:24 +0x1a5`,
    id: 'key-invalid',
    status: 401,
    language: 'go',
    requestId: REQ,
  },
  {
    name: 'Java',
    text: `Exception in thread "main" com.anthropic.errors.UnauthorizedException: 401: {type=error, error={type=authentication_error, message=invalid x-api-key}, request_id=${REQ}}\n\tat com.anthropic.core.handlers.ErrorHandler.handle(ErrorHandler.kt:35)`,
    id: 'key-invalid',
    status: 401,
    language: 'java',
    requestId: REQ,
  },
  {
    name: 'Java, commas in the message',
    text: 'com.anthropic.errors.BadRequestException: 400: {type=error, error={type=invalid_request_error, message=This API key is not scoped to a workspace, so this request must include the anthropic-workspace-id header}}',
    id: 'workspace-missing',
    status: 400,
    language: 'java',
  },
  {
    name: 'Ruby',
    text: `/gems/anthropic-1.8.0/lib/anthropic/internal/transport/base_client.rb:480:in 'send_request': {:url=>"https://api.anthropic.com/v1/messages", :status=>429, :body=>{:type=>"error", :error=>{:type=>"rate_limit_error", :message=>"slow down"}, :request_id=>"${REQ}"}} (Anthropic::Errors::RateLimitError)`,
    id: 'limited',
    status: 429,
    language: 'ruby',
    requestId: REQ,
  },
  {
    name: 'C#',
    text: `Unhandled exception. Anthropic.Exceptions.AnthropicUnauthorizedException: Status Code: Unauthorized\n${invalid}\n   at Program.Main() in /app/Program.cs:line 14`,
    id: 'key-invalid',
    status: 401,
    language: 'csharp',
  },
  {
    name: 'PHP',
    text: `PHP Fatal error:  Uncaught Anthropic\\Core\\Exceptions\\PermissionDeniedException: {"status":403,"body":{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}} in /app/vendor/anthropic-ai/sdk/src/Core/BaseClient.php:210`,
    id: 'forbidden',
    status: 403,
    language: 'php',
  },
  {
    name: 'LiteLLM',
    text: `litellm.exceptions.AuthenticationError: litellm.AuthenticationError: AnthropicException - ${invalid}`,
    id: 'key-invalid',
    status: 401,
    language: 'python',
  },
  {
    name: 'LiteLLM, bytes',
    text: `litellm.BadRequestError: AnthropicException - b'${body('invalid_request_error', 'max_tokens: Field required')}'`,
    id: 'bad-request',
    status: 400,
  },
  {
    name: 'LiteLLM proxy',
    text: '{"error":{"message":"Authentication Error, Invalid proxy server token passed. Received API Key = sk-...3f2a","type":"token_not_found_in_db","param":"key","code":"401"}}',
    id: 'litellm-key',
    status: 401,
  },
  {
    name: 'LangChain',
    text: `  File "/venv/lib/python3.12/site-packages/langchain_anthropic/chat_models.py", line 700\npydantic_core.ValidationError: 1 validation error for ChatAnthropic\n  Value error, Did not find anthropic_api_key, please add an environment variable`,
    id: 'no-credential',
    language: 'python',
  },
  {
    name: 'Vercel AI SDK',
    text: `AI_APICallError: invalid x-api-key\n    at node_modules/@ai-sdk/provider-utils/dist/index.mjs:200:14 {\n  url: 'https://api.anthropic.com/v1/messages',\n  statusCode: 401,\n  responseBody: '${invalid}',\n  isRetryable: false\n}`,
    id: 'key-invalid',
    status: 401,
    language: 'typescript',
  },
  {
    name: 'Vercel AI SDK, no key',
    text: "AI_LoadAPIKeyError: Anthropic API key is missing. Pass it using the 'apiKey' parameter or the ANTHROPIC_API_KEY environment variable.",
    id: 'no-credential',
    language: 'typescript',
  },
  {
    name: 'Claude Code',
    text: `API Error: 401 ${body('authentication_error', 'OAuth token has expired. Please obtain a new token or refresh your existing token.')} · Please run /login`,
    id: 'oauth-expired',
    status: 401,
  },
  {
    name: 'logged as an escaped string',
    text: `level=error msg="upstream: {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"overloaded_error\\",\\"message\\":\\"Overloaded\\"}}"`,
    id: 'overloaded',
    status: 529,
  },
  {
    name: 'the last of two attempts, with their statuses',
    text: `InternalServerError: 529 ${body('overloaded_error', 'Overloaded')}\nretrying\nAuthenticationError: 401 ${invalid}`,
    id: 'key-invalid',
    status: 401,
  },
  {
    name: 'the last of two attempts',
    text: `${body('overloaded_error', 'Overloaded')}\nretrying\n${invalid}`,
    id: 'key-invalid',
    status: 401,
  },
];

const BROWSER: readonly Transcript[] = [
  {
    name: 'Chrome',
    text: "Access to fetch at 'https://api.anthropic.com/v1/messages' from origin 'http://localhost:5173' has been blocked by CORS policy: Response to preflight request doesn't pass access control check",
    id: 'cors-console',
    first: 'browser',
  },
  {
    name: 'Firefox',
    text: 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.anthropic.com/v1/messages. (Reason: CORS header missing). Status code: 401.',
    status: 401,
    id: 'cors-console',
  },
  {
    name: 'Safari',
    text: 'Origin http://localhost:3000 is not allowed by Access-Control-Allow-Origin. Status code: 401',
    status: 401,
    id: 'cors-console',
  },
];

const PAGES: readonly Transcript[] = [
  {
    name: 'Cloudflare block',
    text: '<!DOCTYPE html>\n<html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
    id: 'waf-challenge',
  },
  {
    name: 'Cloudflare challenge',
    text: 'HTTP/2 403\nserver: cloudflare\n\n<html><head><title>Just a moment...</title></head></html>',
    id: 'waf-challenge',
    status: 403,
  },
  {
    name: 'nginx',
    text: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>',
    id: 'html-gateway',
    status: 502,
  },
  {
    name: 'load balancer',
    text: '<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>awselb/2.0</center></body></html>',
    id: 'html-gateway',
    status: 503,
  },
  {
    name: 'nginx, large',
    text: '<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>',
    id: 'html-too-large',
    status: 413,
  },
  {
    name: 'company filter',
    text: '<html><head><title>Blocked</title></head><body>Zscaler: access to this site is blocked</body></html>',
    id: 'company-filter',
  },
  {
    name: 'content network',
    text: "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission. Reference #18.2d1c3017</BODY></HTML>",
    id: 'akamai',
  },
  { name: 'a page', text: 'HTTP/1.1 403 Forbidden\n\n<html><body>no</body></html>', id: 'html-refused', status: 403 },
  {
    name: 'AI gateway',
    text: '{"success":false,"result":[],"messages":[],"errors":[{"code":2009,"message":"Unauthorized"}]}\nHTTP 401',
    id: 'cloudflare-gateway',
    status: 401,
  },
  {
    name: 'TLS in node',
    text: 'TypeError: fetch failed\n  [cause]: Error: self-signed certificate in certificate chain\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1679:34)',
    id: 'tls',
    language: 'typescript',
  },
  {
    name: 'TLS in Python',
    text: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)\nanthropic.APIConnectionError: Connection error.',
    id: 'tls',
    language: 'python',
  },
  {
    name: 'OpenAI answers',
    text: `{"error":{"message":"Incorrect API key provided: sk-ant-a*****AA. You can find your API key at https://platform.openai.com/account/api-keys.","type":"invalid_request_error","code":"invalid_api_key"}}`,
    status: 401,
    id: 'openai-refuses',
    first: 'wrong-host',
  },
];

const CLOUDS: readonly Transcript[] = [
  {
    name: 'Bedrock token',
    text: 'botocore.exceptions.ClientError: An error occurred (UnrecognizedClientException) when calling the InvokeModel operation: The security token included in the request is invalid.',
    id: 'bedrock-credentials',
    status: 401,
    language: 'python',
  },
  {
    name: 'Bedrock access',
    text: "botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.",
    id: 'bedrock-access',
    status: 403,
  },
  {
    name: 'Bedrock on demand',
    text: 'ValidationException: Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn’t supported. Retry with the ID or ARN of an inference profile.\n bedrock-runtime',
    id: 'bedrock-model',
    status: 400,
  },
  {
    name: 'Bedrock throttled',
    text: 'ThrottlingException: Too many tokens, please wait before trying again.\n    at /app/node_modules/@aws-sdk/client-bedrock-runtime/dist-cjs/index.js:1:1',
    id: 'bedrock-throttled',
    status: 429,
    language: 'typescript',
  },
  {
    name: 'Bedrock no credentials',
    text: 'CredentialsProviderError: Could not load credentials from any providers\n    at /app/node_modules/@aws-sdk/credential-provider-node/index.js:1:1',
    id: 'bedrock-credentials',
  },
  {
    name: 'Bedrock clock',
    text: 'InvalidSignatureException: Signature expired: 20261121T100000Z is now earlier than 20261121T135500Z (bedrock-runtime)',
    id: 'bedrock-skew',
  },
  {
    name: 'Vertex token',
    text: '[{"error":{"code":401,"message":"Request had invalid authentication credentials. Expected OAuth 2 access token","status":"UNAUTHENTICATED","details":[{"reason":"ACCESS_TOKEN_TYPE_UNSUPPORTED","domain":"googleapis.com"}]}}]',
    id: 'vertex-credentials',
    status: 401,
  },
  {
    name: 'Vertex permission',
    text: `{"error":{"code":403,"message":"Permission 'aiplatform.endpoints.predict' denied on resource","status":"PERMISSION_DENIED"}}`,
    id: 'vertex-access',
    status: 403,
  },
  {
    name: 'Vertex off',
    text: '{"error":{"code":403,"message":"Vertex AI API has not been used in project 12345 before or it is disabled.","status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}}',
    id: 'vertex-disabled',
    status: 403,
  },
  {
    name: 'Vertex model',
    text: '{"error":{"code":404,"message":"Publisher Model `projects/p/locations/us-east5/publishers/anthropic/models/claude-x-9` was not found","status":"NOT_FOUND"}}',
    id: 'vertex-model',
    status: 404,
  },
  {
    name: 'Vertex quota',
    text: '{"error":{"code":429,"message":"Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model","status":"RESOURCE_EXHAUSTED"}}',
    id: 'vertex-quota',
    status: 429,
  },
  {
    name: 'Vertex without a login',
    text: 'google.auth.exceptions.DefaultCredentialsError: Your default credentials were not found.',
    id: 'vertex-credentials',
  },
  {
    name: 'Azure key',
    text: '{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}',
    id: 'azure-key',
    status: 401,
  },
  {
    name: 'Azure role',
    text: '{"error":{"code":"PermissionDenied","message":"The principal lacks the required data action Microsoft.CognitiveServices/accounts/..."}}',
    id: 'azure-role',
  },
  {
    name: 'Azure deployment',
    text: 'POST https://res.services.ai.azure.com/anthropic/v1/messages\n{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}\nHTTP 404',
    id: 'azure-deployment',
    status: 404,
  },
];

const RARE: readonly Transcript[] = [
  {
    name: 'OpenRouter',
    text: '{"error":{"message":"No auth credentials found","code":401}}\nhttps://openrouter.ai/api/v1',
    id: 'openrouter-key',
    status: 401,
  },
  {
    name: 'Kong',
    text: 'POST https://gateway.example/claude\nHTTP/1.1 401 Unauthorized\n\n{"message":"No API key found in request"}',
    id: 'kong',
    status: 401,
  },
  {
    name: 'Bedrock region',
    text: 'botocore.exceptions.NoRegionError: You must specify a region.',
    id: 'bedrock-region',
  },
  {
    name: 'Bedrock beta',
    text: 'ValidationException: invalid beta flag (bedrock-runtime.us-east-1.amazonaws.com)',
    id: 'bedrock-beta',
    status: 400,
  },
  {
    name: 'Bedrock 401',
    text: 'https://bedrock-runtime.us-east-1.amazonaws.com\nHTTP/1.1 401 Unauthorized',
    id: 'bedrock-unauthorized',
    status: 401,
  },
  {
    name: 'Bedrock 404',
    text: 'https://bedrock-runtime.us-east-1.amazonaws.com\nHTTP/1.1 404 Not Found',
    id: 'bedrock-not-found',
    status: 404,
  },
  {
    name: 'Bedrock 429',
    text: 'https://bedrock-runtime.us-east-1.amazonaws.com\nHTTP/1.1 429',
    id: 'bedrock-limited',
    status: 429,
  },
  {
    name: 'Vertex region',
    text: 'Error: No region was given. The client should be instantiated with the region option or CLOUD_ML_REGION set. (vertex-sdk)',
    id: 'vertex-region',
  },
  {
    name: 'Vertex 401',
    text: 'https://us-east5-aiplatform.googleapis.com\nHTTP/1.1 401 Unauthorized',
    id: 'vertex-unauthorized',
    status: 401,
  },
  {
    name: 'Azure 403',
    text: 'https://r.services.ai.azure.com/anthropic/\nHTTP/1.1 403 Forbidden',
    id: 'azure-forbidden',
    status: 403,
  },
  { name: 'clock', text: body('authentication_error', 'JWT not active: check the clock'), id: 'clock', status: 401 },
];

export const TRANSCRIPTS: readonly Transcript[] = [
  ...API,
  ...BARE,
  ...HTTP,
  ...TRACES,
  ...BROWSER,
  ...PAGES,
  ...CLOUDS,
  ...RARE,
];
