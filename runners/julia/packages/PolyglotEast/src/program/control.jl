# Nodes that choose, loop and catch.

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
