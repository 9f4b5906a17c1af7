# FlatBuffers reading that trusts nothing: every offset, vtable, length and string is checked against the payload, and
# what is decoded may cost no more than a small multiple of it (a hostile frame can point at one string many times).

mutable struct FrameReader
    bytes::Vector{UInt8}
    budget::Int
end

@noinline bad_frame(what::String) = throw(FrameError(what))

# Offsets are 0-based positions in the payload.
@noinline function u16(r::FrameReader, at::Int)
    0 <= at <= length(r.bytes) - 2 || bad_frame("offset $at is outside the frame")
    return Int(r.bytes[at+1]) | Int(r.bytes[at+2]) << 8
end
@noinline function u32(r::FrameReader, at::Int)
    0 <= at <= length(r.bytes) - 4 || bad_frame("offset $at is outside the frame")
    b = r.bytes
    return Int(b[at+1]) | Int(b[at+2]) << 8 | Int(b[at+3]) << 16 | Int(b[at+4]) << 24
end
i32(r::FrameReader, at::Int) = Int(u32(r, at) % UInt32 % Int32)
@noinline u64(r::FrameReader, at::Int) = UInt64(u32(r, at)) | UInt64(u32(r, at + 4)) << 32

function spend(r::FrameReader, n::Int)
    r.budget -= n
    r.budget >= 0 || bad_frame("it says more than its size allows")
end

struct TableAt
    at::Int
    vtable::Int
    vsize::Int
    size::Int
end

function table_at(r::FrameReader, at::Int)
    vtable = at - i32(r, at)
    vsize = u16(r, vtable)
    size = u16(r, vtable + 2)
    vsize >= 4 && iseven(vsize) && vtable + vsize <= length(r.bytes) || bad_frame("the vtable at $vtable is damaged")
    size >= 4 && at + size <= length(r.bytes) || bad_frame("the table at $at leaves the frame")
    spend(r, 32)
    return TableAt(at, vtable, vsize, size)
end

# The position of a field's inline part, -1 where it is absent.
function field_at(r::FrameReader, t::TableAt, id::Int, size::Int)
    slot = 4 + 2id
    slot + 2 <= t.vsize || return -1
    offset = u16(r, t.vtable + slot)
    offset == 0 && return -1
    4 <= offset && offset + size <= t.size || bad_frame("field $id of the table at $(t.at) leaves its table")
    return t.at + offset
end

function target(r::FrameReader, at::Int)
    offset = u32(r, at)
    offset > 0 && at + offset <= length(r.bytes) - 4 || bad_frame("the offset at $at leaves the frame")
    return at + offset
end

function vector_at(r::FrameReader, at::Int, size::Int)
    start = target(r, at)
    count = u32(r, start)
    count <= (length(r.bytes) - start - 4) ÷ size || bad_frame("the vector at $start leaves the frame")
    return start + 4, count
end

function string_at(r::FrameReader, at::Int)
    start, count = vector_at(r, at, 1)
    start + count < length(r.bytes) && r.bytes[start+count+1] == 0x00 || bad_frame("the string at $start has no end")
    spend(r, count + 16)
    text = GC.@preserve r unsafe_string(pointer(r.bytes, start + 1), count)
    isvalid(text) || bad_frame("the string at $start is not UTF-8")
    return text
end

function read_scalar(r::FrameReader, kind::Kind, at::Int)
    kind === K_U8 && return Int(r.bytes[at+1])
    kind === K_BOOL && return r.bytes[at+1] != 0x00
    kind === K_U32 && return u32(r, at)
    kind === K_I32 && return i32(r, at)
    kind === K_U64 && return u64(r, at)
    return reinterpret(Float64, u64(r, at))
end

function read_table(r::FrameReader, name::Symbol, at::Int, depth::Int, causes::Int)
    depth <= MAX_NESTING || bad_frame("it is nested too deeply")
    causes <= 16 || bad_frame("Error.cause is nested deeper than 16")
    t = table_at(r, at)
    message = Table()
    id = 0
    for field in TABLES[name]
        kind = field.kind
        p = field_at(r, t, id, scalar_size(kind))
        id += 1
        p < 0 && continue
        set_field!(message, field.name, is_scalar(kind) ? read_scalar(r, kind, p) : read_reference(r, field, p, depth, causes))
    end
    return message
end

function read_reference(r::FrameReader, field::Field, p::Int, depth::Int, causes::Int)
    kind = field.kind
    if kind === K_STRING
        return string_at(r, p)
    elseif kind === K_BYTES
        start, count = vector_at(r, p, 1)
        spend(r, count + 16)
        return r.bytes[start+1:start+count]
    elseif kind === K_TABLE
        return read_table(r, field.table, target(r, p), depth + 1, causes + (field.name === :cause))
    end
    start, count = vector_at(r, p, 4)
    spend(r, 8count)
    if kind === K_STRINGS
        strings = Vector{String}(undef, count)
        for i in 1:count
            strings[i] = string_at(r, start + 4(i - 1))
        end
        return strings
    end
    tables = Vector{Table}(undef, count)
    for i in 1:count
        tables[i] = read_table(r, field.table, target(r, start + 4(i - 1)), depth + 1, causes)
    end
    return tables
end

"""
    decode_envelope(payload) -> (id, type, message)

`type` is the message's number in the union (0 where there is none); `message` is a `Table`, `nothing` for a type this
version does not know. Throws `FrameError`, and nothing else, on a payload that is not a sound `Envelope`.
"""
function decode_envelope(payload::Vector{UInt8})
    n = length(payload)
    n >= 12 || bad_frame("$n bytes are too few")
    payload[5] == 0x50 && payload[6] == 0x47 && payload[7] == 0x52 && payload[8] == 0x45 || bad_frame("it has no file identifier PGRE")
    r = FrameReader(payload, 4n + 1024)
    t = table_at(r, u32(r, 0))
    p = field_at(r, t, 0, 8)
    id = p < 0 ? UInt64(0) : u64(r, p)
    p = field_at(r, t, 1, 1)
    type = p < 0 ? 0 : Int(payload[p+1])
    p = field_at(r, t, 2, 4)
    (type == 0) == (p < 0) || bad_frame("the message and its type do not go together")
    1 <= type <= length(MESSAGES) || return id, type, nothing
    return id, type, read_table(r, MESSAGES[type], target(r, p), 1, 0)
end
