# Bytes to read beast2 from (spec 3.1), by address and with every step checked, and bytes to write it to.

"""
Bytes that are not a beast2 value of the wanted type: what is wrong and at which offset.
"""
struct DecodeError <: Exception
    message::String
    offset::Int
end
Base.showerror(io::IO, e::DecodeError) = print(io, e.message, " (at offset ", e.offset, ")")

"A cursor over bytes that the caller keeps alive. `places` and `containers`: what back-references may point at, in order."
mutable struct Source
    p::Ptr{UInt8}
    size::Int
    at::Int
    places::Vector{Int}
    containers::Vector{Any}
    again::Dict{Tuple{Int,UInt},Any}    # containers read a second time as another Julia type
    depth::Int
end
Source(p::Ptr{UInt8}, size::Int) = Source(p, size, 0, Int[], Any[], Dict{Tuple{Int,UInt},Any}(), 0)

function with_source(f, bytes::Vector{UInt8})
    GC.@preserve bytes f(Source(pointer(bytes), length(bytes)))
end

@noinline decode_error(s::Source, message::String, at::Int = s.at) = throw(DecodeError(message, at))
@noinline underflow(s::Source, what::String) = decode_error(s, "Buffer underflow reading $what at offset $(s.at)")

@inline function read_byte(s::Source, what::String)
    s.at < s.size || underflow(s, what)
    b = unsafe_load(s.p + s.at)
    s.at += 1
    return b
end

@inline function read_varint(s::Source, what::String = "varint")
    b = read_byte(s, what)
    b < 0x80 && return UInt64(b)
    return read_long_varint(s, UInt64(b & 0x7f), what)
end

function read_long_varint(s::Source, value::UInt64, what::String)
    start = s.at - 1
    shift = 7
    while true
        b = read_byte(s, what)
        shift == 63 && b > 0x01 && decode_error(s, "Varint too long at offset $start", start)
        value |= UInt64(b & 0x7f) << shift
        b < 0x80 && return value
        shift += 7
    end
end

@inline function read_integer(s::Source)
    z = read_varint(s, "zigzag")
    return (z >> 1) % Int64 ⊻ -((z & 1) % Int64)
end

const CANONICAL_NAN = 0x7ff8000000000000

@inline function check_float(s::Source, bits::UInt64, at::Int)
    if (bits & 0x7fffffffffffffff) > 0x7ff0000000000000 && (bits & 0x7fffffffffffffff) != CANONICAL_NAN
        decode_error(s, "Non-canonical NaN at offset $at: 0x$(string(bits; base = 16))", at)
    end
end

@inline function read_float(s::Source)
    s.size - s.at >= 8 || underflow(s, "float64")
    bits = ltoh(unsafe_load(Ptr{UInt64}(s.p + s.at)))
    check_float(s, bits, s.at)
    s.at += 8
    return reinterpret(Float64, bits)
end

# How many elements follow. Each takes at least `least` bytes, so a count beyond what remains is refused before anything
# is allocated for it.
function read_count(s::Source, least::Int)
    at = s.at
    n = read_varint(s)
    limit = least == 0 ? UInt64(1) << 32 : UInt64((s.size - s.at) ÷ least)
    n <= limit || decode_error(s, "a count of $n is more than the bytes that follow can hold", at)
    return Int(n)
end

function read_string(s::Source)
    n = read_varint(s, "string")
    n <= s.size - s.at || decode_error(s, "Buffer underflow reading string at offset $(s.at), length $n")
    text = unsafe_string(s.p + s.at, Int(n))
    isvalid(text) || decode_error(s, "a string is not valid UTF-8")
    s.at += Int(n)
    return text
end

function read_blob(s::Source)
    n = read_varint(s, "blob")
    n <= s.size - s.at || decode_error(s, "Buffer underflow reading blob at offset $(s.at), length $n")
    bytes = Vector{UInt8}(undef, Int(n))
    GC.@preserve bytes unsafe_copyto!(pointer(bytes), s.p + s.at, Int(n))
    s.at += Int(n)
    return bytes
end

const UNIX_EPOCH = 62135683200000     # milliseconds from where Dates.DateTime counts to 1970

# ---- Writing ---------------------------------------------------------------------------------------------------------

"The output outgrew the task's limit."
struct OutputLimit <: Exception
    limit::Int
end

mutable struct Sink
    bytes::Vector{UInt8}
    n::Int
    limit::Int
end
Sink(limit::Int = typemax(Int)) = Sink(Vector{UInt8}(undef, 256), 0, limit)

function finish(out::Sink)
    out.n <= out.limit || throw(OutputLimit(out.limit))
    return resize!(out.bytes, out.n)
end

# Makes room for n more bytes.
@inline function room!(out::Sink, n::Int)
    out.n + n <= length(out.bytes) || enlarge!(out, n)
end
@noinline function enlarge!(out::Sink, n::Int)
    out.n <= out.limit || throw(OutputLimit(out.limit))
    resize!(out.bytes, max(out.n + n, 2 * length(out.bytes)))
end

@inline function put_byte!(out::Sink, b::UInt8)
    room!(out, 1)
    out.n += 1
    @inbounds out.bytes[out.n] = b
end

@inline function put_varint!(out::Sink, value::UInt64)
    room!(out, 10)
    n = out.n
    while value >= 0x80
        n += 1
        @inbounds out.bytes[n] = (value % UInt8) | 0x80
        value >>= 7
    end
    n += 1
    @inbounds out.bytes[n] = value % UInt8
    out.n = n
end

@inline put_integer!(out::Sink, value::Int64) = put_varint!(out, (value << 1) % UInt64 ⊻ (value >> 63) % UInt64)

@inline float_bits(x::Float64) = isnan(x) ? CANONICAL_NAN : reinterpret(UInt64, x)

@inline function put_float!(out::Sink, x::Float64)
    room!(out, 8)
    bytes = out.bytes
    GC.@preserve bytes unsafe_store!(Ptr{UInt64}(pointer(bytes, out.n + 1)), htol(float_bits(x)))
    out.n += 8
end

function put_memory!(out::Sink, p::Ptr{UInt8}, n::Int)
    put_varint!(out, UInt64(n))
    n <= out.limit || throw(OutputLimit(out.limit))
    room!(out, n)
    bytes = out.bytes
    GC.@preserve bytes unsafe_copyto!(pointer(bytes, out.n + 1), p, n)
    out.n += n
end
put_string!(out::Sink, text::String) = GC.@preserve text put_memory!(out, pointer(text), sizeof(text))
