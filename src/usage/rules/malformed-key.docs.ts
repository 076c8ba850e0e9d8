// What the malformed-key rules say of themselves, and their examples; apart from the code so that both stay readable.
import type { Rule } from '../../rule.ts';
import { ENCODED_PREFIX } from './malformed-formats.ts';
import { KEY_PREFIXES } from './stored-keys.ts';

const REFERENCES = [
  'https://platform.claude.com/docs/en/api/errors',
  'https://docs.docker.com/reference/compose-file/services/',
];
/** Names that settings and code give the key where its value is read from elsewhere. */
const KEY_NAMES = ['anthropic', 'claude_api_key'];
const base = { category: 'malformed-key', level: 'error', references: REFERENCES, keywords: KEY_PREFIXES } as const;
const KEY = '{{fake anthropic-api-key 41}}';
const right = {
  path: '.env',
  text: `ANTHROPIC_API_KEY="${KEY}"\n`,
  note: 'Plain quotes: every reader takes them off.',
};

interface Docs extends Omit<Rule, 'find'> {
  readonly fault: 'quotes' | 'blank' | 'scheme' | 'doubled';
}

export const malformedDocs: readonly Docs[] = [
  {
    ...base,
    id: 'malformed-key-quotes',
    keywords: [...KEY_PREFIXES, ...KEY_NAMES],
    fault: 'quotes',
    summary: 'Key stored with quotes or other signs in its value',
    why: 'The quotes are sent as part of the key, and the API answers 401, "invalid x-api-key".',
    fix: 'Keep one pair of quotes, or none.',
    examples: {
      invalid: [
        { path: '.env', text: `ANTHROPIC_API_KEY='"${KEY}"'\n` },
        { path: 'config.json', text: `{ "anthropicApiKey": "\\"${KEY}\\"" }\n` },
        {
          path: 'compose.yaml',
          text: `services:\n  api:\n    environment:\n      - ANTHROPIC_API_KEY="${KEY}"\n`,
          note: 'A list item is one plain text, quotes and all.',
        },
        { text: `const apiKey = '“${KEY}”';\n`, note: 'Quotes from a word processor.' },
      ],
      valid: [
        right,
        {
          path: 'package.json',
          text: `{ "scripts": { "dev": "ANTHROPIC_API_KEY=\\"${KEY}\\" node ." } }\n`,
          note: 'The quotes are for the shell.',
        },
        { path: 'compose.yaml', text: `services:\n  api:\n    environment:\n      ANTHROPIC_API_KEY: "${KEY}"\n` },
      ],
    },
  },
  {
    ...base,
    id: 'malformed-key-blank',
    keywords: [...KEY_PREFIXES, ...KEY_NAMES, ENCODED_PREFIX],
    fault: 'blank',
    summary: 'Key stored with blanks or a line break',
    why: 'A blank or line break in a header value is refused before the request is sent, or the API answers 401.',
    fix: 'Store the key on one line, without blanks and without invisible characters.',
    examples: {
      invalid: [
        { path: '.env', text: `ANTHROPIC_API_KEY="${KEY} "\n` },
        { path: 'setup.sh', text: `export ANTHROPIC_API_KEY = ${KEY}\n`, note: 'A shell allows no blanks there.' },
        {
          path: 'secret.yaml',
          text: `stringData:\n  ANTHROPIC_API_KEY: |\n    ${KEY}\n`,
          note: '| keeps the line break.',
        },
        { path: 'a.py', text: `api_key = "${KEY}\\n"\n` },
      ],
      valid: [
        right,
        { path: 'a.py', text: `api_key = " ${KEY}\\n".strip()\n` },
        { path: 'secret.yaml', text: `stringData:\n  ANTHROPIC_API_KEY: |-\n    ${KEY}\n` },
      ],
    },
  },
  {
    ...base,
    id: 'malformed-key-scheme',
    keywords: [...KEY_PREFIXES, ...KEY_NAMES],
    fault: 'scheme',
    summary: 'Key stored with a scheme or header name',
    why: 'Clients add the header and scheme themselves; a stored one becomes part of the key, and the API answers 401.',
    fix: 'Store the key alone.',
    examples: {
      invalid: [
        { path: '.env', text: `ANTHROPIC_API_KEY="Bearer ${KEY}"\n` },
        { text: `const client = new Anthropic({ apiKey: 'x-api-key: ${KEY}' });\n` },
        {
          path: '.github/workflows/a.yml',
          text: `env:\n  ANTHROPIC_API_KEY: "Bearer \${{ secrets.ANTHROPIC_API_KEY }}"\n`,
        },
      ],
      valid: [
        right,
        { text: `const authorization = 'Bearer ${KEY}';\n`, note: 'A header value, not a key.' },
        { path: '.env', text: `ANTHROPIC_CUSTOM_HEADERS="x-api-key: ${KEY}"\n`, note: 'Headers are what it holds.' },
      ],
    },
  },
  {
    ...base,
    id: 'malformed-key-doubled',
    fault: 'doubled',
    summary: 'Key stored with its prefix or name twice',
    why: 'Only one of the two is part of the key, and the API answers 401, "invalid x-api-key".',
    fix: 'Store the key once, without the name of its variable.',
    examples: {
      invalid: [
        { path: '.env', text: `ANTHROPIC_API_KEY=sk-ant-${KEY}\n` },
        { path: '.env', text: `ANTHROPIC_API_KEY=ANTHROPIC_API_KEY=${KEY}\n` },
      ],
      valid: [
        right,
        { path: 'compose.yaml', text: `    environment:\n      - "ANTHROPIC_API_KEY=${KEY}"\n` },
        { path: '.env', text: 'ANTHROPIC_API_KEY=sk-ant-sk-ant-api03-your-key-here\n' },
      ],
    },
  },
];
