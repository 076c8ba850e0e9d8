// What names, hosts and prefixes mean. Data only; the rest of the engine knows no provider.

/** `base` is api.anthropic.com/v1 with nothing after: native or compatible, by what is added to it elsewhere. */
export type Host = 'native' | 'compatible' | 'base' | 'provider' | 'other' | 'unknown';

/** Hosts of other model providers, where an Anthropic key has no business and a key of theirs is one as well. */
const PROVIDER_HOSTS =
  /^(?:api\.openai\.com|openrouter\.ai|api\.groq\.com|api\.mistral\.ai|generativelanguage\.googleapis\.com|api\.deepseek\.com|api\.x\.ai|api\.together\.(?:xyz|ai)|api\.cohere\.(?:com|ai)|api\.perplexity\.ai|api\.fireworks\.ai|api\.cerebras\.ai|api-inference\.huggingface\.co|api\.replicate\.com|api\.voyageai\.com|api\.stability\.ai|api\.elevenlabs\.io|api\.deepgram\.com|api\.siliconflow\.(?:cn|com)|api\.moonshot\.(?:cn|ai)|api\.assemblyai\.com|router\.huggingface\.co|integrate\.api\.nvidia\.com|(?:queue\.)?fal\.run|[\w-]{1,60}\.openai\.azure\.com|dashscope\.aliyuncs\.com)$/;
/** Paths of api.anthropic.com on which Bearer is right. */
const BEARER_PATHS =
  /^\/(?:v1\/chat\/completions|api\/oauth|v1\/oauth|api\/|v1\/code|v1\/claude_code|v1\/claude-code|v1\/environments|v1\/work|v1\/mcp|v1\/session_ingress|v1\/routines)/;
const NATIVE_PATHS =
  /^\/v1\/(?:messages|complete(?![a-z])|models|files|skills|organizations|batches|agents|sessions|memory_stores|deployments|vaults|(?:quota|usage|credits|balance|limits|rate_limits|account)(?![a-z_]))/;

export interface Address {
  readonly host: Host;
  readonly name: string;
  readonly path: string;
  /** True when a client that was made elsewhere adds the host, and may add headers. */
  readonly ofClient?: boolean;
  /** Where the request names it, in UTF-16 units. */
  readonly place?: { readonly start: number; readonly end: number };
}

/**
 * Judges an address of which the start is known.
 *
 * @param exact - false when text of unknown content follows.
 */
export function judgeAddress(address: string, exact: boolean): Address {
  const parts = /^(?:https?:|wss?:)?\/\/([^/?#\s]{1,255})([^?#\s]{0,255})/i.exec(address);
  if (parts === null) return { host: 'unknown', name: '', path: '' };
  const name = (parts[1] ?? '').toLowerCase().replace(/:\d+$/, '');
  const path = parts[2] ?? '';
  const rest = address.length === parts[0].length;
  if (name !== 'api.anthropic.com') {
    if (!exact && rest && path === '') return { host: 'unknown', name, path };
    return { host: PROVIDER_HOSTS.test(name) ? 'provider' : 'other', name, path };
  }
  return { host: judgePath(path, exact), name, path };
}

/**
 * True when all that is known of where a request goes is a native path of api.anthropic.com.
 *
 * @param versioned - it carries anthropic-version, which only native paths ask for: a base address is one then.
 */
export function isNative(addresses: readonly Address[], versioned = false): boolean {
  const firm = versioned ? addresses : addresses.filter((address) => address.host !== 'base');
  // What is added to `https://api.anthropic.com` is native when the version goes with it.
  const isBelow = ({ host, name, path }: Address): boolean =>
    versioned && host === 'unknown' && name === 'api.anthropic.com' && /^(?:\/v1)?\/?$/.test(path);
  return firm.length > 0 && firm.every((one) => one.host === 'native' || one.host === 'base' || isBelow(one));
}

/** Which side of api.anthropic.com a path is on. */
export function judgePath(path: string, exact: boolean): Host {
  if (BEARER_PATHS.test(path)) return 'compatible';
  if (NATIVE_PATHS.test(path)) return 'native';
  // What is no endpoint at all; those of OpenAI's form are left to whoever serves them.
  if (
    exact &&
    /^\/v1\/(?!chat|completions|embeddings|responses|images|audio|moderations)[a-z][a-z_-]{1,30}\/?$/.test(path)
  )
    return 'native';
  if (exact && /^\/v1\/?$/.test(path)) return 'base';
  if (path === '' || path === '/') return exact ? 'native' : 'unknown';
  return 'unknown';
}

/** A name that holds an Anthropic API key, and not one of the tokens for which Bearer is right. */
export function namesAnthropicKey(name: string): boolean {
  return /anthropic|claude/i.test(name) && (namesKey(name) || (IN_STORE.test(name) && !namesToken(name)));
}

/** `secrets.claude`: what a store of secrets has for the vendor. */
const IN_STORE = /(?:^|\.)(?:secrets?|credentials?|creds)(?:\.value)?\.(?:anthropic|claude)(?:\.value)?$/i;

export function namesKey(name: string): boolean {
  // What a bundler lets through is a key all the same.
  const own = PUBLIC_PREFIX.test(name) ? name.replace(PUBLIC_PREFIX, '') : name;
  return (
    /key|^k$/i.test(own) && !namesToken(own) && !/keys$|public|publishable|prefix|keyboard|monkey|keyof/i.test(own)
  );
}

/** A name for a token that is rightly sent as Bearer: OAuth, sessions, environments, gateways. */
export function namesToken(name: string): boolean {
  return /oauth|token|session|environment|bearer|jwt|gateway|proxy|router|litellm|helicone|portkey|virtual|master|bedrock|vertex|foundry|azure|minimax|voyage|openai|groq|deepseek|gemini|mistral|webhook/i.test(
    name,
  );
}

const PUBLIC_PREFIX =
  /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|EXPO_PUBLIC_|NUXT_PUBLIC_|GATSBY_|NG_APP_|PLASMO_PUBLIC_|VUE_APP_|STORYBOOK_|WXT_|REDWOOD_ENV_|PUBLIC_ENV__|PUBLIC_|NX_PUBLIC_|RSPACK_PUBLIC_|BUN_PUBLIC_)/;
const PROVIDERS =
  /(?:^|_)(?:ANTHROPIC|CLAUDE|OPENAI|OPEN_AI|GEMINI|GOOGLE_AI|GOOGLE_GENERATIVE_AI|GENAI|GROQ|MISTRAL|COHERE|DEEPSEEK|PERPLEXITY|OPENROUTER|OPEN_ROUTER|TOGETHER|FIREWORKS|CEREBRAS|REPLICATE|HUGGINGFACE|HUGGING_FACE|HF|XAI|GROK|VOYAGE|STABILITY|ELEVEN_?LABS|ELEVEN|DEEPGRAM|ASSEMBLYAI|CHATGPT|GPT|LLM|LANGSMITH|LANGCHAIN|TAVILY|PINECONE|FAL|DASHSCOPE|QWEN|MOONSHOT|KIMI|SILICONFLOW|DALLE|CARTESIA)(?:_|$|AI|API|KEY)/;
const SECRET_SUFFIX =
  /(?:KEY|TOKEN|SECRET)(?:_[0-9]+|_(?:OPEN_?AI|ANTHROPIC|CLAUDE|GEMINI|GROQ|PERPLEXITY|MISTRAL|DEEPSEEK|OPENROUTER|ELEVENLABS|(?:CHAT)?GPT)|_(?:DEV|PROD|PRODUCTION|STAGING|TEST|ID_SECRET))?$/;
const NOT_SECRET =
  /COST|PRICE|PRICING|MAX|MIN_|LIMIT|COUNT|PER_TOKEN|PER_KEY|BUDGET|PUBLISHABLE|USAGE|STORAGE_KEY|CACHE_KEY|PUBLIC_KEY|KEY_NAME|KEY_PREFIX|QUERY_KEY|SITE_KEY|CLIENT_KEY|EPHEMERAL|HAS_|ENABLE|REQUIRE|SHOW_|ANON/;

/** The prefixes as text: one of them stands in every public name. */
export const PUBLIC_PREFIXES = [
  'NEXT_PUBLIC_',
  'VITE_',
  'REACT_APP_',
  'EXPO_PUBLIC_',
  'NUXT_PUBLIC_',
  'GATSBY_',
  'NG_APP_',
  'PLASMO_PUBLIC_',
  'VUE_APP_',
  'STORYBOOK_',
  'WXT_',
  'REDWOOD_ENV_',
  'PUBLIC_',
] as const;

export function isPublicEnvName(name: string): boolean {
  return PUBLIC_PREFIX.test(name) && /^[A-Z][A-Z0-9_]*$/.test(name);
}

/** A public variable whose name says that it holds a model provider's secret key. */
export function isPublicProviderKey(name: string): boolean {
  const prefix = isPublicEnvName(name) ? PUBLIC_PREFIX.exec(name) : null;
  if (prefix === null) return false;
  const rest = name.slice(prefix[0].length);
  return isProviderKeyName(rest);
}

/** A name, in any case, that says it holds a model provider's secret key. */
export function isProviderKeyName(name: string): boolean {
  const upper = name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  return PROVIDERS.test(upper) && SECRET_SUFFIX.test(upper) && !NOT_SECRET.test(upper);
}

/** Constructors and factories of model providers' clients. */
export const AI_CLIENT =
  /^(?:Anthropic|AnthropicClient|ChatAnthropic|createAnthropic|OpenAI|AzureOpenAI|ChatOpenAI|OpenAIApi|createOpenAI|createOpenRouter|Groq|ChatGroq|createGroq|GoogleGenerativeAI|GoogleGenAI|ChatGoogleGenerativeAI|createGoogleGenerativeAI|Mistral|MistralClient|ChatMistralAI|createMistral|CohereClient|CohereClientV2|ChatCohere|Cerebras|Together|Replicate|HfInference|InferenceClient|createDeepSeek|createXai|ElevenLabsClient|createElevenLabs|AssemblyAI|DeepgramClient)$/;

export const KEY_OPTION =
  /^(?:apiKey|anthropicApiKey|openAIApiKey|groqApiKey|mistralApiKey|googleApiKey|cohereApiKey|api_key|key|token|auth|accessToken)$/;

/** Vendors whose keys are told apart by prefix, by variable and by client. */
export type Vendor =
  | 'Anthropic'
  | 'OpenAI'
  | 'OpenRouter'
  | 'Groq'
  | 'Google'
  | 'xAI'
  | 'Perplexity'
  | 'Replicate'
  | 'Hugging Face'
  | 'Mistral'
  | 'Cohere'
  | 'DeepSeek'
  | 'Voyage'
  | 'another vendor';

const VENDOR_PREFIXES: readonly (readonly [RegExp, Vendor])[] = [
  [/^sk-ant-/, 'Anthropic'],
  [/^sk-or-v1-/, 'OpenRouter'],
  [/^sk-(?:proj|svcacct|admin)-|^sk-[A-Za-z0-9]{20}T3BlbkFJ/, 'OpenAI'],
  [/^gsk_/, 'Groq'],
  [/^AIza/, 'Google'],
  [/^xai-/, 'xAI'],
  [/^pplx-/, 'Perplexity'],
  [/^r8_/, 'Replicate'],
  [/^hf_/, 'Hugging Face'],
  [/^(?:nvapi-|tgp_v1_|csk-)|^sk-[A-Za-z0-9]{32,64}$/, 'another vendor'],
];
const VENDOR_NAMES: Readonly<Record<string, Vendor>> = {
  anthropic: 'Anthropic',
  claude: 'Anthropic',
  openai: 'OpenAI',
  openrouter: 'OpenRouter',
  groq: 'Groq',
  gemini: 'Google',
  google: 'Google',
  xai: 'xAI',
  perplexity: 'Perplexity',
  replicate: 'Replicate',
  huggingface: 'Hugging Face',
  mistral: 'Mistral',
  cohere: 'Cohere',
  deepseek: 'DeepSeek',
  voyage: 'Voyage',
};
const VENDOR_NAME =
  /(?:^|[_.:/-])(anthropic|claude|openai|openrouter|groq|gemini|google|xai|perplexity|replicate|huggingface|mistral|cohere|deepseek|voyage)[_.:/-]?(?:generative_?ai_?)?(?:api[_.-]?key|key)$/i;
const VENDOR_CLIENTS: readonly (readonly [RegExp, Vendor])[] = [
  [
    /^(?:(?:Async)?Anthropic|AnthropicClient|ChatAnthropic(?:Messages)?|createAnthropic|AnthropicProvider|Anthropic(?:Chat)?Generator|AnthropicLLMService|AnthropicLLM)$/,
    'Anthropic',
  ],
  [/^(?:OpenAI|AsyncOpenAI|ChatOpenAI|createOpenAI|OpenAIApi|OpenAIEmbeddings|OpenAIProvider)$/, 'OpenAI'],
  [/^(?:Groq|AsyncGroq|ChatGroq|createGroq)$/, 'Groq'],
  [/^(?:Mistral|MistralClient|ChatMistralAI|createMistral)$/, 'Mistral'],
  [/^(?:GoogleGenAI|ChatGoogleGenerativeAI|createGoogleGenerativeAI)$/, 'Google'],
  [/^(?:CohereClient|CohereClientV2|ChatCohere)$/, 'Cohere'],
];

export function vendorOfKey(text: string): Vendor | undefined {
  return VENDOR_PREFIXES.find(([prefix]) => prefix.test(text))?.[1];
}

/** Whose key a variable, field or option holds, when its name is the vendor's and says that it is the key. */
export function vendorOfName(name: string): Vendor | undefined {
  return VENDOR_NAMES[VENDOR_NAME.exec(name)?.[1]?.toLowerCase() ?? ''];
}

export function vendorOfClient(name: string): Vendor | undefined {
  return VENDOR_CLIENTS.find(([client]) => client.test(name))?.[1];
}

const PROVIDER_WORD =
  /(?:^|_)(?:anthropic|claude|openai|open_ai|gemini|google_ai|google_generative_ai|groq|mistral|cohere|deepseek|open_?router|perplexity|xai|together|replicate|huggingface|hf|voyage|eleven_?labs)(?:_|$)/;
/** Parts of a name after which it no longer holds the key itself, but something about it. */
const ABOUT_KEY =
  /(?:^|_)(?:has|have|is|mask|masked|redacted|hidden|safe|short|truncated|preview|partial|hash|hashed|encrypted|obfuscated|use|uses|using|require|requires|need|needs|missing|invalid|valid|no|with|without|show|env|public|fake|dummy|test|sample|placeholder|example|cache|primary|foreign|storage|settings?|sort|model|map|object|partition|row|lookup|config|field|label|error|set|display|hide|list|count|index|type|name|get|load|read|validate|format|rotate|create|update|delete|check|ask|prompt|input)(?:_|$)/;

const SECRET_TOKEN =
  /^_?(?:\w{1,30}_)?(?:(?:access|auth|refresh|bearer|api|bot|npm|github|gh|gitlab|pypi|slack|discord|telegram|deploy|oauth|admin|root|server|session)_token|api_?key|secret_key|secret_access_key|client_secret|api_secret)$/;
/** Keys that are made to be seen. */
const SHOWN_KEY = /publishable|anon|firebase|maps|site/;

/** A name that says by itself that it holds a secret, whoever gave it out: `accessToken`, `NPM_TOKEN`, `api_key`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  return SECRET_TOKEN.test(words) && !ABOUT_KEY.test(words) && !SHOWN_KEY.test(words);
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.:]/g, '_')
    .toLowerCase();
}

/** A variable or field that holds a model provider's secret key or token itself. */
export function namesProviderKey(name: string): boolean {
  const words = wordsOf(name);
  if (!PROVIDER_WORD.test(words) || ABOUT_KEY.test(words)) return false;
  return /(?:^|_)(?:key|api_?key|api_token|auth_token|oauth_token|hf_token)(?:_(?:\d|open_?ai|anthropic|claude|gemini))?$/.test(
    words,
  );
}

/** A call whose result comes from the person in front of the screen, or from where such input is kept. */
export const USER_CALL =
  /localStorage|getAttribute|sessionStorage|\bprompt\b|\buse[A-Z]\w{1,40}\.(?:\(\)\.)?getState\b|getElementById|querySelector|useState|use\w{0,20}Storage|\.val$|useRef|useContext|useSettings|useStore|\bref\b|reactive|signal|\bstorage\b|getItem|FormData|useAtom|AsyncStorage|SecureStore|useForm|readline|\binput\b|getpass|question|showInputBox|text_input/i;
export const USER_NAME =
  /^(?:props|\$props|state|settings|localStorage|sessionStorage|userKey|form|formData|inputs?|e|event|req|request)$|^user[A-Z_]|user_?api_?key|custom_?key/i;
