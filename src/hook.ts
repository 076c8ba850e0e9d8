// Entry of the hook: what git runs at a commit. Bundled by itself, because its start-up is paid at every commit.
import { runHook } from './cli/hook.ts';
import { runProcess } from './process.ts';

void runProcess(runHook);
