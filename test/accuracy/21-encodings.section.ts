// The part of the accuracy report about encoded credentials.
import { measureEncodings } from './encoded.ts';
import { createScan } from './recall.ts';

export const title = 'Credentials: recall for each encoding';

/** Markdown. */
export async function section(): Promise<string> {
  const measured = measureEncodings(await createScan());
  return [
    'One credential of each kind that is told by its own text, whose prefix has four signs or more.',
    '',
    '| encoding | planted | found by the right rule |',
    '| --- | --- | --- |',
    ...measured.map(({ encoding, planted, missed }) => `| ${encoding} | ${planted} | ${planted - missed.length} |`),
  ].join('\n');
}
