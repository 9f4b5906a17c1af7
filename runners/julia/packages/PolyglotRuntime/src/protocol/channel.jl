# The channel to the host, and the state of the running request, in memory that Julia's collector does not know: the
# reading thread (reader.jl) works on it while user code computes, so nothing on this page allocates from Julia's heap.
# Every slot is a machine word; what both threads use is touched only under the mutex, except what is written before the
# reader starts.

const Shared = Ptr{Int64}

const STATE, CURRENT, CANCEL, INTERRUPTIBLE, SIGNALLED, DEADLINE, MAIL, MAIL_LENGTH = 1, 2, 3, 4, 5, 6, 7, 8
const IN_FD, OUT_FD, MAX_FRAME, CAPTURE, CAPTURED, CAPTURE_STREAM, CAPTURE_SINCE, LOG_LEFT = 9, 10, 11, 12, 13, 14, 15, 16
const PREFIX, STREAM_AT, PONG, BUSY_REPLY, UNSUPPORTED_REPLY, CANCELLED_REPLY = 17, 18, 19, 21, 23, 25   # address, length
const NOT_A_FRAME_TEXT, TOO_LONG_TEXT, DAMAGED_TEXT = 27, 29, 31                  # address, length
const READER_POLL_BYTE, WRITER_POLL_BYTE, HEAD_BYTE = 400, 416, 432              # scratch for poll and for a frame's head
const MUTEX_BYTE, SEMAPHORE_BYTE, SHARED_BYTES = 512, 768, 1024

const IDLE, BUSY = 0, 1
const NOT_CANCELLED, CANCELLED_BY_HOST, DEADLINE_PASSED = 0, 1, 2
const CAPTURE_BYTES = 65536
const FLUSH_NS = 50_000_000
const EXIT_EOF, EXIT_USAGE, EXIT_VERSION, EXIT_BAD_FRAME = 0, 64, 65, 66
const ID_BYTE = 32     # where encode_frame puts Envelope.id

@inline slot(c::Shared, i::Int) = unsafe_load(c, i)
@inline slot!(c::Shared, i::Int, value::Int64) = unsafe_store!(c, value, i)
@inline bytes_of(c::Shared, i::Int) = Ptr{UInt8}(slot(c, i))
# The reading thread's way to the mutex; a thread of Julia's takes `lock_shared`.
@inline lock_outside_julia(c::Shared) = ccall(:uv_mutex_lock, Cvoid, (Ptr{Cvoid},), Ptr{Cvoid}(c) + MUTEX_BYTE)
@inline unlock_shared(c::Shared) = ccall(:uv_mutex_unlock, Cvoid, (Ptr{Cvoid},), Ptr{Cvoid}(c) + MUTEX_BYTE)
@inline now_ns() = ccall(:uv_hrtime, UInt64, ()) % Int64
# A thread of Julia's that has to wait for the mutex lets the collector work meanwhile. Else all would stand still where the
# holder comes to a safepoint: it waits there for a collection, and that waits for every other thread.
function lock_shared(c::Shared)
    ccall(:uv_mutex_trylock, Cint, (Ptr{Cvoid},), Ptr{Cvoid}(c) + MUTEX_BYTE) == 0 && return
    state = ccall(:jl_gc_safe_enter, Int8, ())
    lock_outside_julia(c)
    ccall(:jl_gc_safe_leave, Cvoid, (Int8,), state)
    return
end
@inline hard_exit(code::Int) = ccall(:_exit, Cvoid, (Cint,), code % Cint)

const EINTR, EAGAIN = Libc.EINTR, Libc.EAGAIN

# Waits until the descriptor is ready (events: 1 to read, 4 to write). Milliseconds, -1 for ever. False at the timeout.
@inline function wait_fd(scratch::Ptr{UInt8}, fd::Int64, events::Int16, milliseconds::Int)
    unsafe_store!(Ptr{Int32}(scratch), fd % Int32)
    unsafe_store!(Ptr{Int16}(scratch + 4), events)
    unsafe_store!(Ptr{Int16}(scratch + 6), Int16(0))
    return ccall(:poll, Cint, (Ptr{UInt8}, Culong, Cint), scratch, 1 % Culong, milliseconds % Cint) != 0
end

# Writes all of it. A host that no longer reads is gone, and so is the reason to live.
@inline function write_all(c::Shared, fd::Int64, from::Ptr{UInt8}, n::Int)
    done = 0
    while done < n
        k = ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), fd % Cint, from + done, (n - done) % Csize_t)
        if k > 0
            done += k
        elseif k < 0
            e = ccall(:jl_errno, Cint, ())
            if e == EAGAIN
                wait_fd(Ptr{UInt8}(c) + WRITER_POLL_BYTE, fd, Int16(4), -1)
            elseif e != EINTR
                hard_exit(EXIT_EOF)
            end
        end
    end
end

# A reply prepared at the start, with the request's id put in. Under the mutex.
@inline function send_prepared(c::Shared, which::Int, id::UInt64)
    at = bytes_of(c, which)
    unsafe_store!(Ptr{UInt64}(at + ID_BYTE), id)
    write_all(c, slot(c, OUT_FD), at, slot(c, which + 1))
end

# Sends what was captured as one Output frame: PREFIX is that frame's start, which lies just before the captured bytes.
# Under the mutex.
@inline function flush_capture(c::Shared)
    n = slot(c, CAPTURED)
    n > 0 || return
    prefix = slot(c, PREFIX)
    start = bytes_of(c, CAPTURE) - prefix
    payload = prefix - 8 + n
    unsafe_store!(Ptr{UInt32}(start + 4), payload % UInt32)
    unsafe_store!(Ptr{UInt64}(start + ID_BYTE), slot(c, CURRENT) % UInt64)
    unsafe_store!(start + slot(c, STREAM_AT), slot(c, CAPTURE_STREAM) % UInt8)
    unsafe_store!(Ptr{UInt32}(start + prefix - 4), n % UInt32)
    padding = -payload & 7
    for i in 0:padding-1
        unsafe_store!(start + prefix + n + i, 0x00)
    end
    write_all(c, slot(c, OUT_FD), start, prefix + n + padding)
    slot!(c, CAPTURED, 0)
end

# Adds what user code wrote. Flushed when full, when the stream changes (so that the order is kept), when the oldest byte
# is FLUSH_NS old (here, or by the reader when nothing more is written), and before the reply. Under the mutex.
function capture(c::Shared, stream::Int, from::Ptr{UInt8}, n::Int)
    slot(c, CAPTURED) > 0 && slot(c, CAPTURE_STREAM) != stream && flush_capture(c)
    slot!(c, CAPTURE_STREAM, stream)
    while n > 0
        have = slot(c, CAPTURED)
        have == 0 && slot!(c, CAPTURE_SINCE, now_ns())
        k = min(n, CAPTURE_BYTES - have)
        ccall(:memcpy, Ptr{Cvoid}, (Ptr{UInt8}, Ptr{UInt8}, Csize_t), bytes_of(c, CAPTURE) + have, from, k % Csize_t)
        slot!(c, CAPTURED, have + k)
        from += k
        n -= k
        have + k == CAPTURE_BYTES && flush_capture(c)
    end
    slot(c, CAPTURED) > 0 && now_ns() - slot(c, CAPTURE_SINCE) > FLUSH_NS && flush_capture(c)
    return
end
