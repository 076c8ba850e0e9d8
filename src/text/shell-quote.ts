// Text as one word of a POSIX shell: in commands that are shown to be copied, written into settings, or judged.

/** Always in quotes. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In quotes only where it needs them. */
export function shellWord(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : shellQuote(text);
}
