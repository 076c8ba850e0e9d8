// Nothing of the machine's own settings may reach a test: no user's git config, no agent, no CI, no colour.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function setup(): void {
  for (const name of Object.keys(process.env)) {
    if (
      /^(?:GIT_|CI$|CI_|GITHUB_|GITLAB_|BITBUCKET_|TF_BUILD|CIRCLE|JENKINS_|BUILDKITE|TRAVIS|DRONE|TEAMCITY_|HUSKY|HUSHKEY|CLAUDECODE|[A-Z]+_AGENT$|GEMINI_CLI|CODEX_|OPENCODE|CLINE_|GOOSE_|QWEN_CODE|AMP_|NO_COLOR|FORCE_COLOR|npm_)/.test(
        name,
      )
    )
      delete process.env[name];
  }
  const home = mkdtempSync(join(tmpdir(), 'hushkey-home-'));
  const config = join(home, 'gitconfig');
  writeFileSync(
    config,
    '[user]\n\tname = Test\n\temail = test@example.com\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n',
  );
  process.env['HOME'] = home;
  process.env['XDG_CONFIG_HOME'] = join(home, '.config');
  process.env['GIT_CONFIG_GLOBAL'] = config;
  process.env['GIT_CONFIG_NOSYSTEM'] = '1';
}
