import assert from 'node:assert/strict';
import test from 'node:test';
import { EastError } from '../east/errors.mjs';
import { EastArray } from '../east/values/containers.mjs';
import { announced } from '../platforms/announce.mjs';
import { current } from '../platforms/current.mjs';
import { Generator } from '../platforms/generator.mjs';
import { BUILT_IN, platformOf } from '../platforms/packages.mjs';
import { SIGNATURES } from '../platforms/signatures.mjs';

const std = platformOf([], BUILT_IN);
const call = (name, ...args) => std.get(name).call(...args);

test('every function that is announced is there, and the packages are those of the contract', () => {
  assert.deepEqual(Object.keys(SIGNATURES), ['std', 'time', 'testing']);
  for (const [name, functions] of BUILT_IN) for (const each of functions) assert.equal(typeof each.call, 'function', `${name}: ${each.name}`);
  const names = announced([]).map((each) => each.name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(!names.some((name) => /^(fs|fetch)_|uuid|random_bytes/.test(name)), 'a task is pure');
  assert.ok(!std.has('time_now') && platformOf(['std', 'time'], BUILT_IN).has('time_now'));
  assert.throws(() => platformOf(['what'], BUILT_IN), /no platform package 'what'; there are std, time, testing/);
  const twice = new Map([...BUILT_IN, ['mine', [BUILT_IN.get('std')[0]]]]);
  assert.throws(() => platformOf(['std', 'mine'], twice), /'console_log' is in more than one/);
});

/** The generator once more, with words of 64 bits. */
function reference(seed) {
  const mask = (1n << 64n) - 1n;
  const rotate = (word, by) => ((word << by) | (word >> (64n - by))) & mask;
  let mix = seed & mask;
  const s = Array.from({ length: 4 }, () => {
    mix = (mix + 0x9e3779b97f4a7c15n) & mask;
    let word = mix;
    word = ((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & mask;
    return word ^ (word >> 31n);
  });
  return () => {
    const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const shifted = (s[1] << 17n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45n);
    return result;
  };
}

test('the generator is xoshiro256** started by splitmix64', () => {
  const generator = new Generator(0n);
  assert.deepEqual([generator.next(), generator.next(), generator.next()], [11091344671253066420n, 13793997310169335082n, 1900383378846508768n]);
  for (const seed of [0n, 1n, 42n, -1n, 2n ** 63n, 0x123456789abcdef0n]) {
    const [words, next] = [new Generator(seed), reference(seed)];
    for (let i = 0; i < 1000; i++) assert.equal(words.next(), next(), `${seed}: ${i}`);
  }
});

test('uniform numbers are the upper 53 bits, and ranges reject what would be uneven', () => {
  const [generator, next] = [new Generator(7n), reference(7n)];
  for (let i = 0; i < 1000; i++) assert.equal(generator.uniform(), Number(next() >> 11n) * 2 ** -53);
  const [ranges, words] = [new Generator(9n), reference(9n)];
  for (let i = 0; i < 500; i++) {
    const count = 3n * 2n ** 62n; // a quarter of all words is rejected
    let word = words();
    while (word >= 2n ** 64n - (2n ** 64n % count)) word = words();
    assert.equal(ranges.range(-(2n ** 63n), -(2n ** 63n) + count - 1n), BigInt.asIntN(64, -(2n ** 63n) + (word % count)));
  }
  const [all, same] = [new Generator(3n), reference(3n)];
  for (let i = 0; i < 100; i++) assert.equal(all.range(-(2n ** 63n), 2n ** 63n - 1n), BigInt.asIntN(64, same()));
});

test('distributions follow their formulas, one draw after the other', () => {
  const draw = (name, ...args) => {
    current.random = new Generator(5n);
    return call(name, ...args);
  };
  const uniforms = () => {
    const next = reference(5n);
    return () => Number(next() >> 11n) * 2 ** -53;
  };
  const with_ = (formula) => formula(uniforms());
  const normal = (u) => {
    const first = 1 - u();
    return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * u());
  };
  const sum = (count) => (u) => Array.from({ length: count }).reduce((total) => total + u(), 0);
  assert.equal(draw('random_uniform'), with_((u) => u()));
  assert.equal(draw('random_normal'), with_(normal));
  assert.equal(draw('random_exponential', 2), with_((u) => -Math.log(1 - u()) / 2));
  assert.equal(draw('random_weibull', 3), with_((u) => (-Math.log(1 - u())) ** (1 / 3)));
  assert.equal(draw('random_pareto', 3), with_((u) => (1 - u()) ** (-1 / 3)));
  assert.equal(draw('random_log_normal', 1, 0.5), with_((u) => Math.exp(1 + 0.5 * normal(u))));
  assert.equal(draw('random_irwin_hall', 4), with_(sum(4)));
  assert.equal(draw('random_bates', 4), with_(sum(4)) / 4);
  assert.equal(draw('random_geometric', 0.2), with_((u) => Math.floor(Math.log(1 - u()) / Math.log(0.8)) + 1));
  assert.equal(draw('random_bernoulli', 0.5), with_((u) => (u() < 0.5 ? 1 : 0)));
  assert.equal(draw('random_binomial', 10, 0.3), with_((u) => Array.from({ length: 10 }).reduce((count) => count + (u() < 0.3 ? 1 : 0), 0)));
  assert.equal(draw('random_poisson', 3), with_((u) => {
    let count = 0;
    for (let product = u(); product > Math.exp(-3); product *= u()) count++;
    return count;
  }));
  current.random = new Generator(1n);
  call('random_seed', 5);
  assert.equal(call('random_uniform'), with_((u) => u()));
  const failed = (name, ...args) => {
    try {
      return call(name, ...args);
    } catch (error) {
      assert.ok(error instanceof EastError);
      return [error.message, ...error.locations];
    }
  };
  assert.deepEqual(failed('random_range', 2, 1), ['Invalid range: min (2) > max (1)', { filename: 'random_range', line: 0, column: 0 }]);
  assert.equal(failed('random_geometric', 0)[0], 'Invalid probability: 0.0');
  assert.equal(failed('random_geometric', NaN)[0], 'Invalid probability: NaN');
  assert.equal(failed('random_geometric', 1e-300)[0], 'Invalid probability: 1e-300');
  assert.equal(draw('random_geometric', 1), 1);
});

test('the console, paths and hashes', () => {
  const written = [];
  current.write = (stream, text) => written.push([stream, text]);
  call('console_log', 'a');
  call('console_error', 'b');
  call('console_write', 'c');
  assert.deepEqual(written, [['Stdout', 'a\n'], ['Stderr', 'b\n'], ['Stdout', 'c']]);
  assert.equal(call('path_join', new EastArray(['a', '..', 'b', 'c.txt'])), 'b/c.txt');
  assert.equal(call('path_dirname', '/a/b.txt') + call('path_basename', '/a/b.txt') + call('path_extname', '/a/b.txt'), '/ab.txt.txt');
  assert.deepEqual(['x', '', '/a/../b/', 'a/./b'].map((path) => call('path_resolve', path)), ['/x', '/', '/b', '/a/b']);
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(call('crypto_hash_sha256', 'abc'), abc);
  assert.equal(Buffer.from(call('crypto_hash_sha256_bytes', new Uint8Array([97, 98, 99]))).toString('hex'), abc);
});
