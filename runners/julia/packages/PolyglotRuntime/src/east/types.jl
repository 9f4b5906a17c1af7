# East types (spec 1.1) and their schema bytes: the headerless beast2 value of EastTypeType (spec 2.1).

const ARRAY, ASYNC_FUNCTION, BLOB, BOOLEAN, DATETIME, DICT, FLOAT, FUNCTION, INTEGER, NEVER, NULL, RECURSIVE, REF, SET,
    STRING, STRUCT, VARIANT = ntuple(i -> UInt8(i - 1), 17)

const KIND_NAMES = ("Array", "AsyncFunction", "Blob", "Boolean", "DateTime", "Dict", "Float", "Function", "Integer",
    "Never", "Null", "Recursive", "Ref", "Set", "String", "Struct", "Variant")

"""
One East type. `parts`: element, key and value, field or case types, or inputs and then the output. `names`: of fields
or cases. `level`: for Recursive, how many constructors out. `nodes`: how many types it is made of.
"""
struct EastType
    kind::UInt8
    parts::Vector{EastType}
    names::Vector{String}
    level::Int
    nodes::Int
end

const NO_PARTS, NO_NAMES = EastType[], String[]
const MAX_DEPTH = 2000
const MAX_TYPE_NODES = 100_000

EastType(kind::UInt8) = EastType(kind, NO_PARTS, NO_NAMES, 0, 1)
function EastType(kind::UInt8, parts::Vector{EastType}, names::Vector{String} = NO_NAMES)
    nodes = 1
    for part in parts
        nodes = min(nodes + part.nodes, 2MAX_TYPE_NODES)
    end
    return EastType(kind, parts, names, 0, nodes)
end
recursive_type(level::Int) = EastType(RECURSIVE, NO_PARTS, NO_NAMES, level, 1)
array_type(element::EastType) = EastType(ARRAY, EastType[element])

"`Option<T>` is the variant of `none` and `some`."
is_option(t::EastType) = t.kind == VARIANT && length(t.names) == 2 && t.names[1] == "none" && t.names[2] == "some" &&
    t.parts[1].kind == NULL

function same_type(a::EastType, b::EastType)
    a === b && return true
    a.kind == b.kind && a.level == b.level && length(a.parts) == length(b.parts) && a.names == b.names || return false
    for i in 1:length(a.parts)
        same_type(a.parts[i], b.parts[i]) || return false
    end
    return true
end

is_immutable_data(t::EastType) = !(t.kind in (REF, ARRAY, SET, DICT, FUNCTION, ASYNC_FUNCTION)) &&
    all(is_immutable_data, t.parts)
has_function(t::EastType) = t.kind in (FUNCTION, ASYNC_FUNCTION) || any(has_function, t.parts)

# ---- Reading schema bytes --------------------------------------------------------------------------------------------

# Lists inside a type may be shared: position -> (constructor, parts, names). A list refers to finished ones only.
const SharedLists = Dict{Int,Tuple{Symbol,Vector{EastType},Vector{String}}}

"""
    read_type(source) -> EastType

Throws `DecodeError` on bytes that are not the schema of a well-formed type.
"""
function read_type(s::Source)
    t = read_type(s, SharedLists(), 0)
    t.nodes <= MAX_TYPE_NODES || decode_error(s, "the type has too many parts")
    return t
end

function read_type(s::Source, lists::SharedLists, depth::Int)
    depth <= MAX_DEPTH || decode_error(s, "the type is nested too deeply")
    at = s.at
    tag = read_varint(s)
    tag <= 16 || decode_error(s, "Invalid variant tag $tag", at)
    kind = tag % UInt8
    if kind == ARRAY || kind == REF || kind == SET
        element = read_type(s, lists, depth + 1)
        kind != SET || is_immutable_data(element) || decode_error(s, "a set's element type must be immutable data", at)
        return EastType(kind, EastType[element])
    elseif kind == DICT
        key = read_type(s, lists, depth + 1)
        is_immutable_data(key) || decode_error(s, "a dict's key type must be immutable data", at)
        return EastType(kind, EastType[key, read_type(s, lists, depth + 1)])
    elseif kind == STRUCT || kind == VARIANT
        parts, names = read_list(s, lists, depth, :fields)
        allunique(names) || decode_error(s, "a field or case occurs twice", at)
        kind == STRUCT || issorted(names; lt = utf16_less) || decode_error(s, "the variant's cases are not sorted", at)
        return EastType(kind, parts, names)
    elseif kind == FUNCTION || kind == ASYNC_FUNCTION
        inputs, _ = read_list(s, lists, depth, :inputs)
        return EastType(kind, push!(copy(inputs), read_type(s, lists, depth + 1)))
    elseif kind == RECURSIVE
        level = read_integer(s)
        1 <= level <= depth || decode_error(s, "Recursive $level points outside the type", at)
        return recursive_type(Int(level))
    end
    return EastType(kind)
end

function read_list(s::Source, lists::SharedLists, depth::Int, what::Symbol)
    at = s.at
    distance = read_varint(s)
    if distance != 0
        found = get(lists, at - Int(min(distance, UInt64(1) << 53)), nothing)
        found !== nothing && found[1] === what ||
            decode_error(s, "Undefined backreference at offset $at, target $(Int128(at) - distance)", at)
        return found[2], found[3]
    end
    place = s.at
    count = read_count(s, 1)
    parts, names = EastType[], String[]
    total = 0
    for _ in 1:count
        what === :fields && push!(names, read_string(s))
        part = read_type(s, lists, depth + 1)
        total = total + part.nodes
        total <= MAX_TYPE_NODES || decode_error(s, "the type has too many parts")
        push!(parts, part)
    end
    lists[place] = (what, parts, names)
    return parts, names
end

"The type that schema bytes describe; throws `DecodeError`."
function type_of_schema(schema::Vector{UInt8})
    return with_source(schema) do s
        t = read_type(s)
        s.at == s.size || decode_error(s, "Unexpected data after the type")
        t
    end
end

# ---- Writing ---------------------------------------------------------------------------------------------------------

function write_type(out::Sink, t::EastType)
    put_varint!(out, UInt64(t.kind))
    if t.kind == STRUCT || t.kind == VARIANT
        put_varint!(out, UInt64(0))
        put_varint!(out, UInt64(length(t.parts)))
        for i in 1:length(t.parts)
            put_string!(out, t.names[i])
            write_type(out, t.parts[i])
        end
    elseif t.kind == FUNCTION || t.kind == ASYNC_FUNCTION
        put_varint!(out, UInt64(0))
        put_varint!(out, UInt64(length(t.parts) - 1))
        for part in t.parts
            write_type(out, part)
        end
    elseif t.kind == RECURSIVE
        put_integer!(out, t.level)
    else
        for part in t.parts
            write_type(out, part)
        end
    end
end

function schema_of_type(t::EastType)
    out = Sink()
    write_type(out, t)
    return finish(out)
end

# ---- For people (ir/friendly-types.md) -------------------------------------------------------------------------------

const PLAIN_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
quoted_name(name::String) = occursin(PLAIN_NAME, name) ? name :
    string('`', replace(replace(name, "\\" => "\\\\"), "`" => "\\`"), '`')

"The type as people write it: `Array<Struct<date: DateTime, ppm: Float>>`."
friendly(t::EastType) = sprint(print_friendly, t, String[])

# Whether a Recursive leaf inside points at this very constructor.
binds(t::EastType, level::Int = 0) = t.kind == RECURSIVE ? t.level == level : any(p -> binds(p, level + 1), t.parts)

function print_friendly(io::IO, t::EastType, binders::Vector{String})
    if t.kind == RECURSIVE
        print(io, binders[end-t.level+1])
        return
    end
    named = !isempty(t.parts) && binds(t)
    depth = count(!isempty, binders)
    name = named ? (depth == 0 ? "Self" : "Self$(depth + 1)") : ""
    named && print(io, "Recursive<", name, " = ")
    push!(binders, name)
    print_constructor(io, t, binders)
    pop!(binders)
    named && print(io, ">")
    return
end

function print_constructor(io::IO, t::EastType, binders::Vector{String})
    if t.kind == FUNCTION || t.kind == ASYNC_FUNCTION
        print(io, t.kind == FUNCTION ? "(" : "async (")
        print_parts(io, t.parts[1:end-1], binders)
        print(io, ") => ")
        print_friendly(io, t.parts[end], binders)
    elseif is_option(t)
        print(io, "Option<")
        print_friendly(io, t.parts[2], binders)
        print(io, ">")
    elseif t.kind == STRUCT || t.kind == VARIANT
        print(io, KIND_NAMES[t.kind+1], "<")
        for i in 1:length(t.parts)
            i == 1 || print(io, ", ")
            print(io, quoted_name(t.names[i]))
            t.kind == VARIANT && t.parts[i].kind == NULL && continue
            print(io, ": ")
            print_friendly(io, t.parts[i], binders)
        end
        print(io, ">")
    else
        print(io, KIND_NAMES[t.kind+1])
        isempty(t.parts) && return
        print(io, "<")
        print_parts(io, t.parts, binders)
        print(io, ">")
    end
end

function print_parts(io::IO, parts::Vector{EastType}, binders::Vector{String})
    for i in 1:length(parts)
        i == 1 || print(io, ", ")
        print_friendly(io, parts[i], binders)
    end
end
