// What a finding keeps of its file. V8 cuts a string out of another by a reference to all of it: a thousand findings would
// keep a thousand files in memory.

/** Shorter ones are copied by V8 itself. */
const SHORTEST_CUT = 13;

/** The same value, whose strings hold no other string. @param value - plain data. */
export function ownTexts<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length < SHORTEST_CUT ? value : Buffer.from(value, 'utf16le').toString('utf16le');
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one)]));
}
