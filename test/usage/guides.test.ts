// The requests that guides about the API print, in words of our own: what each of them is told.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { matchers } from '../../src/credentials/catalogue.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes } from '../support/fakes.ts';

const ruleset = await createRuleset({
  builtin: () => Promise.resolve({ matchers: matchers(), rules: usageRules }),
});

async function judge(path: string, text: string): Promise<readonly string[]> {
  const file = readText(path, Buffer.from(expandFakes(text)));
  const { detections } = detect(file, ruleset.hits(file.bytes), await ruleset.load(), { maxUsageBytes: 1 << 20 });
  return detections.map(({ level, ruleId }) => `${level} ${ruleId}`);
}

const URL = 'https://api.anthropic.com/v1/messages';
const KEY = '{{fake anthropic-api-key 91}}';

const SAMPLES: readonly (readonly [name: string, path: string, text: string, expected: readonly string[]])[] = [
  [
    'requests with a placeholder and no version',
    'ask.py',
    `import requests\napi_key = "YOUR_CLAUDE_KEY"  # put yours here\nheaders = {\n    "x-api-key": api_key,\n    "Content-Type": "application/json",\n}\nbody = {"model": "claude", "messages": []}\nreply = requests.post("${URL}", headers=headers, json=body)\nprint(reply.json() if reply.status_code == 200 else f"failed: {reply.status_code} {reply.text}")\n`,
    ['warning version-header-missing'],
  ],
  [
    'fetch with a placeholder and no version',
    'ask.js',
    `const apiKey = "YOUR_CLAUDE_KEY";\nconst url = "${URL}";\nfetch(url, {\n  method: "POST",\n  headers: { "x-api-key": apiKey, "Content-Type": "application/json" },\n  body: JSON.stringify({ model: "claude", messages: [] }),\n})\n  .then((reply) => { if (!reply.ok) throw new Error(\`failed: \${reply.status}\`); return reply.json(); })\n  .then((data) => console.log(data))\n  .catch((error) => console.error("failed:", error));\n`,
    ['warning version-header-missing'],
  ],
  [
    'curl with everything it needs',
    'try.sh',
    `curl ${URL} -H "x-api-key: YOUR_KEY" -H "anthropic-version: 2023-06-01" -H "content-type: application/json" -d '{"model":"claude","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}'\n`,
    [],
  ],
  [
    'curl without the version',
    'try.sh',
    `curl ${URL} -H "x-api-key: $ANTHROPIC_API_KEY" -d '{}'\n`,
    ['warning version-header-missing'],
  ],
  [
    'curl in a guide',
    'docs/guide.md',
    `Try it:\n\n\`\`\`bash\ncurl ${URL} \\\n  -H "x-api-key: $ANTHROPIC_API_KEY" \\\n  -H "content-type: application/json"\n\`\`\`\n`,
    ['warning version-header-missing'],
  ],
  [
    'Bearer by curl',
    'try.sh',
    `curl ${URL} -H "Authorization: Bearer $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01"\n`,
    ['error bearer-misuse'],
  ],
  [
    'Bearer by fetch',
    'ask.ts',
    `await fetch('${URL}', { headers: { Authorization: \`Bearer \${process.env.ANTHROPIC_API_KEY}\`, 'anthropic-version': '2023-06-01' } });\n`,
    ['error bearer-misuse'],
  ],
  [
    'Bearer by requests',
    'ask.py',
    `requests.post("${URL}", headers={"Authorization": f"Bearer {os.environ['ANTHROPIC_API_KEY']}", "anthropic-version": "2023-06-01"})\n`,
    ['error bearer-misuse'],
  ],
  [
    'the client without an argument',
    'ask.py',
    'from anthropic import Anthropic\nclient = Anthropic()\nprint(client.messages.create(model="claude", max_tokens=10, messages=[]))\n',
    [],
  ],
  [
    'the key set from code, as a placeholder',
    'ask.py',
    'import os\nfrom anthropic import Anthropic\nos.environ["ANTHROPIC_API_KEY"] = "your_valid_api_key_here"\nclient = Anthropic()\n',
    [],
  ],
  [
    'the key set from code',
    'ask.py',
    `import os\nfrom anthropic import Anthropic\nos.environ["ANTHROPIC_API_KEY"] = "${KEY}"\nclient = Anthropic()\n`,
    ['error anthropic-api-key'],
  ],
  [
    'the key set from code, with a blank',
    'ask.py',
    `os.environ["ANTHROPIC_API_KEY"] = "${KEY} "\n`,
    ['error anthropic-api-key', 'error malformed-key-blank'],
  ],
  ['an env file', '.env', 'ANTHROPIC_API_KEY=sk-ant-...\n', []],
  [
    'the variable from the environment',
    'ask.ts',
    'const apiKey = process.env.ANTHROPIC_API_KEY;\nif (!apiKey) throw new Error("ANTHROPIC_API_KEY is not set");\n',
    [],
  ],
  [
    'a request id logged',
    'ask.py',
    'logger.error("status %s, request %s", error.status_code, error.response.headers.get("request-id"))\n# anthropic\n',
    [],
  ],
];

describe('guides', () => {
  it.each(SAMPLES)('%s', async (_name, path, text, expected) => expect(await judge(path, text)).toEqual(expected));
});
