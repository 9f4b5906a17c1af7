/** Which names a person may have meant. */

const MOST = 5;

/**
 * Up to five of `names`, those most like `wanted` first.
 * @param {string} wanted
 * @param {string[]} names
 */
export function nearNames(wanted, names) {
  const scored = names.map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }));
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return scored.slice(0, MOST).map((each) => each.name);
}

/** How many single characters must change: the edit distance, one row at a time. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      next[k] = Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + (a[i - 1] === b[k - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
