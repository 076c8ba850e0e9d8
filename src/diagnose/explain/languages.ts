// Which language, SDK and wrapper a pasted error comes from, and what each names its errors.

export const LANGUAGES = ['typescript', 'python', 'go', 'java', 'ruby', 'csharp', 'php', 'shell'] as const;
export type Language = (typeof LANGUAGES)[number];

/** First match wins: the most telling first. */
const SIGNS: readonly (readonly [Language, RegExp])[] = [
  ['java', /com\.anthropic\.|\.(?:java|kt):\d{1,6}\)|Exception in thread "/],
  ['csharp', /Anthropic\.(?:SDK|Exceptions|Core)\b|Anthropic(?:4xx|5xx|[A-Z]\w{2,30})Exception|\.cs:line \d{1,6}/],
  ['ruby', /Anthropic::|\.rb:\d{1,6}:in\b/],
  ['php', /Anthropic\\|PHP (?:Fatal|Warning)|\.php(?:\(\d{1,6}\)|:\d{1,6}| on line)/],
  ['go', /anthropic-sdk-go|\bgoroutine \d|\.go:\d{1,6}|\b(?:GET|POST) "https?:[^"\s]{1,300}": /],
  [
    'python',
    /Traceback \(most recent|\.py", line \d|site-packages|\banthropic\.\w{2,40}(?:Error|Exception)|Error code: \d{3} - |\blitellm\.|\bbotocore\b/,
  ],
  [
    'typescript',
    /node_modules|\(?node:\w|@anthropic-ai|\.[cm]?[jt]sx?:\d{1,6}:\d|AI_\w{3,40}Error|\bat async\b|\bat APIError\./,
  ],
  ['shell', /^[ \t]{0,9}(?:\$ )?curl\b|^[<>] [\w-]|^\* {1,3}\w|^curl: \(\d/m],
];

export function languageOf(text: string): Language | undefined {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

const WRAPPERS: readonly (readonly [string, RegExp])[] = [
  ['LiteLLM', /litellm/i],
  ['LangChain', /langchain/i],
  ['LlamaIndex', /llama[_-]?index/i],
  ['Vercel AI SDK', /AI_\w{3,40}Error|@ai-sdk\//],
  ['Claude Code', /claude[- ]code(?!\s+and cannot)|\bAPI Error: \d{3}|Please run \/login/i],
  ['OpenRouter', /openrouter/i],
  ['Portkey', /portkey/i],
  ['Helicone', /helicone/i],
  ['Cloudflare AI Gateway', /gateway\.ai\.cloudflare/i],
  ['n8n', /\bn8n\b|NodeApiError/],
  ['Spring AI', /springframework\.ai/],
];

/** What stands between the program and the API, by name. */
export function wrapperOf(text: string): string | undefined {
  return WRAPPERS.find(([, sign]) => sign.test(text))?.[0];
}

const STATUS_OF_CLASS: readonly (readonly [number, RegExp])[] = [
  [400, /BadRequest(?:Error|Exception)|\bValidationException\b/],
  [
    401,
    /AuthenticationError|UnauthorizedException|AuthenticationException|UnauthorizedError|UnrecognizedClientException|\bUNAUTHENTICATED\b/,
  ],
  [403, /PermissionDenied(?:Error|Exception)|ForbiddenException|AccessDeniedException|\bPERMISSION_DENIED\b/],
  [404, /NotFound(?:Error|Exception)|\bNOT_FOUND\b/],
  [409, /Conflict(?:Error|Exception)/],
  [413, /RequestTooLarge/],
  [422, /UnprocessableEntity/],
  [429, /RateLimit(?:Error|Exception)|ThrottlingException|RESOURCE_EXHAUSTED/],
  [500, /InternalServer(?:Error|Exception)/],
  [503, /ServiceUnavailable(?:Error|Exception)/],
  [504, /DeadlineExceeded/],
  [529, /OverloadedError/],
];

/** The status that the name of an error class stands for. */
export function statusOfClass(text: string): number | undefined {
  return STATUS_OF_CLASS.find(([, name]) => name.test(text))?.[0];
}

const SDKS: readonly RegExp[] = [
  /\bAnthropic\/(?:JS|Python|Go|Java|Ruby|PHP|CSharp) \d[\w.]{0,20}/,
  /\banthropic-\d[\w.]{1,20}(?=\.dist-info)/,
  /\banthropic-sdk-go@v\d[\w.]{1,20}/,
  /\banthropic-java(?:-core)?-\d[\d.]{1,12}\d/,
  /@anthropic-ai[/+]sdk@\d[\d.]{1,12}\d/,
];

/** SDK and version, where the text names both. */
export function sdkOf(text: string): string | undefined {
  return SDKS.map((sign) => sign.exec(text)?.[0]).find((found) => found !== undefined);
}
