# Arrays of values that Julia keeps inline (isbits: numbers, dates, NamedTuples of those), copied between the packed bytes of
# beast2 and Julia's memory. The only code here that is worth optimising fully: the rest of the runtime is compiled quickly.
module Bulk

import ..PolyglotRuntime: BOOLEAN, CANONICAL_NAN, DATETIME, FLOAT, INTEGER, OutputLimit, Sink, Source, UNIX_EPOCH, check_float,
    float_bits, put_byte!, put_float!, put_integer!, read_byte, read_float, read_integer, room!

"Where one scalar of an isbits value lies: its East kind, its offset in the value, its offset in the packed bytes."
struct FlatField
    kind::UInt8
    offset::Int
    packed::Int
end

# ---- Reading -----------------------------------------------------------------------------------------------------------

# Elements of isbits types are written where they belong, straight from the bytes.
"`width`: the packed size of an element where that is fixed, else -1."
function read_flat_array(s::Source, fields::Vector{FlatField}, width::Int, into::Ptr{UInt8}, stride::Int, count::Int)
    if width >= 0
        read_fixed(s, fields, width, into, stride, count)
    elseif length(fields) == 1 && stride == 8
        read_integers(s, into, count, fields[1].kind == DATETIME ? UNIX_EPOCH : 0)
    else
        for _ in 1:count
            for f in fields
                read_scalar(s, f.kind, into + f.offset)
            end
            into += stride
        end
    end
    return
end

@inline function read_scalar(s::Source, kind::UInt8, into::Ptr{UInt8})
    if kind == FLOAT
        unsafe_store!(Ptr{Float64}(into), read_float(s))
    elseif kind == INTEGER
        unsafe_store!(Ptr{Int64}(into), read_integer(s))
    elseif kind == DATETIME
        unsafe_store!(Ptr{Int64}(into), read_integer(s) + UNIX_EPOCH)
    else
        unsafe_store!(into, (read_byte(s, "boolean") != 0x00) % UInt8)
    end
end

function read_integers(s::Source, into::Ptr{UInt8}, count::Int, offset::Int)
    p = Ptr{Int64}(into)
    for i in 1:count
        unsafe_store!(p, read_integer(s) + offset, i)
    end
end

# All elements take the same bytes: column by column, or in one copy where the packed form is the Julia form.
function read_fixed(s::Source, fields::Vector{FlatField}, width::Int, into::Ptr{UInt8}, stride::Int, count::Int)
    from = s.p + s.at
    if width == stride && all(f -> f.kind == FLOAT && f.offset == f.packed, fields)
        unsafe_copyto!(into, from, count * width)
        check_floats(s, Ptr{UInt64}(into), count * width ÷ 8)
    else
        for f in fields
            f.kind == FLOAT ? read_float_column(s, from + f.packed, width, into + f.offset, stride, count) :
                read_boolean_column(from + f.packed, width, into + f.offset, stride, count)
        end
    end
    s.at += count * width
    return
end

function check_floats(s::Source, p::Ptr{UInt64}, n::Int)
    bad = 0
    for i in 1:n
        magnitude = unsafe_load(p, i) & 0x7fffffffffffffff
        bad += (magnitude > 0x7ff0000000000000) & (magnitude != CANONICAL_NAN)
    end
    bad == 0 && return
    for i in 1:n
        check_float(s, unsafe_load(p, i), s.at + 8(i - 1))
    end
end

function read_float_column(s::Source, from::Ptr{UInt8}, width::Int, into::Ptr{UInt8}, stride::Int, count::Int)
    for i in 0:count-1
        bits = ltoh(unsafe_load(Ptr{UInt64}(from + i * width)))
        check_float(s, bits, Int(from + i * width - s.p))
        unsafe_store!(Ptr{UInt64}(into + i * stride), bits)
    end
end

function read_boolean_column(from::Ptr{UInt8}, width::Int, into::Ptr{UInt8}, stride::Int, count::Int)
    for i in 0:count-1
        unsafe_store!(into + i * stride, (unsafe_load(from + i * width) != 0x00) % UInt8)
    end
end

# ---- Writing -----------------------------------------------------------------------------------------------------------

function write_flat_array(out::Sink, width::Int, fields::Vector{FlatField}, from::Ptr{UInt8}, stride::Int, count::Int)
    if width > 0
        write_fixed(out, fields, width, from, stride, count)
    else
        for _ in 1:count
            for f in fields
                write_scalar(out, f.kind, from + f.offset)
            end
            from += stride
        end
    end
    return
end

@inline function write_scalar(out::Sink, kind::UInt8, from::Ptr{UInt8})
    if kind == FLOAT
        put_float!(out, unsafe_load(Ptr{Float64}(from)))
    elseif kind == INTEGER
        put_integer!(out, unsafe_load(Ptr{Int64}(from)))
    elseif kind == DATETIME
        put_integer!(out, unsafe_load(Ptr{Int64}(from)) - UNIX_EPOCH)
    else
        put_byte!(out, unsafe_load(from))
    end
end

# Column by column; in one copy where the Julia form is the packed form and there is no NaN of another kind.
function write_fixed(out::Sink, fields::Vector{FlatField}, width::Int, from::Ptr{UInt8}, stride::Int, count::Int)
    n = count * width
    n <= out.limit || throw(OutputLimit(out.limit))
    room!(out, n)
    bytes = out.bytes
    GC.@preserve bytes begin
        into = pointer(bytes, out.n + 1)
        packed = 0
        for f in fields
            if f.kind == FLOAT && width == 8 && stride == 8
                unsafe_copyto!(into, from, n)
                canonical_floats(Ptr{UInt64}(into), count)
            elseif f.kind == FLOAT
                write_float_column(from + f.offset, stride, into + packed, width, count)
            else
                for i in 0:count-1
                    unsafe_store!(into + packed + i * width, unsafe_load(from + f.offset + i * stride))
                end
            end
            packed += f.kind == FLOAT ? 8 : 1
        end
    end
    out.n += n
    return
end

function canonical_floats(p::Ptr{UInt64}, n::Int)
    odd = 0
    for i in 1:n
        bits = unsafe_load(p, i)
        odd += ((bits & 0x7fffffffffffffff) > 0x7ff0000000000000) & (bits != CANONICAL_NAN)
    end
    odd == 0 && return
    for i in 1:n
        unsafe_store!(p, float_bits(reinterpret(Float64, unsafe_load(p, i))), i)
    end
end

function write_float_column(from::Ptr{UInt8}, stride::Int, into::Ptr{UInt8}, width::Int, count::Int)
    for i in 0:count-1
        unsafe_store!(Ptr{UInt64}(into + i * width), float_bits(unsafe_load(Ptr{Float64}(from + i * stride))))
    end
end

end
