// Nothing of the machine's own settings may reach a test: no user's git config, no agent, no CI, no colour.

export function setup(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(?:GIT_|CI$|HUSKY|HUSHKEY|CLAUDECODE|NO_COLOR|FORCE_COLOR)/.test(name)) delete process.env[name];
  }
}
