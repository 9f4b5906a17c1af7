/** The functions that the conformance kit asks a runtime for (ir/protocol.md, Conformance). */
import fs from 'node:fs';
import { progress } from 'polyglot';

let calls = 0;

/** Returns what it is given.
 * @param {any} value
 * @returns {any} */
export function echo(value) {
  return value;
}

/** Adds.
 * @param {bigint} a
 * @param {bigint} b
 * @returns {bigint} */
export function add(a, b) {
  return a + b;
}

/** Raises.
 * @param {string} message
 * @returns {bigint} */
export function fail(message) {
  throw new Error(message);
}

/** Prints to both streams.
 * @param {string} text
 * @returns {bigint} */
export function speak(text) {
  console.log(text);
  console.error(text);
  return BigInt(text.length);
}

/** Computes without yielding.
 * @param {number} seconds
 * @returns {bigint} */
export function spin(seconds) {
  const end = performance.now() + 1000 * seconds;
  let turns = 0n;
  while (performance.now() < end) turns++;
  return turns;
}

/** Reports progress after each step.
 * @param {bigint} count
 * @returns {bigint} */
export function steps(count) {
  for (let i = 1n; i <= count; i++) progress(Number(i) / Number(count), `step ${i}`);
  return count;
}

/** Returns what it does not declare.
 * @returns {bigint} */
export function wrong() {
  return 'not an integer';
}

/** Returns a list that contains itself.
 * @returns {bigint[][]} */
export function cyclic() {
  const list = [];
  list.push(list);
  return list;
}

/** Counts its calls.
 * @returns {bigint} */
export function state() {
  calls++;
  return BigInt(calls);
}

/** Writes to descriptor 1 with the system call.
 * @param {string} text
 * @returns {bigint} */
export function raw_write(text) {
  return BigInt(fs.writeSync(1, text));
}

/** Kills its own process.
 * @returns {bigint} */
export function die() {
  process.kill(process.pid, 'SIGKILL');
  return 0n;
}
