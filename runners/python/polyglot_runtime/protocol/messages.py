"""ir/runner.fbs as data: for every table its fields in the order of their ids.

A field is (name, kind, of, default): `of` names the table of the kinds "table" and "tables". Scalars that are absent read as
their default, everything else as None. The field's position in the tuple is its id, so fields are only ever appended.
"""


def _fields(text):
    fields = []
    for part in text.split():
        name, kind = part.split(":")
        kind, _, default = kind.partition("=")
        base, _, of = kind.partition("/")
        number = 0.0 if base == "f64" else False if base == "bool" else 0
        if default:
            number = type(number)(float(default))
        fields.append((name, base, of or None, number if base in SIZES else None))
    return tuple(fields)


# Scalar kinds: struct format and size. Every other kind is a 4-byte offset in its table.
SIZES = {"bool": ("?", 1), "u8": ("B", 1), "i32": ("i", 4), "u32": ("I", 4), "u64": ("Q", 8), "f64": ("d", 8)}

TABLES = {
    "Pair": _fields("key:string value:string"),
    "Limits": _fields("max_frame_bytes:u32 max_output_bytes:u64 max_log_bytes:u64 max_memory_bytes:u64"),
    "Hello": _fields(
        "protocol_min:u32 protocol_max:u32 host_version:string features:strings limits:table/Limits session_id:string"),
    "PlatformFunction": _fields("name:string inputs:tables/TypeBytes output:table/TypeBytes is_async:bool"),
    "TypeBytes": _fields("schema:bytes"),
    "Ready": _fields(
        "protocol:u32 runner:string runner_version:string language:string language_version:string features:strings"
        " ir_versions:strings max_concurrency:u32 platform_functions:tables/PlatformFunction"),
    "Program": _fields(
        "kind:u8 script:string function:string code_id:string ir_path:string ir_id:string platforms:strings"),
    "Input": _fields("name:string id:string path:string schema:bytes"),
    "OutputTarget": _fields("path:string schema:bytes"),
    "Execute": _fields(
        "program:table/Program inputs:tables/Input output:table/OutputTarget work_dir:string environment:tables/Pair"
        " deadline_ms:u64 limits:table/Limits isolation:u8 seed:u64 task:string"),
    "Describe": _fields("script:string code_id:string functions:strings"),
    "Ping": (),
    "Cancel": _fields("reason:string"),
    "Shutdown": _fields("reason:string"),
    "Timings": _fields("load_ns:u64 decode_ns:u64 call_ns:u64 encode_ns:u64"),
    "Parameter": _fields("name:string schema:bytes optional:bool problem:string"),
    "FunctionDescription": _fields(
        "name:string parameters:tables/Parameter output:bytes problem:string summary:string line:u32"),
    "Description": _fields("functions:tables/FunctionDescription dependencies:strings"),
    "Completed": _fields(
        "size:u64 timings:table/Timings peak_memory_bytes:u64 cpu_ns:u64 description:table/Description"),
    "Frame": _fields("file:string line:u32 column:u32 function:string is_user:bool"),
    "Error": _fields(
        "side:u8 code:string summary:string error_type:string frames:tables/Frame location:tables/Frame"
        " argument:i32=-1 path:string cause:table/Error retryable:bool details:string"),
    "Failed": _fields("error:table/Error timings:table/Timings peak_memory_bytes:u64 cpu_ns:u64"),
    "Cancelled": _fields("reason:string"),
    "Rejected": _fields("code:string reason:string"),
    "Log": _fields("level:u8 message:string"),
    "Output": _fields("stream:u8 data:bytes"),
    "Progress": _fields("fraction:f64=-1 message:string"),
}

# The union `Message`: the position is the type's number, 0 is "none".
MESSAGES = (None, "Hello", "Ready", "Execute", "Describe", "Ping", "Cancel", "Shutdown",
            "Completed", "Failed", "Cancelled", "Rejected", "Log", "Output", "Progress")

PROGRAM_FUNCTION, PROGRAM_EAST = 1, 2
ISOLATION_SHARED, ISOLATION_FORK = 1, 2
STDOUT, STDERR = 1, 2
DEBUG, INFO, WARNING, ERROR = 1, 2, 3, 4
SIDE_TASK, SIDE_RUNNER, SIDE_HOST = 1, 2, 3
