/** The functions that a CommonJS module exports: `exports.f = …`, `module.exports.f = …` and `module.exports = { f, g: h, k() {…} }`. */

/**
 * @param {import('./tokens.mjs').Token[]} tokens
 * @param {import('./module.mjs').ModuleReader} reader has walked the tokens
 * @returns {import('./module.mjs').FunctionSource[]}
 */
export function commonJsExports(tokens, reader) {
  const functions = [];
  const add = (name, value) => {
    if (value !== null && value !== undefined) functions.push({ ...value, name });
  };
  for (let i = 0; i < tokens.length; i = reader.skip(i)) {
    if (reader.text(i) !== 'exports') continue;
    const ofModule = reader.text(i - 1) === '.' && reader.text(i - 2) === 'module';
    const { doc, line } = tokens[ofModule ? i - 2 : i];
    if (reader.text(i + 1) === '.' && reader.text(i + 3) === '=') {
      add(reader.text(i + 2), valueAt(reader, i + 4, doc, line));
    } else if (ofModule && reader.text(i + 1) === '=' && reader.text(i + 2) === '{') {
      members(reader, i + 2, add);
    }
  }
  return functions;
}

/** A function literal, or the local function of that name. */
function valueAt(reader, i, doc, line) {
  return reader.functionAt(i, doc, line) ?? reader.locals.get(reader.text(i));
}

/** The members of the object literal at token `open`. */
function members(reader, open, add) {
  const { tokens } = reader;
  const end = tokens[open].match;
  for (let i = open + 1; i < end; i++) {
    const { doc, line } = tokens[i];
    if (reader.text(i) === 'async' && tokens[i + 1]?.kind === 'name') i++;
    const name = tokens[i].text;
    if (reader.text(i + 1) === ':') add(name, valueAt(reader, i + 2, doc, line));
    else if (reader.text(i + 1) === '(') add(name, { name, line, doc, parameters: reader.parameters(i + 1) });
    else add(name, reader.locals.get(name));
    while (i < end && reader.text(i) !== ',') i = reader.skip(i);
  }
}
