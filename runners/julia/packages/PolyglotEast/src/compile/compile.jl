# The second tier: what runs often, a function or a single loop, becomes Julia code with concrete types. It works on the same
# frame as `evaluate`, so that either may run any part: variables that only compiled code sees are Julia variables, what
# interpreted nodes inside it need (bodies of try, closures) stays in the frame.

"The module that compiled code is made in."
module Compiled
Base.Experimental.@optlevel 2
import ..PolyglotEast
const East = PolyglotEast
import ..PolyglotEast: Cell, EVariant, ERef, EArray, IntArray, FloatArray, AnyArray, EFunction, EastError, RUN, Loc
end

"Something that is left to `evaluate`."
struct NotCompiled <: Exception end

@enum Where::UInt8 IN_LOCAL IN_FRAME

"Where a variable is. `cell`: what is there is its Cell."
struct Var
    place::Where
    name::Symbol
    slot::Int
    cell::Bool
    type::Any                # the Julia type of its value
end

"The variables of a function: the one that is compiled, or a callback written inside it."
mutable struct Env
    code::Code
    number::Int              # distinguishes the names of one function's variables from another's
    vars::Dict{Int,Any}
    result::Symbol           # of a callback: where a return leaves its value …
    exit::Symbol             # … and goes
end

mutable struct LoopPlace
    number::Int
    env::Env
    next::Symbol
    exit::Symbol
    locks::Int               # how many containers are locked around it
end

mutable struct Emitter
    locals::Vector{Symbol}
    in_frame::Set{Int}       # slots of the outermost function
    loops::Vector{LoopPlace}
    locks::Int
    counter::Int
    written::Vector{Tuple{Int,Symbol}}   # of a loop: slots to be put back into the frame
    is_loop::Bool
end

fresh!(e::Emitter, what::String) = (e.counter += 1; s = Symbol(what, e.counter); push!(e.locals, s); s)
label!(e::Emitter, what::String) = (e.counter += 1; Symbol(what, e.counter))
goto_(s::Symbol) = Expr(:symbolicgoto, s)
label_(s::Symbol) = Expr(:symboliclabel, s)
typed(x, @nospecialize(t)) = t === Any ? x : Expr(:(::), x, t)

# ---- Types ---------------------------------------------------------------------------------------------------------------

const JULIA_TYPES = IdDict{Any,Any}()
const MAX_TUPLE = 16

"The Julia type of the values of a type; Any where that would be too much for the compiler."
julia_type(t::Ty) = julia_type(graph(t))
julia_type(n::TNode) = get!(() -> julia_type(n, 0), JULIA_TYPES, n)
function julia_type(n::TNode, depth::Int)
    k = n.kind
    (k == INTEGER || k == DATETIME) && return Int64
    k == FLOAT && return Float64
    k == BOOLEAN && return Bool
    k == NULL && return Nothing
    k == STRING && return String
    k == BLOB && return Vector{UInt8}
    k == VARIANT && return EVariant
    k == REF && return ERef
    k == ARRAY && return n.parts[1].element == 1 ? IntArray : n.parts[1].element == 2 ? FloatArray : AnyArray
    k == SET && return n.parts[1].element == 1 ? ESet{Int64} : ESet{Any}
    k == DICT && return n.parts[1].element == 1 ? EDict{Int64} : EDict{Any}
    is_function_kind(k) && return EFunction
    (k == STRUCT && length(n.parts) <= MAX_TUPLE && depth < 3) || return Any
    return Tuple{Any[julia_type(p, depth + 1) for p in n.parts]...}
end
exact(@nospecialize(t)) = t isa DataType && (isconcretetype(t) || t === Any)
type_at(n::Node) = (t = julia_type(type_of(n.ir)); exact(t) ? t : Any)

# ---- Units ---------------------------------------------------------------------------------------------------------------

const COMPILED_UNITS = Ref(0)

"Compiles a function, or notes that it cannot be."
function compile_function!(code::Code)
    code.compiled = false
    code.compiled = attempt_unit(() -> function_unit(code))
    return
end

"A function as Julia code of its frame; throws `NotCompiled`."
function function_unit(code::Code)
    e = Emitter(Symbol[], Set{Int}(), LoopPlace[], 0, 0, Tuple{Int,Symbol}[], false)
    frame_slots!(e.in_frame, code.body)
    env = Env(code, 0, Dict{Int,Any}(), :none, :none)
    entry = Expr(:block)
    for slot in 1:code.captures+code.parameters
        v = bind_var!(e, env, slot, slot in code.cells || slot <= code.captures && is_mutable(list_part(code.ir, 3)[slot]))
        v.place == IN_LOCAL && push!(entry.args, :($(v.name) = $(typed(:(fr[$slot]), v.cell ? Cell : v.type))))
    end
    body = emit(e, env, code.body)
    return unit_expr(e, entry, Expr(:return, body), [:fr])
end

"Compiles a loop of a function that is running, or notes that it cannot be."
function compile_loop!(n::Node)
    n.compiled = false
    n.op == O_WHILE || n.op == O_FOR_ARRAY || return
    n.compiled = attempt_unit(() -> loop_unit(n, n.x[2]::Code))
    return
end

"A loop as Julia code of the frame it runs in; throws `NotCompiled`."
function loop_unit(n::Node, code::Code)
    e = Emitter(Symbol[], Set{Int}(), LoopPlace[], 0, 0, Tuple{Int,Symbol}[], true)
    frame_slots!(e.in_frame, n)
    env = Env(code, 0, Dict{Int,Any}(), :none, :none)
    bound, used, assigned, cells = Set{Int}(), Set{Int}(), Set{Int}(), Set{Int}()
    slots_in!(bound, used, assigned, cells, n)
    # A body of try around it may look at what the loop assigned before an error.
    n.x[3]::Bool && union!(e.in_frame, setdiff(assigned, bound))
    entry = Expr(:block)
    for slot in sort!(collect(setdiff(used, bound)))
        v = bind_var!(e, env, slot, slot in cells)
        v.place == IN_LOCAL || continue
        push!(entry.args, :($(v.name) = $(typed(:(fr[$slot]), v.cell ? Cell : v.type))))
        slot in assigned && !v.cell && push!(e.written, (slot, v.name))
    end
    body = n.op == O_WHILE ? emit_while(e, env, n) : emit_for_array(e, env, n, :array, :start)
    return unit_expr(e, entry, Expr(:block, body, put_back(e), Expr(:return, nothing)), n.op == O_WHILE ? [:fr] : [:fr, :array, :start])
end

"Compiles a builtin with its callbacks, or notes that it cannot be. Its first operand is given."
function compile_looping!(n::Node)
    n.compiled = false
    any(k -> k.jumps, n.kids) && return
    n.compiled = attempt_unit(() -> looping_unit(n))
    return
end

function looping_unit(n::Node)
    literal = n.kids[findfirst(k -> k.op == O_FUNCTION, n.kids)::Int]
    e = Emitter(Symbol[], Set{Int}(), LoopPlace[], 0, 0, Tuple{Int,Symbol}[], true)
    given = Node(O_GIVEN, false, 0, NO_SLOTS, NO_KIDS, :given, n.kids[1].loc, n.kids[1].ir, 0, nothing)
    whole = Node(n.op, false, 0, n.slots, Node[given; n.kids[2:end]], n.x, n.loc, n.ir, 0, nothing)
    all(k -> k.op != O_FUNCTION || is_inlinable(k), whole.kids) || throw(NotCompiled())
    bound, used, assigned, cells = Set{Int}(), Set{Int}(), Set{Int}(), Set{Int}()
    foreach(k -> slots_in!(bound, used, assigned, cells, k), whole.kids)
    # Whose variables these are is known from the function that holds the literal: only what it captures is used.
    env = Env(literal.x, 0, Dict{Int,Any}(), :none, :none)
    entry = Expr(:block)
    types = captured_types(whole)
    for slot in sort!(collect(used))
        haskey(types, slot) || throw(NotCompiled())
        t = julia_type(types[slot])
        v = Var(IN_LOCAL, Symbol("v0_", slot), slot, slot in cells, exact(t) ? t : Any)
        push!(e.locals, v.name)
        env.vars[slot] = v
        push!(entry.args, :($(v.name) = $(typed(:(fr[$slot]), v.cell ? Cell : v.type))))
    end
    body = emit_builtin(e, env, whole)
    return unit_expr(e, entry, Expr(:return, body), [:fr, :given])
end

# The types of the slots that the operands use: those that callbacks capture, and plain variables.
function captured_types(n::Node)
    types = Dict{Int,Ty}()
    for k in n.kids
        if k.op == O_FUNCTION
            for (i, v) in enumerate(list_part((k.x::Code).ir, 3))
                types[k.slots[i]] = type_of(v)
            end
        elseif k.op == O_SLOT || k.op == O_CELL
            types[k.slot] = type_of(k.ir)
        elseif k.op != O_VALUE && k.op != O_GIVEN
            throw(NotCompiled())
        end
    end
    return types
end

put_back(e::Emitter) = Expr(:block, Any[:(fr[$slot] = $name) for (slot, name) in e.written]...)

function attempt_unit(make)
    try
        f = Core.eval(Compiled, make())
        COMPILED_UNITS[] += 1
        return f
    catch err
        err isa NotCompiled || rethrow()
        return false
    end
end

function unit_expr(e::Emitter, entry::Expr, body::Expr, parameters::Vector{Symbol})
    signature = Expr(:tuple, [p === :fr ? :(fr::Vector{Any}) : p === :start ? :(start::Int) : p for p in parameters]...)
    declared = isempty(e.locals) ? Expr(:block) : Expr(:local, e.locals...)
    return Expr(:function, signature, Expr(:block, Expr(:meta, :inline_not), declared, :(lease = $POLL_EVERY), entry, body))
end

# ---- What interpreted parts need -----------------------------------------------------------------------------------------

const MAX_DIRECT = 5                 # the callee and its arguments
"What stays with the interpreter, inside of compiled code too."
is_interpreted(n::Node) = n.op == O_TRY || n.op == O_FUNCTION || n.op == O_CALL && length(n.kids) > MAX_DIRECT

# The slots that interpreted nodes inside a node use.
function frame_slots!(found::Set{Int}, n::Node)
    if n.op == O_FUNCTION
        union!(found, n.slots)
        return
    elseif is_interpreted(n)
        all_slots!(found, n)
        return
    end
    inlined = n.op == O_BUILTIN && haskey(INLINED, (n.x::Site).name)
    for (i, kid) in enumerate(n.kids)
        inlined && kid.op == O_FUNCTION && is_inlinable(kid) ? nothing : frame_slots!(found, kid)
    end
    return
end

function all_slots!(found::Set{Int}, n::Node)
    n.op in (O_SLOT, O_CELL, O_LET, O_LET_CELL, O_ASSIGN, O_ASSIGN_CELL) && push!(found, n.slot)
    for s in n.slots
        push!(found, abs(s))
    end
    foreach(k -> all_slots!(found, k), n.kids)
    return
end

# The slots that a node binds, uses, assigns, and which hold cells.
function slots_in!(bound::Set{Int}, used::Set{Int}, assigned::Set{Int}, cells::Set{Int}, n::Node)
    if n.op in (O_SLOT, O_CELL, O_LET, O_LET_CELL, O_ASSIGN, O_ASSIGN_CELL)
        push!(used, n.slot)
        (n.op == O_LET || n.op == O_LET_CELL) && push!(bound, n.slot)
        n.op == O_ASSIGN && push!(assigned, n.slot)
        (n.op == O_CELL || n.op == O_LET_CELL || n.op == O_ASSIGN_CELL) && push!(cells, n.slot)
    elseif n.op == O_FUNCTION
        union!(used, n.slots)
        code = n.x::Code
        for (i, s) in enumerate(n.slots)
            is_mutable(list_part(code.ir, 3)[i]) && push!(cells, s)
        end
        return
    else
        for s in n.slots
            push!(used, abs(s))
            push!(bound, abs(s))
            s < 0 && push!(cells, -s)
        end
    end
    foreach(k -> slots_in!(bound, used, assigned, cells, k), n.kids)
    return
end

# ---- Variables -----------------------------------------------------------------------------------------------------------

function bind_var!(e::Emitter, env::Env, slot::Int, cell::Bool)
    t = julia_type(env.code.types[slot])
    exact(t) || (t = Any)
    if env.number == 0 && slot in e.in_frame
        v = Var(IN_FRAME, :none, slot, cell, t)
    else
        name = Symbol('v', env.number, '_', slot)
        name in e.locals || push!(e.locals, name)
        v = Var(IN_LOCAL, name, slot, cell, t)
    end
    env.vars[slot] = v
    return v
end
function var(env::Env, slot::Int)
    v = get(env.vars, slot, nothing)
    return v === nothing ? throw(NotCompiled()) : v::Var
end

place_of_var(v::Var) = v.place == IN_LOCAL ? v.name : typed(:(fr[$(v.slot)]), v.cell ? Cell : v.type)
read_var(v::Var) = v.cell ? typed(:($(place_of_var(v)).value), v.type) : place_of_var(v)
function assign_var(v::Var, x)
    v.cell && return :($(place_of_var(v)).value = $x)
    return v.place == IN_LOCAL ? :($(v.name) = $x) : :(fr[$(v.slot)] = $x)
end
# Binds anew: a cell of its own each time.
function let_var(e::Emitter, env::Env, slot::Int, x)
    v = bind_var!(e, env, abs(slot), slot < 0)
    made = v.cell ? :(Cell($x)) : x
    return v.place == IN_LOCAL ? :($(v.name) = $made) : :(fr[$(v.slot)] = $made)
end
