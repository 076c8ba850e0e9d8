// What a reader needs beyond the message, as one string with a line for each part: composed at scan time, taken apart
// by the pretty printer.

/** The parts of a finding's help. */
export interface Help {
  /** The harm. */
  readonly why: string;
  /** What to do. */
  readonly fix?: string;
  /** Where to revoke a credential. */
  readonly revoke?: string;
}

const REVOKE_LEAD = 'If it was ever pushed, revoke it: ';

export function composeHelp(help: Help): string {
  const revoke = help.revoke === undefined ? undefined : `${REVOKE_LEAD}${help.revoke}.`;
  return [help.why, help.fix, revoke].filter((part) => part !== undefined && part !== '').join('\n');
}

export function splitHelp(text: string): Help {
  const lines = text.split('\n');
  const revoke = lines.find((line) => line.startsWith(REVOKE_LEAD));
  const [why = '', ...fix] = lines.filter((line) => line !== revoke);
  return {
    why,
    ...(fix.length === 0 ? {} : { fix: fix.join(' ') }),
    ...(revoke === undefined ? {} : { revoke: revoke.slice(REVOKE_LEAD.length).replace(/\.$/, '') }),
  };
}
