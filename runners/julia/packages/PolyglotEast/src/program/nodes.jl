# A function's nodes as they are run the first times: small records that `evaluate` walks, with variables resolved to slots of
# the call's frame. What runs often is compiled from the same records (compile/).

@enum Op::UInt8 begin
    O_VALUE
    O_SLOT
    O_CELL
    O_LET
    O_LET_CELL
    O_ASSIGN
    O_ASSIGN_CELL
    O_BLOCK
    O_IF
    O_BUILTIN
    O_CALL
    O_PLATFORM
    O_FUNCTION
    O_STRUCT
    O_FIELD
    O_VARIANT
    O_MATCH
    O_NEW_ARRAY
    O_NEW_SET
    O_NEW_DICT
    O_NEW_REF
    O_WHILE
    O_FOR_ARRAY
    O_FOR_SET
    O_FOR_DICT
    O_BREAK
    O_CONTINUE
    O_RETURN
    O_ERROR
    O_TRY
    O_GIVEN
end

"""
One node. `slot`: a variable, a field's place, or a loop's number; `slots`: variables that it binds, negative for those in cells;
`x`: a literal, site, symbol, code or type, by `op`; of loops how many nodes they are, their function, and whether a try is around.
"""
mutable struct Node
    op::Op
    jumps::Bool              # control may leave it by return, break or continue
    slot::Int
    slots::Vector{Int}
    kids::Vector{Node}
    x::Any
    loc::Loc
    ir::Any                  # the IR it was made from
    count::Int               # iterations so far, of loops and of builtins that loop
    compiled::Any            # the loop's own code: nothing, false when it cannot be, or a function of the frame
end
const NO_SLOTS = Int[]
const NO_KIDS = Node[]
# Without keywords, each combination of which would be compiled.
make_node(op::Op, ir::IrNode, slot::Int, slots::Vector{Int}, kids::Vector{Node}, @nospecialize(x), jumps::Bool) =
    Node(op, jumps || any_jumps(kids), slot, slots, kids, x, location(ir), ir, 0, nothing)
node_of(op::Op, ir::IrNode, kids::Vector{Node}, @nospecialize(x = nothing)) = make_node(op, ir, 0, NO_SLOTS, kids, x, false)
slot_node(op::Op, ir::IrNode, slot::Int, kids::Vector{Node}) = make_node(op, ir, slot, NO_SLOTS, kids, nothing, false)
any_jumps(kids::Vector{Node}) = (for k in kids; k.jumps && return true; end; false)

"""
The code of one Function node. It is resolved when it is first called, and compiled when it is called often. `compiled`: nothing,
false when it cannot be, or a function of the frame.
"""
mutable struct Code
    ir::IrNode
    captures::Int            # the first slots
    parameters::Int          # the next ones
    cells::Vector{Int}       # parameters that are cells
    slots::Int               # how many in all; 0 until it is resolved
    body::Node
    calls::Int
    work::Int                # nodes
    compiled::Any
    types::Vector{Ty}        # of the slots
    Code(ir::IrNode) = (c = new(); c.ir = ir; c.captures = length(list_part(ir, 3)); c.parameters = length(list_part(ir, 4)); c.cells = NO_SLOTS;
        c.slots = 0; c.calls = 0; c.work = 0; c.compiled = nothing; c.types = Ty[]; c)
end

"A function value: its code and what it captured (cells of mutable variables)."
mutable struct EFunction
    code::Code
    captured::Vector{Any}
end

# ---- Resolving -----------------------------------------------------------------------------------------------------------

mutable struct Resolver
    code::Code
    names::Vector{String}            # of the variables that are in scope, innermost last …
    places::Vector{Int}              # … and their slots, negative when in a cell
    shared::Dict{String,Any}         # names that inner functions capture
    loops::Vector{String}            # labels of the loops around …
    numbers::Vector{Int}             # … and their numbers
    loop_count::Int
    slots::Int
    nodes::Int
    tries::Int                       # bodies of try around
end

# Slots go on from those of captures and parameters.
function resolve!(code::Code)
    r = Resolver(code, String[], Int[], Dict{String,Any}(), String[], Int[], 0, 0, 0, 0)
    survey!(r.shared, node_part(code.ir, 5))
    for v in list_part(code.ir, 3)
        new_slot!(r, v, is_mutable(v))
    end
    cells = Int[]
    for v in list_part(code.ir, 4)
        place = bind!(r, v)
        place < 0 && push!(cells, -place)
    end
    code.body = resolve(r, node_part(code.ir, 5))
    code.cells = cells
    code.work = r.nodes
    code.slots = max(1, r.slots)
    return
end

function new_slot!(r::Resolver, v::IrNode, cell::Bool)
    r.slots += 1
    push!(r.code.types, type_of(v))
    push!(r.names, variable_name(v))
    push!(r.places, cell ? -r.slots : r.slots)
    return r.places[end]
end

# The names that functions right inside a body capture.
function survey!(shared::Dict{String,Any}, n::IrNode)
    if n.tag === :Function || n.tag === :AsyncFunction
        for v in list_part(n, 3)
            shared[variable_name(v)] = nothing
        end
        return
    end
    each_part(p -> survey!(shared, p), n)
    return
end

# The nodes right inside a node, variables that it binds not among them.
function each_part(f, n::IrNode)
    tag = n.tag
    if tag === :Value || tag === :Variable || tag === :Break || tag === :Continue || tag === :Function || tag === :AsyncFunction
    elseif tag === :Block || tag === :NewArray || tag === :NewSet
        for p in list_part(n, 3); f(p); end
    elseif tag === :Builtin
        for p in list_part(n, 5); f(p); end
    elseif tag === :Platform
        for p in list_part(n, 4); f(p); end
    elseif tag === :Call || tag === :CallAsync
        f(node_part(n, 3))
        for p in list_part(n, 4); f(p); end
    elseif tag === :Let || tag === :Assign || tag === :GetField || tag === :Variant
        f(node_part(n, 4))
    elseif tag === :IfElse
        for p in list_part(n, 3); f(getfield(p, 1)); f(getfield(p, 2)); end
        f(node_part(n, 4))
    elseif tag === :Match
        f(node_part(n, 3))
        for p in list_part(n, 4); f(getfield(p, 3)); end
    elseif tag === :NewDict
        for p in list_part(n, 3); f(getfield(p, 1)); f(getfield(p, 2)); end
    elseif tag === :Struct
        for p in list_part(n, 3); f(getfield(p, 2)); end
    elseif tag === :ForArray || tag === :ForDict
        f(node_part(n, 3)); f(node_part(n, 7))
    elseif tag === :ForSet
        f(node_part(n, 3)); f(node_part(n, 6))
    elseif tag === :While
        f(node_part(n, 3)); f(node_part(n, 5))
    elseif tag === :TryCatch
        f(node_part(n, 3)); f(node_part(n, 4)); f(node_part(n, 7))
    else
        f(node_part(n, 3))           # As, WrapRecursive, UnwrapRecursive, Error, NewRef, Return
    end
    return
end

# The slot of a variable, negative when it is in a cell.
function find(r::Resolver, v::IrNode)
    name = variable_name(v)
    for i in length(r.names):-1:1
        r.names[i] == name && return r.places[i]
    end
    l = location(v)
    throw(ProgramProblem("$(l[1]):$(l[2]):$(l[3]): variable '$name' is not defined"))
end

# Binds a variable in the innermost scope; gives its slot, negative when it is in a cell.
bind!(r::Resolver, v::IrNode) = new_slot!(r, v, is_mutable(v) && haskey(r.shared, variable_name(v)))

# What was bound since then is out of scope.
close_scope!(r::Resolver, before::Int) = (resize!(r.names, before); resize!(r.places, before); nothing)
scoped(r::Resolver, n::IrNode) = (before = length(r.names); k = resolve(r, n); close_scope!(r, before); k)
function resolve_all(r::Resolver, list::Vector{Any})
    kids = Node[]
    for n in list
        push!(kids, resolve(r, n::IrNode))
    end
    return kids
end

function open_loop!(r::Resolver, label)
    r.loop_count += 1
    push!(r.loops, getfield(label, 1)::String)
    push!(r.numbers, r.loop_count)
    return r.loop_count
end
close_loop!(r::Resolver) = (pop!(r.loops); pop!(r.numbers); nothing)
function loop_of(r::Resolver, n::IrNode)
    name = getfield(part(n, 3), 1)::String
    for i in length(r.loops):-1:1
        r.loops[i] == name && return r.numbers[i]
    end
    throw(ProgramProblem("there is no loop '$name' around"))
end

function resolve(r::Resolver, n::IrNode)
    r.nodes += 1
    tag = n.tag
    if tag === :Value
        return node_of(O_VALUE, n, NO_KIDS, node_part(n, 3).payload)
    elseif tag === :Variable
        place = find(r, n)
        return slot_node(place < 0 ? O_CELL : O_SLOT, n, abs(place), NO_KIDS)
    elseif tag === :Builtin
        kids = resolve_all(r, list_part(n, 5))
        return node_of(O_BUILTIN, n, kids, site_of(n))
    elseif tag === :Block
        before = length(r.names)
        kids = resolve_all(r, list_part(n, 3))
        close_scope!(r, before)
        return node_of(O_BLOCK, n, kids)
    elseif tag === :As || tag === :WrapRecursive || tag === :UnwrapRecursive
        return resolve(r, node_part(n, 3))
    elseif tag === :Let
        value = resolve(r, node_part(n, 4))
        slot = bind!(r, node_part(n, 3))
        return slot_node(slot < 0 ? O_LET_CELL : O_LET, n, abs(slot), Node[value])
    elseif tag === :Assign
        value = resolve(r, node_part(n, 4))
        place = find(r, node_part(n, 3))
        return slot_node(place < 0 ? O_ASSIGN_CELL : O_ASSIGN, n, abs(place), Node[value])
    elseif tag === :IfElse
        kids = Node[]
        for branch in list_part(n, 3)
            push!(kids, resolve(r, getfield(branch, 1)::IrNode))
            push!(kids, scoped(r, getfield(branch, 2)::IrNode))
        end
        push!(kids, scoped(r, node_part(n, 4)))
        return node_of(O_IF, n, kids)
    elseif tag === :GetField
        return resolve_field(r, n)
    elseif tag === :Struct
        kids = Node[]
        for f in list_part(n, 3)
            push!(kids, resolve(r, getfield(f, 2)::IrNode))
        end
        return node_of(O_STRUCT, n, kids)
    elseif tag === :Function || tag === :AsyncFunction
        # The places of what it captures, its cells as they are.
        slots = Int[]
        for v in list_part(n, 3)
            push!(slots, abs(find(r, v::IrNode)))
        end
        return make_node(O_FUNCTION, n, 0, slots, NO_KIDS, Code(n), false)
    elseif tag === :Call || tag === :CallAsync
        f = resolve(r, node_part(n, 3))
        return node_of(O_CALL, n, pushfirst!(resolve_all(r, list_part(n, 4)), f))
    end
    return resolve_rest(r, n)
end

@noinline function resolve_field(r::Resolver, n::IrNode)
    from = node_part(n, 4)
    kid = resolve(r, from)
    t = type_of(from)
    i = findfirst(==(text_part(n, 3)), t.names)
    i === nothing && (t === T_NEVER ? (i = 1) : throw(ProgramProblem("there is no field '$(text_part(n, 3))' in $(type_text(t))")))
    return slot_node(O_FIELD, n, i, Node[kid])
end

@noinline function resolve_rest(r::Resolver, n::IrNode)
    tag = n.tag
    if tag === :Variant
        symbol = symbol_of(text_part(n, 3))
        value = resolve(r, node_part(n, 4))
        value.op == O_VALUE && return node_of(O_VALUE, n, NO_KIDS, EVariant(symbol, value.x))
        return node_of(O_VARIANT, n, Node[value], symbol)
    elseif tag === :Match
        kids = Node[resolve(r, node_part(n, 3))]
        symbols, slots = Symbol[], Int[]
        for case in list_part(n, 4)
            push!(symbols, symbol_of(getfield(case, 1)::String))
            before = length(r.names)
            push!(slots, bind!(r, getfield(case, 2)::IrNode))
            push!(kids, resolve(r, getfield(case, 3)::IrNode))
            close_scope!(r, before)
        end
        return make_node(O_MATCH, n, 0, slots, kids, symbols, false)
    elseif tag === :NewArray || tag === :NewSet
        t = unfold(type_of(n))
        return node_of(tag === :NewArray ? O_NEW_ARRAY : O_NEW_SET, n, resolve_all(r, list_part(n, 3)), graph(t).parts[1])
    elseif tag === :NewDict
        kids = Node[]
        for entry in list_part(n, 3)
            push!(kids, resolve(r, getfield(entry, 1)::IrNode))
            push!(kids, resolve(r, getfield(entry, 2)::IrNode))
        end
        return node_of(O_NEW_DICT, n, kids, graph(type_of(n)).parts[1])
    elseif tag === :NewRef
        return node_of(O_NEW_REF, n, Node[resolve(r, node_part(n, 3))])
    elseif tag === :While
        before = r.nodes
        loop = open_loop!(r, part(n, 4))
        kids = Node[resolve(r, node_part(n, 3)), scoped(r, node_part(n, 5))]
        close_loop!(r)
        return make_node(O_WHILE, n, loop, NO_SLOTS, kids, (r.nodes - before, r.code, r.tries > 0), false)
    elseif tag === :ForArray || tag === :ForDict || tag === :ForSet
        container = resolve(r, node_part(n, 3))
        before = r.nodes
        loop = open_loop!(r, part(n, 4))
        outside = length(r.names)
        slots = Int[bind!(r, node_part(n, 5))]
        tag === :ForSet || push!(slots, bind!(r, node_part(n, 6)))
        body = resolve(r, node_part(n, tag === :ForSet ? 6 : 7))
        close_scope!(r, outside)
        close_loop!(r)
        return make_node(tag === :ForArray ? O_FOR_ARRAY : tag === :ForSet ? O_FOR_SET : O_FOR_DICT, n, loop, slots, Node[container, body],
            (r.nodes - before, r.code, r.tries > 0), false)
    elseif tag === :Break || tag === :Continue
        return make_node(tag === :Break ? O_BREAK : O_CONTINUE, n, loop_of(r, n), NO_SLOTS, NO_KIDS, nothing, true)
    elseif tag === :Return
        return make_node(O_RETURN, n, 0, NO_SLOTS, Node[resolve(r, node_part(n, 3))], nothing, true)
    elseif tag === :Error
        return node_of(O_ERROR, n, Node[resolve(r, node_part(n, 3))])
    elseif tag === :Platform
        name = text_part(n, 3)
        f = get(RUN.platform, name, nothing)
        f === nothing && throw(ProgramProblem("there is no platform function '$name'"))
        return node_of(O_PLATFORM, n, resolve_all(r, list_part(n, 4)), f)
    elseif tag === :TryCatch
        r.tries += 1
        kids = Node[scoped(r, node_part(n, 3))]
        before = length(r.names)
        slots = Int[bind!(r, node_part(n, 5)), bind!(r, node_part(n, 6))]
        push!(kids, resolve(r, node_part(n, 4)))
        close_scope!(r, before)
        r.tries -= 1
        last = node_part(n, 7)
        last.tag === :Value || push!(kids, scoped(r, last))
        return make_node(O_TRY, n, 0, slots, kids, nothing, false)
    end
    throw(ProgramProblem("there is no kind of node '$tag'"))
end
