// The same search as plain-search.ts in WebAssembly (assembly/search.ts): a commit runs cold code, which is slow in
// JavaScript until it has run often; a large tree is searched in half the time.
import type { KeywordTable } from './keyword-table.ts';
import type { Hits } from './ruleset.ts';

/** The part of the global that is used here; absent under `--jitless`. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

interface Code {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly tableAt: () => number;
  readonly hitsAt: () => number;
  readonly restAt: () => number;
  /** The place for a text of so many bytes; 0 where there is no memory for it. */
  readonly room: (size: number) => number;
  readonly prepare: (texts: number, keywords: number, groups: number, gates: number, classes: number) => number;
  /** How many hits there are from a place on, as far as there is room for them. */
  readonly search: (size: number, from: number) => number;
}

const PAGE = 65_536;

/** Undefined where it was not compiled, or cannot run: without WebAssembly, or under a limit of address space. */
export function nativeSearch(table: KeywordTable): ((bytes: Uint8Array) => Hits) | undefined {
  if (table.code.length === 0 || typeof WebAssembly === 'undefined') return undefined;
  let code: Code;
  try {
    code = new WebAssembly.Instance(new WebAssembly.Module(table.code)).exports as Code;
  } catch {
    return undefined;
  }
  const { memory } = code;
  if (!prepare(code, table)) return undefined;
  let view = new Uint8Array(memory.buffer);
  return (bytes) => {
    const place = code.room(bytes.length);
    if (place === 0) throw new RangeError(`no memory for a text of ${bytes.length} bytes`);
    // Grown memory is another buffer.
    if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
    view.set(bytes, place);
    const hits: number[] = [];
    for (let from = 0; from >= 0; from = code.restAt()) {
      const count = code.search(bytes.length, from);
      if (count > 0) for (const number of new Int32Array(memory.buffer, code.hitsAt(), 2 * count)) hits.push(number);
    }
    return hits;
  };
}

function prepare({ memory, tableAt, prepare: lay }: Code, { keywords, gates, classes }: KeywordTable): boolean {
  const { texts, lengths, folds, groups } = keywords;
  const parts = [texts, lengths, folds, groups, gates, classes];
  const size = tableAt() + parts.reduce((sum, part) => sum + part.length, 0);
  const missing = Math.ceil((size - memory.buffer.byteLength) / PAGE);
  if (missing > 0 && memory.grow(missing) < 0) return false;
  const view = new Uint8Array(memory.buffer);
  let at = tableAt();
  for (const part of parts) {
    view.set(part, at);
    at += part.length;
  }
  return lay(texts.length, lengths.length, groups.length, gates.length, classes.length) === 1;
}
