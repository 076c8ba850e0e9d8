// The part of the accuracy report about other scanners: the results that scripts/peers.mjs measured and wrote down.
import { readFileSync } from 'node:fs';
import type { Comparison, PeerResult } from './peers.ts';

export const title = 'Side by side with other scanners';

/** Markdown. */
export async function section(): Promise<string> {
  const file = new URL('peers.json', import.meta.url);
  const { date, positives, negatives, results } = JSON.parse(readFileSync(file, 'utf8')) as Comparison;
  return [
    `Measured on ${date} by \`node scripts/peers.mjs\`, each scanner with its own defaults, on the same generated files:`,
    `${positives} with one credential each (every structure of every kind, in five contexts) and ${negatives} that look`,
    "like it and hold none. The kinds are those of hushkey's catalogue, so the table says how far the others cover these,",
    'not what they find beyond. *Named* means that the rule says whose credential it is. Notes do not count: of hushkey',
    'those are keys made to be published (Stripe, Supabase, PostHog, Mapbox, Sentry), and a PyPI token that is random.',
    '',
    '| scanner | version | named | found at all | false alarms |',
    '| --- | --- | --- | --- | --- |',
    ...results.map((result) => rowOf(result, positives, negatives)),
  ].join('\n');
}

function rowOf(result: PeerResult, positives: number, negatives: number): string {
  const { name, version, missing, named = 0, found = 0, falseAlarms = 0 } = result;
  if (missing !== undefined) return `| ${name} | – | ${missing} | | |`;
  const of = (part: number, whole: number): string => `${part} (${((100 * part) / whole).toFixed(1)} %)`;
  return `| ${name} | ${version} | ${of(named, positives)} | ${of(found, positives)} | ${of(falseAlarms, negatives)} |`;
}
