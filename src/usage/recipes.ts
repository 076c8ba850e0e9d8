// How a request sends its key as x-api-key, in each language. For people to read; not applied by any fix.
import type { Language } from './syntax.ts';

const VERSION = '2023-06-01';
const RECIPES: Readonly<Record<Language, readonly string[]>> = {
  script: ['headers: {', "  'x-api-key': process.env.ANTHROPIC_API_KEY,", `  'anthropic-version': '${VERSION}',`, '}'],
  python: [
    'headers={',
    '    "x-api-key": os.environ["ANTHROPIC_API_KEY"],',
    `    "anthropic-version": "${VERSION}",`,
    '}',
  ],
  shell: [`-H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: ${VERSION}"`],
  go: [
    'req.Header.Set("x-api-key", os.Getenv("ANTHROPIC_API_KEY"))',
    `req.Header.Set("anthropic-version", "${VERSION}")`,
  ],
  java: ['.header("x-api-key", System.getenv("ANTHROPIC_API_KEY"))', `.header("anthropic-version", "${VERSION}")`],
  kotlin: ['.header("x-api-key", System.getenv("ANTHROPIC_API_KEY"))', `.header("anthropic-version", "${VERSION}")`],
  csharp: [
    'var key = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY");',
    'request.Headers.Add("x-api-key", key);',
    `request.Headers.Add("anthropic-version", "${VERSION}");`,
  ],
  php: ["'x-api-key' => getenv('ANTHROPIC_API_KEY'),", `'anthropic-version' => '${VERSION}',`],
  rust: ['.header("x-api-key", std::env::var("ANTHROPIC_API_KEY")?)', `.header("anthropic-version", "${VERSION}")`],
  swift: [
    'request.setValue(apiKey, forHTTPHeaderField: "x-api-key")',
    `request.setValue("${VERSION}", forHTTPHeaderField: "anthropic-version")`,
  ],
  dart: ["'x-api-key': apiKey,", `'anthropic-version': '${VERSION}',`],
  ruby: ["'x-api-key' => ENV.fetch('ANTHROPIC_API_KEY'),", `'anthropic-version' => '${VERSION}',`],
  powershell: ["'x-api-key' = $env:ANTHROPIC_API_KEY", `'anthropic-version' = '${VERSION}'`],
  hcl: ['"x-api-key"         = var.anthropic_api_key', `"anthropic-version" = "${VERSION}"`],
  record: ['x-api-key: <the key>', `anthropic-version: ${VERSION}`],
};

export function keyHeaderRecipe(language: Language): readonly string[] {
  return RECIPES[language];
}
