# FlatBuffers writing, front to back: a vtable, its table with gaps for offsets, then what the offsets point at.

const FrameBytes = Vector{UInt8}

@noinline function put!(out::FrameBytes, at::Int, value::UInt64, size::Int)
    for i in 1:size
        out[at+i] = (value >> (8 * (i - 1))) % UInt8
    end
end
@noinline function pad!(out::FrameBytes, alignment::Int)
    while length(out) % alignment != 0
        push!(out, 0x00)
    end
end
@noinline function grow!(out::FrameBytes, n::Int)
    at = length(out)
    resize!(out, at + n)
    for i in at+1:at+n
        out[i] = 0x00
    end
    return at
end
# Makes the offset at `at` point at the end of what is written so far.
link!(out::FrameBytes, at::Int) = put!(out, at, UInt64(length(out) - at), 4)

scalar_bits(kind::Kind, @nospecialize(value)) =
    kind === K_F64 ? reinterpret(UInt64, Float64(value)::Float64) :
    kind === K_U64 ? UInt64(value)::UInt64 :
    (Int64(value)::Int64) % UInt64

function is_written(field::Field, @nospecialize(value))
    value === nothing && return false
    is_scalar(field.kind) || return true
    return scalar_bits(field.kind, value) != scalar_bits(field.kind, field.kind === K_F64 ? field.default : Int64(field.default))
end

# Lays the fields of one table out; gives the vtable offsets and the table's size. `start % 8` is the table's position.
function layout(fields::Vector{Field}, message::Table, start::Int)
    offsets = zeros(Int, length(fields))
    size = 4
    for width in (8, 4, 1), i in 1:length(fields)
        field = fields[i]
        scalar_size(field.kind) == width && is_written(field, field_of(message, field.name, nothing)) || continue
        while (start + size) % width != 0
            size += 1
        end
        offsets[i] = size
        size += width
    end
    return offsets, size
end

function write_table!(out::FrameBytes, name::Symbol, message::Table)
    fields = TABLES[name]
    last = 0
    for i in 1:length(fields)
        is_written(fields[i], field_of(message, fields[i].name, nothing)) && (last = i)
    end
    pad!(out, 4)
    vsize = 4 + 2last
    vtable = grow!(out, vsize)
    pad!(out, 4)
    start = length(out)
    offsets, size = layout(fields, message, start)
    grow!(out, size)
    put!(out, vtable, UInt64(vsize), 2)
    put!(out, vtable + 2, UInt64(size), 2)
    put!(out, start, UInt64(start - vtable), 4)
    for i in 1:last
        put!(out, vtable + 2 + 2i, UInt64(offsets[i]), 2)
        offsets[i] == 0 && continue
        kind = fields[i].kind
        is_scalar(kind) && put!(out, start + offsets[i], scalar_bits(kind, message[fields[i].name]), scalar_size(kind))
    end
    for i in 1:last
        offsets[i] == 0 || is_scalar(fields[i].kind) ||
            write_reference!(out, fields[i], message[fields[i].name], start + offsets[i])
    end
    return start
end

function write_bytes!(out::FrameBytes, bytes::AbstractVector{UInt8}, at::Int)
    pad!(out, 4)
    link!(out, at)
    from = grow!(out, 4 + length(bytes))
    put!(out, from, UInt64(length(bytes)), 4)
    copyto!(out, from + 5, bytes, 1, length(bytes))
end

function write_string!(out::FrameBytes, text::String, at::Int)
    write_bytes!(out, codeunits(text), at)
    push!(out, 0x00)
end

function write_subtable!(out::FrameBytes, name::Symbol, message::Table, at::Int)
    start = write_table!(out, name, message)
    put!(out, at, UInt64(start - at), 4)
end

function write_reference!(out::FrameBytes, field::Field, @nospecialize(value), at::Int)
    kind = field.kind
    if kind === K_STRING
        write_string!(out, value::String, at)
    elseif kind === K_BYTES
        write_bytes!(out, value::Vector{UInt8}, at)
    elseif kind === K_TABLE
        write_subtable!(out, field.table, value::Table, at)
    else
        pad!(out, 4)
        link!(out, at)
        count = length(value)::Int
        from = grow!(out, 4 + 4count)
        put!(out, from, UInt64(count), 4)
        for i in 1:count
            slot = from + 4i
            kind === K_STRINGS ? write_string!(out, (value::Vector{String})[i], slot) :
                write_subtable!(out, field.table, (value::Vector{Table})[i], slot)
        end
    end
end

"""
    encode_frame(id, name, message) -> bytes

A whole frame: magic, length, `Envelope`, padding.
"""
function encode_frame(id::UInt64, name::Symbol, message::Table)
    # The envelope itself: root offset, identifier, vtable of 3 fields at 8, table at 20 (id at 24, message at 32, type at 36).
    out = FrameBytes()
    grow!(out, 40)
    put!(out, 0, UInt64(20), 4)
    copyto!(out, 5, b"PGRE")
    put!(out, 8, UInt64(10), 2)
    put!(out, 10, UInt64(20), 2)
    put!(out, 12, id == 0 ? UInt64(0) : UInt64(4), 2)
    put!(out, 14, UInt64(16), 2)
    put!(out, 16, UInt64(12), 2)
    put!(out, 20, UInt64(12), 4)
    put!(out, 24, id, 8)
    out[37] = findfirst(==(name), MESSAGES) % UInt8
    write_subtable!(out, name, message, 32)
    n = length(out)
    frame = FrameBytes(undef, 8 + n + (-n & 7))
    copyto!(frame, 1, b"PGR1")
    put!(frame, 4, UInt64(n), 4)
    copyto!(frame, 9, out)
    for i in n+9:length(frame)
        frame[i] = 0x00
    end
    return frame
end
