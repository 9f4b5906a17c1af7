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
