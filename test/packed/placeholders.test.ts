// What documentation, templates and tests hold instead of keys is no finding; a key of real shape is one anywhere.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository } from '../support/repository.ts';

const PREFIX = ['sk', 'ant', 'api03', ''].join('-');
const AWS_ID = `AKIA${'IOSFODNN7'}EXAMPLE`;
const AWS_SECRET = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');

const FILES: Readonly<Record<string, string>> = {
  'README.md': `# App\n\nexport ANTHROPIC_API_KEY=${PREFIX}YOUR-KEY-HERE\n\n\`\`\`ts\nnew Anthropic({ apiKey: '${PREFIX}...' });\n\`\`\`\n`,
  '.env.example': `ANTHROPIC_API_KEY=${PREFIX}${'x'.repeat(95)}\nOPENAI_API_KEY=sk-your-key-here\nDATABASE_URL=postgres://user:password@localhost:5432/app\nTOKEN=\${VAR}\nAWS_ACCESS_KEY_ID=${AWS_ID}\nAWS_SECRET_ACCESS_KEY=${AWS_SECRET}\n`,
  'test/client.test.ts': `const client = new Anthropic({ apiKey: '${PREFIX}xxxxxxxx' });\nconst other = 'test-key';\nconst third = '<your-api-key>';\n`,
  'docker-compose.yml': `services:\n  app:\n    environment:\n      ANTHROPIC_API_KEY: \${ANTHROPIC_API_KEY}\n      DATABASE_URL: postgres://\${USER}:\${PASS}@db/app\n`,
  'docs/aws.md': `aws configure set aws_access_key_id ${AWS_ID}\naws configure set aws_secret_access_key ${AWS_SECRET}\n`,
};

describe('scenario 18: placeholders', () => {
  test('documentation, templates and tests pass without a word; a real shape in a test is stopped', () => {
    const repository = createArmedRepository();
    for (const [path, content] of Object.entries(FILES)) repository.write(path, content);
    repository.git('add', '-A');
    const scanned = repository.hushkey(['scan', '--level', 'note', '--format', 'json']);
    expect(
      JSON.parse(scanned.stdout).findings.map((one: { path: string; ruleId: string }) => `${one.path} ${one.ruleId}`),
    ).toEqual([]);
    expect(scanned.status).toBe(0);
    expect(repository.tryGit(['commit', '-q', '-m', 'placeholders']).status).toBe(0);
    repository.write(
      'test/client.test.ts',
      `const client = new Anthropic({ apiKey: '${fakeOf('anthropic-api-key', 5)}' });\n`,
    );
    repository.git('add', '-A');
    const result = repository.tryGit(['commit', '-q', '-m', 'real']);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('test/client.test.ts:1:');
  });
});
