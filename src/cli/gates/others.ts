// The gates that a plain commit does not pass, as one chunk of the built hook: what it shares with the rest then stays in
// the one file that every commit loads.
export { runAgent } from './agent.ts';
export { runPreApplypatch } from './pre-applypatch.ts';
export { runPrePush } from './pre-push.ts';
export { runPreReceive } from './pre-receive.ts';
export { runPrepareCommitMsg } from './prepare-commit-msg.ts';
