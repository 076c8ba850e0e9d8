// Whether a coding agent typed the command: what each sets in the environment of the commands that it runs.
const VARIABLES = [
  'CLAUDECODE',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'CODEX_SANDBOX',
  'CODEX_THREAD_ID',
  'OPENCODE',
  'CLINE_ACTIVE',
  'AUGMENT_AGENT',
  'GOOSE_TERMINAL',
  'QWEN_CODE',
  'AMP_CURRENT_THREAD_ID',
  'AI_AGENT',
] as const;

export function isCodingAgent(env: NodeJS.ProcessEnv): boolean {
  return VARIABLES.some((name) => !/^(?:|0|false)$/.test(env[name] ?? ''));
}
