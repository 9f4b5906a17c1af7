/** Takes a doc comment apart: its description and its tags with their types. */

/**
 * @typedef {object} DocType
 * @property {string} text the type's source, without the braces
 * @property {number} line where it begins in the file
 */

/**
 * @typedef {object} DocTag
 * @property {string} tag without the `@`
 * @property {DocType | null} type
 * @property {string} name the first word after the type, `a.b` and `a[].b` included; '' for none
 * @property {boolean} optional the name stands in square brackets
 * @property {number} line
 */

/** A tag begins a line; those that carry types may also follow on the same line. */
const TAG = /^[^\S\n]*@([A-Za-z]+)|(?<=\s)@(param|arg|argument|returns?|type|typedef|property|prop)(?=\s*\{)/gm;

/**
 * @param {{text: string, line: number}} doc the text between the comment's delimiters, and the line of its first character
 * @returns {{summary: string, tags: DocTag[]}} the first line of the description, and the tags in order
 */
export function readDoc(doc) {
  const lines = doc.text.split(/\r\n|[\n\r]/).map((line) => line.replace(/^\s*\*?[^\S\n]?/, ''));
  const text = lines.join('\n');
  const starts = [...text.matchAll(TAG)];
  const description = text.slice(0, starts[0]?.index ?? text.length);
  const summary = description.split('\n').map((line) => line.trim()).find((line) => line !== '') ?? '';
  const tags = starts.map((start, i) => {
    const end = starts[i + 1]?.index ?? text.length;
    const line = doc.line + countLines(text.slice(0, start.index));
    return readTag(start[1] ?? start[2], text.slice(start.index + start[0].length, end), line);
  });
  return { summary, tags };
}

const countLines = (text) => text.split('\n').length - 1;

function readTag(tag, rest, line) {
  const before = rest.length - rest.trimStart().length;
  let type = null;
  let after = rest.slice(before);
  if (after.startsWith('{')) {
    const end = closingBrace(after);
    type = { text: after.slice(1, end), line: line + countLines(rest.slice(0, before)) };
    after = after.slice(end + 1).trimStart();
  }
  const bracketed = /^\[\s*([^\s=\]]+(?:\[\])?(?:\.[^\s=\]]+)*)/.exec(after);
  const name = bracketed?.[1] ?? /^[\p{ID_Start}$_][\p{ID_Continue}$.[\]]*/u.exec(after)?.[0] ?? '';
  return { tag, type, name, optional: bracketed !== null, line };
}

/** The index of the brace that closes the one at 0; the end where there is none. */
function closingBrace(text) {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'" || char === '`') {
      const end = text.indexOf(char, i + 1);
      if (end > 0) i = end;
    } else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i;
  }
  return text.length;
}
