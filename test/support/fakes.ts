// Look-alike credentials for tests: none is stored in a file.
export { expandFakes, fakeOf } from '../../src/credentials/catalogue.ts';
