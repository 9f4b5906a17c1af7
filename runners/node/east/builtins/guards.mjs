/** What may be changed now: iteration locks and frozen containers (spec 4.6). */
import { EastError } from '../errors.mjs';
import { EastArray, EastDict, EastRef } from '../values/containers.mjs';

export const TEXT = {
  locked: (kind) => `Cannot modify ${kind} during iteration`,
  frozen: (kind) => `Cannot modify frozen ${kind}`,
  tooLarge: (kind) => `${kind} is too large`,
};

const kindOf = (container) =>
  (container instanceof EastArray ? 'Array' : container instanceof EastDict ? 'Dict' : container instanceof EastRef ? 'Ref' : 'Set');

/** @throws {EastError} when the size of a container must not change now */
export function checkResizable(container) {
  if (container.locks === 0 && !container.isFrozen) return;
  throw new EastError(container.isFrozen ? TEXT.frozen(kindOf(container)) : TEXT.locked(kindOf(container)));
}

/** @throws {EastError} when what a container holds must not change */
export function checkChangeable(container) {
  if (container.isFrozen) throw new EastError(TEXT.frozen(kindOf(container)));
}

/** The most elements that are made at once. */
const MAX_ELEMENTS = 2 ** 27;

export function checkRoom(count) {
  if (count > MAX_ELEMENTS) throw new EastError(TEXT.tooLarge('Array'));
}
