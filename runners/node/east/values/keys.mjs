/** How keys of Sets and Dicts are found: by a primitive of JavaScript that is the same for equal keys and for no others. */
import { routine } from '../link.mjs';
import { compareOf } from './order.mjs';

/**
 * @typedef {object} KeyKind
 * @property {boolean} isPlain the key itself is such a primitive
 * @property {(key: any) => any} hash
 * @property {(a: any, b: any) => number} compare East order
 */

/**
 * @param {import('../link.mjs').Link} link of a key type
 * @returns {KeyKind}
 */
export function keysOf(link) {
  return (link.routines.keys ??= {
    isPlain: ['Integer', 'DateTime', 'String', 'Boolean', 'Null'].includes(link.tag),
    hash: link.tag === 'Float' ? (key) => (Object.is(key, -0) ? '-0' : key) : spellingOf(link),
    compare: compareOf(link),
  });
}

/** Writes a key so that no key is the beginning of another one: what follows it cannot be taken for a part of it. */
function spellingOf(link) {
  return routine(link, 'spelling', make);
}

function make(link) {
  switch (link.tag) {
    case 'Integer': case 'DateTime': return (key) => `${key};`;
    case 'Float': return (key) => (Object.is(key, -0) ? '-0;' : `${key};`);
    case 'Boolean': return (key) => (key ? 't' : 'f');
    case 'String': return (key) => `${key.length}:${key}`;
    case 'Blob': return (key) => `${key.length}:${Buffer.from(key.buffer, key.byteOffset, key.length).latin1Slice()}`;
    case 'Struct': {
      const fields = link.names.map((name, i) => [name, spellingOf(link.parts[i])]);
      return (key) => {
        let text = '';
        for (const [name, spell] of fields) text += spell(key[name]);
        return text;
      };
    }
    case 'Variant': {
      const cases = new Map(link.names.map((name, i) => [name, { head: `${i}.`, spell: spellingOf(link.parts[i]) }]));
      return (key) => {
        const { head, spell } = cases.get(key.case);
        return head + spell(key.value);
      };
    }
    default: return () => ''; // Null; Never has no values
  }
}
