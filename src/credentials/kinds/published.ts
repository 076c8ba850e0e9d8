// Keys made to be published, in web pages and apps. They are notes: an audit may want to know whose they are, and that
// nobody took them for secrets.
import type { CredentialKind } from '../kind.ts';

const WHY = 'It is public by design: whoever finds it can do what any visitor of your site can, at your account.';

export const publishedKinds: readonly CredentialKind[] = [
  {
    id: 'stripe-publishable-key',
    provider: 'Stripe or Clerk',
    name: 'publishable key of Stripe or Clerk',
    structure: 'pk_live_{24-160 an}',
    level: 'note',
    why: WHY,
    env: 'STRIPE_PUBLISHABLE_KEY',
    revoke: 'dashboard.stripe.com/apikeys, or dashboard.clerk.com',
    docs: 'docs.stripe.com/keys',
    nearMisses: ['pk_live_your_publishable_key', 'pk_live_short1', 'sk_live_{{fake figma-token 1}}'],
  },
  {
    id: 'supabase-publishable-key',
    provider: 'Supabase',
    name: 'Supabase publishable key',
    structure: 'sb_publishable_{31 b64u}',
    level: 'note',
    why: WHY,
    env: 'SUPABASE_PUBLISHABLE_KEY',
    revoke: 'supabase.com → project → settings → API keys',
    docs: 'supabase.com/docs/guides/api/api-keys',
    nearMisses: ['sb_publishable_your-project-key', '{{fake supabase-secret-key 1}}'],
  },
  {
    id: 'posthog-project-key',
    provider: 'PostHog',
    name: 'PostHog project key',
    structure: 'phc_{43-47 an}',
    level: 'note',
    why: WHY,
    env: 'POSTHOG_PROJECT_KEY',
    revoke: 'app.posthog.com → project settings',
    docs: 'posthog.com/docs/api',
    nearMisses: ['phc_your_project_key', '{{fake posthog-key 1}}'],
  },
  {
    id: 'mapbox-public-token',
    provider: 'Mapbox',
    name: 'Mapbox public token',
    structure: 'pk.eyJ{30-300 b64u}.{22 b64u}',
    level: 'note',
    why: WHY,
    env: 'MAPBOX_PUBLIC_TOKEN',
    revoke: 'console.mapbox.com/account/access-tokens',
    docs: 'docs.mapbox.com/help/getting-started/access-tokens',
    nearMisses: ['pk.eyJ1your-mapbox-token', 'pk.eyJ{{fake figma-token 1}}'],
  },
];
