# Functions of a program: made, called from code and from builtins, and those of the platform.

function make_function(n::Node, fr::Frame)
    slots = n.slots
    captured = Vector{Any}(undef, length(slots))
    for i in 1:length(slots)
        captured[i] = fr[slots[i]]
    end
    return EFunction(n.x::Code, captured)
end

# The frame of a call, with what was captured and room for the arguments.
function new_frame(f::EFunction)
    code = f.code
    code.slots == 0 && resolve!(code)
    fr = Frame(undef, code.slots)
    captured = f.captured
    for i in 1:length(captured)
        fr[i] = captured[i]
    end
    return fr
end

"Runs a function on a frame whose arguments are set."
function enter(f::EFunction, fr::Frame)
    code = f.code
    depth = RUN.depth + 1
    depth <= MAX_CALL_DEPTH || throw(EastError(TOO_DEEP, Loc[]))
    RUN.depth = depth
    RUN.left -= 1
    RUN.left < 0 && look_around()
    for slot in code.cells
        fr[slot] = Cell(fr[slot])
    end
    if code.compiled === nothing
        code.calls += 1
        code.calls * code.work > HOT_WORK[] && compile_function!(code)
    end
    compiled = code.compiled
    if compiled === nothing || compiled === false
        v = evaluate(code.body, fr)
        if v === SIGNAL
            v = RUN.jump_value
            RUN.jump_value = nothing
        end
    else
        v = Base.invokelatest(compiled, fr)
    end
    RUN.depth = depth - 1
    return v
end

function evaluate_call(n::Node, fr::Frame)
    kids = n.kids
    push!(RUN.stack, n.loc)
    f = evaluate(kids[1], fr)
    f === SIGNAL && (pop!(RUN.stack); return f)
    f = f::EFunction
    inner = new_frame(f)
    at = f.code.captures
    length(kids) - 1 == f.code.parameters || throw(ProgramProblem("a function of $(f.code.parameters) parameters is called with $(length(kids) - 1)"))
    for i in 2:length(kids)
        v = evaluate(kids[i], fr)
        v === SIGNAL && (pop!(RUN.stack); return v)
        inner[at+i-1] = v
    end
    v = enter(f, inner)
    pop!(RUN.stack)
    return v
end

"Calls a function from native code."
function call_east(f::EFunction, args::Vector{Any})
    length(args) == f.code.parameters || throw(ProgramProblem("a function of $(f.code.parameters) parameters is called with $(length(args))"))
    fr = new_frame(f)
    for i in 1:length(args)
        fr[f.code.captures+i] = args[i]
    end
    RUN.depth < MAX_CALL_DEPTH || throw(EastError(TOO_DEEP, Loc[RUN.platform_at]))
    return enter(f, fr)
end

# Calls from builtins: the builtin's place is on the stack meanwhile.
function call_back(s::Site, f::EFunction, @nospecialize(a))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    push!(RUN.stack, s.loc)
    v = enter(f, fr)
    pop!(RUN.stack)
    return v
end
function call_back(s::Site, f::EFunction, @nospecialize(a), @nospecialize(b))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    fr[f.code.captures+2] = b
    push!(RUN.stack, s.loc)
    v = enter(f, fr)
    pop!(RUN.stack)
    return v
end
function call_back(s::Site, f::EFunction, @nospecialize(a), @nospecialize(b), @nospecialize(c))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    fr[f.code.captures+2] = b
    fr[f.code.captures+3] = c
    push!(RUN.stack, s.loc)
    v = enter(f, fr)
    pop!(RUN.stack)
    return v
end

function evaluate_platform(n::Node, fr::Frame)
    args = evaluate_all(n, fr)
    args === SIGNAL && return SIGNAL
    return call_platform(n, args)
end
function call_platform(n::Node, args::Vector{Any})
    depth = RUN.depth
    RUN.platform_at = n.loc
    v = (n.x::PlatformFunction).run(args)
    RUN.depth = depth
    return v
end
