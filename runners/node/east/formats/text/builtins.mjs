/** The builtin Parse. */
import { EastError } from '../../errors.mjs';
import { eastText } from '../../print.mjs';
import { readText } from './reader.mjs';

const parseFailed = (type, position, message) => `Failed to parse ${type} at ${position}: ${message}`;

/** @returns {(text: string) => any} throws EastError */
export function parseText(link) {
  return (text) => {
    const read = readText(link, text);
    if (read.message !== undefined) throw new EastError(parseFailed(eastText(link.type), read.position, read.message));
    return read.value;
  };
}
