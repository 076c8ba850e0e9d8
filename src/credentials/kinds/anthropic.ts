// Credentials of Claude and its API. Apart because each has its own reach, life and place of revocation, told by the
// prefix alone, and because nothing that starts with `sk-ant-` may go unreported: the last kind takes the rest.
import type { CredentialKind } from '../kind.ts';

const API_DOCS = 'platform.claude.com/docs/en/api/overview';
const LOGIN_DOCS = 'code.claude.com/docs/en/authentication';
const LOGIN_REVOKE =
  'claude.ai → settings → log out of the session or remove the authorised app; in Claude Code, /logout';

export const anthropicKinds: readonly CredentialKind[] = [
  {
    id: 'anthropic-api-key',
    provider: 'Anthropic',
    name: 'Anthropic API key',
    // Unsure: api04 is known from made-up samples only.
    structure: ['sk-ant-api03-{93 b64u}AA', 'sk-ant-api04-{93 b64u}AA'],
    why: "Whoever finds it can run Claude at your expense and read the workspace's files and batches, even after the person who made the key has left.",
    env: 'ANTHROPIC_API_KEY',
    revoke: 'platform.claude.com/settings/keys (Disable can be undone, Delete cannot)',
    docs: API_DOCS,
    partner: true,
    nearMisses: [
      'ANTHROPIC_API_KEY=sk-ant-api03-YOUR-KEY-HERE',
      'ANTHROPIC_API_KEY={{fake anthropic-api-key 1}}tail',
      'const id = "x{{fake anthropic-api-key 2}}"',
      'x-api-key: {{fake anthropic-admin-key 1}}',
    ],
  },
  {
    id: 'anthropic-admin-key',
    provider: 'Anthropic',
    name: 'Anthropic admin key',
    structure: 'sk-ant-admin01-{93 b64u}AA',
    why: 'Whoever finds it can invite themselves to the organisation, change its members and workspaces, and switch API keys on or off.',
    env: 'ANTHROPIC_ADMIN_KEY',
    revoke: 'platform.claude.com/settings/admin-keys',
    docs: 'platform.claude.com/docs/en/manage-claude/admin-api',
    partner: true,
    nearMisses: [
      'ANTHROPIC_ADMIN_KEY=sk-ant-admin01-your-admin-key',
      'ANTHROPIC_ADMIN_KEY={{fake anthropic-admin-key 1}}-old',
      'ANTHROPIC_ADMIN_KEY={{fake anthropic-api-key 1}}',
    ],
  },
  {
    id: 'anthropic-compliance-key',
    provider: 'Anthropic',
    name: 'Anthropic compliance access key',
    // Unsure: the length is not published.
    structure: 'sk-ant-api01-{40+ b64u}',
    why: 'Whoever finds it can read the chats, files, projects and members of the whole Claude Enterprise organisation.',
    env: 'ANTHROPIC_COMPLIANCE_KEY',
    revoke: 'claude.ai → Organization settings → API; treat it as an incident of the whole organisation',
    docs: 'platform.claude.com/docs (Compliance API)',
    nearMisses: [
      'COMPLIANCE_KEY=sk-ant-api01-<your compliance access key>',
      'COMPLIANCE_KEY=sk-ant-api01-replace-me-with-the-key-of-your-organisation',
      'COMPLIANCE_KEY={{fake anthropic-api-key 3}}',
    ],
  },
  {
    id: 'anthropic-identity-key',
    provider: 'Anthropic',
    name: 'Anthropic personal or service-account key',
    // Unsure: community samples only; one personal key of 95 characters, no service-account key.
    structure: ['sk-ant-usr-{40+ b64u}', 'sk-ant-svc-{40+ b64u}'],
    why: 'Whoever finds it acts as that person or service account in every workspace it may use, the Admin API included when it is not scoped to one.',
    env: 'ANTHROPIC_API_KEY',
    revoke:
      'platform.claude.com/settings/keys; for a service account also archive the account under settings/service-accounts',
    docs: API_DOCS,
    nearMisses: [
      'ANTHROPIC_API_KEY=sk-ant-usr-your-personal-key-goes-here',
      'ANTHROPIC_API_KEY=sk-ant-svc-short',
      'service_account: svac_01AbCdEfGh, workspace: wrkspc_01JkLmNpQr',
    ],
  },
  {
    id: 'claude-oauth-access',
    provider: 'Anthropic',
    name: 'Claude OAuth access token',
    // Two validators want 95 characters; other lengths go to the catch-all.
    structure: 'sk-ant-oat01-{93-97 b64u}',
    why: "Whoever finds it can run Claude on the owner's subscription or workspace: for hours after a login, for a year with a setup token, and without end with an environment key.",
    env: 'CLAUDE_CODE_OAUTH_TOKEN',
    revoke: `${LOGIN_REVOKE}; an environment key: Console → environment page; a federated token: disable its rule or service account`,
    docs: LOGIN_DOCS,
    nearMisses: [
      'CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-...',
      'CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-paste-the-token-from-claude-setup-token-here',
      'anthropic-beta: oauth-2025-04-20',
      'refreshToken: {{fake claude-oauth-refresh 1}}',
    ],
  },
  {
    id: 'claude-oauth-refresh',
    provider: 'Anthropic',
    name: 'Claude OAuth refresh token',
    structure: 'sk-ant-ort01-{93-97 b64u}',
    why: "Whoever finds it can mint new access tokens for the owner's Claude account for weeks, and lock the owner out when the token rotates.",
    env: 'CLAUDE_CODE_OAUTH_REFRESH_TOKEN',
    revoke: LOGIN_REVOKE,
    docs: LOGIN_DOCS,
    nearMisses: [
      'refreshToken: "sk-ant-ort01-REDACTED"',
      'refreshToken: "sk-ant-ort01-short"',
      'accessToken: "{{fake claude-oauth-access 1}}"',
    ],
  },
  {
    id: 'claude-web-session',
    provider: 'Anthropic',
    name: 'claude.ai session cookie',
    // Unsure: 95 characters in one sample, about 200 in other reports; sid02 from community samples only.
    structure: ['sk-ant-sid01-{40+ b64u}', 'sk-ant-sid02-{40+ b64u}'],
    why: 'Whoever finds it is logged in to claude.ai as its owner, with all chats, files, projects and account settings.',
    env: 'CLAUDE_SESSION_KEY',
    revoke: 'claude.ai → settings → log out of all devices',
    docs: 'support.claude.com',
    partner: true,
    nearMisses: [
      'Cookie: sessionKey=sk-ant-sid01-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'Cookie: sessionKey=sk-ant-sid02-...',
      'Cookie: lastActiveOrg=11112222-3333-4444-5555-666677778888',
    ],
  },
  {
    id: 'claude-session-jwt',
    provider: 'Anthropic',
    name: 'Claude Code session token',
    // Unsure: ccsr and the length of req are from community samples only.
    structure: [
      'sk-ant-cc-eyJ{10+ b64u}.{10+ b64u}.{10+ b64u}',
      'sk-ant-si-eyJ{10+ b64u}.{10+ b64u}.{10+ b64u}',
      'sk-ant-ccsr-eyJ{10+ b64u}.{10+ b64u}.{10+ b64u}',
      'sk-ant-req-{40+ b64u}[.{10+ b64u}.{10+ b64u}]',
    ],
    why: 'Until the session ends, whoever finds it can act as the running Claude Code session: read its events, push through its git proxy, sign its commits.',
    env: 'CLAUDE_CODE_SESSION_ACCESS_TOKEN',
    revoke: 'end the session or work item; the token dies with it, after some hours at most',
    docs: LOGIN_DOCS,
    nearMisses: [
      'Authorization: Bearer sk-ant-si-<session token>',
      'sessions_token: "sk-ant-req-session-token"',
      'header = sk-ant-cc-eyJhbGciOi only the header',
    ],
  },
  {
    id: 'anthropic-unknown-key',
    provider: 'Anthropic',
    name: 'Anthropic credential of an unknown kind',
    structure: [
      'sk-ant-{2-8 low}{0-4 dig}-{40+ b64u}[.{10+ b64u}.{10+ b64u}]',
      'sk-ant-{2-8 low}{0-4 dig}-eyJ{10+ b64u}.{10+ b64u}.{10+ b64u}',
      // Unsure: keys of 2023 named no kind; one public sample, of 86 characters.
      'sk-ant-{80-100 b64u}',
    ],
    level: 'error',
    fallback: true,
    maskPrefix: 'sk-ant-',
    why: "It has the prefix that all Anthropic credentials share, so whoever finds it may use Claude, or the organisation, in its owner's name.",
    env: 'ANTHROPIC_API_KEY',
    revoke: 'platform.claude.com/settings/keys, or claude.ai → settings → log out of all devices',
    docs: API_DOCS,
    nearMisses: [
      'ANTHROPIC_API_KEY=sk-ant-api03-YOUR-KEY-HERE',
      'ANTHROPIC_API_KEY=sk-ant-...',
      'sk-ant-api03-R2D2C3P0BEEP_BOOP_BUZZ_WHIRR_CLICK_SPIN_TURN_JUMP_SKIP_HOP_STEP_HIKE_RIDEigAA',
      'see /blog/task-ant-colony-optimisation-for-travelling-salesmen-in-practice',
      'sk-ant-api03-your_api_key_goes_here_and_never_into_the_source_code_of_an_app',
    ],
  },
];
