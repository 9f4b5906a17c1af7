/**
 * East types as plain objects: `{tag}` with `item` (Array, Ref), `key` (Set), `key` and `value` (Dict), `fields` (Struct),
 * `cases` (Variant, sorted by name), `depth` (Recursive: 1 is the constructor just outside), `inputs` and `output` (functions).
 *
 * @typedef {{tag: string, item?: EastType, key?: EastType, value?: EastType, fields?: Member[], cases?: Member[], depth?: number,
 *   inputs?: EastType[], output?: EastType}} EastType
 * @typedef {{name: string, type: EastType}} Member
 */

/** Types may nest this deep. */
export const MAX_TYPE_DEPTH = 1000;

/** The parts-less types by name. */
export const LEAF = Object.freeze(Object.fromEntries(
  ['Never', 'Null', 'Boolean', 'Integer', 'Float', 'String', 'DateTime', 'Blob'].map((tag) => [tag, Object.freeze({ tag })])));

export const arrayType = (item) => ({ tag: 'Array', item });
export const refType = (item) => ({ tag: 'Ref', item });
export const setType = (key) => ({ tag: 'Set', key });
export const dictType = (key, value) => ({ tag: 'Dict', key, value });
export const structType = (fields) => ({ tag: 'Struct', fields });
export const recursiveType = (depth) => ({ tag: 'Recursive', depth });
export const functionType = (inputs, output, tag = 'Function') => ({ tag, inputs, output });

/** @param {Member[]} cases in any order, without repeated names */
export const variantType = (cases) => ({ tag: 'Variant', cases: [...cases].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) });
export const optionType = (item) => variantType([{ name: 'none', type: LEAF.Null }, { name: 'some', type: item }]);

/** Whether the type is `Option T`, whose payload type is then `type.cases[1].type`. */
export function isOption(type) {
  return type.tag === 'Variant' && type.cases.length === 2 && type.cases[0].name === 'none' && type.cases[0].type.tag === 'Null'
    && type.cases[1].name === 'some';
}

/** The types directly inside a type, in the order of its parts. */
export function partsOf(type) {
  switch (type.tag) {
    case 'Array': case 'Ref': return [type.item];
    case 'Set': return [type.key];
    case 'Dict': return [type.key, type.value];
    case 'Struct': return type.fields.map((field) => field.type);
    case 'Variant': return type.cases.map((member) => member.type);
    case 'Function': case 'AsyncFunction': return [...type.inputs, type.output];
    default: return [];
  }
}

/** Structural equality (spec 1.2). */
export function sameType(a, b) {
  if (a === b) return true;
  if (a.tag !== b.tag || a.depth !== b.depth) return false;
  const names = (type) => type.fields ?? type.cases ?? [];
  const [left, right] = [names(a), names(b)];
  if (left.length !== right.length || left.some((member, i) => member.name !== right[i].name)) return false;
  const [inside, other] = [partsOf(a), partsOf(b)];
  return inside.length === other.length && inside.every((part, i) => sameType(part, other[i]));
}

/**
 * The first rule of the language that a type breaks, or null: names are unique and cases sorted, keys are immutable data, a back-reference
 * points at an enclosing constructor and not past another recursive one (spec 1.1 and 1.3).
 * @param {EastType} type
 * @returns {string | null}
 */
export function typeProblem(type) {
  const checker = new TypeChecker();
  checker.visit(type);
  return checker.problem;
}

class TypeChecker {
  problem = null;
  #isTarget = []; // for each enclosing constructor, whether a back-reference points at it

  /** Returns the outermost constructor that the type points at, as an index from outside; Infinity when it points at none. */
  visit(type) {
    const depth = this.#isTarget.length;
    if (type.tag === 'Recursive') {
      const target = depth - type.depth;
      if (!(target >= 0 && target < depth)) this.#found(`Recursive ${type.depth} points outside the type`);
      else this.#isTarget[target] = true;
      return target;
    }
    this.#found(depth > MAX_TYPE_DEPTH ? `the type is nested more than ${MAX_TYPE_DEPTH} deep` : ownProblem(type));
    if (this.problem !== null) return Infinity;
    this.#isTarget.push(false);
    const outermost = partsOf(type).reduce((least, part) => Math.min(least, this.visit(part)), Infinity);
    if (this.#isTarget.pop() && outermost < depth) this.#found('recursive types that refer to each other are not East types');
    return outermost < depth ? outermost : Infinity;
  }

  #found(problem) {
    this.problem ??= problem;
  }
}

function ownProblem(type) {
  const names = (type.fields ?? type.cases ?? []).map((member) => member.name);
  if (new Set(names).size !== names.length) return `a ${type.tag} has the same name twice`;
  if (type.tag === 'Variant' && names.some((name, i) => i > 0 && names[i - 1] > name)) return 'the cases of a Variant are not sorted';
  return type.key && !isKey(type.key) ? `the key of a ${type.tag} must be immutable data, not ${type.key.tag}` : null;
}

/** Whether a type may be a key: no Ref, Array, Set, Dict or function anywhere in it. */
export function isKey(type) {
  return !['Ref', 'Array', 'Set', 'Dict', 'Function', 'AsyncFunction'].includes(type.tag) && partsOf(type).every(isKey);
}

/** Whether the type has no function in it. */
export function isData(type) {
  return type.tag !== 'Function' && type.tag !== 'AsyncFunction' && partsOf(type).every(isData);
}
