#!/usr/bin/env node
// Entry of the command line. Hooks take the short way: their own bundle, nothing of the rest loaded.
import { runProcess } from './process.ts';

if (process.argv[2] === 'hook' && !/^-|^$/.test(process.argv[3] ?? '')) {
  // A value, so that the bundler leaves the finished hook where it is.
  const hook = new URL('./hook/main.cjs', import.meta.url).href;
  await import(hook);
} else {
  const { runCommand } = await import('./cli/main.ts');
  await runProcess(runCommand);
}
