/** Loops. What they iterate is locked meanwhile, unless nothing in the body can change a size. */
import { BUILTINS } from '../builtins/table.mjs';
import { NULL, ranged, stable } from './code.mjs';
import { keepsSizes } from './survey.mjs';

const MAX_LENGTH = 2 ** 32 - 1;
const callbacksOf = (name) => BUILTINS.get(name)?.callbacks ?? [];

/** The text of a loop's body, with its label. */
function body(c, label, node, before) {
  const outer = c.labels.get(label.name);
  const name = c.program.name('L');
  c.labels.set(label.name, name);
  c.forget();
  const text = c.within(() => {
    before?.();
    c.effect(node);
  });
  c.forget();
  if (outer === undefined) c.labels.delete(label.name);
  else c.labels.set(label.name, outer);
  return { name, text };
}

function locked(c, container, node, loop) {
  if (keepsSizes(node, callbacksOf)) c.emit(loop);
  else c.emit(`${container}.locks++;\ntry {\n${loop}\n} finally { ${container}.locks--; }`);
}

/** What is iterated, evaluated once. */
const subject = (c, node) => {
  const code = c.simple(c.value(node));
  return code.isStable ? code.text : c.keep(code.text).text;
};

export const loops = {
  While(c, { predicate, label, body: inner }) {
    c.forget();
    let test = null;
    const head = c.inBlock(() => { test = c.value(predicate); });
    const { name, text } = body(c, label, inner);
    if (head === '') c.emit(`${name}: while (${test.text}) {\n${text}}`);
    else c.emit(`${name}: while (true) {\n${head}if (!(${test.text})) break;\n${text}}`);
    return NULL;
  },
  ForArray(c, { array, label, key, value, body: inner }) {
    const list = subject(c, array);
    const index = c.program.name('i');
    const { name, text } = body(c, label, inner, () => {
      c.bind(key.value, ranged(index, true, 0, MAX_LENGTH));
      c.bind(value.value, stable(`${list}.items[${index}]`));
    });
    locked(c, list, inner, `${name}: for (let ${index} = 0; ${index} < ${list}.items.length; ${index}++) {\n${text}}`);
    return NULL;
  },
  ForSet(c, { set, label, key, body: inner }) {
    const keys = subject(c, set);
    const entry = c.program.name('n');
    const { name, text } = body(c, label, inner, () => c.bind(key.value, stable(`${entry}.key`)));
    locked(c, keys, inner, `${name}: for (const ${entry} of ${keys}.entries()) {\n${text}}`);
    return NULL;
  },
  ForDict(c, { dict, label, key, value, body: inner }) {
    const entries = subject(c, dict);
    const entry = c.program.name('n');
    const { name, text } = body(c, label, inner, () => {
      c.bind(key.value, stable(`${entry}.key`));
      c.bind(value.value, stable(`${entry}.value`));
    });
    locked(c, entries, inner, `${name}: for (const ${entry} of ${entries}.entries()) {\n${text}}`);
    return NULL;
  },
};
