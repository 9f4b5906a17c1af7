# Walks nodes. Variables live in the frame, a vector with a slot for each.

const Frame = Vector{Any}

# Nodes that a function or loop has run before it is worth compiling: about as long as compiling takes.
const HOT_WORK = Ref(150_000)

function evaluate(n::Node, fr::Frame)
    op = n.op
    if op == O_VALUE
        return n.x
    elseif op == O_SLOT
        return fr[n.slot]
    elseif op == O_CELL
        return (fr[n.slot]::Cell).value
    elseif op == O_BUILTIN
        return evaluate_builtin(n, fr)
    elseif op == O_BLOCK
        v = nothing
        for kid in n.kids
            v = evaluate(kid, fr)
            v === SIGNAL && return v
        end
        return v
    elseif op == O_LET
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        fr[n.slot] = v
        return nothing
    elseif op == O_ASSIGN
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        fr[n.slot] = v
        return nothing
    elseif op == O_IF
        return evaluate_if(n, fr)
    elseif op == O_CALL
        return evaluate_call(n, fr)
    elseif op == O_FIELD
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        return getfield(v, n.slot)
    elseif op == O_TRY
        return evaluate_try(n, fr)
    elseif op == O_STRUCT
        return evaluate_struct(n, fr)
    elseif op == O_MATCH
        return evaluate_match(n, fr)
    elseif op == O_FUNCTION
        return make_function(n, fr)
    elseif op == O_WHILE
        return evaluate_while(n, fr)
    elseif op == O_FOR_ARRAY
        return evaluate_for_array(n, fr)
    end
    return evaluate_rest(n, fr)
end

@noinline function evaluate_rest(n::Node, fr::Frame)
    op = n.op
    if op == O_LET_CELL
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        fr[n.slot] = Cell(v)
        return nothing
    elseif op == O_ASSIGN_CELL
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        (fr[n.slot]::Cell).value = v
        return nothing
    elseif op == O_VARIANT
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        return EVariant(n.x::Symbol, v)
    elseif op == O_PLATFORM
        return evaluate_platform(n, fr)
    elseif op == O_NEW_ARRAY
        items = evaluate_all(n, fr)
        items === SIGNAL && return SIGNAL
        return array_from(n.x::TNode, items)
    elseif op == O_NEW_SET
        set = new_set(n.x::TNode)
        for kid in n.kids
            v = evaluate(kid, fr)
            v === SIGNAL && return v
            set_add!(set, v)
        end
        return set
    elseif op == O_NEW_DICT
        dict = new_dict(n.x::TNode)
        for i in 1:2:length(n.kids)
            k = evaluate(n.kids[i], fr)
            k === SIGNAL && return k
            v = evaluate(n.kids[i+1], fr)
            v === SIGNAL && return v
            dict_set!(dict, k, v)
        end
        return dict
    elseif op == O_NEW_REF
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        return ERef(v)
    elseif op == O_FOR_SET || op == O_FOR_DICT
        return evaluate_for_sorted(n, fr)
    elseif op == O_RETURN
        v = evaluate(n.kids[1], fr)
        v === SIGNAL && return v
        RUN.jump = JUMP_RETURN
        RUN.jump_value = v
        return SIGNAL
    elseif op == O_BREAK || op == O_CONTINUE
        RUN.jump = op == O_BREAK ? JUMP_BREAK : JUMP_CONTINUE
        RUN.jump_loop = n.slot
        return SIGNAL
    end
    v = evaluate(n.kids[1], fr)      # Error
    v === SIGNAL && return v
    throw(EastError(v::String, n.loc))
end

# The values of all kids, or SIGNAL.
function evaluate_all(n::Node, fr::Frame)
    kids = n.kids
    items = Vector{Any}(undef, length(kids))
    for i in 1:length(kids)
        v = evaluate(kids[i], fr)
        v === SIGNAL && return SIGNAL
        items[i] = v
    end
    return items
end

function evaluate_if(n::Node, fr::Frame)
    kids = n.kids
    i = 1
    while i < length(kids)
        p = evaluate(kids[i], fr)
        p === SIGNAL && return p
        p::Bool && return evaluate(kids[i+1], fr)
        i += 2
    end
    return evaluate(kids[i], fr)
end

function evaluate_builtin(n::Node, fr::Frame)
    site = n.x::Site
    kids = n.kids
    count = length(kids)
    f = site.run
    count == 0 && return f(site)
    a = evaluate(kids[1], fr)
    a === SIGNAL && return a
    count == 1 && return f(site, a)
    site.loops && is_heavy(n, a) && return Base.invokelatest(n.compiled, fr, a)
    b = evaluate(kids[2], fr)
    b === SIGNAL && return b
    count == 2 && return f(site, a, b)
    c = evaluate(kids[3], fr)
    c === SIGNAL && return c
    count == 3 && return f(site, a, b, c)
    rest = Any[a, b, c]
    for i in 4:count
        v = evaluate(kids[i], fr)
        v === SIGNAL && return v
        push!(rest, v)
    end
    return f(site, rest...)
end

# Whether a builtin that loops has code of its own by now.
function is_heavy(n::Node, @nospecialize(first))
    if n.compiled === nothing
        n.count += first isa Int64 ? max(0, first) : length(first.items)
        n.count * LEAST_CALLBACK > HOT_WORK[] && compile_looping!(n)
    end
    return n.compiled !== nothing && n.compiled !== false
end
# A callback is about this many nodes' work at least, with the call.
const LEAST_CALLBACK = 20

function evaluate_struct(n::Node, fr::Frame)
    kids = n.kids
    count = length(kids)
    count == 0 && return ()
    a = evaluate(kids[1], fr)
    a === SIGNAL && return a
    count == 1 && return tuple(a)
    b = evaluate(kids[2], fr)
    b === SIGNAL && return b
    count == 2 && return tuple(a, b)
    items = Any[a, b]
    for i in 3:count
        v = evaluate(kids[i], fr)
        v === SIGNAL && return v
        push!(items, v)
    end
    return make_tuple(items)
end

# ---- Functions -----------------------------------------------------------------------------------------------------------

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

# ---- Control -------------------------------------------------------------------------------------------------------------

function bind_slot!(fr::Frame, slot::Int, @nospecialize(v))
    slot < 0 ? (fr[-slot] = Cell(v)) : (fr[slot] = v)
    return
end

function evaluate_match(n::Node, fr::Frame)
    v = evaluate(n.kids[1], fr)
    v === SIGNAL && return v
    variant = v::EVariant
    symbols = n.x::Vector{Symbol}
    for i in 1:length(symbols)
        symbols[i] === variant.tag || continue
        bind_slot!(fr, n.slots[i], variant.payload)
        return evaluate(n.kids[i+1], fr)
    end
    throw(EastError("no case '$(name_of(variant.tag))'", n.loc))
end

# What a loop does with a signal from its body: true when it goes on, false when it ends, nothing when the signal passes on.
function loop_signal(n::Node)
    RUN.jump == JUMP_RETURN && return nothing
    RUN.jump_loop == n.slot || return nothing
    return RUN.jump == JUMP_CONTINUE
end

# Whether a loop has code of its own by now.
@inline function is_hot(n::Node)
    n.count += 1
    n.compiled === nothing && n.count * (n.x[1]::Int) > HOT_WORK[] && compile_loop!(n)
    return n.compiled !== nothing && n.compiled !== false
end

function evaluate_while(n::Node, fr::Frame)
    n.compiled !== nothing && n.compiled !== false && return Base.invokelatest(n.compiled, fr)
    predicate, body = n.kids[1], n.kids[2]
    while true
        p = evaluate(predicate, fr)
        p === SIGNAL && return p
        p::Bool || return nothing
        v = evaluate(body, fr)
        if v === SIGNAL
            goes_on = loop_signal(n)
            goes_on === nothing && return SIGNAL
            goes_on || return nothing
        end
        poll()
        is_hot(n) && return Base.invokelatest(n.compiled, fr)
    end
end

function evaluate_for_array(n::Node, fr::Frame)
    array = evaluate(n.kids[1], fr)
    array === SIGNAL && return array
    lock!(array)
    v = for_array(n, fr, array, 0)
    unlock_last()
    return v
end
function for_array(n::Node, fr::Frame, @nospecialize(array), i::Int)
    while i < length(array.items)
        is_hot(n) && return Base.invokelatest(n.compiled, fr, array, i)
        bind_slot!(fr, n.slots[1], i)
        bind_slot!(fr, n.slots[2], array.items[i+1])
        v = evaluate(n.kids[2], fr)
        if v === SIGNAL
            goes_on = loop_signal(n)
            goes_on === nothing && return SIGNAL
            goes_on || return nothing
        end
        poll()
        i += 1
    end
    return nothing
end

function evaluate_for_sorted(n::Node, fr::Frame)
    container = evaluate(n.kids[1], fr)
    container === SIGNAL && return container
    lock!(container)
    v = for_sorted(n, fr, container)
    unlock_last()
    return v
end
function for_sorted(n::Node, fr::Frame, @nospecialize(container))
    keys = keys_of(container)
    for i in 1:length(keys)
        n.count += 1
        bind_slot!(fr, n.slots[1], keys[i])
        n.op == O_FOR_DICT && bind_slot!(fr, n.slots[2], dict_get(container, keys[i]))
        v = evaluate(n.kids[2], fr)
        if v === SIGNAL
            goes_on = loop_signal(n)
            goes_on === nothing && return SIGNAL
            goes_on || return nothing
        end
        poll()
    end
    return nothing
end

# Runs a node; gives its value, or the error that came out of it, whole.
function attempt(n::Node, fr::Frame, m::Mark)
    try
        return evaluate(n, fr)
    catch e
        e isa EastError || rethrow()
        return land!(e, m)
    end
end

const STACK_NODE = Ref{Any}(nothing)
stack_value(e::EastError) = AnyArray(Any[l for l in e.locations], 0)

function evaluate_try(n::Node, fr::Frame)
    m = mark()
    v = attempt(n.kids[1], fr, m)
    if v isa EastError
        bind_slot!(fr, n.slots[1], v.message)
        bind_slot!(fr, n.slots[2], stack_value(v))
        v = length(n.kids) == 2 ? evaluate(n.kids[2], fr) : attempt(n.kids[2], fr, m)
    end
    length(n.kids) == 2 && return v
    pending = v === SIGNAL ? (RUN.jump, RUN.jump_loop, RUN.jump_value) : (0, 0, nothing)
    last = evaluate(n.kids[3], fr)
    last === SIGNAL && return last
    v isa EastError && throw(v)
    v === SIGNAL && ((RUN.jump, RUN.jump_loop, RUN.jump_value) = pending)
    return v
end
