/**
 * The messages of ir/runner.fbs as data: for every table its fields in the order of their ids. The field names are those of
 * the schema, so that a message is a plain object that reads like the schema.
 *
 * Field kinds: `bool u8 u32 i32 u64 f64 string bytes`, an enum's name, a table's name, `[string]` or `[Table]`.
 * A third element is the default where it is not zero. u64 is a bigint; enums are their names.
 */

/** The highest and the lowest protocol version that this runtime speaks. */
export const PROTOCOL_VERSION = 1;

const enums = {
  ProgramKind: ['Unknown', 'Function', 'East'],
  Isolation: ['Unknown', 'Shared', 'Fork'],
  StreamKind: ['Unknown', 'Stdout', 'Stderr'],
  LogLevel: ['Unknown', 'Debug', 'Info', 'Warning', 'Error'],
  FaultSide: ['Unknown', 'Task', 'Runner', 'Host'],
};

const fields = {
  Pair: [['key', 'string'], ['value', 'string']],
  Limits: [['max_frame_bytes', 'u32'], ['max_output_bytes', 'u64'], ['max_log_bytes', 'u64'], ['max_memory_bytes', 'u64']],
  Hello: [['protocol_min', 'u32'], ['protocol_max', 'u32'], ['host_version', 'string'], ['features', '[string]'], ['limits', 'Limits'],
    ['session_id', 'string']],
  PlatformFunction: [['name', 'string'], ['inputs', '[TypeBytes]'], ['output', 'TypeBytes'], ['is_async', 'bool']],
  TypeBytes: [['schema', 'bytes']],
  Ready: [['protocol', 'u32'], ['runner', 'string'], ['runner_version', 'string'], ['language', 'string'], ['language_version', 'string'],
    ['features', '[string]'], ['ir_versions', '[string]'], ['max_concurrency', 'u32'], ['platform_functions', '[PlatformFunction]']],
  Program: [['kind', 'ProgramKind'], ['script', 'string'], ['function', 'string'], ['code_id', 'string'], ['ir_path', 'string'],
    ['ir_id', 'string'], ['platforms', '[string]']],
  Input: [['name', 'string'], ['id', 'string'], ['path', 'string'], ['schema', 'bytes']],
  OutputTarget: [['path', 'string'], ['schema', 'bytes']],
  Execute: [['program', 'Program'], ['inputs', '[Input]'], ['output', 'OutputTarget'], ['work_dir', 'string'], ['environment', '[Pair]'],
    ['deadline_ms', 'u64'], ['limits', 'Limits'], ['isolation', 'Isolation'], ['seed', 'u64'], ['task', 'string']],
  Describe: [['script', 'string'], ['code_id', 'string'], ['functions', '[string]']],
  Ping: [],
  Cancel: [['reason', 'string']],
  Shutdown: [['reason', 'string']],
  Timings: [['load_ns', 'u64'], ['decode_ns', 'u64'], ['call_ns', 'u64'], ['encode_ns', 'u64']],
  Parameter: [['name', 'string'], ['schema', 'bytes'], ['optional', 'bool'], ['problem', 'string']],
  FunctionDescription: [['name', 'string'], ['parameters', '[Parameter]'], ['output', 'bytes'], ['problem', 'string'], ['summary', 'string'],
    ['line', 'u32']],
  Description: [['functions', '[FunctionDescription]'], ['dependencies', '[string]']],
  Completed: [['size', 'u64'], ['timings', 'Timings'], ['peak_memory_bytes', 'u64'], ['cpu_ns', 'u64'], ['description', 'Description']],
  Frame: [['file', 'string'], ['line', 'u32'], ['column', 'u32'], ['function', 'string'], ['is_user', 'bool']],
  Error: [['side', 'FaultSide'], ['code', 'string'], ['summary', 'string'], ['error_type', 'string'], ['frames', '[Frame]'],
    ['location', '[Frame]'], ['argument', 'i32', -1], ['path', 'string'], ['cause', 'Error'], ['retryable', 'bool'], ['details', 'string']],
  Failed: [['error', 'Error'], ['timings', 'Timings'], ['peak_memory_bytes', 'u64'], ['cpu_ns', 'u64']],
  Cancelled: [['reason', 'string']],
  Rejected: [['code', 'string'], ['reason', 'string']],
  Log: [['level', 'LogLevel'], ['message', 'string']],
  Output: [['stream', 'StreamKind'], ['data', 'bytes']],
  Progress: [['fraction', 'f64', -1], ['message', 'string']],
};

/** The members of the union `Message`; a member's number is its index plus one. */
export const MESSAGES = ['Hello', 'Ready', 'Execute', 'Describe', 'Ping', 'Cancel', 'Shutdown', 'Completed', 'Failed', 'Cancelled',
  'Rejected', 'Log', 'Output', 'Progress'];

const scalarSizes = { bool: 1, u8: 1, u32: 4, i32: 4, u64: 8, f64: 8 };

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} kind one of `bool u8 u32 i32 u64 f64 enum string bytes table strings tables`
 * @property {number} size bytes in the table: 1, 4 or 8
 * @property {number} offset where the field's entry is in a vtable
 * @property {any} absent what the field reads as when it is not there
 * @property {string[] | null} names names of an enum
 * @property {Field[] | null} table fields of a table or of a vector's tables
 */

/** Every table's fields by the table's name. */
export const TABLES = compile();

function compile() {
  const tables = Object.fromEntries(Object.keys(fields).map((name) => [name, []]));
  for (const [table, list] of Object.entries(fields)) {
    list.forEach(([name, type, absent], id) => tables[table].push(field(name, type, absent, id, tables)));
  }
  return tables;
}

function field(name, type, absent, id, tables) {
  const at = (kind, size, missing, more = {}) =>
    ({ name, kind, size, offset: 4 + 2 * id, absent: missing, names: null, table: null, ...more });
  if (type in scalarSizes) return at(type, scalarSizes[type], absent ?? (type === 'bool' ? false : type === 'u64' ? 0n : 0));
  if (type in enums) return at('enum', 1, 'Unknown', { names: enums[type] });
  if (type === 'string' || type === 'bytes') return at(type, 4, null);
  if (type === '[string]') return at('strings', 4, []);
  if (type.startsWith('[')) return at('tables', 4, [], { table: tables[type.slice(1, -1)] });
  return at('table', 4, null, { table: tables[type] });
}
