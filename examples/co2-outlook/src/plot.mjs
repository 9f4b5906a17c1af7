// Just enough of a plotting library: time on x, a number on y, drawn as SVG.

const SIZE = { width: 860, height: 320, left: 48, right: 12, top: 10, bottom: 28 };

/** A line through [date, y] pairs. */
export const line = (points, colour, width) => ({
  points,
  lows: points.map((p) => p[1]),
  highs: points.map((p) => p[1]),
  draw: (x, y) => `<polyline fill="none" stroke="${colour}" stroke-width="${width}" points="${points.map((p) => `${x(p[0])},${y(p[1])}`).join(" ")}"/>`,
});

/** An area between [date, low, high] triples. */
export const band = (points, colour) => ({
  points,
  lows: points.map((p) => p[1]),
  highs: points.map((p) => p[2]),
  draw: (x, y) => {
    const there = points.map((p) => `${x(p[0])},${y(p[2])}`);
    const back = points.map((p) => `${x(p[0])},${y(p[1])}`).reverse();
    return `<polygon fill="${colour}" stroke="none" points="${[...there, ...back].join(" ")}"/>`;
  },
});

/** A figure with axes that fit every layer; later layers are drawn over earlier ones. */
export function chart(caption, layers) {
  const times = layers.flatMap((layer) => layer.points.map((p) => p[0].getTime()));
  const [from, to] = range(times);
  const [low, high] = [range(layers.flatMap((layer) => layer.lows))[0], range(layers.flatMap((layer) => layer.highs))[1]];
  const x = (date) => round(SIZE.left + ((date.getTime() - from) / (to - from || 1)) * (SIZE.width - SIZE.left - SIZE.right));
  const y = (value) => round(SIZE.height - SIZE.bottom - ((value - low) / (high - low || 1)) * (SIZE.height - SIZE.top - SIZE.bottom));
  return `<figure><figcaption>${caption}</figcaption>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${caption}">
${ticks(low, high, 6).map((value) => `<line class="grid" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${y(value)}" y2="${y(value)}"/><text x="${SIZE.left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`).join("\n")}
${years(from, to).map((year) => `<text x="${x(new Date(Date.UTC(year, 0, 1)))}" y="${SIZE.height - 10}" text-anchor="middle">${year}</text>`).join("\n")}
${layers.map((layer) => layer.draw(x, y)).join("\n")}
<line class="axis" x1="${SIZE.left}" x2="${SIZE.width - SIZE.right}" y1="${SIZE.height - SIZE.bottom}" y2="${SIZE.height - SIZE.bottom}"/>
</svg></figure>`;
}

const round = (value) => Math.round(value * 10) / 10;

const range = (values) => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);

/** Round numbers between low and high, about `count` of them. */
function ticks(low, high, count) {
  const raw = (high - low) / count || 1;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= raw);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Years to label between two times, at most about ten. */
function years(from, to) {
  const [first, last] = [new Date(from).getUTCFullYear() + 1, new Date(to).getUTCFullYear()];
  const step = Math.max(1, Math.ceil((last - first + 1) / 10));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
