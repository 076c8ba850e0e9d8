// How random a piece of text looks.

/** Shannon entropy of the characters, bits per character; 0 for the empty text. */
export function shannonEntropy(text: string): number {
  // A file may hold ten thousand values, nearly all of ASCII: a map for each would be a fifth of what they cost.
  const counts = new Uint32Array(ASCII);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= ASCII) return entropyOfCharacters(text);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const share = (counts[code] ?? 0) / text.length;
    if (share === 0) continue;
    bits -= share * Math.log2(share);
    counts[code] = 0;
  }
  return bits;
}

const ASCII = 128;

function entropyOfCharacters(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
