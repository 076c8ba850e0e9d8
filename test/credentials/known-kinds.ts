// The kinds of credentials that a survey of the field named before the catalogue was written: what it may not lose.

export const KNOWN_KINDS: readonly string[] = `
  anthropic-api-key anthropic-admin-key anthropic-compliance-key anthropic-identity-key claude-oauth-access
  claude-oauth-refresh claude-web-session claude-session-jwt openai-project-key openai-service-key
  openai-admin-key openai-legacy-key openai-oauth-codex azure-openai-legacy azure-ai-key-84 bedrock-long-key
  bedrock-short-key gemini-api-key gemini-auth-key cohere-api-key mistral-api-key groq-api-key xai-api-key
  deepseek-api-key perplexity-api-key openrouter-api-key together-api-key together-legacy-key fireworks-api-key
  replicate-api-token huggingface-user-token huggingface-org-token cerebras-api-key sambanova-api-key
  nvidia-nim-key elevenlabs-api-key elevenlabs-legacy-key assemblyai-key deepgram-key stability-key voyage-key
  jina-key pinecone-key pinecone-legacy-key weaviate-key qdrant-key chroma-cloud-key langsmith-key
  langsmith-legacy-key langfuse-secret helicone-key wandb-key comet-key tavily-key exa-key firecrawl-key
  brave-search-key serpapi-key serper-key youcom-key kagi-key e2b-key modal-token runpod-key vast-key baseten-key
  databricks-pat snowflake-pat clarifai-pat ai21-key writer-key moonshot-key zhipu-key dashscope-key
  volcengine-ark-key volcengine-access-key minimax-key ollama-cloud-key cursor-key vercel-ai-gateway portkey-key
  litellm-master-key friendli-token chutes-key llamacloud-key mem0-key cartesia-key fal-key apify-token
  browserbase-key upstage-key sourcegraph-token devin-key greptile-key aws-access-key-id aws-secret-access-key
  aws-session-token aws-appsync-key gcp-service-account-json gcp-oauth-client-secret google-oauth-access
  google-oauth-refresh gcp-hmac-key gcp-adc-user-json azure-ad-client-secret azure-storage-key
  azure-storage-connection azure-sas-url azure-service-bus azure-cosmos-key azure-app-config azure-acr-password
  azure-search-key azure-functions-key alibaba-access-key tencent-secret digitalocean-pat digitalocean-oauth
  cloudflare-token-v2 cloudflare-token-legacy cloudflare-global-key cloudflare-origin-ca heroku-key-v2
  heroku-key-legacy flyio-token vercel-token netlify-token render-key scaleway-secret linode-token hetzner-token
  vultr-key ibm-cloud-key yandex-cloud upcloud-token scalingo-token fastly-token supabase-pat supabase-secret-key
  supabase-service-jwt neon-key planetscale mongodb-atlas cockroach-key astra-token clickhouse-cloud elastic-key
  aiven-token confluent-secret terraform-cloud vault-token doppler-token pulumi-token onepassword-service
  onepassword-secret-key infisical-token bitwarden-sm-token tailscale-key ngrok-token openshift-token
  kubernetes-sa-token github-pat-classic github-oauth github-app-user github-app-server github-refresh
  github-fine-grained github-oauth-secret gitlab-pat gitlab-runner-tokens gitlab-ci-job gitlab-deploy-trigger
  gitlab-other bitbucket-app-password bitbucket-access-token bitbucket-dc-token atlassian-api-token
  gitea-forgejo-token azure-devops-pat npm-token npm-legacy-token pypi-token crates-token rubygems-token nuget-key
  docker-pat docker-config-auth clojars-token artifactory-key cloudsmith-key circleci-pat buildkite-token
  sonar-token codecov-token snyk-token postman-key sentry-org-token sentry-user-token sentry-dsn datadog-keys
  newrelic-keys grafana-service-account grafana-cloud grafana-legacy-key dynatrace-token launchdarkly-key
  pagerduty-key slack-bot-user slack-app-level slack-config-refresh slack-legacy slack-webhook discord-bot
  discord-webhook telegram-bot teams-webhook twilio-key telnyx-key sendgrid-key mailgun-key mailchimp-key
  brevo-key mailersend-key resend-key postmark-token stripe-secret stripe-webhook square-token paypal-secret
  paypal-braintree-token adyen-key shopify-tokens razorpay-key plaid-keys paddle-key flutterwave-key coinbase-key
  okta-token auth0-secret clerk-key workos-key hubspot-token salesforce-token intercom-token linear-key
  notion-token asana-pat airtable-pat figma-token clickup-token typeform-token contentful-pat algolia-admin
  posthog-key segment-token mapbox-token facebook-token twitter-x dropbox-token zoho-token adobe-secret
  db-url-postgres db-url-mysql db-url-mongodb db-url-redis db-url-amqp db-jdbc-password db-ado-connection
  url-basic-auth ftp-ldap-smtp-url http-authorization-header private-key-rsa-pkcs1 private-key-ec-dsa
  private-key-pkcs8 private-key-encrypted private-key-openssh private-key-pgp private-key-putty
  private-key-base64-pem private-key-pkcs12-jks age-key wireguard-key jwk-private jwt jwt-signing-secret
  htpasswd-shadow-hash netrc-pgpass npmrc-pypirc-nuget-config k8s-secret-manifest ansible-vault-weak otp-seed
  crypto-wallet-key recaptcha-captcha-secret generic-password-assignment generic-high-entropy
`
  .trim()
  .split(/\s+/);

/** Those that the catalogue has not under that id: the ids that stand in its place, and why. */
export const ELSEWHERE: Readonly<Record<string, { readonly ids: readonly string[]; readonly why: string }>> = {
  'razorpay-key': { ids: ['razorpay-secret'], why: 'the key is an identifier; its secret is the credential' },
  'plaid-keys': { ids: ['plaid-access-token', 'plaid-secret'], why: 'two kinds, revoked in different places' },
  'twitter-x': { ids: ['twitter-x-bearer', 'twitter-x-secret'], why: 'a shape of its own and a named value' },
  'recaptcha-captcha-secret': {
    ids: ['recaptcha-secret', 'hcaptcha-secret', 'turnstile-secret'],
    why: 'three vendors',
  },
  'generic-password-assignment': { ids: ['generic-password'], why: 'told by its name, a guess' },
  'generic-high-entropy': {
    ids: ['generic-secret', 'generic-auth-header'],
    why: 'entropy alone finds digests; a name or header must say that it is secret',
  },
};
