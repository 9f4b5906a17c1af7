/**
 * Builtins that call a literal function for each element, as loops of their own: JavaScript then sees one function called in one place and can
 * put its code there. They do what those of builtins/array-folds.mjs do.
 */
import { BUILTINS } from '../builtins/table.mjs';
import { NULL, Code, stable } from './code.mjs';
import { keepsSizes } from './survey.mjs';

const callbacksOf = (name) => BUILTINS.get(name)?.callbacks ?? [];

/**
 * @param {number} place of the callback among the arguments
 * @param {(c: object, parts: {list: string, f: string, index: string, rest: Code[], result: string}) => {before: string, step: string, after: Code}} write
 */
function overArray(place, write) {
  return (c, node) => {
    const { items } = node.arguments;
    if (items[place].case !== 'Function') return undefined;
    const codes = c.sequence(items.map((argument, i) => () => (i === place ? c.callbackFor(argument) : c.simple(c.value(argument)))));
    const [list] = codes[0].isStable ? [codes[0].text] : [c.keep(codes[0].text).text];
    const f = c.keep(codes[place].text).text;
    const index = c.program.name('i');
    const rest = codes.filter((_, i) => i !== 0 && i !== place);
    const { before, step, after } = write(c, { list, f, index, rest, result: c.program.name('r') });
    if (before !== '') c.emit(before);
    c.mark(c.newPoint('builtin', node.location));
    const loop = `for (let ${index} = 0; ${index} < ${list}.items.length; ${index}++) ${step}`;
    c.emit(keepsSizes(items[place], callbacksOf) ? loop : `${list}.locks++;\ntry {\n${loop}\n} finally { ${list}.locks--; }`);
    return after;
  };
}

export const INLINE_LOOPS = {
  ArrayMap: overArray(1, (c, { list, f, index, result }) => ({
    before: `const ${result} = [];`, step: `${result}.push(${f}(${list}.items[${index}], ${index}));`, after: stable(`new EastArray(${result})`),
  })),
  ArrayFilter: overArray(1, (c, { list, f, index, result }) => {
    const item = c.program.name('v');
    const step = `{ const ${item} = ${list}.items[${index}]; if (${f}(${item}, ${index})) ${result}.push(${item}); }`;
    return { before: `const ${result} = [];`, step, after: stable(`new EastArray(${result})`) };
  }),
  ArrayForEach: overArray(1, (c, { list, f, index }) => ({ before: '', step: `${f}(${list}.items[${index}], ${index});`, after: NULL })),
  ArrayFold: overArray(2, (c, { list, f, index, rest: [initial], result }) => ({
    before: `let ${result} = ${initial.text};`, step: `${result} = ${f}(${result}, ${list}.items[${index}], ${index});`, after: stable(result),
  })),
  ArrayGenerate(c, node) {
    const [count, callback] = node.arguments.items;
    if (callback.case !== 'Function') return undefined;
    const [limit, made] = c.sequence([() => c.simple(c.value(count)), () => c.callbackFor(callback)]);
    const [end, f, items, index] = [limit.isStable ? limit.text : c.keep(limit.text).text, c.keep(made.text).text, c.program.name('r'), c.program.name('i')];
    c.throwing(c.newPoint('builtin', node.location), `checkRoom(${end})`, false);
    c.emit(`const ${items} = [];\nfor (let ${index} = 0; ${index} < ${end}; ${index}++) ${items}.push(${f}(${index}));`);
    return new Code(`new EastArray(${items})`, true);
  },
};
