# The run of a program: where it is, what it holds locked, and what ends it. One runs at a time in a worker.

const MAX_CALL_DEPTH = 10_000
const TOO_DEEP = "Maximum call depth exceeded"
const POLL_EVERY = 1024

mutable struct Run
    stack::Vector{Loc}               # locations of the calls and callbacks that are open, outermost first
    locks::Vector{Container}         # what is being iterated over
    depth::Int                       # how many functions are open
    jump::Int                        # after SIGNAL: which way, JUMP_…
    jump_loop::Int                   # … of which loop
    jump_value::Any                  # … with what
    left::Int                        # iterations before the next look at what may end the run
    cancel::Ptr{Int64}               # not the value beside it: stop
    going::Int64
    memory::Int64                    # bytes, 0: any
    platform::Dict{String,Any}       # the functions that the program may call
    platform_at::Loc                 # the last Platform node
    seed::UInt64
end

const NOWHERE = ("", Int64(0), Int64(0))
const RUN = Run(Loc[], Container[], 0, 0, 0, nothing, POLL_EVERY, Ptr{Int64}(0), 0, 0, Dict{String,Any}(), NOWHERE, UInt64(0))

"What a node gives that did not come to an end: control goes elsewhere, `RUN.jump` says where."
struct Signal end
const SIGNAL = Signal()
const JUMP_RETURN, JUMP_BREAK, JUMP_CONTINUE = 1, 2, 3

function begin_run(platform::Dict{String,Any}; seed::UInt64 = UInt64(0), cancel::Ptr{Int64} = Ptr{Int64}(0), going::Int64 = 0, memory::Int64 = 0)
    empty!(RUN.stack)
    unlock_down_to(0)
    RUN.depth = 0
    RUN.jump_value = nothing
    RUN.left = POLL_EVERY
    RUN.cancel, RUN.going, RUN.memory = cancel, going, memory
    RUN.platform = platform
    RUN.seed = seed
    start_random(seed)
    return
end

@inline function poll()
    RUN.left -= 1
    RUN.left < 0 && look_around()
    return
end

@noinline function look_around()
    RUN.left = POLL_EVERY
    if RUN.cancel != C_NULL && unsafe_load(RUN.cancel) != RUN.going
        throw(Stopped(:cancelled, "the program was stopped"))
    end
    if RUN.memory > 0 && Base.gc_live_bytes() > RUN.memory
        GC.gc()
        Base.gc_live_bytes() > RUN.memory && throw(Stopped(:memory, "the program was stopped because more than $(RUN.memory >> 20) MiB of memory were in use"))
    end
    return
end

# ---- Locks (spec 4.6) ----------------------------------------------------------------------------------------------------

function lock!(@nospecialize(c))
    c.guard += 1
    push!(RUN.locks, c)
    return
end
function unlock_last()
    c = pop!(RUN.locks)
    c.guard -= 1
    return
end
function unlock_down_to(n::Int)
    while length(RUN.locks) > n
        unlock_last()
    end
    return
end

# ---- Errors --------------------------------------------------------------------------------------------------------------

struct Mark
    stack::Int
    locks::Int
    depth::Int
end
mark() = Mark(length(RUN.stack), length(RUN.locks), RUN.depth)

"Makes an error that reached this place whole: adds the calls that it passed, and closes what was open inside."
function land!(e::EastError, m::Mark)
    for i in length(RUN.stack):-1:m.stack+1
        push!(e.locations, RUN.stack[i])
    end
    release(m)
    return e
end
function release(m::Mark)
    resize!(RUN.stack, min(length(RUN.stack), m.stack))
    unlock_down_to(m.locks)
    RUN.depth = m.depth
    return
end

"`file:line:col: message`, then the places it came through from the outermost."
function display_text(e::EastError)
    at(l::Loc) = string(l[1], ':', l[2], ':', l[3])
    isempty(e.locations) && return e.message
    text = string(at(e.locations[1]), ": ", e.message)
    length(e.locations) == 1 && return text
    return string(text, "\nStack trace:", join(string("\n  at ", at(l)) for l in reverse(e.locations[2:end])))
end
