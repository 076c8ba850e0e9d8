// What the wrong-key rules say of themselves, and their examples; apart from the code so that both stay readable.
import type { Rule } from '../../rule.ts';

const REFERENCES = ['https://platform.claude.com/docs/en/api/overview'];
const base = { category: 'wrong-key', level: 'error', references: REFERENCES } as const;
const KEY = '{{fake anthropic-api-key 51}}';
const right = { path: '.env', text: `ANTHROPIC_API_KEY=${KEY}\n` };

interface Docs extends Omit<Rule, 'find'> {
  readonly fault: 'vendor' | 'admin' | 'oauth';
}

export const wrongKeyDocs: readonly Docs[] = [
  {
    ...base,
    id: 'wrong-key-vendor',
    fault: 'vendor',
    summary: "Another vendor's key in the place of this one",
    why: 'Every request answers 401, and the key has been sent to a company that it does not belong to.',
    fix: "Give each client its own vendor's key; where a gateway is meant, set its base URL beside it.",
    keywords: ['anthropic', 'anthropix', 'claude_api_key', 'claude_key', 'claudeapikey', 'sk-ant-'],
    examples: {
      invalid: [
        { path: '.env', text: 'ANTHROPIC_API_KEY={{fake openai-project-key 1}}\n' },
        { path: '.env.local', text: `OPENAI_API_KEY="${KEY}"\n` },
        { text: 'const client = new Anthropic({ apiKey: process.env.OPENAI_API_KEY });\n' },
        { path: 'a.py', text: 'client = OpenAI(api_key=os.environ["ANTHROPIC_API_KEY"])\n' },
      ],
      valid: [
        right,
        {
          path: '.env',
          text: 'ANTHROPIC_BASE_URL=https://openrouter.ai/api\nANTHROPIC_API_KEY={{fake openrouter-api-key 1}}\n',
          note: 'A gateway takes its own key.',
        },
        {
          text: "new OpenAI({ apiKey: process.env.ANTHROPIC_API_KEY, baseURL: 'https://api.anthropic.com/v1/' });\n",
          note: 'The compatible endpoint.',
        },
        {
          text: 'new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY ?? process.env.OPENAI_API_KEY });\n',
          note: 'Only the last resort is wrong.',
        },
      ],
    },
  },
  {
    ...base,
    id: 'wrong-key-admin',
    fault: 'admin',
    summary: 'Admin key in the place of an API key',
    why: 'The Messages API refuses it, and a key that can change the whole organisation lies where programs run.',
    fix: 'Use a key of one workspace, and keep the admin key to the scripts that administer.',
    keywords: ['sk-ant-admin', 'anthropic_admin', 'claude_admin', '/v1/organizations'],
    examples: {
      invalid: [
        { path: '.env', text: 'ANTHROPIC_API_KEY={{fake anthropic-admin-key 2}}\n' },
        {
          text: 'const client = new Anthropic({ apiKey: process.env.ANTHROPIC_ADMIN_KEY });\nawait client.messages.create(body);\n',
        },
        {
          text: "fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': process.env.ANTHROPIC_ADMIN_KEY } });\n",
        },
      ],
      valid: [
        right,
        { path: '.env', text: 'ANTHROPIC_ADMIN_KEY={{fake anthropic-admin-key 2}}\n' },
        {
          text: "fetch('https://api.anthropic.com/v1/organizations/users', { headers: { 'x-api-key': process.env.ANTHROPIC_ADMIN_KEY } });\n",
        },
      ],
    },
  },
  {
    ...base,
    id: 'wrong-key-oauth',
    category: 'header-misuse',
    fault: 'oauth',
    summary: 'OAuth token in the place of an API key',
    why: 'It is sent as x-api-key, which takes API keys only, and the API answers 401.',
    fix: 'Set it as CLAUDE_CODE_OAUTH_TOKEN for Claude Code, or give it to the SDK as authToken.',
    keywords: ['sk-ant-oat', 'claude_code_oauth_token'],
    examples: {
      invalid: [
        { path: '.env', text: 'ANTHROPIC_API_KEY={{fake claude-oauth-access 1}}\n' },
        { text: "const client = new Anthropic({ apiKey: '{{fake claude-oauth-access 2}}' });\n" },
        { path: 'a.py', text: 'client = Anthropic(api_key=os.environ["CLAUDE_CODE_OAUTH_TOKEN"])\n' },
      ],
      valid: [
        right,
        { path: '.env', text: 'CLAUDE_CODE_OAUTH_TOKEN={{fake claude-oauth-access 1}}\n' },
        { text: "const client = new Anthropic({ authToken: '{{fake claude-oauth-access 2}}' });\n" },
      ],
    },
  },
];
