# Text as UTF-16 units, which is what positions, patterns and order count (spec 1.5, 3.4), and back.

const Units = Vector{UInt16}

is_high(u::UInt16) = (u & 0xfc00) == 0xd800
is_low(u::UInt16) = (u & 0xfc00) == 0xdc00
is_surrogate(u::UInt16) = (u & 0xf800) == 0xd800

is_ascii(s::String) = (@inbounds for i in 1:ncodeunits(s); codeunit(s, i) < 0x80 || return false; end; true)

"The units of a text; an unpaired surrogate is one."
function units_of(s::String)
    n = ncodeunits(s)
    out = Vector{UInt16}(undef, n)
    i, k = 1, 0
    @inbounds while i <= n
        b = codeunit(s, i)
        k += 1
        if b < 0x80
            out[k] = b
            i += 1
        elseif b < 0xe0
            out[k] = (UInt16(b & 0x1f) << 6) | (codeunit(s, i + 1) & 0x3f)
            i += 2
        elseif b < 0xf0
            out[k] = (UInt16(b & 0x0f) << 12) | (UInt16(codeunit(s, i + 1) & 0x3f) << 6) | (codeunit(s, i + 2) & 0x3f)
            i += 3
        else
            c = (UInt32(b & 0x07) << 18) | (UInt32(codeunit(s, i + 1) & 0x3f) << 12) | (UInt32(codeunit(s, i + 2) & 0x3f) << 6) | (codeunit(s, i + 3) & 0x3f)
            c -= 0x10000
            out[k] = 0xd800 | (c >> 10) % UInt16
            k += 1
            out[k] = 0xdc00 | (c & 0x3ff) % UInt16
            i += 4
        end
    end
    return resize!(out, k)
end

"The text of units from one place to another; a pair of surrogates is one character of four bytes."
function text_of(u::Units, from::Int = 1, to::Int = length(u))
    out = Vector{UInt8}(undef, 3 * max(0, to - from + 1))
    i, k = from, 0
    @inbounds while i <= to
        c = u[i]
        if c < 0x80
            out[k+=1] = c % UInt8
        elseif c < 0x800
            out[k+=1] = 0xc0 | (c >> 6) % UInt8
            out[k+=1] = 0x80 | (c & 0x3f) % UInt8
        elseif is_high(c) && i < to && is_low(u[i+1])
            p = 0x10000 + (UInt32(c & 0x3ff) << 10) + (u[i+1] & 0x3ff)
            out[k+=1] = 0xf0 | (p >> 18) % UInt8
            out[k+=1] = 0x80 | ((p >> 12) & 0x3f) % UInt8
            out[k+=1] = 0x80 | ((p >> 6) & 0x3f) % UInt8
            out[k+=1] = 0x80 | (p & 0x3f) % UInt8
            i += 1
        else
            out[k+=1] = 0xe0 | (c >> 12) % UInt8
            out[k+=1] = 0x80 | ((c >> 6) & 0x3f) % UInt8
            out[k+=1] = 0x80 | (c & 0x3f) % UInt8
        end
        i += 1
    end
    return String(resize!(out, k))
end
text_of(u::Units, range::UnitRange{Int}) = text_of(u, first(range), last(range))

"How many UTF-16 units a text has."
function unit_count(s::String)
    n = 0
    @inbounds for i in 1:ncodeunits(s)
        b = codeunit(s, i)
        n += (b & 0xc0) != 0x80
        n += b >= 0xf0
    end
    return n
end

"How many code points a text has."
function point_count(s::String)
    n = 0
    @inbounds for i in 1:ncodeunits(s)
        n += (codeunit(s, i) & 0xc0) != 0x80
    end
    return n
end

# A three-byte surrogate: ED A0..AF high, ED B0..BF low.
has_surrogates(s::String) = (@inbounds for i in 1:ncodeunits(s)-1; codeunit(s, i) == 0xed && codeunit(s, i + 1) >= 0xa0 && return true; end; false)

"Two halves of a pair that have met become one character."
function joined(s::String)
    has_surrogates(s) || return s
    return text_of(units_of(s))
end

"Text for the world outside: unpaired surrogates become U+FFFD."
scrubbed(s::String) = has_surrogates(s) ? String(UInt8[b for b in scrub(s)]) : s
function scrub(s::String)
    out = UInt8[]
    i, n = 1, ncodeunits(s)
    while i <= n
        if codeunit(s, i) == 0xed && i < n && codeunit(s, i + 1) >= 0xa0
            append!(out, (0xef, 0xbf, 0xbd))
            i += 3
        else
            push!(out, codeunit(s, i))
            i += 1
        end
    end
    return out
end

"Whether bytes are strict UTF-8."
is_utf8(p::Ptr{UInt8}, n::Int) = ccall(:u8_isvalid, Int32, (Ptr{UInt8}, Int), p, n) != 0 && !has_surrogate_bytes(p, n)
function has_surrogate_bytes(p::Ptr{UInt8}, n::Int)
    for i in 0:n-2
        unsafe_load(p + i) == 0xed && unsafe_load(p + i + 1) >= 0xa0 && return true
    end
    return false
end
is_utf8(bytes::Vector{UInt8}) = GC.@preserve bytes is_utf8(pointer(bytes), length(bytes))

"White space as ECMAScript's `\\s` has it."
is_blank(u::UInt16) = u == 0x20 || 0x09 <= u <= 0x0d || u == 0xa0 || u == 0xfeff || u == 0x1680 || 0x2000 <= u <= 0x200a ||
    u == 0x2028 || u == 0x2029 || u == 0x202f || u == 0x205f || u == 0x3000
is_digit(u::UInt16) = 0x30 <= u <= 0x39
is_hex(u::UInt16) = is_digit(u) || 0x61 <= u <= 0x66 || 0x41 <= u <= 0x46
hex_value(u::UInt16) = is_digit(u) ? Int(u) - 0x30 : (Int(u) | 0x20) - 0x61 + 10

unit(c::Char) = UInt16(c)
trimmed_range(u::Units) = (a = 1; b = length(u); while a <= b && is_blank(u[a]); a += 1; end; while b >= a && is_blank(u[b]); b -= 1; end; a:b)

"The quoted form of a text, the same in JSON and East text: ECMAScript's `JSON.stringify`."
function print_quoted(io::IO, s::String)
    write(io, UInt8('"'))
    n = ncodeunits(s)
    done = 0
    i = 1
    @inbounds while i <= n
        b = codeunit(s, i)
        surrogate = b == 0xed && i < n && codeunit(s, i + 1) >= 0xa0
        if b >= 0x20 && b != UInt8('"') && b != UInt8('\\') && !surrogate
            i += 1
            continue
        end
        GC.@preserve s unsafe_write(io, pointer(s, done + 1), UInt(i - 1 - done))
        if surrogate
            print(io, "\\u", string((UInt16(0xd000) | UInt16(codeunit(s, i + 1) & 0x3f) << 6 | (codeunit(s, i + 2) & 0x3f)); base = 16))
            i += 3
        else
            print(io, b == UInt8('"') ? "\\\"" : b == UInt8('\\') ? "\\\\" : b == 0x08 ? "\\b" : b == 0x09 ? "\\t" : b == 0x0a ? "\\n" :
                b == 0x0c ? "\\f" : b == 0x0d ? "\\r" : string("\\u", string(b; base = 16, pad = 4)))
            i += 1
        end
        done = i - 1
    end
    GC.@preserve s unsafe_write(io, pointer(s, done + 1), UInt(n - done))
    write(io, UInt8('"'))
    return
end
quoted_text(s::String) = sprint(print_quoted, s)

print_hex(io::IO, bytes::Vector{UInt8}) = print(io, "0x", bytes2hex(bytes))

"The bytes of an even number of hex digits, or nothing."
function hex_bytes(u::Units, from::Int, to::Int)
    n = to - from + 1
    isodd(n) && return nothing
    out = Vector{UInt8}(undef, n >>> 1)
    for i in 1:length(out)
        a, b = u[from+2i-2], u[from+2i-1]
        is_hex(a) && is_hex(b) || return nothing
        out[i] = (hex_value(a) << 4 | hex_value(b)) % UInt8
    end
    return out
end
