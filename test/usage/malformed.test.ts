// Stored keys with something in their value that is no part of the key, and stored keys that only look so.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/usage/edits.ts';
import { malformedKey } from '../../src/usage/rules/malformed-key.ts';
import { fakeOf } from '../support/fakes.ts';

const KEY = fakeOf('anthropic-api-key', 61);
const OTHER = fakeOf('anthropic-api-key', 62);
const OAUTH = fakeOf('claude-oauth-access', 63);
const ZERO_WIDTH = '\u200b';

/** Path, text, the fault, and the text after the fix ('' where none is offered). */
const FAULTS: readonly (readonly [string, string, string, string])[] = [
  ['.env', `ANTHROPIC_API_KEY="\\"${KEY}\\""`, 'quotes', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY='"${KEY}"'`, 'quotes', `ANTHROPIC_API_KEY='${KEY}'`],
  ['.env.local', `ANTHROPIC_API_KEY="'${KEY}'"`, 'quotes', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY=“${KEY}”`, 'quotes', `ANTHROPIC_API_KEY=${KEY}`],
  ['.env', `ANTHROPIC_API_KEY=${KEY}"`, 'quotes', `ANTHROPIC_API_KEY=${KEY}`],
  ['run.sh', `export ANTHROPIC_API_KEY=\\"${KEY}\\"`, 'quotes', `export ANTHROPIC_API_KEY=${KEY}`],
  ['Dockerfile', `ENV ANTHROPIC_API_KEY=\\"${KEY}\\"`, 'quotes', `ENV ANTHROPIC_API_KEY=${KEY}`],
  ['Dockerfile', `ENV ANTHROPIC_API_KEY='"${KEY}"'`, 'quotes', `ENV ANTHROPIC_API_KEY='${KEY}'`],
  ['config.json', `{ "anthropic_api_key": "'${KEY}'" }`, 'quotes', `{ "anthropic_api_key": "${KEY}" }`],
  ['config.toml', `anthropic_api_key = "\\"${KEY}\\""`, 'quotes', `anthropic_api_key = "${KEY}"`],
  ['ci.yml', `env:\n  ANTHROPIC_API_KEY: '"${KEY}"'\n`, 'quotes', `env:\n  ANTHROPIC_API_KEY: '${KEY}'\n`],
  [
    'docker-compose.yml',
    `    environment:\n      - PORT=3000\n      - ANTHROPIC_API_KEY='${KEY}'\n`,
    'quotes',
    `    environment:\n      - PORT=3000\n      - ANTHROPIC_API_KEY=${KEY}\n`,
  ],
  [
    'a.ts',
    `const client = new Anthropic({ apiKey: '"${KEY}"' });`,
    'quotes',
    `const client = new Anthropic({ apiKey: '${KEY}' });`,
  ],
  ['a.py', `os.environ["ANTHROPIC_API_KEY"] = "'${KEY}'"`, 'quotes', `os.environ["ANTHROPIC_API_KEY"] = "${KEY}"`],
  [
    'main.go',
    `client := anthropic.NewClient(option.WithAPIKey("“${KEY}”"))`,
    'quotes',
    `client := anthropic.NewClient(option.WithAPIKey("${KEY}"))`,
  ],
  ['.env', `ANTHROPIC_API_KEY=" ${KEY}"`, 'blank', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY="${KEY}\\n"`, 'blank', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY = ${KEY}`, 'blank', `ANTHROPIC_API_KEY=${KEY}`],
  ['.zshrc', `export ANTHROPIC_API_KEY= ${KEY}`, 'blank', `export ANTHROPIC_API_KEY=${KEY}`],
  ['deploy.sh', `ANTHROPIC_API_KEY ="${KEY}"`, 'blank', `ANTHROPIC_API_KEY="${KEY}"`],
  ['config.json', `{ "apiKey": "${KEY} " }`, 'blank', `{ "apiKey": "${KEY}" }`],
  ['a.ts', `const apiKey: string = '${KEY}\\n';`, 'blank', `const apiKey: string = '${KEY}';`],
  ['a.ts', `const apiKey = \`\n${KEY}\n\`;`, 'blank', `const apiKey = \`${KEY}\`;`],
  ['a.py', `API_KEY = """\n${KEY}\n"""`, 'blank', `API_KEY = """${KEY}"""`],
  ['a.py', `client = Anthropic(api_key="${ZERO_WIDTH}${KEY}")`, 'blank', `client = Anthropic(api_key="${KEY}")`],
  ['.env', `ANTHROPIC_API_KEY=${ZERO_WIDTH}${KEY}`, 'blank', `ANTHROPIC_API_KEY=${KEY}`],
  ['app.kt', `val apiKey = "${KEY}\t"`, 'blank', `val apiKey = "${KEY}"`],
  [
    'secret.yaml',
    `stringData:\n  api-key: |\n    ${KEY}\nkind: Secret\n`,
    'blank',
    `stringData:\n  api-key: |-\n    ${KEY}\nkind: Secret\n`,
  ],
  ['.env', `ANTHROPIC_API_KEY="${KEY.slice(0, 60)}\n${KEY.slice(60)}"`, 'blank', `ANTHROPIC_API_KEY="${KEY}"`],
  ['a.rb', `api_key = '${KEY.slice(0, 40)} ${KEY.slice(40)}'`, 'blank', `api_key = '${KEY}'`],
  [
    'deployment.yaml',
    `- name: ANTHROPIC_API_KEY\n  value: "${KEY}\\n"\n`,
    'blank',
    `- name: ANTHROPIC_API_KEY\n  value: "${KEY}"\n`,
  ],
  ['.env', `ANTHROPIC_API_KEY="Bearer ${KEY}"`, 'scheme', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY=Bearer ${KEY}`, 'scheme', `ANTHROPIC_API_KEY=${KEY}`],
  ['.env', `CLAUDE_CODE_OAUTH_TOKEN="Bearer ${OAUTH}"`, 'scheme', `CLAUDE_CODE_OAUTH_TOKEN="${OAUTH}"`],
  ['a.py', `client = Anthropic(api_key="Bearer ${KEY}")`, 'scheme', `client = Anthropic(api_key="${KEY}")`],
  [
    'settings.json',
    `{ "env": { "ANTHROPIC_API_KEY": "x-api-key: ${KEY}" } }`,
    'scheme',
    `{ "env": { "ANTHROPIC_API_KEY": "${KEY}" } }`,
  ],
  ['.env', `ANTHROPIC_API_KEY=sk-ant-${KEY}`, 'doubled', `ANTHROPIC_API_KEY=${KEY}`],
  ['a.ts', `const apiKey = 'sk-ant-api03-${KEY}';`, 'doubled', `const apiKey = '${KEY}';`],
  ['.env', `ANTHROPIC_API_KEY=${KEY}${KEY}`, 'doubled', `ANTHROPIC_API_KEY=${KEY}`],
  ['.env', `ANTHROPIC_API_KEY=${KEY}${OTHER}`, 'doubled', ''],
  ['.env', `ANTHROPIC_API_KEY="ANTHROPIC_API_KEY=${KEY}"`, 'doubled', `ANTHROPIC_API_KEY="${KEY}"`],
  ['ci.yml', `env:\n  ANTHROPIC_API_KEY: ANTHROPIC_API_KEY=${KEY}\n`, 'doubled', `env:\n  ANTHROPIC_API_KEY: ${KEY}\n`],
];

const RIGHT: readonly (readonly [string, string])[] = [
  ['.env', `ANTHROPIC_API_KEY=${KEY}`],
  ['.env', `ANTHROPIC_API_KEY="${KEY}"`],
  ['.env', `ANTHROPIC_API_KEY='${KEY}' # the team's key`],
  ['.env', `export ANTHROPIC_API_KEY=${KEY} # it's ours`],
  ['.env', `# ANTHROPIC_API_KEY = "${KEY}"`],
  ['.env', `\ufeffANTHROPIC_API_KEY=${KEY}`],
  ['.env', `ANTHROPIC_API_KEY=${KEY}\r\nPORT=3000\r\n`],
  ['.env', 'ANTHROPIC_API_KEY="\'sk-ant-api03-your-key-here\'"'],
  ['.env', `ANTHROPIC_API_KEY = ${'x'.repeat(40)}`],
  ['.env', 'ANTHROPIC_API_KEY = "${KEY}"'],
  ['.env', `ANTHROPIC_CUSTOM_HEADERS="x-api-key: ${KEY}"`],
  ['.env', `ANTHROPIC_CUSTOM_HEADERS="Authorization: Bearer ${OAUTH}"`],
  ['config.toml', `anthropic_api_key = "${KEY}"`],
  ['config.yaml', `anthropic_api_key : "${KEY}"`],
  ['config.yaml', `keys:\n  - "${KEY}"\n`],
  ['a.yaml', `stringData:\n  config: |\n    key: ${KEY}\n`],
  ['a.yaml', `stringData:\n  api-key: |-\n    ${KEY}\n`],
  ['a.yaml', `run-key: |\n    ${KEY}\n    another line\n`],
  ['compose.yaml', `    environment:\n      - "ANTHROPIC_API_KEY=${KEY}"\n`],
  ['compose.yaml', `    environment:\n      - ANTHROPIC_API_KEY=${KEY}\n`],
  ['compose.yaml', `    environment:\n      ANTHROPIC_API_KEY: '${KEY}'\n`],
  ['.gitlab-ci.yml', `script:\n  - export ANTHROPIC_API_KEY="${KEY}"\n`],
  ['.gitlab-ci.yml', `script:\n  - ANTHROPIC_API_KEY="${KEY}" npm test\n`],
  ['.gitlab-ci.yml', `script:\n  - ANTHROPIC_API_KEY="${KEY}"\n`],
  ['Dockerfile', `ENV ANTHROPIC_API_KEY="${KEY}"`],
  ['Dockerfile', `ENV ANTHROPIC_API_KEY ${KEY}`],
  ['unit.service', `Environment="ANTHROPIC_API_KEY=${KEY}"`],
  ['package.json', `{ "scripts": { "start": "ANTHROPIC_API_KEY='${KEY}' node ." } }`],
  ['a.sh', `docker run -e ANTHROPIC_API_KEY="${KEY}" image`],
  ['a.sh', `echo "ANTHROPIC_API_KEY='${KEY}'" >> .env`],
  ['a.sh', `curl -H "x-api-key: ${KEY}" https://api.anthropic.com/v1/models`],
  ['a.sh', `bash -c 'export ANTHROPIC_API_KEY="${KEY}"'`],
  ['a.ps1', `$env:ANTHROPIC_API_KEY = "${KEY}"`],
  ['a.ts', `const headers = { Authorization: 'Bearer ${KEY}' };`],
  ['a.ts', `const headers = { 'x-api-key': 'Bearer ${KEY}' };`],
  ['a.ts', `const token = 'Bearer ${OAUTH}';`],
  ['a.ts', `const apiKey = ' ${KEY}\\n'.trim();`],
  ['a.ts', `const message = 'the key ${KEY} is old';`],
  ['a.ts', `const keyHelp = '"${KEY}"';`],
  ['a.ts', `const apiKey = \`${KEY}\`;`],
  ['a.ts', `const json = '{"apiKey":"${KEY}"}';`],
  ['a.ts', `const json = "{\\"apiKey\\":\\"${KEY}\\"}";`],
  ['a.ts', `// apiKey: '"${KEY}"'`],
  ['a.test.ts', `const apiKey = ' ${KEY} ';`],
  ['a.py', `API_KEY = """${KEY}"""`],
  ['a.py', `api_key = "${KEY}\\n".strip()`],
  ['a.py', `keys = ["${KEY}", "${OTHER}"]`],
  ['README.md', `ANTHROPIC_API_KEY = "\\"${KEY}\\""`],
  ['a.csv', `name,key\n"a","${KEY}"\n`],
  ['a.ts', `const apiKey = '${KEY.slice(0, 30)} and so on';`],
  ['a.ts', `const apiKey = '${KEY} with a remark';`],
  ['notes.txt', `${KEY}\n${OTHER}\n`],
];

function judge(path: string, text: string) {
  return malformedKey.flatMap((rule) => [...rule.find({ path, text })].map((match) => ({ id: rule.id, ...match })));
}

describe('malformed', () => {
  it.each(FAULTS)('%s: %s', (path, text, fault, fixed) => {
    const matches = judge(path, text);
    expect(matches.map(({ id }) => id)).toEqual([`malformed-key-${fault}`]);
    const edits = matches.flatMap(({ fix }) => fix?.edits ?? []);
    expect(edits.length === 0 ? '' : applyEdits(text, edits)).toBe(fixed);
    // Whatever is shown of the file must hide the key.
    for (const { secret } of matches) {
      expect(secret).toBeDefined();
      expect(text.slice(secret?.start, secret?.end)).toContain((text.includes(OAUTH) ? OAUTH : KEY).slice(-8));
    }
  });

  it('is a line break that was encoded with the key', () => {
    const secret = (value: string): string => `kind: Secret\ndata:\n  ANTHROPIC_API_KEY: ${btoa(value)}\n`;
    const [match, ...others] = judge('secret.yaml', secret(`${KEY}\n`));
    expect(match?.id).toBe('malformed-key-blank');
    expect(others).toEqual([]);
    expect(applyEdits(secret(`${KEY}\n`), match?.fix?.edits ?? [])).toBe(secret(KEY));
    expect(judge('secret.yaml', secret(KEY))).toEqual([]);
    expect(judge('secret.yaml', secret(`sk-ant-api03-${'x'.repeat(60)}\n`))).toEqual([]);
  });

  it('is a warning where only some readers stumble', () => {
    expect(judge('.env', `ANTHROPIC_API_KEY = ${KEY}`).map(({ level }) => level)).toEqual(['warning']);
    expect(judge('a.sh', `ANTHROPIC_API_KEY = ${KEY}`).map(({ level }) => level)).toEqual([undefined]);
  });
});

describe('well formed', () => {
  it.each(RIGHT)('%s: %s', (path, text) => expect(judge(path, text).map(({ id }) => id)).toEqual([]));
});
