/** How scalars are written in texts. */

export function eastFloat(value) {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?[0-9]+$/.test(text) ? `${text}.0` : text;
}

export function jsonFloat(value) {
  if (Object.is(value, -0)) return '"-0.0"';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

export function csvFloat(value) {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `0x` and lower-case digits. */
export function hex(blob) {
  return `0x${Buffer.from(blob.buffer, blob.byteOffset, blob.length).hexSlice()}`;
}

/** The bytes of hexadecimal digits, or null where they are not pairs of such. */
export function fromHex(digits) {
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null;
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** The characters that ECMAScript trims. */
export const isBlank = (character) => character.trim() === '';
