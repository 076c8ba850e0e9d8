// What messages may repeat of the words that a user typed: a credential that went astray must not be printed again.

/** A word of a command line, after a colon; nothing where it has more than letters. */
export function echo(word: string): string {
  return /^[a-zA-Z-]{1,30}$/.test(word) ? `: ${word}` : '';
}

/** A text of a file with every word cut out that has the looks of a credential: long, and with digits in it. */
export function printable(text: string): string {
  return text.replace(/[\w-]{16,}/g, (word) => (word.replace(/\D/g, '').length >= 3 ? '…' : word));
}
