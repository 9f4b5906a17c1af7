// What the benchmarks let Node do.

/** @param {bigint} a @param {bigint} b @returns {bigint} */
export function add(a, b) {
  return a + b;
}

/** @param {bigint} count @returns {Float64Array} */
export function ramp(count) {
  const values = new Float64Array(Number(count));
  for (let i = 0; i < values.length; i++) values[i] = i;
  return values;
}

/** @param {Float64Array} values @returns {number} */
export function total(values) {
  return values[0] + values[values.length - 1];
}
