/** Lexical scopes of East (spec 4.2). */

/**
 * @typedef {object} Binding
 * @property {string} name of the JavaScript variable
 * @property {boolean} isMutable
 * @property {number | null} low range of an Integer, where it is known
 * @property {number | null} high
 */

export class Scope {
  #names = new Map();

  /**
   * @param {Scope | null} outer
   * @param {{hoisted: string[]}} block the JavaScript block that its variables are declared in
   */
  constructor(outer, block) {
    this.outer = outer;
    this.block = block;
  }

  /** @param {Binding} binding */
  bind(name, binding) {
    this.#names.set(name, binding);
  }

  /** @returns {Binding | undefined} */
  find(name) {
    return this.#names.get(name) ?? this.outer?.find(name);
  }
}
