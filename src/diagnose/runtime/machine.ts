// What the checks of this machine look at, handed over so that tests can make one.
export interface Machine {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly platform: NodeJS.Platform;
  /** True for a text with a credential in it. */
  readonly holdsCredential: (text: string) => Promise<boolean>;
}
