// The check of this machine before anybody blames the key: credential, form, order, address, proxy, clock, files, SDK.
import { UserError } from '../../errors.ts';
import type { Check } from '../check.ts';
import { checkCredentials } from './credentials.ts';
import { checkFiles } from './files.ts';
import type { Machine } from './machine.ts';
import { checkNetwork } from './network.ts';
import { checkSdks } from './sdk.ts';

export interface RuntimeCheckOptions {
  /** Ask the provider about the credential that wins: the only step that opens a connection. */
  readonly verify: boolean;
}

/** No message holds a credential. */
export async function checkRuntime(machine: Machine, { verify }: RuntimeCheckOptions): Promise<readonly Check[]> {
  return [
    ...(await guarded('credentials', async () => checkCredentials(machine))),
    ...(await guarded('network', async () => checkNetwork(machine))),
    ...(await guarded('file-modes', async () => checkFiles(machine))),
    ...(await guarded('sdk', async () => checkSdks(machine))),
    ...(verify ? await guarded('verify', async () => (await import('./live.ts')).checkLive(machine)) : []),
  ];
}

/** What could not be looked at is said, and the rest is still checked. */
async function guarded(id: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ id, group: 'runtime', state: 'unknown', message: error.message }];
  }
}
