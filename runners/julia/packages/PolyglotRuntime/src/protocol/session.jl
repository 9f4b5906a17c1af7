# The main thread's side of the channel: opening it, taking requests, sending frames.

"What the worker knows of the host; one per process."
mutable struct Session
    shared::Shared
    limits::Table
end

fcntl(fd::Int, command::Int, argument::Int) = ccall(:fcntl, Cint, (Cint, Cint, Cint...), fd, command, argument)
const F_GETFL, F_SETFL, F_SETFD, F_DUPFD = 3, 4, 2, 0
const O_NONBLOCK = Sys.isapple() ? 4 : 2048

# Moves a descriptor out of the way (10 or higher) and keeps it from child processes.
function private_descriptor(fd::Int)
    private = Int(fcntl(fd, F_DUPFD, 10))
    private >= 0 || error("descriptor $fd is not open")
    fcntl(private, F_SETFD, 1)
    return private
end

# A block of C memory that lives as long as the process.
function allocate_shared()
    c = Shared(Libc.calloc(SHARED_BYTES, 1))
    ccall(:uv_mutex_init, Cint, (Ptr{Cvoid},), Ptr{Cvoid}(c) + MUTEX_BYTE)
    ccall(:uv_sem_init, Cint, (Ptr{Cvoid}, Cuint), Ptr{Cvoid}(c) + SEMAPHORE_BYTE, 0)
    return c
end

"""
    open_session(input, output) -> Session

Answers the host's `Hello` on the given descriptors and starts the reading thread. Ends the process with 65 where no
protocol version is common, with 66 where what arrives is not a `Hello`, with 0 where nothing arrives.
"""
function open_session(input::Int, output::Int)
    c = allocate_shared()
    slot!(c, IN_FD, input)
    slot!(c, OUT_FD, output)
    slot!(c, MAX_FRAME, DEFAULT_MAX_FRAME)
    slot!(c, LOG_LEFT, -1)
    prepare_frames(c)
    fcntl(input, F_SETFL, Int(fcntl(input, F_GETFL, 0)) & ~O_NONBLOCK)
    hello = read_hello(c)
    limits = field_of(hello, :limits, Table())::Table
    frame_limit = Int(field_of(limits, :max_frame_bytes, 0))::Int
    frame_limit > 0 && slot!(c, MAX_FRAME, frame_limit)
    low, high = Int(field_of(hello, :protocol_min, 0)), Int(field_of(hello, :protocol_max, 0))
    if !(low <= PROTOCOL <= high)
        say("this worker speaks protocol $PROTOCOL, the host speaks $low to $high")
        hard_exit(EXIT_VERSION)
    end
    send(c, ready_to_send())
    Base.invokelatest(start_reader, c)      # compiled in this process in any case: see rehearsal.jl
    return Session(c, limits)
end

# What plugins add is only known now.
function ready_to_send()
    listed = get(ENV, "POLYGLOT_PLATFORMS", "")
    occursin('{', listed) || return READY_FRAME
    load_plugin_platforms(listed)
    return ready_frame()
end

function read_hello(c::Shared)
    head = Vector{UInt8}(undef, 8)
    GC.@preserve head read_exactly(c, pointer(head), 8)
    r = FrameReader(head, 64)
    try
        u32(r, 0) == 0x31524750 || bad_frame("it does not start with PGR1")
        n = u32(r, 4)
        n <= slot(c, MAX_FRAME) || bad_frame("it is over the size limit")
        payload = Vector{UInt8}(undef, n + (-n & 7))
        GC.@preserve payload read_exactly(c, pointer(payload), length(payload))
        _, type, hello = decode_envelope(resize!(payload, n))
        type == T_HELLO || bad_frame("the first message is not Hello")
        return hello::Table
    catch e
        e isa FrameError || rethrow()
        say(sprint(showerror, e))
        hard_exit(EXIT_BAD_FRAME)
    end
end

"One line to the worker's log."
say(text::String) = ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), 2, string("polyglot julia worker: ", text, "\n"),
    sizeof(text) + 24)

function start_reader(c::Shared)
    thread = Libc.malloc(64)
    body = @cfunction(read_frames, Cvoid, (Ptr{Cvoid},))
    status = ccall(:uv_thread_create, Cint, (Ptr{Cvoid}, Ptr{Cvoid}, Ptr{Cvoid}), thread, body, Ptr{Cvoid}(c))
    status == 0 || error("the reading thread could not be started")
end

"Waits for the next request; gives its payload. The host can end the process meanwhile."
function next_request(s::Session)
    c = s.shared
    # Other threads of the user's may need the collector while this one waits.
    state = ccall(:jl_gc_safe_enter, Int8, ())
    ccall(:uv_sem_wait, Cvoid, (Ptr{Cvoid},), Ptr{Cvoid}(c) + SEMAPHORE_BYTE)
    ccall(:jl_gc_safe_leave, Cvoid, (Int8,), state)
    n = slot(c, MAIL_LENGTH)
    payload = Vector{UInt8}(undef, n)
    GC.@preserve payload unsafe_copyto!(pointer(payload), bytes_of(c, MAIL), n)
    Libc.free(Ptr{Cvoid}(bytes_of(c, MAIL)))
    return payload
end

"Sends a frame, after what user code printed before it. User code on any thread may end up here."
function send(c::Shared, frame::Vector{UInt8})
    Base.sigatomic_begin()
    lock_shared(c)
    flush_capture(c)
    GC.@preserve frame write_all(c, slot(c, OUT_FD), pointer(frame), length(frame))
    unlock_shared(c)
    Base.sigatomic_end()
    return nothing
end

"Sends the terminal reply; from here on the worker is free for the next request."
function reply(s::Session, frame::Vector{UInt8})
    c = s.shared
    lock_shared(c)
    flush_capture(c)
    slot!(c, STATE, IDLE)
    slot!(c, DEADLINE, 0)
    GC.@preserve frame write_all(c, slot(c, OUT_FD), pointer(frame), length(frame))
    unlock_shared(c)
    return nothing
end
