import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import { SignedZeroMap, SignedZeroSet, keepSignedZeros } from '../values/signed-zero.mjs';

test('deepEqual, which the tests below rely on, tells -0 from 0', () => {
  assert.notDeepEqual([-0], [0]);
});

test('a set keeps -0 and 0 apart in every method', () => {
  const set = new SignedZeroSet([1, -0, 0, NaN]);
  assert.ok(set instanceof Set);
  assert.equal(set.size, 4);
  assert.deepEqual([...set], [1, -0, 0, NaN]);
  assert.deepEqual([...set.keys()], [1, -0, 0, NaN]);
  assert.deepEqual([...set.values()], [1, -0, 0, NaN]);
  assert.deepEqual([...set.entries()], [[1, 1], [-0, -0], [0, 0], [NaN, NaN]]);
  const seen = [];
  set.forEach(function (value, key, owner) { seen.push([value, key, owner === set, this.self]); }, { self: 'self' });
  assert.deepEqual(seen, [[1, 1, true, 'self'], [-0, -0, true, 'self'], [0, 0, true, 'self'], [NaN, NaN, true, 'self']]);
  assert.equal(set.add(-0), set);
  assert.equal(set.size, 4);
  assert.deepEqual([set.delete(0), set.delete(0), set.has(0), set.has(-0), set.has(NaN)], [true, false, false, true, true]);
  assert.deepEqual([set.delete(-0), set.has(-0), [...set]], [true, false, [1, NaN]]);
  assert.deepEqual([...set.add(0).add(-0)], [1, NaN, 0, -0]);
  set.clear();
  assert.deepEqual([set.size, set.has(-0)], [0, false]);
});

test('a map keeps -0 and 0 apart in every method', () => {
  const map = new SignedZeroMap([[-0, 'minus'], [0, 'plus'], [NaN, 'none']]);
  assert.ok(map instanceof Map);
  assert.equal(map.size, 3);
  assert.deepEqual([map.get(-0), map.get(0), map.get(NaN), map.get(1)], ['minus', 'plus', 'none', undefined]);
  assert.deepEqual([...map], [[-0, 'minus'], [0, 'plus'], [NaN, 'none']]);
  assert.deepEqual([...map.entries()], [...map]);
  assert.deepEqual([...map.keys()], [-0, 0, NaN]);
  assert.deepEqual([...map.values()], ['minus', 'plus', 'none']);
  const seen = [];
  map.forEach(function (value, key, owner) { seen.push([value, key, owner === map, this.self]); }, { self: 'self' });
  assert.deepEqual(seen, [['minus', -0, true, 'self'], ['plus', 0, true, 'self'], ['none', NaN, true, 'self']]);
  assert.equal(map.set(-0, 'again'), map);
  assert.deepEqual([map.size, map.get(-0), map.get(0)], [3, 'again', 'plus']);
  assert.deepEqual([map.delete(-0), map.delete(-0), map.has(-0), map.has(0)], [true, false, false, true]);
  assert.deepEqual([map.getOrInsert(-0, 'new'), map.getOrInsert(-0, 'late'), map.getOrInsert(0, 'late')], ['new', 'new', 'plus']);
  assert.equal(map.delete(-0), true);
  assert.deepEqual([map.getOrInsertComputed(-0, (key) => [key]), map.getOrInsertComputed(-0, () => [])], [[-0], [-0]]);
});

test('what is added while a set is iterated is met, as in a plain one', () => {
  const met = [];
  const set = new SignedZeroSet([0]);
  for (const each of set) {
    met.push(each);
    if (met.length === 1) set.add(-0);
  }
  assert.deepEqual(met, [0, -0]);
});

test('a container that is filled already stays the same object and keeps what it has', () => {
  const [set, map] = [new Set([-1]), new Map([[-1, 'a']])];
  assert.equal(keepSignedZeros(set), set);
  assert.deepEqual([...keepSignedZeros(map).set(-0, 'b').set(0, 'c')], [[-1, 'a'], [-0, 'b'], [0, 'c']]);
});

test('sets are combined without mixing -0 and 0 up', { skip: 'union' in Set.prototype ? false : 'needs Node 22' }, () => {
  const set = new SignedZeroSet([-0, 1]);
  const other = new SignedZeroSet([0, 1]);
  assert.deepEqual([...set.union(other)], [-0, 1, 0]);
  assert.ok(set.union(other) instanceof SignedZeroSet);
  assert.deepEqual([...set.intersection(other)], [1]);
  assert.deepEqual([...set.difference(other)], [-0]);
  assert.deepEqual([...set.symmetricDifference(other)], [-0, 0]);
  assert.deepEqual([set.isSubsetOf(other), set.isSupersetOf(new Set([1])), set.isDisjointFrom(new SignedZeroSet([0]))], [false, true, true]);
  assert.deepEqual([...set.union(new Map([[2, 'a']]))], [-0, 1, 2]);
  assert.deepEqual([...new Set([2]).union(set)], [2, 0, 1], 'a plain set takes -0 for 0 as always');
});

test('-0 is shown and cloned as such', () => {
  assert.match(inspect(new SignedZeroSet([-0, 0])), /^SignedZeroSet\(2\) .*\{ -0, 0 \}$/);
  assert.match(inspect(new SignedZeroMap([[-0, 1]])), /^SignedZeroMap\(1\) .*\{ -0 => 1 \}$/);
  const [clone] = structuredClone(new SignedZeroSet([-0]));
  assert.ok(Object.is(Number(clone), -0));
});
