// A step of the chain that bench/watch.py watches.

/** @param {Float64Array} values @returns {Float64Array} */
export function advance(values) {
  let sum = 0;
  return values.map((value) => (sum += value) % 89);
}
