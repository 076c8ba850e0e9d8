// Kinds that share a prefix, a shape or a file: who is named, what is public, what is an identifier, what is a pair.
// Judged by detection as a whole, where the kinds compete.
import { beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { createRandom } from '../../src/credentials/fake.ts';
import { draw } from '../../src/credentials/special/reading.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { expandFakes, fakeOf } from '../support/fakes.ts';

let ruleset: Ruleset;
let rules: Rules;
beforeAll(async () => {
  ruleset = await createRuleset({ builtin: async () => builtin() });
  rules = await ruleset.load();
});

/** `level id` of each credential found. */
function found(text: string): readonly string[] {
  const source = readText('settings.txt', Buffer.from(expandFakes(text)));
  return detect(source, ruleset.hits(source.bytes), rules, { maxUsageBytes: 1 << 20 })
    .detections.filter(({ category }) => category === 'hardcoded-key')
    .map(({ level, ruleId }) => `${level} ${ruleId}`);
}

const random = createRandom(77);
const an = (length: number): string => draw(random, length, 'an');
const hex = (length: number): string => draw(random, length, 'hex');
const uuid = (): string => [8, 4, 4, 4, 12].map(hex).join('-');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the sk- family', () => {
  test.each([
    ['anthropic-api-key', 'KEY={{fake anthropic-api-key 1}}'],
    ['openrouter-api-key', 'KEY={{fake openrouter-api-key 1}}'],
    ['openai-project-key', 'KEY={{fake openai-project-key 1}}'],
    ['openai-service-key', 'KEY={{fake openai-service-key 1}}'],
    ['openai-admin-key', 'KEY={{fake openai-admin-key 1}}'],
    ['langfuse-secret', 'KEY={{fake langfuse-secret 1}}'],
    ['helicone-key', 'KEY={{fake helicone-key 1}}'],
    ['kimi-coding-key', 'KEY={{fake kimi-coding-key 1}}'],
    ['langwatch-key', 'KEY={{fake langwatch-key 1}}'],
    ['windsurf-key', 'KEY={{fake windsurf-key 1}}'],
    ['letta-key', 'KEY={{fake letta-key 1}}'],
    ['minimax-key', 'KEY={{fake minimax-key 1}}'],
    ['openai-legacy-key', 'KEY={{fake openai-legacy-key 1}}'],
    ['openai-legacy-key', 'MOONSHOT_API_KEY={{fake openai-legacy-key 1}}'],
    ['writer-key', 'WRITER_API_KEY={{fake writer-key 1}}'],
    ['deepseek-api-key', 'DEEPSEEK_API_KEY={{fake dashscope-key 1}}'],
    ['dashscope-key', 'DASHSCOPE_API_KEY={{fake dashscope-key 1}}'],
    ['stability-key', 'STABILITY_API_KEY={{fake stability-key 1}}'],
    ['moonshot-key', 'MOONSHOT_API_KEY={{fake moonshot-key 1}}'],
    ['siliconflow-key', 'SILICONFLOW_API_KEY={{fake siliconflow-key 1}}'],
    ['braintrust-key', 'BRAINTRUST_API_KEY={{fake braintrust-key 1}}'],
    ['litellm-master-key', 'LITELLM_MASTER_KEY={{fake litellm-master-key 1}}'],
  ])('%s', (id, text) => {
    const names = found(text).map((entry) => entry.replace(/^\w+ /, ''));
    expect([...new Set(names)]).toEqual([id]);
  });
});

describe('other shared prefixes and shapes', () => {
  test.each([
    ['cartesia-key', 'KEY={{fake cartesia-key 1}}'],
    ['elevenlabs-api-key', 'KEY={{fake elevenlabs-api-key 1}}'],
    ['workos-key', 'KEY={{fake workos-key 1}}'],
    ['clerk-key', 'CLERK_SECRET_KEY={{fake clerk-key 1}}'],
    ['paystack-key', 'PAYSTACK_SECRET_KEY={{fake paystack-key 1}}'],
    ['stripe-secret', 'STRIPE_SECRET_KEY={{fake stripe-secret 1}}'],
    ['stripe-webhook', 'SVIX_SECRET={{fake stripe-webhook 1}}'],
    ['segment-token', 'KEY={{fake segment-token 1}}'],
    ['sourcegraph-token', 'KEY={{fake sourcegraph-token 1}}'],
    ['square-access-token', 'SQUARE_ACCESS_TOKEN={{fake square-access-token 1}}'],
    ['facebook-token', 'FACEBOOK_TOKEN={{fake facebook-token 1}}'],
    ['zhipu-key', 'ZAI_API_KEY={{fake zhipu-key 1}}'],
    ['ollama-cloud-key', 'OLLAMA_API_KEY={{fake ollama-cloud-key 1}}'],
    ['clickup-token', 'KEY={{fake clickup-token 1}}'],
    ['klaviyo-key', 'KLAVIYO_PRIVATE_KEY={{fake klaviyo-key 1}}'],
    ['cursor-key', 'KEY={{fake cursor-key 1}}'],
    ['runway-key', 'KEY={{fake runway-key 1}}'],
  ])('%s', (id, text) => {
    const names = found(text).map((entry) => entry.replace(/^\w+ /, ''));
    expect([...new Set(names)]).toEqual([id]);
  });
});

describe('public by design is a note at most', () => {
  const jwt = (claims: object): string =>
    [{ alg: 'HS256', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(an(43))
      .join('.');
  test.each([
    ['Supabase publishable', `SUPABASE_KEY=sb_publishable_${an(31)}`],
    ['Stripe publishable', `STRIPE_PUBLISHABLE_KEY=pk_live_${an(24)}`],
    ['Clerk publishable', `CLERK_PUBLISHABLE_KEY=pk_test_${base64('able-owl-7.clerk.accounts.dev$')}`],
    ['Langfuse public', `LANGFUSE_PUBLIC_KEY=pk-lf-${uuid()}`],
    ['PostHog project', `POSTHOG_KEY=phc_${an(43)}`],
    ['New Relic browser', `NEW_RELIC_BROWSER_KEY=NRJS-${hex(19)}`],
    ['Mapbox public', `MAPBOX_TOKEN=pk.${base64('{"u":"northwind","a":"ck8"}')}.${an(22)}`],
    ['Sentry DSN', 'SENTRY_DSN={{fake sentry-dsn 1}}'],
    ['Algolia search-only', `ALGOLIA_SEARCH_KEY=${hex(32)}`],
    ['reCAPTCHA site', `RECAPTCHA_SITE_KEY=6L${an(38)}`],
    ['Turnstile site', `TURNSTILE_SITE_KEY=0x4AAA${an(18)}`],
    ['LaunchDarkly client-side id', `LAUNCHDARKLY_CLIENT_SIDE_ID=${hex(24)}`],
    ['OpenAI ephemeral', `const ephemeral = "ek_${hex(32)}";`],
    ['Supabase anon', `SUPABASE_ANON_KEY=${jwt({ iss: 'supabase', role: 'anon', exp: 4102444800 })}`],
    ['PubNub subscribe', `PUBNUB_SUBSCRIBE_KEY=sub-c-${uuid()}`],
    ['age recipient', `recipient: age1${draw(random, 58, 'lan')}`],
    ['SSH public key', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${an(48)} ops@northwind`],
  ])('%s', (_name, text) => {
    expect(found(text).filter((entry) => !entry.startsWith('note '))).toEqual([]);
  });

  test('those of a firm shape are notes, for an audit', () => {
    for (const [id, text] of [
      ['supabase-publishable-key', `SUPABASE_KEY=sb_publishable_${an(31)}`],
      ['stripe-publishable-key', `STRIPE_PUBLISHABLE_KEY=pk_live_${an(24)}`],
      ['posthog-project-key', `POSTHOG_KEY=phc_${an(43)}`],
      ['mapbox-public-token', `MAPBOX_TOKEN=pk.${base64('{"u":"northwind","a":"ck8fjq02m"}')}.${an(22)}`],
      ['sentry-dsn', `SENTRY_DSN=https://${hex(32)}:${hex(32)}@sentry.io/174697`],
      ['jwt', `SUPABASE_ANON_KEY=${jwt({ iss: 'supabase', role: 'anon', exp: 4102444800 })}`],
    ] as const) {
      expect(found(text), text).toEqual([`note ${id}`]);
    }
  });

  test('a Firebase web key, which may reach more than its owner thinks, never blocks', () => {
    expect(found(`firebaseConfig = { apiKey: "{{fake google-api-key 1}}" }`)).toEqual(['warning google-api-key']);
  });
});

describe('identifiers are no findings', () => {
  test.each([
    ['AWS role id', `AROA${draw(random, 16, 'uan')}`],
    ['AWS user id', `AIDA${draw(random, 16, 'uan')}`],
    ['AWS group id', `AGPA${draw(random, 16, 'uan')}`],
    ['Twilio account', `TWILIO_ACCOUNT_SID=AC${hex(32)}`],
    ['Razorpay key id', `RAZORPAY_KEY_ID=rzp_live_${an(14)}`],
    ['GitHub OAuth client id', `GITHUB_CLIENT_ID=${hex(20)}`],
    ['Plaid client id', `PLAID_CLIENT_ID=${hex(24)}`],
    [
      'Google OAuth client id',
      `GOOGLE_CLIENT_ID=${draw(random, 12, 'dig')}-${draw(random, 32, 'lan')}.apps.googleusercontent.com`,
    ],
    ['Slack app id', 'SLACK_APP_ID=A02K3JF93KD'],
    ['Sentry organisation', 'SENTRY_ORG=northwind-4k'],
    ['eBay app id', `EBAY_APP_ID=northwind-app-PRD-${hex(9)}-${hex(8)}`],
    ['Plivo auth id', `PLIVO_AUTH_ID=MA${draw(random, 18, 'uan')}`],
    ['WooCommerce consumer key', `WOOCOMMERCE_CONSUMER_KEY=ck_${hex(40)}`],
  ])('%s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('an id and its secret are one finding', () => {
  test('of AWS', () => {
    const secret = fakeOf('aws-secret-access-key', 4);
    expect(found(`aws_access_key_id = {{fake aws-access-key-id 4}}\n${secret}\n`)).toEqual([
      'error aws-secret-access-key',
    ]);
  });

  test.each([
    ['Twilio', `TWILIO_ACCOUNT_SID=AC${hex(32)}\nTWILIO_AUTH_TOKEN={{fake twilio-auth-token 1}}\n`],
    ['Razorpay', `RAZORPAY_KEY_ID=rzp_live_${an(14)}\nRAZORPAY_KEY_SECRET={{fake razorpay-secret 1}}\n`],
    ['Plivo', `PLIVO_AUTH_ID=MA${draw(random, 18, 'uan')}\nPLIVO_AUTH_TOKEN={{fake plivo-token 1}}\n`],
    ['Pusher', `PUSHER_APP_KEY=${hex(20)}\nPUSHER_APP_SECRET={{fake pusher-secret 1}}\n`],
    ['WooCommerce', `CONSUMER_KEY=ck_${hex(40)}\nCONSUMER_SECRET={{fake woocommerce-secret 1}}\n`],
  ])('of %s', (_name, text) => {
    expect(found(text)).toHaveLength(1);
  });
});

describe('what is encrypted or filled in later is no finding', () => {
  test.each([
    [
      'Ansible vault',
      '$ANSIBLE_VAULT;1.1;AES256\n62313365396662343061393464336163383764373764613633653634306231386433626436623361\n',
    ],
    ['SOPS', 'password: ENC[AES256_GCM,data:p673w==,iv:YY=,aad:UQ=,tag:A=,type:str]\n'],
    ['SealedSecret', `kind: SealedSecret\nspec:\n  encryptedData:\n    password: Ag${an(300)}\n`],
    ['a reference of 1Password', 'TOKEN="op://vault/item/field"\n'],
    ['a shell variable', 'export ANTHROPIC_API_KEY="$ANTHROPIC_API_KEY"\n'],
  ])('%s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});
