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
    count::Int               # iterations so far, of loops
    compiled::Any            # a loop's own code: nothing, false when it cannot be, or a function of the frame
end
const NO_SLOTS = Int[]
const NO_KIDS = Node[]
Node(op::Op, ir::IrNode; slot::Int = 0, slots::Vector{Int} = NO_SLOTS, kids::Vector{Node} = NO_KIDS, x = nothing, jumps::Bool = false) =
    Node(op, jumps || any_jumps(kids), slot, slots, kids, x, location(ir), ir, 0, nothing)
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

in_scope(f, r::Resolver) = (push!(r.scopes, Dict{String,Binding}()); n = f(); pop!(r.scopes); n)
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
        return Node(O_VALUE, n; x = node_part(n, 3).payload)
    elseif tag === :Variable
        b = find(r, n)
        return Node(b.is_cell ? O_CELL : O_SLOT, n; slot = b.slot)
    elseif tag === :Builtin
        kids = resolve_all(r, list_part(n, 5))
        return Node(O_BUILTIN, n; kids = kids, x = site_of(n))
    elseif tag === :Block
        return in_scope(r) do
            Node(O_BLOCK, n; kids = resolve_all(r, list_part(n, 3)))
        end
    elseif tag === :As || tag === :WrapRecursive || tag === :UnwrapRecursive
        return resolve(r, node_part(n, 3))
    elseif tag === :Let
        value = resolve(r, node_part(n, 4))
        slot = bind!(r, node_part(n, 3))
        return Node(slot < 0 ? O_LET_CELL : O_LET, n; slot = abs(slot), kids = Node[value])
    elseif tag === :Assign
        value = resolve(r, node_part(n, 4))
        b = find(r, node_part(n, 3))
        return Node(b.is_cell ? O_ASSIGN_CELL : O_ASSIGN, n; slot = b.slot, kids = Node[value])
    elseif tag === :IfElse
        kids = Node[]
        for branch in list_part(n, 3)
            push!(kids, resolve(r, getfield(branch, 1)::IrNode))
            push!(kids, scoped(r, getfield(branch, 2)::IrNode))
        end
        push!(kids, scoped(r, node_part(n, 4)))
        return Node(O_IF, n; kids = kids)
    elseif tag === :GetField
        return resolve_field(r, n)
    elseif tag === :Struct
        return Node(O_STRUCT, n; kids = Node[resolve(r, getfield(f, 2)::IrNode) for f in list_part(n, 3)])
    elseif tag === :Function || tag === :AsyncFunction
        # The places of what it captures, its cells as they are.
        return Node(O_FUNCTION, n; x = Code(n), slots = Int[find(r, v::IrNode).slot for v in list_part(n, 3)])
    elseif tag === :Call || tag === :CallAsync
        f = resolve(r, node_part(n, 3))
        return Node(O_CALL, n; kids = pushfirst!(resolve_all(r, list_part(n, 4)), f))
    end
    return resolve_rest(r, n)
end

@noinline function resolve_field(r::Resolver, n::IrNode)
    from = node_part(n, 4)
    kid = resolve(r, from)
    t = type_of(from)
    i = findfirst(==(text_part(n, 3)), t.names)
    i === nothing && (t === T_NEVER ? (i = 1) : throw(ProgramProblem("there is no field '$(text_part(n, 3))' in $(type_text(t))")))
    return Node(O_FIELD, n; slot = i, kids = Node[kid])
end

@noinline function resolve_rest(r::Resolver, n::IrNode)
    tag = n.tag
    if tag === :Variant
        symbol = symbol_of(text_part(n, 3))
        value = resolve(r, node_part(n, 4))
        value.op == O_VALUE && return Node(O_VALUE, n; x = EVariant(symbol, value.x))
        return Node(O_VARIANT, n; x = symbol, kids = Node[value])
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
        return Node(O_MATCH, n; kids = kids, x = symbols, slots = slots)
    elseif tag === :NewArray || tag === :NewSet
        t = unfold(type_of(n))
        return Node(tag === :NewArray ? O_NEW_ARRAY : O_NEW_SET, n; kids = resolve_all(r, list_part(n, 3)), x = graph(t).parts[1])
    elseif tag === :NewDict
        kids = Node[]
        for entry in list_part(n, 3)
            push!(kids, resolve(r, getfield(entry, 1)::IrNode))
            push!(kids, resolve(r, getfield(entry, 2)::IrNode))
        end
        return Node(O_NEW_DICT, n; kids = kids, x = graph(type_of(n)).parts[1])
    elseif tag === :NewRef
        return Node(O_NEW_REF, n; kids = Node[resolve(r, node_part(n, 3))])
    elseif tag === :While
        before = r.nodes
        loop = open_loop!(r, part(n, 4))
        kids = Node[resolve(r, node_part(n, 3)), scoped(r, node_part(n, 5))]
        pop!(r.loops)
        return Node(O_WHILE, n; slot = loop, kids = kids, x = (r.nodes - before, r.code, r.tries > 0))
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
        return Node(tag === :ForArray ? O_FOR_ARRAY : tag === :ForSet ? O_FOR_SET : O_FOR_DICT, n; slot = loop, slots = slots, kids = Node[container, body],
            x = (r.nodes - before, r.code, r.tries > 0))
    elseif tag === :Break || tag === :Continue
        return Node(tag === :Break ? O_BREAK : O_CONTINUE, n; slot = loop_of(r, n), jumps = true)
    elseif tag === :Return
        return Node(O_RETURN, n; kids = Node[resolve(r, node_part(n, 3))], jumps = true)
    elseif tag === :Error
        return Node(O_ERROR, n; kids = Node[resolve(r, node_part(n, 3))])
    elseif tag === :Platform
        name = text_part(n, 3)
        f = get(RUN.platform, name, nothing)
        f === nothing && throw(ProgramProblem("there is no platform function '$name'"))
        return Node(O_PLATFORM, n; kids = resolve_all(r, list_part(n, 4)), x = f)
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
        return Node(O_TRY, n; kids = kids, slots = slots)
    end
    throw(ProgramProblem("there is no kind of node '$tag'"))
end
