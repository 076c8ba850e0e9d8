// The search for keywords whose gates let them through, in plain code: for the project's own rules, and where there is no
// WebAssembly.
import { letsThrough } from './gate.ts';
import { type KeywordTable, textOf } from './keyword-table.ts';
import { createPrefilter } from './prefilter.ts';
import type { Hits } from './ruleset.ts';

export function plainSearch(table: KeywordTable): (bytes: Uint8Array) => Hits {
  const prefilter = createPrefilter(table.keywords);
  const { lengths } = table.keywords;
  const gates = textOf(table.gates).split(' ');
  return (bytes) => {
    const hits: number[] = [];
    prefilter.scan(bytes, (keyword, offset) => {
      const gate = gates[keyword] ?? '';
      if (gate === '' || letsThrough(gate, bytes, offset, offset + (lengths[keyword] as number))) {
        hits.push(keyword, offset);
      }
    });
    return hits;
  };
}
