/** The types of a builtin for its type parameters. */
import { linkOf } from '../link.mjs';
import { LEAF, arrayType, dictType, functionType, optionType, refType, setType, structType, variantType } from '../types.mjs';
import { SIGNATURES } from './builtin-types.mjs';

/**
 * @typedef {(types: import('../types.mjs').EastType[]) => import('../types.mjs').EastType} Term a type with parameters
 * @typedef {{parameters: string[], inputs: Term[], output: Term, made: Map<string, Signature>}} Definition
 * @typedef {{inputs: import('../link.mjs').Link[], output: import('../link.mjs').Link}} Signature
 */

const MAX_KEPT = 1024;

/** @type {Map<string, Definition>} */
const definitions = new Map();

/** @returns {Definition | null} null where there is no such builtin */
export function definitionOf(name) {
  if (!Object.hasOwn(SIGNATURES, name)) return null;
  let definition = definitions.get(name);
  if (definition === undefined) {
    definition = { ...new SignatureReader(SIGNATURES[name]).all(), made: new Map() };
    definitions.set(name, definition);
  }
  return definition;
}

/**
 * @param {Definition} definition
 * @param {import('../link.mjs').Link[]} links one for each type parameter
 * @returns {Signature}
 */
export function signatureOf({ inputs, output, made }, links) {
  const key = links.map((link) => link.id).join(' ');
  let signature = made.get(key);
  if (signature === undefined) {
    const types = links.map((link) => link.type);
    signature = { inputs: inputs.map((term) => linkOf(term(types))), output: linkOf(output(types)) };
    if (made.size >= MAX_KEPT) made.clear();
    made.set(key, signature);
  }
  return signature;
}

const CONSTRUCTORS = { Array: arrayType, Ref: refType, Set: setType, Dict: dictType, Option: optionType };

/** Reads `<T>(Array<T>, (T, Integer) -> Boolean) -> Array<T>`. Signatures are this runtime's own: what is wrong in one is a defect. */
class SignatureReader {
  #tokens;
  #at = 0;
  #parameters = [];

  constructor(text) {
    this.#tokens = text.match(/[A-Za-z_][A-Za-z0-9_]*|->|[<>(),:]/g);
  }

  all() {
    if (this.#take('<')) this.#list('>', () => this.#parameters.push(this.#name()));
    this.#expect('(');
    const inputs = this.#list(')', () => this.#term());
    this.#expect('->');
    return { parameters: this.#parameters, inputs, output: this.#term() };
  }

  /** @returns {Term} */
  #term() {
    if (this.#take('(')) {
      const inputs = this.#list(')', () => this.#term());
      this.#expect('->');
      const output = this.#term();
      return (types) => functionType(inputs.map((input) => input(types)), output(types));
    }
    const name = this.#name();
    const index = this.#parameters.indexOf(name);
    if (index >= 0) return (types) => types[index];
    if (name in LEAF) return () => LEAF[name];
    this.#expect('<');
    if (name === 'Struct' || name === 'Variant') return this.#members(name === 'Struct' ? structType : variantType);
    const parts = this.#list('>', () => this.#term());
    return (types) => CONSTRUCTORS[name](...parts.map((part) => part(types)));
  }

  #members(make) {
    const members = this.#list('>', () => ({ name: this.#name(), term: this.#take(':') ? this.#term() : () => LEAF.Null }));
    return (types) => make(members.map(({ name, term }) => ({ name, type: term(types) })));
  }

  #list(end, read) {
    const items = [];
    while (!this.#take(end)) {
      if (items.length > 0) this.#expect(',');
      items.push(read());
    }
    return items;
  }

  #name() {
    return this.#tokens[this.#at++];
  }

  #take(token) {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token) {
    if (!this.#take(token)) throw new Error(`the signature has no '${token}' where it should: ${this.#tokens.join(' ')}`);
  }
}
