/** Each kind of node: emits its effects and returns its {@link Code}. Parameters: the compiler, the node, whether the value is wanted, the variant. */
import { ProgramError } from '../errors.mjs';
import { keysOf } from '../values/keys.mjs';
import { builtin } from './builtins.mjs';
import { Code, NULL, field, floatLiteral, integerLiteral, member, quote, stable } from './code.mjs';
import { control } from './control.mjs';
import { loops } from './loops.mjs';

const LITERALS = {
  Blob: (c, value) => stable(c.program.object(value)),
  Boolean: (c, value) => stable(String(value)),
  DateTime: (c, value) => integerLiteral(value),
  Float: (c, value) => floatLiteral(value),
  Integer: (c, value) => integerLiteral(value),
  Null: () => NULL,
  String: (c, value) => stable(quote(value)),
};

const inner = (c, { value }, isWanted) => (isWanted ? c.value(value) : c.effect(value));

function call(c, node, isWanted, { case: kind }) {
  const point = c.newPoint('call', node.location);
  const [callee, ...args] = c.at(point, () => c.values([node.function, ...node.arguments.items]));
  const text = `${callee.text}.call(${[`${c.useDepth()} + 1`, ...args.map((code) => code.text)].join(', ')})`;
  return c.throwing(point, kind === 'CallAsync' && c.awaits ? `await ${text}` : text, isWanted);
}

function platform(c, node, isWanted) {
  const bound = c.program.environment.bind(node.name);
  const args = c.values(node.arguments.items);
  const text = `${c.program.constant(bound.call)}(${[c.useDepth(), ...args.map((code) => code.text)].join(', ')})`;
  return c.throwing(c.newPoint('platform', node.location), bound.isAsync && c.awaits ? `await ${text}` : text, isWanted);
}

/** Keys are put into a Set one by one, each right after it was evaluated. */
function keyed(c, node, make, parts, put) {
  const keys = c.program.constant(keysOf(c.link(node.type).parts[0]));
  const codes = c.values(parts);
  const container = c.keep(`new ${make}(${keys})`);
  put(container.text, codes);
  return container;
}

export const NODES = {
  Value: (c, { value }) => LITERALS[value.case](c, value.value),
  Variable(c, { name }) {
    const binding = c.find(name);
    return new Code(binding.name, !binding.isMutable, binding.low, binding.high);
  },
  Let(c, { variable, value }) {
    c.bind(variable.value, c.value(value));
    return NULL;
  },
  Assign(c, { variable, value }) {
    const code = c.value(value);
    const binding = c.find(variable.value.name);
    if (!binding.isMutable) throw new ProgramError(`the variable '${variable.value.name}' cannot be assigned`);
    c.emit(`${binding.name} = ${code.text};`);
    return NULL;
  },
  Block(c, { statements: { items } }, isWanted) {
    if (items.length === 0) return NULL;
    return c.scoped(() => {
      for (const statement of items.slice(0, -1)) c.effect(statement);
      const last = items.at(-1);
      if (!isWanted) return c.effect(last);
      const code = c.value(last);
      return code;
    });
  },
  As: inner,
  WrapRecursive: inner,
  UnwrapRecursive: inner,
  Function: (c, _, isWanted, node) => c.functionValue(node),
  AsyncFunction: (c, _, isWanted, node) => c.functionValue(node),
  Call: call,
  CallAsync: call,
  Platform: platform,
  Builtin: builtin,
  NewRef(c, { value }) {
    const code = c.value(value);
    return new Code(`new EastRef(${code.text})`, code.isStable);
  },
  NewArray(c, { values: { items } }) {
    const codes = c.values(items);
    return new Code(`new EastArray([${codes.map((code) => code.text).join(', ')}])`, codes.every((code) => code.isStable));
  },
  NewSet(c, node) {
    return keyed(c, node, 'EastSet', node.values.items, (set, codes) => {
      for (const code of codes) c.emit(`${set}.add(${code.text});`);
    });
  },
  NewDict(c, node) {
    return keyed(c, node, 'EastDict', node.values.items.flatMap((entry) => [entry.key, entry.value]), (dict, codes) => {
      for (let i = 0; i < codes.length; i += 2) c.emit(`${dict}.put(${codes[i].text}, ${codes[i + 1].text});`);
    });
  },
  Struct(c, { fields: { items } }) {
    const codes = c.values(items.map((each) => each.value));
    const text = `({${items.map((each, i) => member(each.name, codes[i].text)).join(', ')}})`;
    return new Code(text, codes.every((code) => code.isStable));
  },
  GetField(c, node) {
    const struct = c.value(node.struct);
    return new Code(field(struct.isSimple ? struct.text : `(${struct.text})`, node.field), struct.isStable);
  },
  Variant(c, node) {
    const code = c.value(node.value);
    if (node.case === 'none' && code === NULL) return stable('NONE');
    return new Code(`new EastVariant(${quote(node.case)}, ${code.text})`, code.isStable);
  },
  Error(c, { message, location }) {
    const code = c.value(message);
    c.throwing(c.newPoint('error', location), `raise(${code.text})`, false);
    return NULL;
  },
  ...control,
  ...loops,
};

