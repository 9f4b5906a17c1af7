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

struct Binding
    slot::Int
    is_cell::Bool
end

mutable struct Resolver
    code::Code
    scopes::Vector{Dict{String,Binding}}
    shared::Set{String}              # names that inner functions capture
    loops::Vector{Tuple{String,Int}}
    loop_count::Int
    slots::Int
    nodes::Int
    tries::Int                       # bodies of try around
end

# Slots go on from those of captures and parameters.
function resolve!(code::Code)
    r = Resolver(code, [Dict{String,Binding}()], Set{String}(), Tuple{String,Int}[], 0, 0, 0, 0)
    survey!(r.shared, node_part(code.ir, 5))
    for v in list_part(code.ir, 3)
        r.slots += 1
        push!(code.types, type_of(v))
        r.scopes[1][variable_name(v)] = Binding(r.slots, is_mutable(v))
    end
    cells = Int[]
    for v in list_part(code.ir, 4)
        r.slots += 1
        push!(code.types, type_of(v))
        name = variable_name(v)
        cell = is_mutable(v) && name in r.shared
        cell && push!(cells, r.slots)
        r.scopes[1][name] = Binding(r.slots, cell)
    end
    push!(r.scopes, Dict{String,Binding}())
    code.body = resolve(r, node_part(code.ir, 5))
    code.cells = cells
    code.work = r.nodes
    code.slots = max(1, r.slots)
    return
end

# The names that functions right inside a body capture.
function survey!(shared::Set{String}, n::IrNode)
    if n.tag === :Function || n.tag === :AsyncFunction
        for v in list_part(n, 3)
            push!(shared, variable_name(v))
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

function find(r::Resolver, v::IrNode)
    name = variable_name(v)
    for i in length(r.scopes):-1:1
        found = get(r.scopes[i], name, nothing)
        found === nothing || return found
    end
    l = location(v)
    throw(ProgramProblem("$(l[1]):$(l[2]):$(l[3]): variable '$name' is not defined"))
end

# Binds a variable in the innermost scope; gives its slot, negative when it is in a cell.
function bind!(r::Resolver, v::IrNode)
    name = variable_name(v)
    r.slots += 1
    push!(r.code.types, type_of(v))
    cell = is_mutable(v) && name in r.shared
    r.scopes[end][name] = Binding(r.slots, cell)
    return cell ? -r.slots : r.slots
end

scoped(r::Resolver, n::IrNode) = (push!(r.scopes, Dict{String,Binding}()); k = resolve(r, n); pop!(r.scopes); k)
resolve_all(r::Resolver, list::Vector{Any}) = Node[resolve(r, n::IrNode) for n in list]

function open_loop!(r::Resolver, label)
    r.loop_count += 1
    push!(r.loops, (getfield(label, 1)::String, r.loop_count))
    return r.loop_count
end
function loop_of(r::Resolver, n::IrNode)
    name = getfield(part(n, 3), 1)::String
    for i in length(r.loops):-1:1
        r.loops[i][1] == name && return r.loops[i][2]
    end
    throw(ProgramProblem("there is no loop '$name' around"))
end

function resolve(r::Resolver, n::IrNode)
    r.nodes += 1
    tag = n.tag
    if tag === :Value
        return node_of(O_VALUE, n, NO_KIDS, node_part(n, 3).payload)
    elseif tag === :Variable
        b = find(r, n)
        return slot_node(b.is_cell ? O_CELL : O_SLOT, n, b.slot, NO_KIDS)
    elseif tag === :Builtin
        kids = resolve_all(r, list_part(n, 5))
        return node_of(O_BUILTIN, n, kids, site_of(n))
    elseif tag === :Block
        push!(r.scopes, Dict{String,Binding}())
        kids = resolve_all(r, list_part(n, 3))
        pop!(r.scopes)
        return node_of(O_BLOCK, n, kids)
    elseif tag === :As || tag === :WrapRecursive || tag === :UnwrapRecursive
        return resolve(r, node_part(n, 3))
    elseif tag === :Let
        value = resolve(r, node_part(n, 4))
        slot = bind!(r, node_part(n, 3))
        return slot_node(slot < 0 ? O_LET_CELL : O_LET, n, abs(slot), Node[value])
    elseif tag === :Assign
        value = resolve(r, node_part(n, 4))
        b = find(r, node_part(n, 3))
        return slot_node(b.is_cell ? O_ASSIGN_CELL : O_ASSIGN, n, b.slot, Node[value])
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
        return node_of(O_STRUCT, n, Node[resolve(r, getfield(f, 2)::IrNode) for f in list_part(n, 3)])
    elseif tag === :Function || tag === :AsyncFunction
        # The places of what it captures, its cells as they are.
        return make_node(O_FUNCTION, n, 0, Int[find(r, v::IrNode).slot for v in list_part(n, 3)], NO_KIDS, Code(n), false)
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
            push!(r.scopes, Dict{String,Binding}())
            push!(slots, bind!(r, getfield(case, 2)::IrNode))
            push!(kids, resolve(r, getfield(case, 3)::IrNode))
            pop!(r.scopes)
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
        pop!(r.loops)
        return make_node(O_WHILE, n, loop, NO_SLOTS, kids, (r.nodes - before, r.code, r.tries > 0), false)
    elseif tag === :ForArray || tag === :ForDict || tag === :ForSet
        container = resolve(r, node_part(n, 3))
        before = r.nodes
        loop = open_loop!(r, part(n, 4))
        push!(r.scopes, Dict{String,Binding}())
        slots = Int[bind!(r, node_part(n, 5))]
        tag === :ForSet || push!(slots, bind!(r, node_part(n, 6)))
        body = resolve(r, node_part(n, tag === :ForSet ? 6 : 7))
        pop!(r.scopes)
        pop!(r.loops)
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
        push!(r.scopes, Dict{String,Binding}())
        slots = Int[bind!(r, node_part(n, 5)), bind!(r, node_part(n, 6))]
        push!(kids, resolve(r, node_part(n, 4)))
        pop!(r.scopes)
        r.tries -= 1
        last = node_part(n, 7)
        last.tag === :Value || push!(kids, scoped(r, last))
        return make_node(O_TRY, n, 0, slots, kids, nothing, false)
    end
    throw(ProgramProblem("there is no kind of node '$tag'"))
end
