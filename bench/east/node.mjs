/**
 * Programs of East in the Node runtime beside the same by hand: `node bench/east/node.mjs`. Times are milliseconds, the best of a few runs in one
 * process; what it takes to read and compile a program is apart. With file names and integers (`… program.beast2 1000`), those programs alone.
 */
import fs from 'node:fs';
import { Worker, isMainThread } from 'node:worker_threads';
import { loadProgram } from '../../runners/node/east/run/program.mjs';
import { platformOf, BUILT_IN } from '../../runners/node/platforms/packages.mjs';
import { exact, plain } from './by-hand.mjs';

const ROUNDS = 5;
const SIZES = { integers: 300_000, mandelbrot: 300, text: 500_000, arrays: 1_000_000, dicts: 300_000, structs: 20_000, fibonacci: 30 };

/** The best time in milliseconds, and what came out last. */
function best(run) {
  let least = Infinity;
  let result;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    result = run();
    least = Math.min(least, performance.now() - start);
  }
  return { ms: least, result };
}

function measure(file, size) {
  const bytes = fs.readFileSync(file);
  const start = performance.now();
  const program = loadProgram(bytes, platformOf([], BUILT_IN));
  const compiled = performance.now() - start;
  return { compiled, ...best(() => program.run([size])) };
}

const ms = (value) => value.toFixed(1).padStart(9);
const ratio = (a, b) => (a / b.ms).toFixed(2).padStart(8);

function compare() {
  console.log(`${'program'.padEnd(12)}${'compile'.padStart(9)}${'East'.padStart(9)}${'bigint'.padStart(9)}${'ratio'.padStart(8)}${'numbers'.padStart(9)}${'ratio'.padStart(8)}`);
  for (const [name, size] of Object.entries(SIZES)) {
    const east = measure(new URL(`${name}.beast2`, import.meta.url), size);
    const big = best(() => exact[name](BigInt(size)));
    const small = plain[name] && best(() => plain[name](size));
    if (`${east.result}` !== `${big.result}`) throw new Error(`${name}: ${east.result} and ${big.result}`);
    const numbers = small ? ms(small.ms) + ratio(east.ms, small) : '';
    console.log(name.padEnd(12) + ms(east.compiled) + ms(east.ms) + ms(big.ms) + ratio(east.ms, big) + numbers);
  }
}

function only(given) {
  for (let i = 0; i < given.length; i += 2) {
    const { compiled, ms: least, result } = measure(given[i], Number(given[i + 1]));
    console.log(`${given[i]}: ${result}, ${least.toFixed(1)} ms, compiled in ${compiled.toFixed(1)} ms`);
  }
}

// On a thread of its own, as programs run in a worker.
if (isMainThread) {
  new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits: { stackSizeMb: 256 } });
} else if (process.argv.length > 2) {
  only(process.argv.slice(2));
} else {
  compare();
}
