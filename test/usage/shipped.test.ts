// Build settings that write a provider's key into what ships, and settings that look like them.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';
import { fakeOf } from '../support/fakes.ts';

const INVALID: readonly (readonly [string, string, string])[] = [
  [
    'next.config env',
    'next.config.js',
    'module.exports = {\n  env: { ANTHROPIC_API_KEY: process.env.ANTHROPIC_API_KEY },\n};\n',
  ],
  [
    'next.config env by another name',
    'next.config.mjs',
    'export default { env: { KEY: process.env.OPENAI_API_KEY } };\n',
  ],
  [
    "Vite's define",
    'vite.config.ts',
    "export default defineConfig(({ mode }) => {\n  const env = loadEnv(mode, '.', '');\n  return { define: { 'process.env.GEMINI_API_KEY': JSON.stringify(env.GEMINI_API_KEY) } };\n});\n",
  ],
  [
    'DefinePlugin',
    'webpack.config.js',
    "module.exports = { plugins: [new webpack.DefinePlugin({ 'process.env.OPENAI_API_KEY': JSON.stringify(process.env.OPENAI_API_KEY) })] };\n",
  ],
  [
    'EnvironmentPlugin',
    'webpack.config.js',
    "module.exports = { plugins: [new webpack.EnvironmentPlugin(['NODE_ENV', 'ANTHROPIC_API_KEY'])] };\n",
  ],
  [
    "esbuild's define",
    'esbuild.config.mjs',
    'await esbuild.build({ bundle: true, define: { CLAUDE_API_KEY: JSON.stringify(process.env.CLAUDE_API_KEY) } });\n',
  ],
  [
    'Nuxt',
    'nuxt.config.ts',
    "export default defineNuxtConfig({ runtimeConfig: { secret: '', public: { anthropicApiKey: '' } } });\n",
  ],
  [
    'app.config.js',
    'app.config.js',
    'export default { expo: { extra: { openaiApiKey: process.env.OPENAI_API_KEY } } };\n',
  ],
  [
    'app.json',
    'app.json',
    `{ "expo": { "name": "a", "extra": { "anthropicApiKey": "${fakeOf('anthropic-api-key', 5)}" } } }\n`,
  ],
  [
    'Angular',
    'src/environments/environment.prod.ts',
    'import { key } from "./secret";\nexport const environment = { production: true, openaiApiKey: key };\n',
  ],
  [
    'Flutter',
    'lib/ask.dart',
    "import 'package:flutter/material.dart';\nconst key = String.fromEnvironment('ANTHROPIC_API_KEY');\n",
  ],
  [
    'flutter_dotenv',
    'lib/ask.dart',
    "import 'package:flutter_dotenv/flutter_dotenv.dart';\nfinal key = dotenv.env['OPENAI_API_KEY'];\n",
  ],
  [
    'a BuildConfig field',
    'app/build.gradle',
    'android { defaultConfig { buildConfigField "String", "ANTHROPIC_API_KEY", key } }\n',
  ],
  [
    'a BuildConfig field in Kotlin',
    'app/build.gradle.kts',
    'buildConfigField("String", "OPENAI_API_KEY", "\\"$key\\"")\n',
  ],
  [
    'a property list',
    'ios/Info.plist',
    '<dict>\n  <key>ANTHROPIC_API_KEY</key>\n  <string>$(ANTHROPIC_API_KEY)</string>\n</dict>\n',
  ],
];

const VALID: readonly (readonly [string, string, string])[] = [
  [
    'a private runtimeConfig',
    'nuxt.config.ts',
    "export default defineNuxtConfig({ runtimeConfig: { anthropicApiKey: '', public: { siteName: 'a' } } });\n",
  ],
  [
    'publishable keys',
    'next.config.js',
    'module.exports = { env: { STRIPE_PUBLISHABLE_KEY: process.env.STRIPE_PUBLISHABLE_KEY, GOOGLE_MAPS_API_KEY: process.env.GOOGLE_MAPS_API_KEY, OPENAI_MODEL: process.env.OPENAI_MODEL } }; // no OPENAI_API_KEY\n',
  ],
  [
    'a presence check',
    'vite.config.ts',
    'export default { define: { __HAS_KEY__: !!process.env.OPENAI_API_KEY, __READY__: Boolean(process.env.ANTHROPIC_API_KEY) } };\n',
  ],
  [
    'a bundle for a server',
    'esbuild.config.mjs',
    "await esbuild.build({ platform: 'node', define: { K: JSON.stringify(process.env.OPENAI_API_KEY) } });\n",
  ],
  [
    'a key read in next.config',
    'next.config.js',
    'const key = process.env.ANTHROPIC_API_KEY;\nmodule.exports = { env: { SITE: "a" } };\n',
  ],
  [
    'a stand-in in an environment',
    'src/environments/environment.ts',
    "export const environment = { openaiApiKey: '', claudeApiKey: 'YOUR_API_KEY_HERE' };\n",
  ],
  ['a stand-in in app.json', 'app.json', '{ "expo": { "extra": { "openaiApiKey": "" } } }\n'],
  [
    'a server in Dart',
    'bin/server.dart',
    "final key = Platform.environment['ANTHROPIC_API_KEY'];\nconst other = String.fromEnvironment('OPENAI_API_KEY');\n",
  ],
  ['another property', 'ios/Info.plist', '<dict><key>CFBundleName</key><string>openai_key_viewer</string></dict>\n'],
  [
    'another env',
    'src/config.ts',
    'export const settings = { env: { OPENAI_API_KEY: process.env.OPENAI_API_KEY } };\n',
  ],
];

function ids(path: string, text: string): readonly string[] {
  return usageRules.flatMap((rule) => {
    const found = [...rule.find({ path, text })].map(() => rule.id);
    const reachable = rule.keywords.some((keyword) => text.toLowerCase().includes(keyword.toLowerCase()));
    return reachable ? found : found.map((id) => `${id} without keyword`);
  });
}

describe('what ships', () => {
  it.each(INVALID)('finds %s', (_name, path, text) => expect(ids(path, text)).toEqual(['client-side-key']));
  it.each(VALID)('passes %s', (_name, path, text) => expect(ids(path, text)).toEqual([]));
});
