# What user code prints. stdout and stderr become streams that append to the channel's capture buffer, so the order of
# the two is kept and printing costs no system call; child processes and C libraries write to the descriptors themselves,
# which are the worker's log file.

struct CapturedStream <: IO
    shared::Shared
    stream::Int
end

function Base.unsafe_write(io::CapturedStream, p::Ptr{UInt8}, n::UInt)
    c = io.shared
    Base.sigatomic_begin()
    lock_shared(c)
    if slot(c, STATE) == BUSY
        capture_within_limit(c, io.stream, p, Int(n))
    else
        write_all(c, 2, p, Int(n))   # a background task of the user's between requests: nobody's output
    end
    unlock_shared(c)
    Base.sigatomic_end()
    return Int(n)
end
Base.write(io::CapturedStream, byte::UInt8) = (cell = Ref(byte); GC.@preserve cell unsafe_write(io, Base.unsafe_convert(Ptr{UInt8}, cell), UInt(1)); 1)
Base.isopen(::CapturedStream) = true
Base.isreadable(::CapturedStream) = false
Base.iswritable(::CapturedStream) = true
Base.close(::CapturedStream) = nothing
Base.flush(::CapturedStream) = nothing
Base.displaysize(::CapturedStream) = (24, 80)

# Child processes get the descriptors, which are the log file.
Base.rawhandle(io::CapturedStream) = RawFD(io.stream)

const LOG_CUT = -2
const CUT_NOTE = "\n[output cut: the task's log limit is reached]\n"

# LOG_LEFT: -1 no limit, LOG_CUT when the note has been written, else how many bytes may still come. Under the mutex.
function capture_within_limit(c::Shared, stream::Int, p::Ptr{UInt8}, n::Int)
    left = slot(c, LOG_LEFT)
    left == LOG_CUT && return
    if left < 0 || n <= left
        capture(c, stream, p, n)
        left < 0 || slot!(c, LOG_LEFT, left - n)
        return
    end
    capture(c, stream, p, left)
    note = CUT_NOTE
    GC.@preserve note capture(c, stream, pointer(note), sizeof(note))
    slot!(c, LOG_LEFT, LOG_CUT)
    return
end

function install_streams(c::Shared)
    out, err = CapturedStream(c, STREAM_STDOUT), CapturedStream(c, STREAM_STDERR)
    Core.eval(Base, Expr(:(=), :stdin, devnull))
    Core.eval(Base, Expr(:(=), :stdout, out))
    Core.eval(Base, Expr(:(=), :stderr, err))
    Logging.global_logger(Logging.ConsoleLogger(err, Logging.Info))
    empty!(Base.Multimedia.displays)
    push!(Base.Multimedia.displays, TextDisplay(out))
    return
end
