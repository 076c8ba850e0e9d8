// Requests that are written down: a header belongs to the address of its own record.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';
import { fakeOf } from '../support/fakes.ts';

const NATIVE = 'https://api.anthropic.com/v1/messages';
const OPENAI = 'https://api.openai.com/v1/chat/completions';

const notebook = (...cells: readonly string[]): string =>
  JSON.stringify(
    {
      cells: [
        { cell_type: 'markdown', source: [`Ask \`${NATIVE}\` with "Authorization: Bearer"`] },
        ...cells.map((cell) => ({ cell_type: 'code', outputs: [], source: cell.split(/(?<=\n)/) })),
      ],
      nbformat: 4,
    },
    null,
    1,
  );
const postman = (name: string, value: string, url: unknown): unknown => ({
  name: 'ask',
  request: {
    method: 'POST',
    header: [
      { key: name, value, type: 'text' },
      { key: 'anthropic-version', value: '2023-06-01' },
    ],
    url,
  },
});
const n8n = (name: string, value: string, url: string): unknown => ({
  parameters: {
    method: 'POST',
    url,
    sendHeaders: true,
    headerParameters: {
      parameters: [
        { name, value },
        { name: 'anthropic-version', value: '2023-06-01' },
      ],
    },
  },
  type: 'n8n-nodes-base.httpRequest',
});

const INVALID: readonly (readonly [string, string, string])[] = [
  [
    'a notebook',
    'a.ipynb',
    notebook(
      'import os, requests\nkey = os.environ["ANTHROPIC_API_KEY"]\n',
      `requests.post(\n  "${NATIVE}",\n  headers={"Authorization": f"Bearer {key}"},\n)\n`,
    ),
  ],
  [
    'PowerShell in one command',
    'a.ps1',
    `Invoke-RestMethod -Uri "${NATIVE}" -Method Post -Headers @{ "Authorization" = "Bearer $env:ANTHROPIC_API_KEY" } -Body $body\n`,
  ],
  [
    'PowerShell by a variable',
    'a.ps1',
    `$headers = @{\n  'Content-Type' = 'application/json'\n  Authorization = "Bearer $apiKey"\n}\n$reply = Invoke-RestMethod -Uri '${NATIVE}' \`\n  -Method Post -Headers $headers\n`,
  ],
  [
    'a request file',
    'a.http',
    `@host = https://api.anthropic.com\n### ask\nPOST {{host}}/v1/messages HTTP/1.1\nAuthorization: Bearer {{ANTHROPIC_API_KEY}}\nContent-Type: application/json\n\n{ "a": 1 }\n`,
  ],
  [
    'Postman',
    'a.postman_collection.json',
    JSON.stringify(
      {
        info: {},
        item: [
          postman('Authorization', 'Bearer {{anthropic_api_key}}', { raw: NATIVE, host: ['api', 'anthropic', 'com'] }),
        ],
      },
      null,
      2,
    ),
  ],
  [
    'n8n',
    'flow.json',
    JSON.stringify({ nodes: [n8n('Authorization', '=Bearer {{ $env.ANTHROPIC_API_KEY }}', NATIVE)] }, null, 2),
  ],
  [
    'JSON',
    'config.json',
    JSON.stringify({ claude: { url: NATIVE, headers: { Authorization: 'Bearer ${ANTHROPIC_API_KEY}' } } }),
  ],
  [
    'YAML siblings',
    'a.yaml',
    `claude:\n  url: ${NATIVE}\n  method: POST\n  headers:\n    Content-Type: application/json\n    Authorization: "Bearer \${ANTHROPIC_API_KEY}"\n`,
  ],
  [
    'a workflow',
    '.github/workflows/a.yml',
    `jobs:\n  ask:\n    steps:\n      - name: ask\n        run: |\n          curl ${NATIVE} \\\n            -H "Authorization: Bearer \${{ secrets.ANTHROPIC_API_KEY }}" \\\n            -d '{}'\n`,
  ],
  ['TOML', 'a.toml', `[claude]\nurl = "${NATIVE}"\nheaders = { Authorization = "Bearer \${ANTHROPIC_API_KEY}" }\n`],
  [
    'TOML tables',
    'a.toml',
    `[claude]\nurl = "${NATIVE}"\n\n[claude.headers]\nAuthorization = "Bearer \${ANTHROPIC_API_KEY}"\n`,
  ],
  [
    'Terraform',
    'a.tf',
    `data "http" "claude" {\n  url    = "${NATIVE}"\n  method = "POST"\n  request_headers = {\n    Accept        = "application/json"\n    Authorization = "Bearer \${var.anthropic_api_key}"\n  }\n}\n`,
  ],
  [
    'a Dockerfile',
    'Dockerfile',
    `FROM alpine\nRUN apk add curl && \\\n  curl -H "Authorization: Bearer $ANTHROPIC_API_KEY" ${NATIVE}\n`,
  ],
];

const VALID: readonly (readonly [string, string, string])[] = [
  [
    'a notebook with two vendors',
    'a.ipynb',
    notebook(
      `requests.post("${OPENAI}", headers={"Authorization": f"Bearer {api_key}"})\n`,
      `requests.post("${NATIVE}", headers={"x-api-key": api_key, "anthropic-version": "2023-06-01"})\n`,
    ),
  ],
  [
    'PowerShell with two vendors',
    'a.ps1',
    `$a = Invoke-RestMethod -Uri "${OPENAI}" -Headers @{ Authorization = "Bearer $apiKey" }\n$b = Invoke-RestMethod -Uri "${NATIVE}" -Headers @{ 'x-api-key' = $apiKey; 'anthropic-version' = '2023-06-01' }\n`,
  ],
  [
    'a request file with two vendors',
    'a.http',
    `POST ${OPENAI}\nAuthorization: Bearer {{apiKey}}\n\n{}\n\n###\nPOST ${NATIVE}\nx-api-key: {{apiKey}}\nanthropic-version: 2023-06-01\n\n{}\n`,
  ],
  [
    'a request file with another host',
    'a.http',
    `# ${NATIVE}\nPOST {{host}}/v1/messages\nAuthorization: Bearer {{ANTHROPIC_API_KEY}}\n`,
  ],
  [
    'Postman with two vendors',
    'a.json',
    JSON.stringify(
      {
        item: [
          postman('Authorization', 'Bearer {{api_key}}', { raw: OPENAI }),
          postman('x-api-key', '{{api_key}}', { raw: NATIVE }),
        ],
      },
      null,
      2,
    ),
  ],
  [
    'n8n with two vendors',
    'flow.json',
    JSON.stringify({
      nodes: [
        n8n('x-api-key', '={{ $env.API_KEY }}', NATIVE),
        n8n('Authorization', '=Bearer {{ $env.API_KEY }}', OPENAI),
      ],
    }),
  ],
  [
    'n8n with OAuth',
    'flow.json',
    JSON.stringify({ nodes: [n8n('Authorization', '=Bearer {{ $json.access_token }}', NATIVE)] }),
  ],
  [
    'YAML with two vendors',
    'a.yaml',
    `openai:\n  url: ${OPENAI}\n  headers:\n    Authorization: Bearer \${API_KEY}\nclaude:\n  url: ${NATIVE}\n  headers:\n    x-api-key: \${API_KEY}\n    anthropic-version: "2023-06-01"\n`,
  ],
  [
    'YAML without an address beside',
    'a.yaml',
    `url: ${NATIVE}\nproviders:\n  other:\n    headers:\n      Authorization: Bearer \${ANTHROPIC_API_KEY}\n`,
  ],
  [
    'a list in YAML',
    'a.yaml',
    `providers:\n  - name: claude\n    url: ${NATIVE}\n  - name: other\n    headers:\n      Authorization: Bearer \${ANTHROPIC_API_KEY}\n`,
  ],
  [
    'a workflow with two vendors',
    'a.yml',
    `steps:\n  - run: curl ${OPENAI} -H "Authorization: Bearer \${{ secrets.API_KEY }}"\n  - run: |\n      curl ${NATIVE} -H "x-api-key: \${{ secrets.API_KEY }}" -H "anthropic-version: 2023-06-01"\n`,
  ],
  [
    'TOML with two vendors',
    'a.toml',
    `[openai]\nurl = "${OPENAI}"\nheaders = { Authorization = "Bearer \${API_KEY}" }\n\n[claude]\nurl = "${NATIVE}"\n`,
  ],
  [
    'Terraform with two vendors',
    'a.tf',
    `data "http" "a" {\n  url = "${OPENAI}"\n  request_headers = { Authorization = "Bearer \${var.api_key}" }\n}\ndata "http" "b" {\n  url = "${NATIVE}"\n  request_headers = {\n    "x-api-key" = var.api_key\n    "anthropic-version" = "2023-06-01"\n  }\n}\n`,
  ],
  ['a placeholder', 'a.http', `POST ${NATIVE}\nAuthorization: Bearer <your key>\n`],
  [
    'a gateway',
    'a.json',
    JSON.stringify({
      url: 'https://gateway.example/v1/messages',
      headers: { Authorization: 'Bearer ${ANTHROPIC_API_KEY}' },
      like: 'api.anthropic.com',
    }),
  ],
];

function ids(path: string, text: string): readonly string[] {
  return usageRules.flatMap((rule) => [...rule.find({ path, text })].map(() => rule.id));
}

describe('records', () => {
  it.each(INVALID)('finds %s', (_name, path, text) => {
    expect(ids(path, text).filter((id) => id === 'bearer-misuse')).toEqual(['bearer-misuse']);
  });
  it.each(VALID)('passes %s', (_name, path, text) => {
    expect(ids(path, text)).toEqual([]);
  });

  it('says where in the notebook', () => {
    const text = notebook(`requests.post("${NATIVE}", headers={"Authorization": "Bearer " + api_key})\n`);
    const [match] = usageRules.flatMap((rule) =>
      rule.id === 'bearer-misuse' ? [...rule.find({ path: 'a.ipynb', text })] : [],
    );
    expect(text.slice(match?.start, match?.end)).toBe('\\"Authorization\\": \\"Bearer \\" + api_key');
    expect(match?.fix?.edits).toBeUndefined();
  });

  it('says where the credential is', () => {
    const key = fakeOf('anthropic-api-key', 3);
    const text = JSON.stringify({ url: NATIVE, headers: { Authorization: `Bearer ${key}` } });
    const [match] = usageRules.flatMap((rule) =>
      rule.id === 'bearer-misuse' ? [...rule.find({ path: 'a.json', text })] : [],
    );
    expect(text.slice(match?.secret?.start, match?.secret?.end)).toBe(key);
  });
});
