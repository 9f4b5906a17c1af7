import { chart, line, band } from "./plot.mjs";

/**
 * @typedef {{ date: Date, ppm: number }} Observation
 * @typedef {{ origin: Date, last: Date, trend: number[], seasons: number[], growth: number, season: number,
 *             persistence: number, noise: number, drift: number }} Model
 * @typedef {{ week: bigint, q05: number, q25: number, q50: number, q75: number, q95: number }} Band
 * @typedef {{ size: bigint, growth: number, mean: number[] }} Cluster
 * @typedef {{ bands: Band[], clusters: Cluster[] }} Outlook
 */

const WEEK = 7 * 24 * 3600 * 1000;
const COLOURS = ["#2b6cb0", "#6b7280", "#c05621"];

/**
 * One page with everything in it: history, the fan of possible futures, and the groups they fall into.
 *
 * @param {Observation[]} history
 * @param {Model} model
 * @param {Outlook} outlook
 * @returns {string}
 */
export function report(history, model, outlook) {
  const at = (week) => new Date(model.last.getTime() + Number(week) * WEEK);
  const { bands, clusters } = outlook;
  const recent = history.filter((row) => row.date >= new Date(model.last.getTime() - 5 * 365.25 * 24 * 3600 * 1000));
  const points = (rows) => rows.map((row) => [row.date, row.ppm]);
  const between = (low, high) => bands.map((b) => [at(b.week), b[low], b[high]]);

  const past = chart("Weekly means at Mauna Loa, ppm", [line(points(history), "#2f855a", 1)]);
  const fan = chart("What may come: 50 % and 90 % of the trajectories, and their median, ppm", [
    band(between("q05", "q95"), "#bee3f8"),
    band(between("q25", "q75"), "#63b3ed"),
    line(bands.map((b) => [at(b.week), b.q50]), "#2a4365", 1.5),
    line(points(recent), "#2f855a", 1),
  ]);
  const groups = chart("Mean of each group of trajectories, ppm", [
    line(points(recent), "#2f855a", 1),
    ...clusters.map((group, i) => line(Array.from(group.mean, (ppm, week) => [at(week + 1), ppm]), COLOURS[i % COLOURS.length], 1.5)),
  ]);

  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>CO2 outlook</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1a202c; }
  svg { width: 100%; height: auto; } figcaption { font-weight: 600; } figure { margin: 2rem 0; }
  table { border-collapse: collapse; } th, td { padding: .3rem .9rem; text-align: right; border-bottom: 1px solid #e2e8f0; }
  .axis { stroke: #a0aec0; } .grid { stroke: #edf2f7; } text { font-size: 11px; fill: #4a5568; }
</style>
</head>
<body>
<h1>CO<sub>2</sub> outlook</h1>
<p>${history.length} weekly means from ${day(history[0].date)} to ${day(model.last)}. At the end of the record the trend grows by
<b>${model.growth.toFixed(2)} ppm a year</b>; the season swings by <b>${model.season.toFixed(1)} ppm</b> from peak to peak.</p>
${past}
${fan}
${groups}
<table>
<tr><th>group</th><th>trajectories</th><th>growth, ppm a year</th><th>last week, ppm</th></tr>
${clusters.map((group, i) => `<tr><td style="color:${COLOURS[i % COLOURS.length]}">${i + 1}</td><td>${group.size}</td><td>${group.growth.toFixed(2)}</td><td>${group.mean[group.mean.length - 1].toFixed(1)}</td></tr>`).join("\n")}
</table>
</body>
</html>
`;
}

const day = (date) => date.toISOString().slice(0, 10);
