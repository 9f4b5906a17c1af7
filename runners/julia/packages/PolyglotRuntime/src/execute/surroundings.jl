# What surrounds a call: interrupts, files, environment, the current directory, the SDK's hooks.

# Runs user code with interrupts let through. One that was sent before is not this request's.
function user_code(c::Shared, @nospecialize(f))
    swallow_interrupt()
    lock_shared(c)
    cancelled = slot(c, CANCEL) != NOT_CANCELLED
    cancelled || slot!(c, INTERRUPTIBLE, 1)
    unlock_shared(c)
    cancelled && throw(InterruptException())
    try
        Base.sigatomic_end()
        value = f()
        Base.sigatomic_begin()       # an exception restores this by itself
        return value
    finally
        lock_shared(c)
        slot!(c, INTERRUPTIBLE, 0)
        unlock_shared(c)
    end
end

# Lets a pending interrupt come and go. True if there was one.
function swallow_interrupt()
    try
        Base.sigatomic_end()
        Base.sigatomic_begin()
        return false
    catch e
        e isa InterruptException || rethrow()
        return true
    end
end

# Why the request was cancelled, if it was. An interrupt that the reader sent too late for user code is waited for, so
# that it does not hit the next request.
function after_user_code(c::Shared)
    lock_shared(c)
    why, signalled = slot(c, CANCEL), slot(c, SIGNALLED)
    unlock_shared(c)
    if signalled != 0
        for _ in 1:20
            swallow_interrupt() && break
            Libc.systemsleep(0.001)
        end
    end
    return why
end

function install_sdk(c::Shared)
    Polyglot.HOST.progress = (fraction::Float64, message::String) -> begin
        slot(c, STATE) == BUSY && send(c, encode_frame(slot(c, CURRENT) % UInt64, :Progress,
            table(:fraction => fraction, :message => valid_text(message))))
    end
    Polyglot.HOST.log = (level::Symbol, message::String) -> begin
        slot(c, STATE) == BUSY && send(c, encode_frame(slot(c, CURRENT) % UInt64, :Log,
            table(:level => LOG_LEVELS[level], :message => valid_text(message))))
    end
    return
end

# ---- Environment and directory ---------------------------------------------------------------------------------------

struct Surroundings
    variables::Vector{Tuple{String,Union{Nothing,String}}}
end

function enter_surroundings(message::Table)
    s = Surroundings(Tuple{String,Union{Nothing,String}}[])
    for pair in field_of(message, :environment, Table[])::Vector{Table}
        key = field_of(pair, :key, "")::String
        isempty(key) && continue
        push!(s.variables, (key, get(ENV, key, nothing)))
        ENV[key] = field_of(pair, :value, "")::String
    end
    folder = field_of(message, :work_dir, "")::String
    isempty(folder) || !isdir(folder) || folder == pwd() || cd(folder)
    return s
end

function leave_surroundings(s::Surroundings)
    for (key, before) in Iterators.reverse(s.variables)
        before === nothing ? delete!(ENV, key) : (ENV[key] = before)
    end
end

# ---- Files -----------------------------------------------------------------------------------------------------------

const O_CLOEXEC = Sys.islinux() ? 0x80000 : Sys.isapple() ? 0x1000000 : 0
const O_WRITE_NEW = Sys.isapple() ? 0x0601 : 0x0241        # write only, create, truncate
const MAP_FROM = 65536                                     # bytes from which a file is mapped and not read

file_size(fd::Cint) = ccall(:lseek, Int64, (Cint, Int64, Cint), fd, 0, 2)

# Calls f with a Source over the file's bytes, which are there only meanwhile.
function with_file(f, path::String)
    fd = ccall(:open, Cint, (Cstring, Cint, Cint...), path, O_CLOEXEC)
    fd >= 0 || throw(SystemError(path, Libc.errno()))
    try
        size = file_size(fd)
        size >= 0 || throw(SystemError(path, Libc.errno()))
        return size < MAP_FROM ? with_read(f, fd, Int(size), path) : with_map(f, fd, Int(size), path)
    finally
        ccall(:close, Cint, (Cint,), fd)
    end
end

function with_read(f, fd::Cint, size::Int, path::String)
    bytes = Vector{UInt8}(undef, size)
    done = 0
    GC.@preserve bytes while done < size
        n = ccall(:pread, Cssize_t, (Cint, Ptr{UInt8}, Csize_t, Int64), fd, pointer(bytes) + done, size - done, done)
        n > 0 || throw(SystemError(path, n < 0 ? Libc.errno() : 5))
        done += n
    end
    return with_source(f, bytes)
end

function with_map(f, fd::Cint, size::Int, path::String)
    p = ccall(:mmap, Ptr{UInt8}, (Ptr{Cvoid}, Csize_t, Cint, Cint, Cint, Int64), C_NULL, size, 1, 2, fd, 0)
    p == Ptr{UInt8}(-1 % UInt) && throw(SystemError(path, Libc.errno()))
    try
        return f(Source(p, size))
    finally
        ccall(:munmap, Cint, (Ptr{UInt8}, Csize_t), p, size)
    end
end

# Nothing, or why it failed.
function write_file(path::String, bytes::Vector{UInt8})
    '\0' in path && return "the path has a zero byte"
    fd = ccall(:open, Cint, (Cstring, Cint, Cint...), path, O_WRITE_NEW | O_CLOEXEC, 0o666)
    fd >= 0 || return Libc.strerror(Libc.errno())
    done = 0
    problem = nothing
    GC.@preserve bytes while done < length(bytes) && problem === nothing
        n = ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), fd, pointer(bytes) + done, length(bytes) - done)
        n >= 0 ? (done += n) : Libc.errno() == Libc.EINTR || (problem = Libc.strerror(Libc.errno()))
    end
    ccall(:close, Cint, (Cint,), fd) == 0 || problem !== nothing || (problem = Libc.strerror(Libc.errno()))
    return problem
end

cpu_ns() = (t = Vector{Int64}(undef, 2); ccall(:clock_gettime, Cint, (Cint, Ptr{Int64}), Sys.isapple() ? 12 : 2, t); t[1] * 1_000_000_000 + t[2])
