/** How large a program is when its shared lists count each time: everything that walks programs walks them as trees. */
import { ProgramError } from '../errors.mjs';
import { EastArray, EastVariant } from '../values/containers.mjs';

/** The most nodes of a program. */
export const MAX_NODES = 4_000_000;

export const TEXT = {
  cyclic: 'a list of nodes contains itself: not a program',
  tooLarge: `the program has more than ${MAX_NODES} nodes`,
};

const OTHERS = new Set(['type', 'location', 'label', 'type_parameters']);

/** @throws {ProgramError} for a program that is too large, or contains itself */
export function checkSize(root) {
  const lists = new Map(); // list: its nodes; 0 while they are being counted
  const count = (node) => {
    if (node.case === 'Value') return 1;
    let nodes = 1;
    for (const [name, part] of Object.entries(node.value)) {
      if (OTHERS.has(name)) continue;
      if (part instanceof EastVariant) nodes += count(part);
      else if (part instanceof EastArray) nodes += countList(part);
    }
    if (nodes > MAX_NODES) throw new ProgramError(TEXT.tooLarge);
    return nodes;
  };
  const countList = (list) => {
    const known = lists.get(list);
    if (known === 0) throw new ProgramError(TEXT.cyclic);
    if (known !== undefined) return known;
    lists.set(list, 0);
    let nodes = 1;
    for (const item of list.items) {
      if (item instanceof EastVariant) nodes += count(item);
      else for (const part of Object.values(item)) if (part instanceof EastVariant) nodes += count(part);
    }
    lists.set(list, nodes);
    return nodes;
  };
  count(root);
}
