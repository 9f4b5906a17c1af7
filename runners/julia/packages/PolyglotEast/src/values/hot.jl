# What loops over keys spend their time in, with all optimisations.

module Hot
Base.Experimental.@optlevel 3

"Order of texts by UTF-16 code units: bytes decide, except between U+E000..U+FFFF and what lies beyond."
function compare_texts(a::String, b::String)
    m, n = ncodeunits(a), ncodeunits(b)
    GC.@preserve a b begin
        p, q = pointer(a), pointer(b)
        i, k = 0, min(m, n)
        while i + 8 <= k
            unsafe_load(Ptr{UInt64}(p + i)) == unsafe_load(Ptr{UInt64}(q + i)) || break
            i += 8
        end
        while i < k
            x, y = unsafe_load(p + i), unsafe_load(q + i)
            if x != y
                # Lead bytes F0-F4 are surrogate pairs in UTF-16: below EE and EF, above the rest; and above lone low ones' ED.
                return x >= 0xed && y >= 0xed && (x >= 0xf0) != (y >= 0xf0) ? compare_leads(a, b, i + 1) : x < y ? -1 : 1
            end
            i += 1
        end
    end
    return m < n ? -1 : m > n ? 1 : 0
end

# The characters that differ first, one of four bytes and one of three that starts with ED, EE or EF.
@noinline function compare_leads(a::String, b::String, i::Int)
    return first_unit(a, i) < first_unit(b, i) ? -1 : 1
end
function first_unit(s::String, i::Int)
    x = codeunit(s, i)
    x >= 0xf0 || return UInt32(x & 0x0f) << 12 | UInt32(codeunit(s, i + 1) & 0x3f) << 6 | (codeunit(s, i + 2) & 0x3f)
    c = UInt32(x & 0x07) << 18 | UInt32(codeunit(s, i + 1) & 0x3f) << 12 | UInt32(codeunit(s, i + 2) & 0x3f) << 6
    return 0xd800 + ((c - 0x10000) >> 10)
end

"Where a text is among sorted ones in chunks: (chunk, place, whether it is there)."
function locate_text(chunks::Vector{Vector{Any}}, key::String)
    low, high = 1, length(chunks)
    high == 0 && return 1, 1, false
    while low < high
        middle = (low + high + 1) >>> 1
        if compare_texts((@inbounds chunks[middle][1])::String, key) <= 0
            low = middle
        else
            high = middle - 1
        end
    end
    c = low
    keys = @inbounds chunks[c]
    low, high = 1, length(keys)
    while low <= high
        middle = (low + high) >>> 1
        o = compare_texts((@inbounds keys[middle])::String, key)
        o == 0 && return c, middle, true
        if o < 0
            low = middle + 1
        else
            high = middle - 1
        end
    end
    return c, low, false
end

"The same, with a look at where texts of this hash were before."
function locate_seen(chunks::Vector{Vector{Any}}, seen::Vector{UInt64}, key::String)
    slot = (hash(key) & (length(seen) - 1)) + 1
    place = @inbounds seen[slot]
    c, i = (place >> 32) % Int, (place & 0xffffffff) % Int
    if 1 <= c <= length(chunks)
        keys = @inbounds chunks[c]
        1 <= i <= length(keys) && (@inbounds keys[i])::String == key && return c, i, true
    end
    c, i, found = locate_text(chunks, key)
    found && (@inbounds seen[slot] = (c % UInt64) << 32 | (i % UInt64))
    return c, i, found
end

function locate_integer(chunks::Vector{Vector{Int64}}, key::Int64)
    low, high = 1, length(chunks)
    high == 0 && return 1, 1, false
    while low < high
        middle = (low + high + 1) >>> 1
        if (@inbounds chunks[middle][1]) <= key
            low = middle
        else
            high = middle - 1
        end
    end
    c = low
    keys = @inbounds chunks[c]
    low, high = 1, length(keys)
    while low <= high
        middle = (low + high) >>> 1
        x = @inbounds keys[middle]
        x == key && return c, middle, true
        if x < key
            low = middle + 1
        else
            high = middle - 1
        end
    end
    return c, low, false
end

"Decimal digits."
function integer_text(x::Int64)
    rest = x < 0 ? (-x) % UInt64 : x % UInt64
    n = x < 0 ? 2 : 1
    while (rest = div(rest, 0x000000000000000a)) != 0
        n += 1
    end
    rest = x < 0 ? (-x) % UInt64 : x % UInt64
    out = Base._string_n(n)
    GC.@preserve out begin
        p = pointer(out)
        i = n
        while true
            next = div(rest, 0x000000000000000a)
            unsafe_store!(p, 0x30 + (rest - 10next) % UInt8, i)
            rest = next
            i -= 1
            rest == 0 && break
        end
        x < 0 && unsafe_store!(p, UInt8('-'), 1)
    end
    return out
end

function concat(a::String, b::String)
    m, n = ncodeunits(a), ncodeunits(b)
    out = Base._string_n(m + n)
    GC.@preserve a b out begin
        unsafe_copyto!(pointer(out), pointer(a), m)
        unsafe_copyto!(pointer(out, m + 1), pointer(b), n)
    end
    return out
end
end
import .Hot: integer_text
