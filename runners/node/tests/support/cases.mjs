/** Runs cases of programs on a thread of their own. */
import { Worker } from 'node:worker_threads';

/**
 * @param {string[]} programs headerless, as base64
 * @returns {Promise<{text?: string, json?: any, error?: string, stack?: string[], log: string[], defect?: string}[]>}
 */
export function runCases(programs) {
  return new Promise((resolve, reject) => {
    const outcomes = [];
    const worker = new Worker(new URL('./cases-worker.mjs', import.meta.url), { workerData: programs, resourceLimits: { stackSizeMb: 256 } });
    worker.on('message', (outcome) => outcomes.push(outcome));
    worker.on('error', reject);
    worker.on('exit', () => resolve(outcomes));
  });
}
