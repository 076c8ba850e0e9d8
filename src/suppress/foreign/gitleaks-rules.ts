// Which of our findings a rule id of gitleaks speaks of. Both name their rules by provider, so words decide; a table of
// synonyms has the providers that we call otherwise.
import type { Judged } from './judged.ts';

/** Words of ids that say nothing of the provider. */
const COMMON = new Set(
  'access account admin api app auth bot client code connection credentials generic id integration key legacy live long oauth pat personal project public refresh secret service session short signing test token unknown url user v2 web webhook'.split(
    ' ',
  ),
);

/** gitleaks' word -> ours. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  amazon: ['aws', 'bedrock'],
  anthropic: ['claude'],
  artifactory: ['jfrog'],
  aws: ['bedrock', 'amazon'],
  bearer: ['authorization', 'http'],
  claude: ['anthropic'],
  curl: ['authorization', 'http', 'basic'],
  facebook: ['meta'],
  flyio: ['fly'],
  gcp: ['google', 'gemini'],
  google: ['gcp', 'gemini'],
  hashicorp: ['terraform', 'vault'],
  jfrog: ['artifactory'],
  kubernetes: ['docker', 'k8s'],
  microsoft: ['teams', 'azure'],
  new: ['newrelic'],
  sendinblue: ['brevo'],
  squareup: ['square'],
  squarespace: [],
  tf: ['terraform'],
  twitter: ['x'],
};

/** Providers that gitleaks has rules for: its other rules do not speak of their keys. */
const GITLEAKS_WORDS = new Set(
  '1password adafruit adobe age airtable algolia alibaba anthropic artifactory asana atlassian authress aws azure beamer bitbucket bittrex cisco claude clickhouse clojars cloudflare codecov cohere coinbase confluent contentful databricks datadog digitalocean discord doppler droneci dropbox duffel dynatrace easypost etsy facebook fastly finicity finnhub flickr flutterwave flyio frameio freshbooks gcp github gitlab gitter gocardless google grafana harness hashicorp heroku hubspot huggingface infracost intercom jfrog jwt kraken kubernetes kucoin launchdarkly linear linkedin lob mailchimp mailgun mapbox mattermost maxmind messagebird netlify newrelic notion npm nuget nytimes octopus okta openai openshift perplexity plaid planetscale postman prefect private pulumi pypi rapidapi readme rubygems scalingo sendbird sendgrid sentry settlemint shippo shopify slack snyk sonar sourcegraph square stripe sumologic telegram terraform travisci trello twilio twitch twitter typeform vault yandex zendesk'.split(
    ' ',
  ),
);

/** @param gitleaksId - of their catalogue, or of a rule that the project made. */
export function speaksOf(gitleaksId: string, { ruleId, isGuess }: Judged): boolean {
  // A guess has no provider: what theirs calls it says nothing against it.
  if (isGuess) return true;
  const ours = wordsOf(ruleId);
  const theirs = new Set(wordsOf(gitleaksId).flatMap((word) => [word, ...(SYNONYMS[word] ?? [])]));
  if (ours.some((word) => theirs.has(word))) return true;
  return !ours.some((word) => GITLEAKS_WORDS.has(word));
}

function wordsOf(id: string): readonly string[] {
  return id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !COMMON.has(word));
}
