// Entry of a thread that shares the scan of a large tree: told what to scan when it starts, it answers once.
import { parentPort, workerData } from 'node:worker_threads';
import { type Task, work } from './cli/parallel.ts';

parentPort?.postMessage(await work(workerData as Task, performance.now()));
