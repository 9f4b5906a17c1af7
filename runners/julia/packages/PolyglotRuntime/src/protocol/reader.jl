# The thread that reads frames. It is a plain thread of the operating system, started with uv_thread_create: Julia's own
# threads cannot serve, because a Julia thread that blocks here would take part in the user's @threads loops, and one that
# allocates would wait for user code to reach a safepoint. So this code uses only C memory, allocates nothing, calls
# nothing dynamic, and may therefore run while user code computes without yielding. From Julia 1.9 on the runtime adopts
# such a thread when it enters Julia code; it then declares itself outside the collector's concern.

# Reads exactly n bytes, or ends the process where the stream ends. While a request runs it wakes up regularly.
@inline function read_exactly(c::Shared, into::Ptr{UInt8}, n::Int)
    done = 0
    fd = slot(c, IN_FD)
    scratch = Ptr{UInt8}(c) + READER_POLL_BYTE
    while done < n
        if !wait_fd(scratch, fd, Int16(1), slot(c, STATE) == BUSY ? 50 : -1)
            look_after(c)
            continue
        end
        k = ccall(:read, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), fd % Cint, into + done, (n - done) % Csize_t)
        if k > 0
            done += k
        elseif k == 0
            hard_exit(EXIT_EOF)
        else
            e = ccall(:jl_errno, Cint, ())
            e == EINTR || e == EAGAIN || hard_exit(EXIT_EOF)
        end
    end
end

# What a running request needs from time to time: its output sent, its deadline kept.
@noinline function look_after(c::Shared)
    lock_outside_julia(c)
    if slot(c, STATE) == BUSY
        now = now_ns()
        slot(c, CAPTURED) > 0 && now - slot(c, CAPTURE_SINCE) > FLUSH_NS && flush_capture(c)
        deadline = slot(c, DEADLINE)
        deadline != 0 && now > deadline && slot(c, CANCEL) == NOT_CANCELLED && interrupt(c, DEADLINE_PASSED)
    end
    unlock_shared(c)
    return
end

# Julia turns SIGINT into an InterruptException in the main task at its next safepoint. Under the mutex.
@inline function interrupt(c::Shared, why::Int)
    slot!(c, CANCEL, why)
    if slot(c, INTERRUPTIBLE) == 1
        slot!(c, SIGNALLED, 1)
        ccall(:kill, Cint, (Cint, Cint), ccall(:getpid, Cint, ()), 2 % Cint)
    end
end

@inline function bad_frame_exit(c::Shared, text::Int)
    ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), 2 % Cint, bytes_of(c, text), slot(c, text + 1) % Csize_t)
    hard_exit(EXIT_BAD_FRAME)
end

# The id and type of an Envelope, with every step checked against the payload. Type -1: not a sound envelope.
@inline function peek_envelope(p::Ptr{UInt8}, n::Int)
    bad = (UInt64(0), -1)
    n >= 12 || return bad
    unsafe_load(Ptr{UInt32}(p + 4)) == 0x45524750 || return bad      # "PGRE"
    table = Int(unsafe_load(Ptr{UInt32}(p)))
    0 <= table <= n - 4 || return bad
    vtable = table - Int(unsafe_load(Ptr{Int32}(p + table)))
    0 <= vtable <= n - 4 || return bad
    vsize = Int(unsafe_load(Ptr{UInt16}(p + vtable)))
    size = Int(unsafe_load(Ptr{UInt16}(p + vtable + 2)))
    vsize >= 4 && vtable + vsize <= n && table + size <= n || return bad
    id = UInt64(0)
    type = 0
    if vsize >= 6
        at = Int(unsafe_load(Ptr{UInt16}(p + vtable + 4)))
        if at != 0
            at + 8 <= size || return bad
            id = unsafe_load(Ptr{UInt64}(p + table + at))
        end
    end
    if vsize >= 8
        at = Int(unsafe_load(Ptr{UInt16}(p + vtable + 6)))
        if at != 0
            at + 1 <= size || return bad
            type = Int(unsafe_load(p + table + at))
        end
    end
    return id, type
end

# True where the frame was handed to the main thread, which then frees it.
@inline function dispatch(c::Shared, p::Ptr{UInt8}, n::Int, id::UInt64, type::Int)
    busy = slot(c, STATE) == BUSY
    if type == T_PING
        id == 0 || send_prepared(c, PONG, id)
    elseif type == T_CANCEL
        busy && slot(c, CURRENT) == id % Int64 && slot(c, CANCEL) == NOT_CANCELLED && interrupt(c, CANCELLED_BY_HOST)
    elseif type == T_SHUTDOWN && busy
        flush_capture(c)
        send_prepared(c, CANCELLED_REPLY, slot(c, CURRENT) % UInt64)
        id == 0 || send_prepared(c, PONG, id)
        hard_exit(0)
    elseif id != 0 && busy && (type == T_EXECUTE || type == T_DESCRIBE)
        send_prepared(c, BUSY_REPLY, id)
    elseif type == T_SHUTDOWN || id != 0 && (type == T_EXECUTE || type == T_DESCRIBE)
        slot!(c, STATE, BUSY)
        slot!(c, CURRENT, id % Int64)
        slot!(c, CANCEL, NOT_CANCELLED)
        slot!(c, SIGNALLED, 0)
        slot!(c, MAIL, Int64(UInt(p) % Int64))
        slot!(c, MAIL_LENGTH, n)
        ccall(:uv_sem_post, Cvoid, (Ptr{Cvoid},), Ptr{Cvoid}(c) + SEMAPHORE_BYTE)
        return true
    elseif id != 0
        send_prepared(c, UNSUPPORTED_REPLY, id)
    end
    return false
end

function read_frames(argument::Ptr{Cvoid})::Cvoid
    c = Shared(argument)
    @static if VERSION >= v"1.9"
        ccall(:jl_gc_safe_enter, Int8, ())
    end
    head = Ptr{UInt8}(c) + HEAD_BYTE
    while true
        read_exactly(c, head, 8)
        magic = unsafe_load(Ptr{UInt32}(head))
        n = Int(unsafe_load(Ptr{UInt32}(head + 4)))
        magic == 0x31524750 || bad_frame_exit(c, NOT_A_FRAME_TEXT)
        n <= slot(c, MAX_FRAME) || bad_frame_exit(c, TOO_LONG_TEXT)
        p = Ptr{UInt8}(ccall(:malloc, Ptr{Cvoid}, (Csize_t,), (n + 8) % Csize_t))
        read_exactly(c, p, n + (-n & 7))
        id, type = peek_envelope(p, n)
        type >= 0 || bad_frame_exit(c, DAMAGED_TEXT)
        lock_outside_julia(c)
        taken = dispatch(c, p, n, id, type)
        unlock_shared(c)
        taken || ccall(:free, Cvoid, (Ptr{UInt8},), p)
    end
end
