/**
 * What the programs in this folder do, as somebody would write it in JavaScript. An Integer of East has 64 bits: `exact` keeps to that with
 * bigint and asIntN wherever a value could leave 53 bits, `plain` uses numbers throughout and is wrong as soon as one does.
 */

const wrap = (value) => BigInt.asIntN(64, value);

export const exact = {
  integers(n) {
    let sum = 0n;
    for (let i = 0n; i < n; i = wrap(i + 1n)) {
      for (let x = i; x > 1n; sum = wrap(sum + 1n)) x = x % 2n === 1n ? wrap(x * 3n + 1n) : x / 2n;
    }
    return sum;
  },
  mandelbrot: (n) => BigInt(mandelbrot(Number(n))),
  text: (n) => BigInt(text(Number(n))),
  arrays(n) {
    const made = [];
    for (let i = 0n; i < n; i = wrap(i + 1n)) made.push(i);
    const kept = made.map((x, k) => wrap(x * 3n + BigInt(k))).filter((x) => x % 8n !== 0n);
    return kept.reduce((sum, x) => wrap(sum + x % 1000n), 0n);
  },
  dicts(n) {
    const counts = new Map();
    let s = 1n;
    for (let i = 0n; i < n; i = wrap(i + 1n)) {
      s = wrap(s * 1103515245n + 12345n) % 2147483648n;
      const key = `key${s % 1000n}`;
      counts.set(key, wrap((counts.get(key) ?? 0n) + 1n));
    }
    return BigInt(counts.size);
  },
  structs: (n) => structs(Number(n)),
  fibonacci: fibonacciExact,
};

function fibonacciExact(x) {
  return x < 2n ? x : wrap(fibonacciExact(wrap(x - 1n)) + fibonacciExact(wrap(x - 2n)));
}

export const plain = {
  integers(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      for (let x = i; x > 1; sum++) x = x % 2 === 1 ? x * 3 + 1 : Math.trunc(x / 2);
    }
    return sum;
  },
  mandelbrot,
  text,
  arrays(n) {
    const made = [];
    for (let i = 0; i < n; i++) made.push(i);
    return made.map((x, k) => x * 3 + k).filter((x) => x % 8 !== 0).reduce((sum, x) => sum + x % 1000, 0);
  },
  structs,
  fibonacci: fibonacciPlain,
};

function fibonacciPlain(x) {
  return x < 2 ? x : fibonacciPlain(x - 1) + fibonacciPlain(x - 2);
}

function mandelbrot(n) {
  let total = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const a = column * 3 / n - 2;
      const b = row * 2 / n - 1;
      let x = 0;
      let y = 0;
      for (let step = 0; step < 200; step++) {
        if (x * x + y * y > 4) break;
        const next = x * x - y * y + a;
        y = 2 * x * y + b;
        x = next;
        total++;
      }
    }
  }
  return total;
}

function text(n) {
  const parts = [];
  for (let i = 0; i < n; i++) parts.push('#' + i);
  return parts.join('').length;
}

function structs(n) {
  const bodies = [];
  for (let i = 0; i < 100; i++) bodies.push({ x: i, v: 0, m: 1 });
  for (let round = 0; round < n; round++) {
    for (let i = 0; i < bodies.length; i++) {
      const body = bodies[i];
      const v = body.v - body.x * 0.0001;
      bodies[i] = { x: body.x + v * 0.01, v, m: body.m };
    }
  }
  return bodies.reduce((sum, body) => sum + body.m * body.x, 0);
}
