// What recovery means for a sort of credential, beyond the catalogue's revoke page: data. First match wins.

export interface RecoveryKind {
  readonly rule: RegExp;
  /** Before it is ended: what else must be ended with it. */
  readonly revoke: readonly string[];
  readonly replace: readonly string[];
  /** Where what was done with it shows. */
  readonly audit: readonly string[];
}

const CLAUDE_AUDIT = [
  'Console → Usage, or /v1/organizations/usage_report by api_key_id, from the first commit on: models, hours and amounts that are not yours',
  'lower the spend limit and turn off auto-reload until it is clear',
];

export const RECOVERY_KINDS: readonly RecoveryKind[] = [
  {
    rule: /^anthropic-(?:admin|compliance)/,
    revoke: ['it reaches the whole organisation: treat it as an incident of the organisation'],
    replace: ['make a new one only if something needs it, with an expiry'],
    audit: [
      'Activity Feed: new members, invites, workspaces and API keys since the first commit; remove what is not yours',
    ],
  },
  {
    rule: /^anthropic-(?:oauth|refresh|setup)/,
    revoke: ['log out all sessions; a refresh token mints new access tokens until then'],
    replace: ['run /login or claude setup-token again, and replace the secret of the CI'],
    audit: ['claude.ai → settings: sessions and authorised apps that are not yours'],
  },
  {
    rule: /^anthropic-(?:session|cookie|web)/,
    revoke: ['log out of all devices; change the password of the e-mail or the single sign-on'],
    replace: ['log in again'],
    audit: ['chats, projects and shared links that are not yours'],
  },
  {
    rule: /^anthropic/,
    revoke: ['if it is being abused right now, Disable it first: that can be undone; Delete cannot'],
    replace: ['better: a key of a service account for one workspace, with an expiry, or workload identity federation'],
    audit: CLAUDE_AUDIT,
  },
  {
    rule: /^aws-/,
    revoke: [
      'deactivate the key (aws iam update-access-key --status Inactive), then delete it',
      'deny sessions that were made before now: they outlive the key (ASIA… tokens too)',
    ],
    replace: ['better: a role instead of a key'],
    audit: [
      'CloudTrail by accessKeyId, in all regions: new users, keys, roles, instances, Bedrock InvokeModel',
      'undo what was left behind before the key is deleted',
    ],
  },
  {
    rule: /^(?:gcp|google)-/,
    revoke: ['disable the key, then delete it; access tokens made with it live on for up to an hour'],
    replace: ['better: workload identity instead of a key file'],
    audit: ['Cloud Audit Logs by the service account, since the first commit'],
  },
  {
    rule: /^azure-/,
    revoke: ['regenerate both keys, or delete the client secret; revoke refresh tokens'],
    replace: ['better: a managed identity'],
    audit: ['sign-in and activity logs of the application, since the first commit'],
  },
  {
    rule: /^(?:github|gitlab|bitbucket)-/,
    revoke: ['revoke it, and the sessions, deploy keys and OAuth grants made with it'],
    replace: ['better: a fine-grained token with an expiry, or the token that the CI makes for each run'],
    audit: ['security log: pushes, new deploy keys, webhooks, workflows and members since the first commit'],
  },
  {
    rule: /^(?:npm|pypi|rubygems|nuget|cargo|docker)/,
    revoke: [],
    replace: ['better: trusted publishing, which needs no token'],
    audit: ['versions that were published since the first commit and are not yours; deprecate and report them'],
  },
  {
    rule: /private-key|ssh-|pgp|age-/,
    revoke: [
      'take the public half away wherever it is trusted (authorized_keys, deploy keys); revoke certificates made with it',
    ],
    replace: ['make a new pair where it is used, and give out only the public half'],
    audit: ['logins with that key since the first commit'],
  },
  {
    rule: /password|basic-auth|connection|url-/,
    revoke: ['change it, and everywhere else that it is used; end open sessions'],
    replace: [],
    audit: ['logins and queries of that account since the first commit'],
  },
];

const PLAIN: RecoveryKind = {
  rule: /^/,
  revoke: [],
  replace: [],
  audit: ['usage and access logs of the provider, since the first commit'],
};

export function recoveryKindOf(ruleId: string): RecoveryKind {
  return RECOVERY_KINDS.find(({ rule }) => rule.test(ruleId)) ?? PLAIN;
}

/** What nobody gets back by rewriting a history. */
export const NOT_SOLVED: readonly string[] = [
  'clones and forks of others, and what search engines and archives copied',
  'pull-request refs and cached views on the host: its support must purge them',
  'releases, CI logs, artifacts and caches, published packages, container layers',
  'LFS objects, wikis, gists, issues, commit messages and chat',
  'this clone until its reflog is expired: stashes go with it, so apply them first',
  'ids of commits change: signatures, links and open pull requests break; everyone clones again',
];
