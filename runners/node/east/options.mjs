/** When an Option is a value or null in JavaScript, and when it has to keep its tag. */
import { isOption } from './types.mjs';

/** What an Option holds. */
export const payloadOf = (option) => option.cases[1].type;

/**
 * Whether an Option is written as its value or null: its payload is neither Null nor itself an Option, so null can only mean `none`.
 * @param {import('./types.mjs').EastType} type
 * @param {import('./types.mjs').EastType[]} outer the constructors around it, outermost first: a payload may point back at one of them
 */
export function isNullable(type, outer) {
  if (!isOption(type)) return false;
  const payload = payloadOf(type);
  const target = payload.tag === 'Recursive' ? [...outer, type].at(-payload.depth) : payload;
  return target !== undefined && target.tag !== 'Null' && !isOption(target);
}
