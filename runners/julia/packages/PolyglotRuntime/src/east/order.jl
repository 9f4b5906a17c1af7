# The total order of East values (spec 1.5), on the values that plans give for immutable data.

"Strings order by UTF-16 code units: that differs from bytes only between U+E000..U+FFFF and what lies beyond."
function utf16_less(a::AbstractString, b::AbstractString)
    return compare_strings(String(a), String(b)) < 0
end

function compare_strings(a::String, b::String)
    n = min(ncodeunits(a), ncodeunits(b))
    for i in 1:n
        x, y = codeunit(a, i), codeunit(b, i)
        x == y && continue
        # Lead bytes F0-F4 are surrogate pairs (D800-DFFF) in UTF-16: below EE and EF (E000-FFFF), above the rest.
        if x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0)
            return x >= 0xf0 ? -1 : 1
        end
        return x < y ? -1 : 1
    end
    return cmp(ncodeunits(a), ncodeunits(b))
end

function compare_floats(a::Float64, b::Float64)
    isequal(a, b) && return 0
    return isless(a, b) ? -1 : 1
end

function compare_blobs(a::Vector{UInt8}, b::Vector{UInt8})
    n = min(length(a), length(b))
    for i in 1:n
        a[i] == b[i] || return a[i] < b[i] ? -1 : 1
    end
    return cmp(length(a), length(b))
end
