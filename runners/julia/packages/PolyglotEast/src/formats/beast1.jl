# The older binary format (spec 3.2), whose bytes order as the values do.

const BEAST1_MAGIC = UInt8[0x45, 0x61, 0x73, 0x74, 0x00, 0xea, 0x57, 0xff]
# Codes of kinds, in the order of kinds; 0xff: none.
const BEAST1_CODES = UInt8[0x00, 0xff, 0x01, 0x02, 0x03, 0x04, 0x05, 0xff, 0x06, 0xff, 0x08, 0xff, 0xff, 0x09, 0x0a, 0x0b, 0x0d]

"Why values of a type have no such form, or nothing when they have."
function beast1_problem(t::Ty)
    t.kind == REF && return "Beast v1 format does not support ref types"
    t.kind == RECURSIVE && return "Beast v1 format does not support recursive types"
    is_function_kind(t.kind) && return "Beast v1 format does not support function types"
    t.kind == NEVER && return "Beast v1 format does not support never types"
    t.kind == VARIANT && length(t.parts) > 256 && return "Beast v1 format does not support variants of more than 256 cases"
    for name in t.names
        '\0' in name && return "Beast v1 format does not support names with U+0000, such as $(quoted_text(name))"
    end
    for p in t.parts
        problem = beast1_problem(p)
        problem === nothing || return problem
    end
    return nothing
end

function encode_beast1(t::Ty, @nospecialize(value))
    io = IOBuffer()
    write(io, BEAST1_MAGIC)
    write_beast1_type(io, t)
    write_beast1(io, graph(t), value)
    return take!(io)
end

function write_beast1_type(io::IOBuffer, t::Ty)
    write(io, BEAST1_CODES[t.kind+1])
    if t.kind == STRUCT || t.kind == VARIANT
        for i in 1:length(t.parts)
            write(io, 0x01)
            write(io, scrubbed(t.names[i]), 0x00)
            write_beast1_type(io, t.parts[i])
        end
        write(io, 0x00)
    else
        for p in t.parts
            write_beast1_type(io, p)
        end
    end
    return
end

const SIGN_BIT = UInt64(1) << 63
function write_beast1(io::IOBuffer, node::TNode, @nospecialize(v))
    k = node.kind
    if k == NULL
    elseif k == BOOLEAN
        write(io, UInt8(v::Bool))
    elseif k == INTEGER || k == DATETIME
        write(io, hton((v::Int64) % UInt64 ⊻ SIGN_BIT))
    elseif k == FLOAT
        bits = R.float_bits(v::Float64)
        write(io, hton(bits & SIGN_BIT == 0 ? bits ⊻ SIGN_BIT : ~bits))
    elseif k == STRING
        write(io, scrubbed(v::String), 0x00)
    elseif k == BLOB
        write(io, hton(UInt64(length(v::Vector{UInt8}))))
        write(io, v::Vector{UInt8})
    elseif k == STRUCT
        for i in 1:length(node.parts)
            write_beast1(io, node.parts[i], getfield(v, i))
        end
    elseif k == VARIANT
        i = case_index(node, (v::EVariant).tag)
        write(io, UInt8(i - 1))
        write_beast1(io, node.parts[i], v.payload)
    else
        items = k == ARRAY ? Any[x for x in v.items] : keys_of(v)
        vals = k == DICT ? values_of(v) : items
        for i in 1:length(items)
            write(io, 0x01)
            write_beast1(io, node.parts[1], items[i])
            k == DICT && write_beast1(io, node.parts[2], vals[i])
        end
        write(io, 0x00)
    end
    return
end

# ---- Reading -------------------------------------------------------------------------------------------------------------

# A type as a file has it: the cases of Variants may be in another order than the sorted one.
struct Schema1
    ty::Ty
    parts::Vector{Schema1}
    cases::Vector{Int}       # of a Variant: the sorted place of each case of the file
end

raw1(s::Reader, n::Int, what::String) = left(s) >= n ? (s.at += n; s.at - n) : decode_underflow(what, s.at)
byte1(s::Reader, what::String) = s.bytes[raw1(s, 1, what)+1]
function word1(s::Reader, what::String)
    at = raw1(s, 8, what)
    bytes = s.bytes
    return GC.@preserve bytes ntoh(unsafe_load(Ptr{UInt64}(pointer(bytes, at + 1))))
end
function more1(s::Reader, what::String)
    b = byte1(s, what)
    b <= 0x01 || decode_fail("Invalid continuation byte $b at offset $(s.at - 1)", s.at - 1)
    return b == 0x01
end
function text1(s::Reader)
    stop = findnext(==(0x00), s.bytes, s.at + 1)
    stop === nothing && decode_fail("No null terminator found for string at offset $(s.at)", s.at)
    bytes = s.bytes[s.at+1:stop-1]
    is_utf8(bytes) || decode_fail("Invalid UTF-8 in the string at offset $(s.at)", s.at)
    s.at = stop
    return String(bytes)
end

function variant1(names::Vector{String}, parts::Vector{Schema1})
    t = t_variant(Tuple{String,Ty}[(names[i], parts[i].ty) for i in 1:length(names)])
    return Schema1(t, parts, Int[findfirst(==(n), t.names) for n in names])
end

function type1(s::Reader, depth::Int = 0)
    start = s.at
    depth < MAX_TYPE_DEPTH || decode_fail("Invalid type at offset $start: the type nests more than $MAX_TYPE_DEPTH constructors", start)
    code = byte1(s, "type byte")
    try
        t = plain_type1(s, code & 0x7f, code, start, depth)
        return code & 0x80 == 0 ? t : variant1(["some", "none"], [t, Schema1(T_NULL, Schema1[], Int[])])
    catch e
        e isa TypeProblem || rethrow()
        decode_fail("Invalid type at offset $start: $(e.message)", start)
    end
end

function plain_type1(s::Reader, code::UInt8, found::UInt8, start::Int, depth::Int)
    i = findfirst(==(code), BEAST1_CODES)
    (i === nothing || code == 0xff) && decode_fail("Invalid type byte 0x$(string(found; base = 16, pad = 2)) at offset $start", start)
    kind = UInt8(i - 1)
    if kind == ARRAY || kind == SET
        p = type1(s, depth + 1)
        return Schema1(make_type(kind, Ty[p.ty]), [p], Int[])
    elseif kind == DICT
        k = type1(s, depth + 1)
        v = type1(s, depth + 1)
        return Schema1(make_type(kind, Ty[k.ty, v.ty]), [k, v], Int[])
    elseif kind == STRUCT || kind == VARIANT
        names, parts = String[], Schema1[]
        while more1(s, "field continuation byte")
            push!(names, text1(s))
            push!(parts, type1(s, depth + 1))
        end
        return kind == VARIANT ? variant1(names, parts) : Schema1(make_type(STRUCT, Ty[p.ty for p in parts], names), parts, Int[])
    end
    return Schema1(primitive_type(kind), Schema1[], Int[])
end

function value1(s::Reader, t::Schema1, node::TNode)
    k = node.kind
    if k == NULL
        return nothing
    elseif k == BOOLEAN
        return byte1(s, "boolean") != 0x00
    elseif k == INTEGER || k == DATETIME
        return (word1(s, "int64") ⊻ SIGN_BIT) % Int64
    elseif k == FLOAT
        ordered = word1(s, "float64")
        x = reinterpret(Float64, ordered & SIGN_BIT != 0 ? ordered ⊻ SIGN_BIT : ~ordered)
        return isnan(x) ? NaN : x
    elseif k == STRING
        return text1(s)
    elseif k == BLOB
        n = word1(s, "blob length")
        n <= left(s) || decode_fail("Buffer underflow reading blob data at offset $(s.at), length $n", s.at)
        at = raw1(s, Int(n), "blob data")
        return s.bytes[at+1:at+Int(n)]
    elseif k == STRUCT
        start = s.at
        v = make_tuple(Any[value1(s, t.parts[i], node.parts[i]) for i in 1:length(node.parts)])
        s.empty_fields += max(0, length(node.parts) - (s.at - start))
        s.empty_fields <= 65536 + 16 * length(s.bytes) || decode_fail("More than $MAX_EMPTY_ELEMENTS elements without bytes at offset $start", start)
        return v
    elseif k == VARIANT
        start = s.at
        tag = byte1(s, "variant tag")
        tag < length(t.cases) || decode_fail("Invalid variant tag $tag at offset $start", start)
        i = t.cases[tag+1]
        return EVariant(node.symbols[i], value1(s, t.parts[tag+1], node.parts[i]))
    elseif k == ARRAY
        out = new_array(node.parts[1])
        while more1(s, "array continuation byte")
            push!(out.items, value1(s, t.parts[1], node.parts[1]))
        end
        return out
    elseif k == SET
        out = new_set(node.parts[1])
        while more1(s, "set continuation byte")
            set_add!(out, value1(s, t.parts[1], node.parts[1]))
        end
        return out
    end
    out = new_dict(node.parts[1])
    while more1(s, "dict continuation byte")
        key = value1(s, t.parts[1], node.parts[1])
        dict_set!(out, key, value1(s, t.parts[2], node.parts[2]))
    end
    return out
end

"A whole file of a type; throws `DecodeFailure`."
function decode_beast1(bytes::Vector{UInt8}, t::Ty)
    check_magic(bytes, BEAST1_MAGIC)
    s = Reader(bytes, 8)
    found = type1(s)
    found.ty === t || decode_fail("Type mismatch: expected $(type_text(t)), got $(type_text(found.ty))", 8)
    v = value1(s, found, graph(t))
    left(s) == 0 || decode_fail("Unexpected data after Beast value at offset $(s.at) ($(left(s)) bytes remaining)", s.at)
    return v
end
