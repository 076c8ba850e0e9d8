// Azure's emulators open with two keys that their documentation prints; any other key of that shape may be live.
import type { Verdict } from './index.ts';

const EMULATOR_KEY = /^(?:Eby8vdM02xNOcq|C2y6yDjf5\/R\+ob0N)/;

export function azureKey(value: string): Verdict {
  return EMULATOR_KEY.test(value) ? { type: 'reject' } : { type: 'valid' };
}
