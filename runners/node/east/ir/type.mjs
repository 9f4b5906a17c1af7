/** The types of programs and of types as East values (spec 2). */
import { LEAF, arrayType, recursiveType, structType, variantType } from '../types.mjs';

const { Blob, Boolean, DateTime, Float, Integer, Null, String } = LEAF;

const fields = (table) => Object.entries(table).map(([name, type]) => ({ name, type }));
const struct = (table) => structType(fields(table));
const variant = (table) => variantType(fields(table));

/** `EastTypeType`. */
export const typeOfTypes = () => (types.type ??= makeTypeOfTypes());

/** `IRType`: one case for each kind of node. */
export const irType = () => (types.ir ??= makeIr());

const types = {};

function makeTypeOfTypes() {
  const part = recursiveType(1);
  const members = arrayType(struct({ name: String, type: recursiveType(3) }));
  const signature = struct({ inputs: arrayType(recursiveType(3)), output: recursiveType(2) });
  return variant({
    Array: part, AsyncFunction: signature, Blob: Null, Boolean: Null, DateTime: Null, Dict: struct({ key: recursiveType(2), value: recursiveType(2) }),
    Float: Null, Function: signature, Integer: Null, Never: Null, Null, Recursive: Integer, Ref: part, Set: part, String: Null,
    Struct: members, Variant: members,
  });
}

function makeIr() {
  const type = typeOfTypes();
  const location = struct({ filename: String, line: Integer, column: Integer }); // a place in the author's source
  const ir = recursiveType(2);
  const irs = arrayType(recursiveType(3));
  const inList = recursiveType(4);
  const label = struct({ name: String, location });
  const node = (table) => struct({ type, location, ...table });
  const code = node({ captures: irs, parameters: irs, body: ir });
  const call = node({ function: ir, arguments: irs });
  const jump = node({ label });
  const literal = variant({ Blob, Boolean, DateTime, Float, Integer, Null, String });
  return variant({
    As: node({ value: ir }),
    Assign: node({ variable: ir, value: ir }),
    AsyncFunction: code,
    Block: node({ statements: irs }),
    Break: jump,
    Builtin: node({ builtin: String, type_parameters: arrayType(type), arguments: irs }),
    Call: call,
    CallAsync: call,
    Continue: jump,
    Error: node({ message: ir }),
    ForArray: node({ array: ir, label, key: ir, value: ir, body: ir }),
    ForDict: node({ dict: ir, label, key: ir, value: ir, body: ir }),
    ForSet: node({ set: ir, label, key: ir, body: ir }),
    Function: code,
    GetField: node({ field: String, struct: ir }),
    IfElse: node({ ifs: arrayType(struct({ predicate: inList, body: inList })), else_body: ir }),
    Let: node({ variable: ir, value: ir }),
    Match: node({ variant: ir, cases: arrayType(struct({ case: String, variable: inList, body: inList })) }),
    NewArray: node({ values: irs }),
    NewDict: node({ values: arrayType(struct({ key: inList, value: inList })) }),
    NewRef: node({ value: ir }),
    NewSet: node({ values: irs }),
    Platform: node({ name: String, arguments: irs, async: Boolean }),
    Return: node({ value: ir }),
    Struct: node({ fields: arrayType(struct({ name: String, value: inList })) }),
    TryCatch: node({ try_body: ir, catch_body: ir, message: ir, stack: ir, finally_body: ir }),
    UnwrapRecursive: node({ value: ir }),
    Value: node({ value: literal }),
    Variable: node({ name: String, mutable: Boolean, captured: Boolean }),
    Variant: node({ case: String, value: ir }),
    While: node({ predicate: ir, label, body: ir }),
    WrapRecursive: node({ value: ir }),
  });
}
