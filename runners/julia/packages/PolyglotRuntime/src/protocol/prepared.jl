# Frames whose bytes are known before the worker starts: made when this package is compiled, so that neither Ready nor the
# usual reply waits for the encoder to be compiled, and so that the reading thread can send them without allocating.

const RUNNER_VERSION = "1.0.0"
const PROTOCOL = 1

# The version of East whose programs are run.
const IR_VERSION = "0.0.1-beta.25"

ready_frame() = encode_frame(UInt64(0), :Ready, table(:protocol => PROTOCOL, :runner => "julia",
    :runner_version => RUNNER_VERSION, :language => "julia", :language_version => string(VERSION),
    :features => String["describe", "progress"], :ir_versions => String[IR_VERSION], :max_concurrency => 1,
    :platform_functions => Table[platform_table(f) for f in PLATFORMS]))
const READY_FRAME = ready_frame()

const ANY_ID = typemax(UInt64)       # not 0, which would not be written; the real one is put in later
const PONG_FRAME = encode_frame(ANY_ID, :Completed, Table())
const BUSY_FRAME = encode_frame(ANY_ID, :Rejected,
    table(:code => "busy", :reason => "one request is running; this worker runs one at a time"))
const UNSUPPORTED_FRAME = encode_frame(ANY_ID, :Rejected,
    table(:code => "unsupported", :reason => "this worker does not know this message"))
const CANCELLED_FRAME = encode_frame(ANY_ID, :Cancelled, table(:reason => "the worker was told to shut down"))

const NOT_A_FRAME = Vector{UInt8}("polyglot julia worker: the host sent something that is not a frame\n")
const FRAME_TOO_LONG = Vector{UInt8}("polyglot julia worker: the host sent a frame over the agreed size\n")
const DAMAGED_FRAME = Vector{UInt8}("polyglot julia worker: the host sent a frame that cannot be decoded\n")

# An Output frame without data: its start up to and with the data's length.
const OUTPUT_FRAME = encode_frame(ANY_ID, :Output, table(:stream => 0xee, :data => UInt8[]))
const OUTPUT_PREFIX = 8 + Int(OUTPUT_FRAME[5])
const OUTPUT_STREAM_AT = findfirst(==(0xee), OUTPUT_FRAME)::Int - 1

# The reply to Execute, with a different number in each field: where those are, the real ones go.
const COMPLETED_FRAME = encode_frame(ANY_ID, :Completed, table(:size => UInt64(0xabcd01), :peak_memory_bytes => UInt64(0xabcd02),
    :cpu_ns => UInt64(0xabcd03), :timings => table(:load_ns => UInt64(0xabcd04), :decode_ns => UInt64(0xabcd05),
    :call_ns => UInt64(0xabcd06), :encode_ns => UInt64(0xabcd07))))
place_of(mark::UInt64) = (bytes = collect(reinterpret(UInt8, [htol(mark)]));
    findfirst(i -> COMPLETED_FRAME[i:i+7] == bytes, 1:length(COMPLETED_FRAME)-7)::Int)
const COMPLETED_PLACES = Int[place_of(0x0000000000abcd00 + UInt64(i)) for i in 1:7]

"The reply to an Execute that went well. The numbers: size, peak memory, cpu, then load, decode, call, encode."
function completed_frame(id::UInt64, numbers::Vector{Int})
    frame = copy(COMPLETED_FRAME)
    put!(frame, ID_BYTE, id, 8)
    for i in 1:7
        put!(frame, COMPLETED_PLACES[i] - 1, numbers[i] % UInt64, 8)
    end
    return frame
end

function prepared(c::Shared, which::Int, frame::Vector{UInt8})
    p = Ptr{UInt8}(Libc.malloc(length(frame)))
    GC.@preserve frame unsafe_copyto!(p, pointer(frame), length(frame))
    slot!(c, which, Int64(UInt(p)))
    slot!(c, which + 1, length(frame))
end

"Puts what the reading thread sends where it finds it."
function prepare_frames(c::Shared)
    prepared(c, PONG, PONG_FRAME)
    prepared(c, BUSY_REPLY, BUSY_FRAME)
    prepared(c, UNSUPPORTED_REPLY, UNSUPPORTED_FRAME)
    prepared(c, CANCELLED_REPLY, CANCELLED_FRAME)
    prepared(c, NOT_A_FRAME_TEXT, NOT_A_FRAME)
    prepared(c, TOO_LONG_TEXT, FRAME_TOO_LONG)
    prepared(c, DAMAGED_TEXT, DAMAGED_FRAME)
    p = Ptr{UInt8}(Libc.malloc(OUTPUT_PREFIX + CAPTURE_BYTES + 8))
    GC.@preserve OUTPUT_FRAME unsafe_copyto!(p, pointer(OUTPUT_FRAME), OUTPUT_PREFIX)
    slot!(c, CAPTURE, Int64(UInt(p)) + OUTPUT_PREFIX)
    slot!(c, PREFIX, OUTPUT_PREFIX)
    slot!(c, STREAM_AT, OUTPUT_STREAM_AT)
end
