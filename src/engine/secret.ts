// A credential in memory. Whatever prints it, by whatever road, prints the mask; the value has one way out.

/** Node's `inspect.custom`, by its public name: the types that we publish then need none of Node's. */
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** Fewest variable characters that must stay hidden before a mask may show the last four. */
const HIDDEN_MINIMUM = 20;
const SHOWN_TAIL = 4;

/** An opaque credential: `String(secret)`, JSON and `console.log` give its mask. */
export class Secret {
  readonly #value: string;
  readonly #mask: string;

  /**
   * @param value - the credential.
   * @param prefix - how much of it is the kind's fixed prefix and may be shown; '' for passwords and guesses.
   * @param mask - the mask, where it is all that is known and `value` only stands for the credential.
   */
  constructor(value: string, prefix: string, mask = maskOf(value, prefix)) {
    this.#value = value;
    this.#mask = mask;
  }

  /** The credential itself: for fingerprints and comparison only, never for output. */
  reveal(): string {
    return this.#value;
  }

  get mask(): string {
    return this.#mask;
  }

  toString(): string {
    return this.#mask;
  }

  toJSON(): string {
    return this.#mask;
  }

  [INSPECT](): string {
    return `Secret(${this.#mask})`;
  }
}

function maskOf(value: string, prefix: string): string {
  if (prefix === '' || !value.startsWith(prefix)) return '…';
  const variable = value.length - prefix.length;
  const tail = variable - SHOWN_TAIL >= HIDDEN_MINIMUM ? value.slice(-SHOWN_TAIL) : '';
  return `${prefix}…${tail}`;
}
