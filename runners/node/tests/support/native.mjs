/** A package of platform functions for tests. */
export const platform = {
  smooth: {
    type: '(Array<Float>, Integer) -> Array<Float>',
    run(values, width) {
      if (width <= 0n) throw new RangeError(`width must be positive, got ${width}`);
      const by = Number(width);
      return values.map((_, i) => values.slice(Math.max(0, i - by + 1), i + 1).reduce((sum, value) => sum + value, 0) / Math.min(by, i + 1));
    },
  },
  rows: {
    type: 'async (Integer) -> Array<Struct<id: Integer, name: Option<String>>>',
    async run(count) {
      await new Promise((resolve) => { setImmediate(resolve); });
      return Array.from({ length: Number(count) }, (_, i) => ({ id: BigInt(i), name: i === 0 ? null : `n${i}` }));
    },
  },
  fails_later: {
    type: 'async () -> Integer',
    async run() {
      await null;
      throw Object.assign(new Error('no connection'), { name: 'NetworkError' });
    },
  },
  wrong: { type: '() -> Array<Integer>', run: () => [1n, 'two'] },
  apply: { type: '((Integer) -> Integer, Integer) -> Integer', run: (f, value) => f(f(value)) },
};
