# The messages of ir/runner.fbs as data. The place in the list is the field's id.

@enum Kind::UInt8 K_U8 K_BOOL K_U32 K_I32 K_U64 K_F64 K_STRING K_BYTES K_STRINGS K_TABLE K_TABLES

struct Field
    name::Symbol
    kind::Kind
    table::Symbol      # K_TABLE, K_TABLES: the name of the table
    default::Float64   # scalars: what absence means
end
Field(name, kind, table::Symbol = :none) = Field(name, kind, table, 0.0)
Field(name, kind, default::Float64) = Field(name, kind, :none, default)

const TABLES = Dict{Symbol,Vector{Field}}(
    :Pair => [Field(:key, K_STRING), Field(:value, K_STRING)],
    :Limits => [Field(:max_frame_bytes, K_U32), Field(:max_output_bytes, K_U64), Field(:max_log_bytes, K_U64),
        Field(:max_memory_bytes, K_U64)],
    :Hello => [Field(:protocol_min, K_U32), Field(:protocol_max, K_U32), Field(:host_version, K_STRING),
        Field(:features, K_STRINGS), Field(:limits, K_TABLE, :Limits), Field(:session_id, K_STRING)],
    :PlatformFunction => [Field(:name, K_STRING), Field(:inputs, K_TABLES, :TypeBytes),
        Field(:output, K_TABLE, :TypeBytes), Field(:is_async, K_BOOL)],
    :TypeBytes => [Field(:schema, K_BYTES)],
    :Ready => [Field(:protocol, K_U32), Field(:runner, K_STRING), Field(:runner_version, K_STRING),
        Field(:language, K_STRING), Field(:language_version, K_STRING), Field(:features, K_STRINGS),
        Field(:ir_versions, K_STRINGS), Field(:max_concurrency, K_U32),
        Field(:platform_functions, K_TABLES, :PlatformFunction)],
    :Program => [Field(:kind, K_U8), Field(:script, K_STRING), Field(:function, K_STRING), Field(:code_id, K_STRING),
        Field(:ir_path, K_STRING), Field(:ir_id, K_STRING), Field(:platforms, K_STRINGS)],
    :Input => [Field(:name, K_STRING), Field(:id, K_STRING), Field(:path, K_STRING), Field(:schema, K_BYTES)],
    :OutputTarget => [Field(:path, K_STRING), Field(:schema, K_BYTES)],
    :Execute => [Field(:program, K_TABLE, :Program), Field(:inputs, K_TABLES, :Input),
        Field(:output, K_TABLE, :OutputTarget), Field(:work_dir, K_STRING), Field(:environment, K_TABLES, :Pair),
        Field(:deadline_ms, K_U64), Field(:limits, K_TABLE, :Limits), Field(:isolation, K_U8), Field(:seed, K_U64),
        Field(:task, K_STRING)],
    :Describe => [Field(:script, K_STRING), Field(:code_id, K_STRING), Field(:functions, K_STRINGS)],
    :Ping => Field[],
    :Cancel => [Field(:reason, K_STRING)],
    :Shutdown => [Field(:reason, K_STRING)],
    :Timings => [Field(:load_ns, K_U64), Field(:decode_ns, K_U64), Field(:call_ns, K_U64), Field(:encode_ns, K_U64)],
    :Parameter => [Field(:name, K_STRING), Field(:schema, K_BYTES), Field(:optional, K_BOOL), Field(:problem, K_STRING)],
    :FunctionDescription => [Field(:name, K_STRING), Field(:parameters, K_TABLES, :Parameter), Field(:output, K_BYTES),
        Field(:problem, K_STRING), Field(:summary, K_STRING), Field(:line, K_U32)],
    :Description => [Field(:functions, K_TABLES, :FunctionDescription), Field(:dependencies, K_STRINGS)],
    :Completed => [Field(:size, K_U64), Field(:timings, K_TABLE, :Timings), Field(:peak_memory_bytes, K_U64),
        Field(:cpu_ns, K_U64), Field(:description, K_TABLE, :Description)],
    :Frame => [Field(:file, K_STRING), Field(:line, K_U32), Field(:column, K_U32), Field(:function, K_STRING),
        Field(:is_user, K_BOOL)],
    :Error => [Field(:side, K_U8), Field(:code, K_STRING), Field(:summary, K_STRING), Field(:error_type, K_STRING),
        Field(:frames, K_TABLES, :Frame), Field(:location, K_TABLES, :Frame), Field(:argument, K_I32, -1.0),
        Field(:path, K_STRING), Field(:cause, K_TABLE, :Error), Field(:retryable, K_BOOL), Field(:details, K_STRING)],
    :Failed => [Field(:error, K_TABLE, :Error), Field(:timings, K_TABLE, :Timings), Field(:peak_memory_bytes, K_U64),
        Field(:cpu_ns, K_U64)],
    :Cancelled => [Field(:reason, K_STRING)],
    :Rejected => [Field(:code, K_STRING), Field(:reason, K_STRING)],
    :Log => [Field(:level, K_U8), Field(:message, K_STRING)],
    :Output => [Field(:stream, K_U8), Field(:data, K_BYTES)],
    :Progress => [Field(:fraction, K_F64, -1.0), Field(:message, K_STRING)],
)

# The union Message: the place in the list is the type's number.
const MESSAGES = Symbol[:Hello, :Ready, :Execute, :Describe, :Ping, :Cancel, :Shutdown,
    :Completed, :Failed, :Cancelled, :Rejected, :Log, :Output, :Progress]
const T_HELLO, T_EXECUTE, T_DESCRIBE, T_PING, T_CANCEL, T_SHUTDOWN = 1, 3, 4, 5, 6, 7

const PROGRAM_FUNCTION, PROGRAM_EAST = 1, 2
const ISOLATION_FORK = 2
const SIDE_TASK, SIDE_RUNNER, SIDE_HOST = 1, 2, 3
const STREAM_STDOUT, STREAM_STDERR = 1, 2
const LOG_LEVELS = Dict{Symbol,Int}(:debug => 1, :info => 2, :warning => 3, :error => 4)

scalar_size(kind::Kind) = kind <= K_BOOL ? 1 : kind <= K_I32 ? 4 : kind <= K_F64 ? 8 : 4
is_scalar(kind::Kind) = kind <= K_F64

const MAX_NESTING = 24           # deeper than any honest frame: Error.cause 16 levels and what is around it
const DEFAULT_MAX_FRAME = 16 * 1024 * 1024

"A frame that cannot be decoded; `message` says what is wrong with it."
struct FrameError <: Exception
    message::String
end
Base.showerror(io::IO, e::FrameError) = print(io, "bad frame: ", e.message)
