/** Looks over programs before they are compiled. */

/** The nodes inside a node, variables that are declared left out. */
export function partsOf({ case: kind, value: node }) {
  switch (kind) {
    case 'As': case 'WrapRecursive': case 'UnwrapRecursive': case 'Let': case 'Assign': case 'NewRef': case 'Return': case 'Variant': return [node.value];
    case 'Function': case 'AsyncFunction': return [node.body];
    case 'Block': return node.statements.items;
    case 'Builtin': case 'Platform': return node.arguments.items;
    case 'Call': case 'CallAsync': return [node.function, ...node.arguments.items];
    case 'Error': return [node.message];
    case 'ForArray': return [node.array, node.body];
    case 'ForDict': return [node.dict, node.body];
    case 'ForSet': return [node.set, node.body];
    case 'GetField': return [node.struct];
    case 'IfElse': return [...node.ifs.items.flatMap((branch) => [branch.predicate, branch.body]), node.else_body];
    case 'Match': return [node.variant, ...node.cases.items.map((each) => each.body)];
    case 'NewArray': case 'NewSet': return node.values.items;
    case 'NewDict': return node.values.items.flatMap((entry) => [entry.key, entry.value]);
    case 'Struct': return node.fields.items.map((field) => field.value);
    case 'TryCatch': return [node.try_body, node.catch_body, node.finally_body];
    case 'While': return [node.predicate, node.body];
    default: return [];
  }
}

/** Whether a program calls platform functions that give promises: then its async functions have to wait for them. */
export function usesPromises(node, environment) {
  if (!environment.hasPromises) return false;
  if (node.case === 'Platform' && environment.platform.get(node.value.name)?.givesPromise) return true;
  return partsOf(node).some((part) => usesPromises(part, environment));
}

const KEEPS_SIZES = new Set(['As', 'WrapRecursive', 'UnwrapRecursive', 'Let', 'Assign', 'NewRef', 'Return', 'Variant', 'Block', 'Error', 'ForArray', 'ForDict',
  'ForSet', 'GetField', 'IfElse', 'Match', 'NewArray', 'NewSet', 'NewDict', 'Struct', 'TryCatch', 'While', 'Value', 'Variable', 'Break', 'Continue', 'Builtin',
  'Function', 'AsyncFunction']);
const RESIZES = new RegExp(['^(Array(Push|Pop|Append|Prepend|Clear|SortInPlace|ReverseInPlace)', 'Set(Insert|TryInsert|Delete|TryDelete|UnionInPlace|Clear)',
  'Dict(Insert|GetOrInsert|Merge|Delete|TryDelete|Pop|Clear|UnionInPlace))'].join('|'));

/**
 * Whether nothing in a node can change the size of any container: then what is iterated needs no lock.
 * Functions that are only made count as if they were called: builtins may call them.
 */
export function keepsSizes(node, callbacksOf) {
  if (!KEEPS_SIZES.has(node.case)) return false;
  if (node.case === 'Builtin') {
    const { builtin, arguments: { items } } = node.value;
    if (RESIZES.test(builtin)) return false;
    // A callback that is no literal may do anything.
    if (callbacksOf(builtin).some((place) => !['Function', 'AsyncFunction'].includes(items[place]?.case))) return false;
  }
  return partsOf(node).every((part) => keepsSizes(part, callbacksOf));
}
