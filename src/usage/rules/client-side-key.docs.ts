// What the client-side rules say of themselves, and their examples; apart from the code so that both stay readable.
import type { Rule, RuleDocs } from '../../rule.ts';

const REFERENCES = [
  'https://platform.claude.com/docs/en/api/overview',
  'https://nextjs.org/docs/app/guides/environment-variables',
];

export const clientSideDocs: RuleDocs = {
  id: 'client-side-key',
  category: 'client-side-key',
  level: 'error',
  summary: "Provider's secret key in code that ships to users",
  why: 'Whatever ships to a browser, phone or desktop can be read by anybody who has it, and the key spends your money.',
  fix: 'Call the provider from a route on your server, and keep the key there under a name without a public prefix.',
  references: REFERENCES,
};

export const clientSideExamples: Rule['examples'] = {
  invalid: [
    { text: 'const key = process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY;\n' },
    {
      text: 'const client = new Anthropic({ apiKey: process.env.NEXT_PUBLIC_X, dangerouslyAllowBrowser: true });\n',
      note: 'The name does not say what it holds, the client does.',
    },
    { path: 'src/chat.ts', text: 'const { VITE_OPENAI_API_KEY: key } = import.meta.env;\nsend(key);\n' },
    { path: '.env.example', text: 'PORT=3000\nREACT_APP_OPENAI_API_KEY=\n' },
    { path: 'Dockerfile', text: 'FROM node:22\nARG NEXT_PUBLIC_CLAUDE_API_KEY\n' },
    {
      path: 'src/chat.ts',
      text: "import { PUBLIC_ANTHROPIC_API_KEY } from '$env/static/public';\nsend(PUBLIC_ANTHROPIC_API_KEY);\n",
    },
    {
      text: 'export const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, dangerouslyAllowBrowser: true });\n',
    },
    {
      text: "fetch('https://api.anthropic.com/v1/messages', {\n  headers: {\n    'x-api-key': process.env.ANTHROPIC_API_KEY,\n    'anthropic-dangerous-direct-browser-access': 'true',\n  },\n});\n",
    },
    {
      path: 'components/Chat.tsx',
      text: "'use client';\nconst KEY = '{{fake anthropic-api-key 5}}';\nexport const ask = () => fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': KEY } });\n",
    },
  ],
  valid: [
    { text: 'const ready = !!process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY;\n', note: 'A presence check.' },
    { text: 'const cost = Number(process.env.NEXT_PUBLIC_OPENAI_COST_PER_TOKEN);\n' },
    {
      text: 'createClient(process.env.NEXT_PUBLIC_SUPABASE_URL, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY);\n',
      note: 'A publishable key.',
    },
    { text: 'const stripe = loadStripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY);\n' },
    {
      path: 'app/api/chat/route.ts',
      text: 'const client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });\n',
    },
    {
      text: "function connect(model, apiKey) {\n  if (!apiKey) {\n    if (!process.env.OPENAI_API_KEY) throw new Error('no key');\n    apiKey = process.env.OPENAI_API_KEY;\n  }\n  return new OpenAI({ apiKey, baseURL: model.baseUrl, dangerouslyAllowBrowser: true });\n}\n",
      note: "A library for both sides: the caller's key in a browser, the environment's on a server.",
    },
    {
      text: 'new Anthropic({ apiKey: options.apiKey, dangerouslyAllowBrowser: options.dangerouslyAllowBrowser });\n',
      note: 'A library that passes the flag on.',
    },
    {
      text: "import 'server-only';\nexport const client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY, dangerouslyAllowBrowser: true });\n",
    },
    { path: '.env', text: 'ANTHROPIC_API_KEY=\n# NEXT_PUBLIC_ANTHROPIC_API_KEY must never exist\n' },
    { path: 'src/env.ts', text: "const message = 'Never use VITE_OPENAI_API_KEY';\n" },
  ],
};

export const ownKeyDocs: RuleDocs = {
  id: 'client-side-byok',
  category: 'client-side-key',
  level: 'warning',
  summary: "User's own provider key used in the browser",
  why: 'Any script, extension or hole in the page can read the key that your user trusted it with.',
  fix: 'Keep the key in memory only, or on your server; say so to the user.',
  references: REFERENCES,
};

export const ownKeyExamples: Rule['examples'] = {
  invalid: [
    { text: "const client = new Anthropic({ apiKey: localStorage.getItem('key'), dangerouslyAllowBrowser: true });\n" },
    {
      text: 'export function connect(apiKey) {\n  return new Anthropic({ apiKey, dangerouslyAllowBrowser: true });\n}\n',
    },
    {
      path: 'src/Chat.tsx',
      text: "'use client';\nfunction Chat() {\n  const [apiKey, setApiKey] = useState('');\n  return new OpenAI({ apiKey, dangerouslyAllowBrowser: true });\n}\n",
    },
  ],
  valid: [
    { text: 'export function connect(apiKey) {\n  return new Anthropic({ apiKey });\n}\n' },
    {
      path: 'server/connect.ts',
      text: 'export function connect(apiKey) {\n  return new Anthropic({ apiKey, dangerouslyAllowBrowser: true });\n}\n',
    },
    { text: 'const client = new Anthropic({ dangerouslyAllowBrowser: true });\n', note: 'No key in sight.' },
  ],
};
