# Reading beast2 (spec 3.1) as values of programs: with sharing and with functions. Every read is checked against the end.

const MAX_NESTING = 2000
const MAX_EMPTY_ELEMENTS = 1 << 24
const MAX_SAFE = UInt64(1) << 53 - 1
const BEAST2_MAGIC = UInt8[0x89, 0x45, 0x61, 0x73, 0x74, 0x0d, 0x0a, 0x01]

"Bytes that are no value of the wanted type."
struct DecodeFailure <: Exception
    message::String
    offset::Int
end

mutable struct Reader
    bytes::Vector{UInt8}
    at::Int                          # offset of the next byte, from 0
    places::Vector{Int}
    nodes::Vector{TNode}
    containers::Vector{Any}
    any_order::Bool                  # keys may come in any order
    functions::Any                   # makes a function of a node's value: (ir) -> EFunction, or nothing where there may be none
    depth::Int
    empty_elements::Int
    empty_fields::Int
end
Reader(bytes::Vector{UInt8}, at::Int = 0; any_order::Bool = false, functions = nothing) =
    Reader(bytes, at, Int[], TNode[], Any[], any_order, functions, 0, 0, 0)

@noinline decode_fail(message::String, at::Int) = throw(DecodeFailure(message, at))
@noinline decode_underflow(what::String, at::Int) = decode_fail("Buffer underflow reading $what at offset $at", at)
left(s::Reader) = length(s.bytes) - s.at

@inline function next_byte(s::Reader, what::String)
    s.at < length(s.bytes) || decode_underflow(what, s.at)
    s.at += 1
    return @inbounds s.bytes[s.at]
end

@inline function raw_varint(s::Reader, what::String)
    if s.at < length(s.bytes)
        b = @inbounds s.bytes[s.at+1]
        if b < 0x80
            s.at += 1
            return UInt64(b)
        end
    end
    return long_varint(s, what)
end

function long_varint(s::Reader, what::String)
    start = s.at
    value = UInt64(0)
    for i in 0:9
        start + i < length(s.bytes) || decode_underflow(what, start + i)
        b = s.bytes[start+i+1]
        i == 9 && b > 0x01 && break
        value |= UInt64(b & 0x7f) << (7i)
        b < 0x80 || continue
        s.at = start + i + 1
        return value
    end
    decode_fail("Varint too long at offset $start", start)
end

@inline function varint(s::Reader)
    v = raw_varint(s, "varint")
    v <= MAX_SAFE || decode_fail("Varint value $v exceeds MAX_SAFE_INTEGER", s.at)
    return v % Int
end

@inline function read_int(s::Reader)
    z = raw_varint(s, "zigzag")
    return (z >> 1) % Int64 ⊻ -((z & 1) % Int64)
end

const CANONICAL_NAN = 0x7ff8000000000000

@inline function read_float64(s::Reader)
    left(s) >= 8 || decode_underflow("float64", s.at)
    bytes = s.bytes
    bits = GC.@preserve bytes ltoh(unsafe_load(Ptr{UInt64}(pointer(bytes, s.at + 1))))
    bits = checked_bits(bits, s.at)
    s.at += 8
    return reinterpret(Float64, bits)
end
@inline function checked_bits(bits::UInt64, at::Int)
    bits & 0x7fffffffffffffff > 0x7ff0000000000000 || return bits
    bits & 0x7fffffffffffffff == CANONICAL_NAN || decode_fail("Non-canonical NaN at offset $at: 0x$(string(bits; base = 16, pad = 16))", at)
    return CANONICAL_NAN
end

function read_length(s::Reader, what::String)
    start = s.at
    n = varint(s)
    n <= left(s) || decode_fail("Buffer underflow reading $what at offset $start, length $n", start)
    return n
end

function read_text(s::Reader)
    start = s.at
    n = read_length(s, "string")
    bytes = s.bytes
    text = GC.@preserve bytes begin
        p = pointer(bytes) + s.at
        is_utf8(p, n) || decode_fail("Invalid UTF-8 in the string at offset $start", start)
        unsafe_string(p, n)
    end
    s.at += n
    return text
end

function read_bytes(s::Reader)
    n = read_length(s, "blob")
    s.at += n
    return s.bytes[s.at-n+1:s.at]
end

function read_count(s::Reader, least::Int)
    start = s.at
    n = varint(s)
    if least > 0
        n <= left(s) ÷ least || decode_fail("Count $n at offset $start is more than the $(left(s)) remaining bytes can hold", start)
    else
        n <= MAX_EMPTY_ELEMENTS - s.empty_elements || decode_fail("More than $MAX_EMPTY_ELEMENTS elements without bytes at offset $start", start)
        s.empty_elements += n
    end
    return n
end

function enter(s::Reader)
    s.depth += 1
    s.depth <= MAX_NESTING || decode_fail("Values nested more than $MAX_NESTING levels at offset $(s.at)", s.at)
    return
end

# ---- Values ------------------------------------------------------------------------------------------------------------

function read_value(s::Reader, node::TNode)
    k = node.kind
    if k == INTEGER || k == DATETIME
        return read_int(s)
    elseif k == STRING
        return read_text(s)
    elseif k == FLOAT
        return read_float64(s)
    elseif k == BOOLEAN
        return next_byte(s, "boolean") != 0x00
    elseif k == NULL
        return nothing
    elseif k == STRUCT
        return read_struct(s, node)
    elseif k == VARIANT
        return read_variant(s, node)
    elseif k == BLOB
        return read_bytes(s)
    elseif k == NEVER
        decode_fail("A value of type .Never at offset $(s.at): there are none", s.at)
    elseif is_function_kind(k)
        return read_function(s, node)
    end
    return read_container(s, node)
end

function read_struct(s::Reader, node::TNode)
    enter(s)
    if node.empties > 0
        s.empty_fields += node.empties
        s.empty_fields <= 65536 + 16 * length(s.bytes) || decode_fail("More than $MAX_EMPTY_ELEMENTS elements without bytes at offset $(s.at)", s.at)
    end
    value = tuple_of(s, node.parts)
    s.depth -= 1
    return value
end

# Small ones without a vector in between.
function tuple_of(s::Reader, parts::Vector{TNode})
    n = length(parts)
    n == 0 && return ()
    a = read_value(s, parts[1])
    n == 1 && return tuple(a)
    b = read_value(s, parts[2])
    n == 2 && return tuple(a, b)
    c = read_value(s, parts[3])
    n == 3 && return tuple(a, b, c)
    fields = Any[a, b, c]
    for i in 4:n
        push!(fields, read_value(s, parts[i]))
    end
    return make_tuple(fields)
end
make_tuple(fields::Vector{Any}) = (fields...,)

function read_variant(s::Reader, node::TNode)
    start = s.at
    tag = varint(s)
    tag < length(node.parts) || decode_fail("Invalid variant tag $tag at offset $start", start)
    part = node.parts[tag+1]
    part.kind == NULL && return EVariant(node.symbols[tag+1], nothing)
    enter(s)
    value = EVariant(node.symbols[tag+1], read_value(s, part))
    s.depth -= 1
    return value
end

# The container that a back-reference means, or nothing where one follows inline.
function read_marker(s::Reader, node::TNode)
    start = s.at
    distance = varint(s)
    distance == 0 && return nothing
    target = start - distance
    i = searchsortedfirst(s.places, target)
    if i <= length(s.places) && s.places[i] == target && (s.nodes[i] === node || same_values(s.nodes[i], node))
        return s.containers[i]
    end
    decode_fail("Undefined backreference at offset $start, target $target", start)
end

function register(s::Reader, place::Int, node::TNode, @nospecialize(container))
    push!(s.places, place)
    push!(s.nodes, node)
    push!(s.containers, container)
    return
end

function read_container(s::Reader, node::TNode)
    earlier = read_marker(s, node)
    earlier === nothing || return earlier
    enter(s)
    place = s.at
    k = node.kind
    if k == REF
        value = ERef()
        register(s, place, node, value)
        value.value = read_value(s, node.parts[1])
    elseif k == ARRAY
        value = read_array(s, node, place)
    else
        value = read_sorted(s, node, place)
    end
    s.depth -= 1
    return value
end

function read_array(s::Reader, node::TNode, place::Int)
    element = node.parts[1]
    n = read_count(s, element.least)
    if element.element == 2
        left(s) >= 8n || decode_underflow("float64", s.at)
        items = Vector{Float64}(undef, n)
        copy_floats!(items, s)
        floats = FloatArray(items, 0)
        register(s, place, node, floats)
        return floats
    elseif element.element == 1
        items = Vector{Int64}(undef, n)
        for i in 1:n
            @inbounds items[i] = read_int(s)
        end
        integers = IntArray(items, 0)
        register(s, place, node, integers)
        return integers
    end
    array = AnyArray(Vector{Any}(undef, n), 0)
    register(s, place, node, array)
    fill!(array.items, nothing)
    for i in 1:n
        array.items[i] = read_value(s, element)
    end
    return array
end

function copy_floats!(items::Vector{Float64}, s::Reader)
    n = length(items)
    bytes = s.bytes
    GC.@preserve items bytes begin
        to, from = Ptr{UInt64}(pointer(items)), Ptr{UInt64}(pointer(bytes) + s.at)
        for i in 1:n
            unsafe_store!(to, checked_bits(ltoh(unsafe_load(from, i)), s.at + 8(i - 1)), i)
        end
    end
    s.at += 8n
    return
end

function read_sorted(s::Reader, node::TNode, place::Int)
    key = node.parts[1]
    is_dict = node.kind == DICT
    value = is_dict ? new_dict(key) : new_set(key)
    register(s, place, node, value)
    n = read_count(s, key.least + (is_dict ? node.parts[2].least : 0))
    previous = nothing
    for i in 1:n
        start = s.at
        k = read_value(s, key)
        i == 1 || s.any_order || compare(key, previous, k) < 0 || decode_fail("Keys out of order or repeated at offset $start", start)
        if is_dict
            v = read_value(s, node.parts[2])
            s.any_order ? dict_set!(value, k, v) : append_key!(value.sorted, k, v, true)
        else
            s.any_order ? set_add!(value, k) : append_key!(value.sorted, k, nothing, false)
        end
        previous = k
    end
    return value
end
