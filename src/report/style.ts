// Colours by what they mean. The only importer of chalk, so that another colour library is one file's change.
import { Chalk } from 'chalk';
import type { Level } from '../finding.ts';

type Paint = (text: string) => string;

export interface Style {
  readonly level: Readonly<Record<Level, Paint>>;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly removed: Paint;
  readonly added: Paint;
  readonly command: Paint;
}

/** The caller decides about colour: it knows the stream, NO_COLOR and FORCE_COLOR. */
export function createStyle(colour: boolean): Style {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  return {
    level: {
      error: (text) => chalk.red.bold(text),
      warning: (text) => chalk.yellow.bold(text),
      note: (text) => chalk.blue.bold(text),
    },
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    removed: (text) => chalk.red(text),
    added: (text) => chalk.green(text),
    command: (text) => chalk.cyan(text),
  };
}
