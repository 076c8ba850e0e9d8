// What the path of a file says of guesses in it: lock files and bundles are full of drawn text that is no secret, tests
// and documents of made-up ones.

/** Files in which nothing but hashes, sentences or made code looks like a guess. */
const SILENT =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|composer\.lock|gemfile\.lock|cargo\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|podfile\.lock|go\.sum|go\.work\.sum|mix\.lock|pubspec\.lock|flake\.lock|packages\.lock\.json|\.terraform\.lock\.hcl|gradle\.lockfile|deno\.lock|checksums?(?:\.\w{1,8})?|sha(?:1|256|512)sums?(?:\.\w{1,8})?|\.secrets\.baseline|hushkey-baseline\.json)$|\.(?:min\.(?:js|css|mjs|cjs)|map|snap|svg|po|pot|xlf|xliff|resx|strings|arb|ftl|d\.(?:ts|mts|cts)|css|s[ac]ss|less|lock|sum|pem|crt|cer|csr|asc|sig|woff2?|pdf|ipynb_checkpoints|patch|diff)$|(?:^|\/)(?:i18n|l10n|locales?|lang|langs|languages|translations?|nls)\/|(?:^|\/)__snapshots__\/|(?:^|\/)messages[._][a-z]{2}/i;
/** Where what looks like a secret was mostly made up, or is somebody else's and published already: there only the strongest evidence counts. */
const MADE_UP =
  /(?:^|[/._-])(?:tests?|testing|testdata|test-data|testutils?|specs?|__tests__|__mocks__|mocks?|fixtures?|fakes?|examples?|samples?|demos?|docs?|documentation|e2e|bench(?:marks?)?|stories|cassettes|tutorials?|snippets|vectors)(?:[/._-]|$)|(?:^|\/)(?:test|spec)|_(?:test|spec)s?\.\w{1,5}$|[a-z]Tests?\.\w{1,5}$|\.(?:md|mdx|markdown|rst|adoc)$|(?:^|\/)(?:node_modules|bower_components|site-packages|vendor|third_party)\//i;
/** Files of settings, where a value needs no quotes. */
const SETTINGS =
  /(?:^|\/)(?:\.env[^/]{0,40}|[^/]{0,60}\.env|dockerfile[^/]{0,20}|[^/]{0,40}\.dockerfile|jenkinsfile|makefile|procfile|\.npmrc|\.netrc|\.pgpass|\.my\.cnf|\.s3cfg|\.bashrc|\.zshrc|\.profile|\.bash_profile|\.zshenv|\.envrc|credentials|config|secrets?)$|\.(?:env|ini|cfg|conf|cnf|config|properties|ya?ml|toml|tfvars|sh|bash|zsh|fish|ksh|ps1|bat|cmd|xml|plist|hcl|http|rest|service|reg|txt|log)$/i;

export type PathType = 'code' | 'made-up' | 'silent';

/** How a guess in a file is to be judged. */
export function typeOfPath(path: string): PathType {
  if (SILENT.test(path)) return 'silent';
  return MADE_UP.test(path) ? 'made-up' : 'code';
}

/** True where values stand without quotes. */
export function isSettings(path: string): boolean {
  return SETTINGS.test(path) || !/\.\w{1,20}$/.test(path);
}
