/**
 * One weekly mean.
 * @typedef {{ date: Date, ppm: number }} Observation
 */

/**
 * Parses the weekly file and drops the weeks without a measurement.
 *
 * @param {Uint8Array} csv lines of `YYYYMMDD,ppm`, the second empty where nothing was measured
 * @returns {Observation[]} in order of time
 */
export function clean(csv) {
  const [header, ...lines] = new TextDecoder().decode(csv).trim().split(/\r?\n/);
  if (header !== "date,co2") throw new Error(`expected the columns date,co2 but found ${header}`);
  const rows = [];
  for (const [index, line] of lines.entries()) {
    const match = /^(\d{4})(\d{2})(\d{2}),(\d+(?:\.\d+)?)?$/.exec(line);
    if (!match) throw new Error(`line ${index + 2} is not a week: ${line}`);
    const [, year, month, day, ppm] = match;
    if (ppm === undefined) continue;
    rows.push({ date: new Date(Date.UTC(+year, +month - 1, +day)), ppm: Number(ppm) });
  }
  console.log(`${rows.length} weeks kept, ${lines.length - rows.length} without a measurement`);
  return rows;
}
