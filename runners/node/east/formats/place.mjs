/** Where a reader or printer is in a value: a path from the root, for references between containers and for messages. */

export const STEP = { root: 0, field: 1, case: 2, element: 3, content: 4, key: 5, value: 6 };

export class Place {
  /**
   * @param {Place | null} outer
   * @param {number} step one of STEP
   * @param {string | number | null} name of a field or case; the index of an element, key or value
   * @param {any} key the key of a value of a Dict
   * @param {import('../link.mjs').Link | null} keyLink
   */
  constructor(outer, step, name = null, key = null, keyLink = null) {
    this.outer = outer;
    this.step = step;
    this.name = name;
    this.key = key;
    this.keyLink = keyLink;
    this.depth = outer === null ? 0 : outer.depth + 1;
    this.container = null; // what starts here, and as what
    this.link = null;
    this.inner = null; // places inside, by how they are named in references
  }

  static root() {
    return new Place(null, STEP.root);
  }

  field(name) { return new Place(this, STEP.field, name); }
  case(name) { return new Place(this, STEP.case, name); }
  element(index) { return new Place(this, STEP.element, index); }
  content() { return new Place(this, STEP.content); }
  key_(index) { return new Place(this, STEP.key, index); }
  value(index, key, keyLink) { return new Place(this, STEP.value, index, key, keyLink); }

  /** Makes this place known to its outer one. */
  register(name) {
    (this.outer.inner ??= new Map()).set(name, this);
  }

  define(container, link) {
    this.container = container;
    this.link = link;
  }

  up(levels) {
    let place = this;
    for (let left = levels; left > 0 && place !== null; left--) place = place.outer;
    return place;
  }

  /** The steps from the root to here. */
  fromRoot() {
    const steps = new Array(this.depth);
    for (let place = this; place.outer !== null; place = place.outer) steps[place.depth - 1] = place;
    return steps;
  }

  /** How to get from here to another place: levels up, and the steps from there. */
  to(target) {
    let here = this;
    let there = target;
    while (here.depth > there.depth) here = here.outer;
    while (there.depth > here.depth) there = there.outer;
    while (here !== there) [here, there] = [here.outer, there.outer];
    return { up: this.depth - here.depth, down: target.fromRoot().slice(here.depth) };
  }
}

/** Whether values of a type may hold containers: only then is it worth to know where they are. */
export function mayHoldContainers(link) {
  return (link.routines.mayHold ??= { value: look(link, new Set()) }).value;
}

function look(link, seen) {
  if (['Ref', 'Array', 'Set', 'Dict'].includes(link.tag)) return true;
  if (seen.has(link)) return false;
  seen.add(link);
  return link.parts.some((part) => look(part, seen));
}

