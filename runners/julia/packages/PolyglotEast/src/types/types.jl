# East types (spec 1.1 to 1.4). Equal types are one object, so that what is made from a type is made once.

"""
One East type. `parts`: element, key and value, field or case types, or inputs and then the output. `names`: of fields
or cases. `level`: for Recursive, how many constructors out. `reach`: how far back-references lead out of it (0: closed).
"""
mutable struct Ty
    kind::UInt8
    parts::Vector{Ty}
    names::Vector{String}
    level::Int
    id::Int
    reach::Int
    depth::Int
    nodes::Int
    is_data::Bool          # no function anywhere
    is_immutable::Bool     # no container and no function anywhere
    recurs::Bool           # a back-reference somewhere
    text::String
    graph::Any             # the TNode, once asked for
end
Base.show(io::IO, t::Ty) = print(io, "Ty(", type_text(t), ")")

"A type that is none; the message says why."
struct TypeProblem <: Exception
    message::String
end

# Julia has these containers compiled; those of types of our own it would compile at every start. For the same reason, loops
# here are written out.
const TYPES = Dict{String,Any}()
const MAX_TYPE_DEPTH = 2000
const MAX_TYPE_NODES = 100_000
const NO_TYS = Ty[]
const NO_STRINGS = String[]

is_function_kind(k::UInt8) = k == FUNCTION || k == ASYNC_FUNCTION
is_container_kind(k::UInt8) = k == REF || k == ARRAY || k == SET || k == DICT

function make_type(kind::UInt8, parts::Vector{Ty} = NO_TYS, names::Vector{String} = NO_STRINGS, level::Int = 0)
    key = type_key(kind, parts, names, level)
    known = get(TYPES, key, nothing)
    known === nothing || return known::Ty
    check_parts(kind, parts, names, level)
    reach = kind == RECURSIVE ? level : max(0, reach_of(parts) - 1)
    depth, nodes = 1, 1
    for p in parts
        depth = max(depth, 1 + p.depth)
        nodes += p.nodes
    end
    depth <= MAX_TYPE_DEPTH || throw(TypeProblem("the type nests more than $MAX_TYPE_DEPTH constructors"))
    nodes <= MAX_TYPE_NODES || throw(TypeProblem("the type has more than $MAX_TYPE_NODES nodes"))
    is_data = !is_function_kind(kind)
    is_immutable = is_data && !is_container_kind(kind)
    recurs = kind == RECURSIVE
    for p in parts
        is_data &= p.is_data
        is_immutable &= p.is_immutable
        recurs |= p.recurs
    end
    t = Ty(kind, copy(parts), copy(names), level, length(TYPES) + 1, reach, depth, nodes, is_data, is_immutable, recurs, "", nothing)
    TYPES[key] = t
    return t
end

reach_of(parts::Vector{Ty}) = (r = 0; for p in parts; r = max(r, p.reach); end; r)

function type_key(kind::UInt8, parts::Vector{Ty}, names::Vector{String}, level::Int)
    io = IOBuffer()
    write(io, kind, level)
    for p in parts
        write(io, p.id)
    end
    for n in names
        write(io, n, 0xff)      # no byte of UTF-8
    end
    return String(take!(io))
end

function check_parts(kind::UInt8, parts::Vector{Ty}, names::Vector{String}, level::Int)
    if kind == SET || kind == DICT
        parts[1].is_immutable || throw(TypeProblem("$(friendly(parts[1])) cannot be a key: keys are immutable data (no Ref, Array, Set, Dict or function inside)"))
        parts[1].reach == 0 || throw(TypeProblem("a key type cannot refer to a type around it"))
    elseif kind == STRUCT || kind == VARIANT
        for i in 2:length(names)
            if kind == VARIANT
                o = Hot.compare_texts(names[i-1], names[i])
                o == 0 && throw(TypeProblem("the case '$(names[i])' occurs twice in one Variant"))
                o < 0 || throw(TypeProblem("the case '$(names[i])' of a Variant is out of order: cases are sorted by name"))
            else
                occurs_before(names, i) && throw(TypeProblem("the field '$(names[i])' occurs twice in one Struct"))
            end
        end
    elseif kind == RECURSIVE
        1 <= level <= MAX_TYPE_DEPTH || throw(TypeProblem("a back-reference counts from 1 to $MAX_TYPE_DEPTH constructors outward"))
    end
    return
end

occurs_before(names::Vector{String}, i::Int) = (for k in 1:i-1; names[k] == names[i] && return true; end; false)

const T_NEVER = make_type(NEVER)
const T_NULL = make_type(NULL)
const T_BOOLEAN = make_type(BOOLEAN)
const T_INTEGER = make_type(INTEGER)
const T_FLOAT = make_type(FLOAT)
const T_STRING = make_type(STRING)
const T_DATETIME = make_type(DATETIME)
const T_BLOB = make_type(BLOB)
primitive_type(kind::UInt8) = kind == NEVER ? T_NEVER : kind == NULL ? T_NULL : kind == BOOLEAN ? T_BOOLEAN : kind == INTEGER ? T_INTEGER :
    kind == FLOAT ? T_FLOAT : kind == STRING ? T_STRING : kind == DATETIME ? T_DATETIME : T_BLOB

t_ref(t::Ty) = make_type(REF, Ty[t])
t_array(t::Ty) = make_type(ARRAY, Ty[t])
t_set(t::Ty) = make_type(SET, Ty[t])
t_dict(k::Ty, v::Ty) = make_type(DICT, Ty[k, v])
t_struct(fields::Vector{Tuple{String,Ty}}) = make_type(STRUCT, Ty[f[2] for f in fields], String[f[1] for f in fields])
function t_variant(cases::Vector{Tuple{String,Ty}})
    cases = sort(cases; lt = (a, b) -> Hot.compare_texts(a[1], b[1]) < 0)
    return make_type(VARIANT, Ty[f[2] for f in cases], String[f[1] for f in cases])
end
t_option(t::Ty) = t_variant(Tuple{String,Ty}[("none", T_NULL), ("some", t)])
t_function(inputs::Vector{Ty}, output::Ty) = make_type(FUNCTION, push!(copy(inputs), output))
t_async(inputs::Vector{Ty}, output::Ty) = make_type(ASYNC_FUNCTION, push!(copy(inputs), output))
t_recursive(level::Int) = make_type(RECURSIVE, NO_TYS, NO_STRINGS, level)

inputs_of(t::Ty) = t.parts[1:end-1]
output_of(t::Ty) = t.parts[end]
is_option(t::Ty) = t.kind == VARIANT && length(t.names) == 2 && t.names[1] == "none" && t.names[2] == "some" && t.parts[1] === T_NULL

const T_LOCATION = t_struct([("filename", T_STRING), ("line", T_INTEGER), ("column", T_INTEGER)])

# ---- Text (spec 3.4) ---------------------------------------------------------------------------------------------------

"East's own text of a type: `.Array .Integer`."
function type_text(t::Ty)
    isempty(t.text) && (t.text = sprint(print_type, t))
    return t.text
end

function print_type(io::IO, t::Ty)
    print(io, '.', KIND_NAMES[t.kind+1])
    if t.kind == REF || t.kind == ARRAY || t.kind == SET
        print(io, ' ')
        print_type(io, t.parts[1])
    elseif t.kind == DICT
        print(io, " (key=")
        print_type(io, t.parts[1])
        print(io, ", value=")
        print_type(io, t.parts[2])
        print(io, ')')
    elseif t.kind == STRUCT || t.kind == VARIANT
        print(io, " [")
        for i in 1:length(t.parts)
            print(io, i == 1 ? "(name=" : ", (name=")
            print_quoted(io, t.names[i])
            print(io, ", type=")
            print_type(io, t.parts[i])
            print(io, ')')
        end
        print(io, ']')
    elseif is_function_kind(t.kind)
        print(io, " (inputs=[")
        for i in 1:length(t.parts)-1
            i == 1 || print(io, ", ")
            print_type(io, t.parts[i])
        end
        print(io, "], output=")
        print_type(io, output_of(t))
        print(io, ')')
    elseif t.kind == RECURSIVE
        print(io, ' ', t.level)
    end
    return
end

is_name_start(c) = 'a' <= c <= 'z' || 'A' <= c <= 'Z' || c == '_'
is_name_part(c) = is_name_start(c) || '0' <= c <= '9'
is_plain_name(name::String) = !isempty(name) && is_name_start(first(name)) && all(is_name_part, name)

"A name as East text writes it: bare, or in backticks."
quoted_name(name::String) = is_plain_name(name) ? name : string('`', replace(replace(name, "\\" => "\\\\"), "`" => "\\`"), '`')

"The type as the runtime's own kind, for its friendly text and its schema bytes."
runtime_type(t::Ty) = t.kind == RECURSIVE ? R.recursive_type(t.level) :
    isempty(t.parts) && isempty(t.names) && t.kind != STRUCT && t.kind != VARIANT ? R.EastType(t.kind) :
    R.EastType(t.kind, R.EastType[runtime_type(p) for p in t.parts], t.names)
friendly(t::Ty) = t.reach == 0 ? R.friendly(runtime_type(t)) : type_text(t)
schema_bytes(t::Ty) = R.schema_of_type(runtime_type(t))

"A type of the runtime's as one of the evaluator's."
function type_from(t::R.EastType)
    t.kind == RECURSIVE && return t_recursive(t.level)
    return make_type(t.kind, Ty[type_from(p) for p in t.parts], t.names)
end

# ---- Graphs ------------------------------------------------------------------------------------------------------------

"""
A closed type as a graph: back-references are edges to the constructor they point at. What goes by types (codecs, order,
printers) goes by these nodes, so that recursion needs no stack of enclosing types.
"""
mutable struct TNode
    ty::Ty
    kind::UInt8
    parts::Vector{TNode}
    names::Vector{String}
    symbols::Vector{Symbol}
    holds::Bool            # containers may be reached from values of it
    recurs::Bool
    least::Int             # how many bytes of beast2 a value takes at least
    element::Int           # how arrays hold values of it: 1 Int64, 2 Float64, 0 anything
    empties::Int           # how many fields take no bytes
end

const NO_NODES = TNode[]

"The graph of a closed type."
function graph(t::Ty)
    t.graph === nothing || return t.graph::TNode
    t.reach == 0 || throw(TypeProblem("$(friendly(t)) is not complete: a back-reference in it points outside it"))
    node = build_graph(t, TNode[])
    t.graph = node
    return node
end

function build_graph(t::Ty, around::Vector{TNode})
    # A closed part that was seen before is the same graph everywhere.
    t.reach == 0 && t.graph !== nothing && return t.graph::TNode
    in_immutable = isempty(around) ? t.is_immutable : around[1].ty.is_immutable
    symbols = Symbol[]
    for name in t.names
        push!(symbols, symbol_of(name))
    end
    node = TNode(t, t.kind, TNode[], t.names, symbols, !t.is_immutable || (t.reach > 0 && !in_immutable), t.recurs,
        least_bytes(t), t.kind == INTEGER || t.kind == DATETIME ? 1 : t.kind == FLOAT ? 2 : 0, 0)
    if !isempty(t.parts)
        push!(around, node)
        for p in t.parts
            push!(node.parts, p.kind == RECURSIVE ? around[end-p.level+1] : build_graph(p, around))
        end
        pop!(around)
    end
    if t.kind == STRUCT
        for p in node.parts
            node.empties += p.least == 0
        end
    end
    t.reach == 0 && (t.graph = node)
    return node
end

function least_bytes(t::Ty)
    t.kind == NULL && return 0
    t.kind == FLOAT && return 8
    t.kind == RECURSIVE && return 0
    if t.kind == STRUCT
        n = 0
        for p in t.parts
            n = min(n + least_bytes(p), MAX_TYPE_NODES)
        end
        return n
    end
    if t.kind == VARIANT
        n = isempty(t.parts) ? 0 : MAX_TYPE_NODES
        for p in t.parts
            n = min(n, least_bytes(p))
        end
        return 1 + n
    end
    return 1
end

"Whether two nodes have the same values: they are the same type up to folding and unfolding."
same_values(a::TNode, b::TNode) = a === b || same_values(a, b, Set{Tuple{UInt,UInt}}())
function same_values(a::TNode, b::TNode, assumed::Set{Tuple{UInt,UInt}})
    a === b && return true
    a.ty === b.ty && a.ty.reach == 0 && return true
    a.kind == b.kind && length(a.parts) == length(b.parts) && a.names == b.names || return false
    pair = (objectid(a), objectid(b))
    pair in assumed && return true
    push!(assumed, pair)
    for i in 1:length(a.parts)
        same_values(a.parts[i], b.parts[i], assumed) || return false
    end
    return true
end

"Names of cases are symbols at run time; a symbol has no zero byte, which is written as its overlong form."
symbol_of(name::String) = Symbol('\0' in name ? replace(name, '\0' => "\xc0\x80") : name)
function name_of(symbol::Symbol)
    name = String(symbol)
    return occursin("\xc0\x80", name) ? replace(name, "\xc0\x80" => "\0") : name
end

"T1 is a subtype of T2 (spec 1.4)."
is_subtype(a::Ty, b::Ty) = a === b || holds_subtype(graph(a), graph(b))

function holds_subtype(a::TNode, b::TNode)
    (a.kind == NEVER || same_written(a, b)) && return true
    n = length(a.parts)
    if a.kind == STRUCT && b.kind == STRUCT
        return a.names == b.names && all(i -> holds_part(a, i, b, i), 1:n)
    elseif a.kind == VARIANT && b.kind == VARIANT
        for i in 1:n
            k = findfirst(==(a.names[i]), b.names)
            k !== nothing && holds_part(a, i, b, k) || return false
        end
        return true
    elseif a.kind == FUNCTION && is_function_kind(b.kind) || a.kind == ASYNC_FUNCTION && b.kind == ASYNC_FUNCTION
        return n == length(b.parts) && all(i -> holds_part(b, i, a, i), 1:n-1) && holds_part(a, n, b, n)
    end
    return false
end

# A back-reference on the narrow side holds only against one on the wide side with the same target; anything else descends
# in the finite side, which ends.
is_back(n::TNode, i::Int) = n.ty.parts[i].kind == RECURSIVE
holds_part(a::TNode, i::Int, b::TNode, k::Int) = is_back(a, i) ? is_back(b, k) && same_written(a.parts[i], b.parts[k]) : holds_subtype(a.parts[i], b.parts[k])

# Equal as written; open parts are equal when what they point at is.
same_written(a::TNode, b::TNode) = a === b || a.ty === b.ty && (a.ty.reach == 0 || same_graph(a, b, Set{Tuple{UInt,UInt}}()))
function same_graph(a::TNode, b::TNode, assumed::Set{Tuple{UInt,UInt}})
    (a === b || a.ty === b.ty && a.ty.reach == 0) && return true
    a.kind == b.kind && length(a.parts) == length(b.parts) && a.names == b.names || return false
    pair = (objectid(a), objectid(b))
    pair in assumed && return true
    push!(assumed, pair)
    return all(i -> is_back(a, i) == is_back(b, i) && same_graph(a.parts[i], b.parts[i], assumed), 1:length(a.parts))
end

"The type with its own back-references replaced by itself, once."
function unfold(t::Ty)
    t.recurs || return t
    parts = Ty[]
    for p in t.parts
        push!(parts, substitute(p, 1, t))
    end
    return make_type(t.kind, parts, t.names)
end
function substitute(t::Ty, level::Int, whole::Ty)
    t.kind == RECURSIVE && return t.level == level ? whole : t
    t.reach >= level || return t
    return make_type(t.kind, Ty[substitute(p, level + 1, whole) for p in t.parts], t.names)
end
