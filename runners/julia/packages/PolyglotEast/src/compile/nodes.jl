# Julia code of nodes. Every expression has the value of its node, of the type that `type_at` says.

literal(@nospecialize(x)) = x isa Union{Int64,Float64,Bool,Nothing} ? x : QuoteNode(x)

"The type of a node that gives nothing but control elsewhere is Never: what is around it must not wait for its value."
function emit(e::Emitter, env::Env, n::Node)
    op = n.op
    if op == O_VALUE
        return literal(n.x)
    elseif op == O_GIVEN
        return typed(n.x::Symbol, type_at(n))
    elseif op == O_SLOT || op == O_CELL
        return read_var(var(env, n.slot))
    elseif op == O_LET || op == O_LET_CELL
        value = emit(e, env, n.kids[1])
        return Expr(:block, let_var(e, env, op == O_LET ? n.slot : -n.slot, value), nothing)
    elseif op == O_ASSIGN || op == O_ASSIGN_CELL
        return Expr(:block, assign_var(var(env, n.slot), emit(e, env, n.kids[1])), nothing)
    elseif op == O_BLOCK
        return Expr(:block, nothing, Any[emit(e, env, k) for k in n.kids]...)
    elseif op == O_IF
        return emit_if(e, env, n, 1)
    elseif op == O_BUILTIN
        plain_operands(n)
        return emit_builtin(e, env, n)
    elseif op == O_WHILE
        return Expr(:block, emit_while(e, env, n), nothing)
    elseif op == O_FOR_ARRAY
        return emit_for_array(e, env, n)
    elseif op == O_BREAK || op == O_CONTINUE
        return emit_jump(e, env, n)
    elseif op == O_RETURN
        return emit_return(e, env, n)
    end
    plain_operands(n)
    return emit_rest(e, env, n)
end

# Operands that control may leave in the middle are left to the interpreter.
function plain_operands(n::Node)
    operands = n.op == O_MATCH ? (1:0) : n.op == O_FOR_SET || n.op == O_FOR_DICT ? (1:1) : 1:length(n.kids)
    any(i -> n.kids[i].jumps, operands) && n.op != O_TRY && throw(NotCompiled())
    return
end

function emit_rest(e::Emitter, env::Env, n::Node)
    op = n.op
    if op == O_STRUCT
        return Expr(:call, :tuple, Any[emit(e, env, k) for k in n.kids]...)
    elseif op == O_FIELD
        return typed(:(getfield($(emit(e, env, n.kids[1])), $(n.slot))), type_at(n))
    elseif op == O_VARIANT
        return :(EVariant($(QuoteNode(n.x)), $(emit(e, env, n.kids[1]))))
    elseif op == O_MATCH
        return emit_match(e, env, n)
    elseif op == O_NEW_ARRAY
        element = n.x::TNode
        t = element.element == 1 ? Int64 : element.element == 2 ? Float64 : Any
        return :(EArray{$t}($(Expr(:ref, t, Any[emit(e, env, k) for k in n.kids]...)), 0))
    elseif op == O_NEW_REF
        return :(ERef($(emit(e, env, n.kids[1]))))
    elseif op == O_NEW_DICT || op == O_NEW_SET
        return emit_sorted(e, env, n)
    elseif op == O_FOR_SET || op == O_FOR_DICT
        return emit_for_sorted(e, env, n)
    elseif op == O_PLATFORM
        return typed(:(East.call_platform($(QuoteNode(n)), $(Expr(:ref, :Any, Any[emit(e, env, k) for k in n.kids]...)))), type_at(n))
    elseif op == O_CALL && length(n.kids) <= MAX_DIRECT
        return emit_call(e, env, n)
    elseif op == O_ERROR
        return :(throw(EastError($(emit(e, env, n.kids[1])), $(QuoteNode(n.loc)))))
    elseif is_interpreted(n) && !n.jumps
        return interpreted(env, n)
    end
    throw(NotCompiled())
end

# A node that the interpreter runs; what it needs is in the frame.
function interpreted(env::Env, n::Node)
    env.number == 0 || throw(NotCompiled())
    # What it binds itself is bound by it.
    return typed(:(East.evaluate($(QuoteNode(n)), fr)), type_at(n))
end

function emit_if(e::Emitter, env::Env, n::Node, i::Int)
    i == length(n.kids) && return emit(e, env, n.kids[i])
    n.kids[i].jumps && throw(NotCompiled())
    return Expr(:if, emit(e, env, n.kids[i]), emit(e, env, n.kids[i+1]), emit_if(e, env, n, i + 2))
end

function emit_match(e::Emitter, env::Env, n::Node)
    n.kids[1].jumps && throw(NotCompiled())
    value = fresh!(e, "m")
    symbols = n.x::Vector{Symbol}
    chain = :(throw(EastError("no such case", $(QuoteNode(n.loc)))))
    for i in length(symbols):-1:1
        slot = n.slots[i]
        t = julia_type(env.code.types[abs(slot)])
        bound = let_var(e, env, slot, typed(:($value.payload), exact(t) ? t : Any))
        chain = Expr(:if, :($value.tag === $(QuoteNode(symbols[i]))), Expr(:block, bound, emit(e, env, n.kids[i+1])), chain)
    end
    return Expr(:block, :($value = $(typed(emit(e, env, n.kids[1]), EVariant))), chain)
end

function emit_sorted(e::Emitter, env::Env, n::Node)
    made = fresh!(e, "c")
    dict = n.op == O_NEW_DICT
    block = Expr(:block, :($made = $(typed(dict ? :(East.new_dict($(QuoteNode(n.x)))) : :(East.new_set($(QuoteNode(n.x)))), type_at(n)))))
    for i in 1:(dict ? 2 : 1):length(n.kids)
        key = emit(e, env, n.kids[i])
        push!(block.args, dict ? :(East.dict_set!($made, $key, $(emit(e, env, n.kids[i+1])))) : :(East.set_add!($made, $key)))
    end
    push!(block.args, made)
    return block
end

# ---- Calls ---------------------------------------------------------------------------------------------------------------

function emit_call(e::Emitter, env::Env, n::Node)
    f = fresh!(e, "f")
    result = fresh!(e, "r")
    arguments = [fresh!(e, "a") for _ in 2:length(n.kids)]
    block = Expr(:block, :(push!(RUN.stack, $(QuoteNode(n.loc)))), :($f = $(typed(emit(e, env, n.kids[1]), EFunction))))
    for i in 2:length(n.kids)
        push!(block.args, :($(arguments[i-1]) = $(emit(e, env, n.kids[i]))))
    end
    push!(block.args, :($result = $(typed(Expr(:call, :(East.call_direct), f, arguments...), type_at(n)))), :(pop!(RUN.stack)), result)
    return block
end

call_direct(f::EFunction) = enter(f, new_frame(f))
function call_direct(f::EFunction, @nospecialize(a))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    return enter(f, fr)
end
function call_direct(f::EFunction, @nospecialize(a), @nospecialize(b))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    fr[f.code.captures+2] = b
    return enter(f, fr)
end
function call_direct(f::EFunction, @nospecialize(a), @nospecialize(b), @nospecialize(c))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    fr[f.code.captures+2] = b
    fr[f.code.captures+3] = c
    return enter(f, fr)
end
function call_direct(f::EFunction, @nospecialize(a), @nospecialize(b), @nospecialize(c), @nospecialize(d))
    fr = new_frame(f)
    fr[f.code.captures+1] = a
    fr[f.code.captures+2] = b
    fr[f.code.captures+3] = c
    fr[f.code.captures+4] = d
    return enter(f, fr)
end

# ---- Loops and jumps -----------------------------------------------------------------------------------------------------
# Iterations are counted in a variable of the unit, so that a loop has it in a register.

polled() = :((lease -= 1) < 0 && (East.look_around(); lease = $POLL_EVERY))

function open_loop(e::Emitter, env::Env, n::Node)
    loop = LoopPlace(n.slot, env, label!(e, "next"), label!(e, "exit"), e.locks)
    push!(e.loops, loop)
    return loop
end

function emit_while(e::Emitter, env::Env, n::Node)
    n.kids[1].jumps && throw(NotCompiled())
    loop = open_loop(e, env, n)
    top = label!(e, "top")
    block = Expr(:block, label_(top), Expr(:if, emit(e, env, n.kids[1]), nothing, goto_(loop.exit)), emit(e, env, n.kids[2]), label_(loop.next), polled(),
        goto_(top), label_(loop.exit), nothing)
    pop!(e.loops)
    return block
end

function emit_for_array(e::Emitter, env::Env, n::Node)
    n.kids[1].jumps && throw(NotCompiled())
    array = fresh!(e, "array")
    set = :($array = $(emit(e, env, n.kids[1])))
    e.locks += 1
    body = emit_for_array(e, env, n, array, 0)
    e.locks -= 1
    return Expr(:block, set, :(East.lock!($array)), body, :(East.unlock_last()), nothing)
end

function emit_for_array(e::Emitter, env::Env, n::Node, array::Symbol, start)
    t = type_at(n.kids[1])
    loop = open_loop(e, env, n)
    top, i, held = label!(e, "top"), fresh!(e, "i"), fresh!(e, "h")
    element = julia_type(env.code.types[abs(n.slots[2])])
    key = let_var(e, env, n.slots[1], i)
    value = let_var(e, env, n.slots[2], typed(:(@inbounds $held.items[$i+1]), exact(element) ? element : Any))
    block = Expr(:block, :($held = $(typed(array, t))), :($i = $start), label_(top), Expr(:if, :($i < length($held.items)), nothing, goto_(loop.exit)), key, value,
        emit(e, env, n.kids[2]), label_(loop.next), polled(), :($i += 1), goto_(top), label_(loop.exit), nothing)
    pop!(e.loops)
    return block
end

function emit_for_sorted(e::Emitter, env::Env, n::Node)
    held, keys, i, top = fresh!(e, "h"), fresh!(e, "keys"), fresh!(e, "i"), label!(e, "top")
    container = emit(e, env, n.kids[1])
    e.locks += 1
    loop = open_loop(e, env, n)
    t(slot) = (j = julia_type(env.code.types[abs(slot)]); exact(j) ? j : Any)
    key = fresh!(e, "k")
    bound = Any[:($key = $(typed(:($keys[$i]), t(n.slots[1])))), let_var(e, env, n.slots[1], key)]
    n.op == O_FOR_DICT && push!(bound, let_var(e, env, n.slots[2], typed(:(East.dict_get($held, $key)), t(n.slots[2]))))
    body = emit(e, env, n.kids[2])
    pop!(e.loops)
    e.locks -= 1
    return Expr(:block, :($held = $(typed(container, type_at(n.kids[1])))), :(East.lock!($held)), :($keys = East.keys_of($held)::Vector{Any}), :($i = 1), label_(top),
        Expr(:if, :($i <= length($keys)), nothing, goto_(loop.exit)), bound..., body, label_(loop.next), polled(), :($i += 1), goto_(top), label_(loop.exit),
        :(East.unlock_last()), nothing)
end

unlocking(e::Emitter, down_to::Int) = Any[:(East.unlock_last()) for _ in down_to+1:e.locks]

function emit_jump(e::Emitter, env::Env, n::Node)
    for i in length(e.loops):-1:1
        loop = e.loops[i]
        loop.env === env && loop.number == n.slot || continue
        return Expr(:block, unlocking(e, loop.locks)..., goto_(n.op == O_BREAK ? loop.exit : loop.next), nothing)
    end
    # A loop around the one that is compiled.
    e.is_loop && env.number == 0 || throw(NotCompiled())
    return leave_loop(e, :(RUN.jump = $(n.op == O_BREAK ? JUMP_BREAK : JUMP_CONTINUE); RUN.jump_loop = $(n.slot)))
end

function emit_return(e::Emitter, env::Env, n::Node)
    n.kids[1].jumps && throw(NotCompiled())
    value = emit(e, env, n.kids[1])
    if env.number != 0
        return Expr(:block, :($(env.result) = $value), goto_(env.exit), nothing)
    elseif e.is_loop
        held = fresh!(e, "r")
        return Expr(:block, :($held = $value), leave_loop(e, :(RUN.jump = $JUMP_RETURN; RUN.jump_value = $held)))
    end
    held = fresh!(e, "r")
    return Expr(:block, :($held = $value), unlocking(e, 0)..., Expr(:return, held))
end

leave_loop(e::Emitter, jump::Expr) = Expr(:block, unlocking(e, 0)..., put_back(e), jump, Expr(:return, SIGNAL))
