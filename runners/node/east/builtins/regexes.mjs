/** Regular expressions (spec 5.1): ECMAScript without the flag `u`, which is what JavaScript has. */
import { EastError } from '../errors.mjs';
import { checkLength, countCodePoints } from './strings.mjs';

export const TEXT = {
  pattern: (pattern, problem) => `Invalid regular expression: /${pattern}/: ${problem}`,
  flags: (flags) => `Invalid regular expression flags '${flags}': each of g, i, m and s may be there once`,
  unescapedAtEnd: 'invalid regex replacement string: unescaped $ at end of string',
  unterminatedName: 'invalid regex replacement string: unterminated group name in $<...>',
  emptyName: 'invalid regex replacement string: empty group name in $<>',
  nameCharacter: (character) => `invalid regex replacement string: invalid character "${character}" in group name in $<...>`,
  unescaped: (character) => `invalid regex replacement string: unescaped $ at $${character}`,
};

const MAX_KEPT = 256;
const kept = new Map();

function compile(pattern, flags) {
  const key = `${flags}/${pattern}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (!/^[gims]*$/.test(flags) || new Set(flags).size !== flags.length) throw new EastError(TEXT.flags(flags));
  let compiled;
  try {
    compiled = new RegExp(pattern, `g${flags.replace('g', '')}`);
  } catch (error) {
    throw new EastError(TEXT.pattern(pattern, error.message.replace(/^Invalid regular expression: (\/.*\/[a-z]*: )?/s, '')));
  }
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, compiled);
  return compiled;
}

function find(text, pattern, flags) {
  const regex = compile(pattern, flags);
  regex.lastIndex = 0;
  const match = regex.exec(text);
  return match === null ? -1 : match.index;
}

/** What is wrong with a replacement, or null. */
function problemOf(replacement) {
  for (let i = 0; i < replacement.length; i++) {
    if (replacement[i] !== '$') continue;
    if (++i === replacement.length) return TEXT.unescapedAtEnd;
    if (/[$1-9]/.test(replacement[i])) continue;
    if (replacement[i] !== '<') return TEXT.unescaped(String.fromCodePoint(replacement.codePointAt(i)));
    const start = ++i;
    for (; ; i++) {
      if (i === replacement.length) return TEXT.unterminatedName;
      if (replacement[i] === '>') break;
      if (!/[0-9A-Za-z_]/.test(replacement[i])) return TEXT.nameCharacter(String.fromCodePoint(replacement.codePointAt(i)));
    }
    if (i === start) return TEXT.emptyName;
  }
  return null;
}

export const regexes = {
  RegexContains: () => (text, pattern, flags) => find(text, pattern, flags) >= 0,
  RegexIndexOf: () => (text, pattern, flags) => {
    const start = find(text, pattern, flags);
    return start >= 0 && start < text.length ? countCodePoints(text.slice(0, start)) : -1; // spec 9, quirk 26
  },
  RegexReplace: () => (text, pattern, flags, replacement) => {
    const problem = problemOf(replacement);
    if (problem !== null) throw new EastError(problem, [], 3);
    const regex = compile(pattern, flags);
    regex.lastIndex = 0;
    const result = text.replace(regex, replacement); // what is left after the checks means the same there
    checkLength(result.length);
    return result;
  },
};
