// Objects asked for ahead come as if each were asked for by itself, whatever order they are read in.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBlobs } from '../../src/git/blobs.ts';
import { createRepository } from '../support/repository.ts';

function staged(count: number) {
  const repository = createRepository();
  for (let i = 0; i < count; i += 1) repository.write(`${i}.txt`, `${i} `.repeat(i * 1000));
  repository.git('add', '-A');
  const oids = Array.from({ length: count }, (_, i) => repository.git('rev-parse', `:${i}.txt`).trim());
  return { root: repository.root, oids };
}
const MISSING = 'f'.repeat(40);

test.each([
  ['in order', [0, 1, 2, 3, 4, 5]],
  ['backwards', [5, 4, 3, 2, 1, 0]],
  ['with some left out and some read twice', [1, 1, 4, 2, 4]],
])('what is expected is read %s', async (_name, order) => {
  const { root, oids } = staged(6);
  const blobs = openBlobs(root);
  blobs.expect([oids[0] ?? '', MISSING, ...oids.slice(1)]);
  for (const i of order) {
    const blob = await blobs.read(oids[i] ?? '');
    expect(blob.type === 'blob' ? blob.bytes.toString() : blob.type).toBe(`${i} `.repeat(i * 1000));
  }
  expect((await blobs.read(MISSING)).type).toBe('missing');
  expect((await blobs.read(':2.txt')).type).toBe('blob');
  await blobs.close();
});

test('git that cannot be started is an error, not a missing object', async () => {
  const { root, oids } = staged(1);
  const path = process.env['PATH'];
  try {
    process.env['PATH'] = join(root, 'nothing');
    await expect(openBlobs(root).read(oids[0] ?? '')).rejects.toThrow('git cat-file could not be started');
  } finally {
    process.env['PATH'] = path;
  }
});
