/** The variables and loops that the checker sees in one function. */

/** @typedef {{link: import('../link.mjs').Link, isMutable: boolean}} Binding */

export class FunctionScope {
  #scopes = [new Map()];
  #loops = [];

  /**
   * @param {import('../values/containers.mjs').EastVariant} node of the function
   * @param {import('../link.mjs').Link} output what the function gives
   * @param {FunctionScope | null} outer
   */
  constructor(node, output, outer) {
    this.isAsync = node.case === 'AsyncFunction';
    this.output = output;
    this.outer = outer;
  }

  enter() {
    this.#scopes.push(new Map());
  }

  leave() {
    this.#scopes.pop();
  }

  /** @param {Binding} binding */
  bind(name, binding) {
    this.#scopes.at(-1).set(name, binding);
  }

  /** @returns {Binding | undefined} */
  find(name) {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const binding = this.#scopes[i].get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  /** Whether a function around this one has the variable. */
  isOutside(name) {
    for (let scope = this.outer; scope !== null; scope = scope.outer) if (scope.find(name) !== undefined) return true;
    return false;
  }

  enterLoop(label) {
    this.#loops.push(label);
  }

  leaveLoop() {
    this.#loops.pop();
  }

  hasLoop(label) {
    return this.#loops.includes(label);
  }

  isLoopOutside(label) {
    for (let scope = this.outer; scope !== null; scope = scope.outer) if (scope.hasLoop(label)) return true;
    return false;
  }
}
