# Reading types and whole files of beast2.

"The type whose schema begins here."
function read_schema(s::Reader)
    start = s.at
    try
        t = read_schema(s, Dict{Int,Tuple{Bool,Vector{Ty},Vector{String}}}(), 0)
        t.reach == 0 || throw(TypeProblem("$(friendly(t)) is not complete: a back-reference in it points outside it"))
        return t
    catch e
        e isa TypeProblem || rethrow()
        decode_fail("Invalid type at offset $start: $(e.message)", start)
    end
end

function read_schema(s::Reader, lists::Dict{Int,Tuple{Bool,Vector{Ty},Vector{String}}}, depth::Int)
    depth <= MAX_TYPE_DEPTH || throw(TypeProblem("the type nests more than $MAX_TYPE_DEPTH constructors"))
    start = s.at
    tag = varint(s)
    tag <= 16 || decode_fail("Invalid variant tag $tag at offset $start", start)
    kind = tag % UInt8
    if kind == ARRAY || kind == REF || kind == SET
        return make_type(kind, Ty[read_schema(s, lists, depth + 1)])
    elseif kind == DICT
        key = read_schema(s, lists, depth + 1)
        return make_type(kind, Ty[key, read_schema(s, lists, depth + 1)])
    elseif kind == STRUCT || kind == VARIANT
        parts, names = read_schema_list(s, lists, depth, true)
        return make_type(kind, parts, names)
    elseif is_function_kind(kind)
        inputs, _ = read_schema_list(s, lists, depth, false)
        return make_type(kind, push!(copy(inputs), read_schema(s, lists, depth + 1)))
    elseif kind == RECURSIVE
        level = read_int(s)
        1 <= level <= MAX_TYPE_DEPTH || throw(TypeProblem("a back-reference counts from 1 to $MAX_TYPE_DEPTH constructors outward"))
        return t_recursive(Int(level))
    end
    return primitive_type(kind)
end

function read_schema_list(s::Reader, lists::Dict{Int,Tuple{Bool,Vector{Ty},Vector{String}}}, depth::Int, named::Bool)
    start = s.at
    distance = varint(s)
    if distance != 0
        found = get(lists, start - distance, nothing)
        found !== nothing && found[1] == named || decode_fail("Undefined backreference at offset $start, target $(start - distance)", start)
        return found[2], found[3]
    end
    place = s.at
    n = read_count(s, named ? 2 : 1)
    parts, names = Ty[], String[]
    nodes = 0
    for _ in 1:n
        named && push!(names, read_text(s))
        part = read_schema(s, lists, depth + 1)
        nodes += part.nodes
        nodes <= MAX_TYPE_NODES || throw(TypeProblem("the type has more than $MAX_TYPE_NODES nodes"))
        push!(parts, part)
    end
    lists[place] = (named, parts, names)
    return parts, names
end

function check_magic(bytes::Vector{UInt8}, magic::Vector{UInt8})
    length(bytes) >= 8 || decode_fail("Data too short for Beast format: $(length(bytes)) bytes", 0)
    for i in 1:8
        bytes[i] == magic[i] || decode_fail("Invalid Beast magic bytes at offset $(i - 1): expected 0x$(string(magic[i]; base = 16)), got 0x$(string(bytes[i]; base = 16))", i - 1)
    end
    return
end

"A whole file of a type; throws `DecodeFailure`."
function decode_beast2(bytes::Vector{UInt8}, t::Ty; any_order::Bool = false, functions = nothing)
    check_magic(bytes, BEAST2_MAGIC)
    s = Reader(bytes, 8; any_order = any_order, functions = functions)
    header = beast2_header(t)
    if length(bytes) >= length(header) && starts_with(bytes, header)
        s.at = length(header)
    else
        found = read_schema(s)
        found === t || decode_fail("Type mismatch: expected $(type_text(t)), got $(type_text(found))", 8)
    end
    # Distances count from anywhere, so places may too.
    value = read_value(s, graph(t))
    left(s) == 0 || decode_fail("Unexpected data after Beast value at offset $(s.at) ($(left(s)) bytes remaining)", s.at)
    return value
end

function starts_with(bytes::Vector{UInt8}, start::Vector{UInt8})
    for i in 1:length(start)
        @inbounds bytes[i] == start[i] || return false
    end
    return true
end

"The headerless form, which must be all there is."
function decode_beast2_value(bytes::Vector{UInt8}, t::Ty; any_order::Bool = false, functions = nothing)
    s = Reader(bytes, 0; any_order = any_order, functions = functions)
    value = read_value(s, graph(t))
    left(s) == 0 || decode_fail("Unexpected data after Beast value at offset $(s.at) ($(left(s)) bytes remaining)", s.at)
    return value
end
