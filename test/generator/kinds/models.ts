// Structures of credentials (anthropic and openai), taken from what vendors and other scanners publish, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const MODELS: readonly Row[] = [
  [
    'anthropic-api-key',
    ['sk-ant-api03-{93 b64u}AA', 'sk-ant-api03-{86 b64u}-{6 b64u}AA'],
    '',
    'GL BL TH KF NP TI SL platform.claude.com/docs/en/api/overview',
  ],
  [
    'anthropic-admin-key',
    ['sk-ant-admin01-{93 b64u}AA'],
    '',
    'GL BL TH platform.claude.com/docs/en/manage-claude/admin-api',
  ],
  ['anthropic-compliance-key', ['sk-ant-api01-{93 b64u}AA'], '', 'platform.claude.com/docs'],
  ['anthropic-identity-key', ['sk-ant-usr-{60 b64u}', 'sk-ant-svc-{60 b64u}'], '', 'platform.claude.com/docs'],
  [
    'claude-oauth-access',
    ['sk-ant-oat01-{95 b64u}', 'sk-ant-oat01-{93 b64u}AA'],
    '',
    'M code.claude.com/docs/en/authentication',
  ],
  ['claude-oauth-refresh', ['sk-ant-ort01-{95 b64u}'], '', 'M code.claude.com/docs/en/authentication'],
  ['claude-web-session', ['sk-ant-sid01-{96 b64u}', 'sk-ant-sid02-{96 b64u}'], '', 'GD support.claude.com'],
  [
    'claude-session-jwt',
    ['sk-ant-cc-{jwt}', 'sk-ant-si-{jwt}', 'sk-ant-ccsr-{jwt}'],
    '',
    'code.claude.com/docs/en/authentication',
  ],
  [
    'anthropic-unknown-key',
    ['sk-ant-new07-{93 b64u}AA', 'sk-ant-{86 b64u}'],
    '',
    'GL BL TH KF NP TI SL platform.claude.com/docs/en/api/overview',
  ],
  [
    'openai-project-key',
    ['sk-proj-{74 b64u}T3BlbkFJ{74 b64u}', 'sk-proj-{58 b64u}T3BlbkFJ{58 b64u}', 'sk-proj-{20 an}T3BlbkFJ{20 an}'],
    '',
    'GL BL TH TI SL platform.openai.com/docs/api-reference',
  ],
  [
    'openai-service-key',
    [
      'sk-svcacct-{74 b64u}T3BlbkFJ{74 b64u}',
      'sk-svcacct-{58 b64u}T3BlbkFJ{58 b64u}',
      'sk-service-{20 an}T3BlbkFJ{20 an}',
    ],
    '',
    'GL BL TH SL platform.openai.com/docs',
  ],
  [
    'openai-admin-key',
    ['sk-admin-{74 b64u}T3BlbkFJ{74 b64u}', 'sk-admin-{58 b64u}T3BlbkFJ{58 b64u}'],
    '',
    'GL BL TH TH platform.openai.com/docs/api-reference/admin-api-keys',
  ],
  ['openai-legacy-key', ['sk-{20 an}T3BlbkFJ{20 an}'], '', 'GL BL TH SL DS platform.openai.com/docs'],
  ['openai-oauth-codex', ['rt.1.{90 b64u}'], 'refresh_token', 'developers.openai.com/codex'],
  ['azure-openai-legacy', ['{32 hex}'], 'AZURE_OPENAI_API_KEY', 'TH KF learn.microsoft.com/azure/ai-services/openai'],
  ['azure-ai-key-84', ['{52 an}JQQJ99{18 an}ACOG{4 an}'], '', 'TI M learn.microsoft.com/azure/ai-services'],
  ['bedrock-long-key', ['{bedrock}'], '', 'GL BL docs.aws.amazon.com/bedrock'],
  ['bedrock-short-key', ['{bedrockshort}'], '', 'GL BL docs.aws.amazon.com/bedrock'],
];
