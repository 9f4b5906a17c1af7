# Upper and lower case of the whole of Unicode without any language (spec 5, "String"). The table is our own, so that a program
# gives the same on every host.

const SIGMA, FINAL_SIGMA = 0x03a3, 0x03c2

function mapped(runs::Vector{Int32}, c::UInt32)
    low, high = 0, length(runs) ÷ 4 - 1
    while low <= high
        middle = (low + high) >>> 1
        a, b, stride, difference = runs[4middle+1], runs[4middle+2], runs[4middle+3], runs[4middle+4]
        if c < a
            high = middle - 1
        elseif c > b
            low = middle + 1
        else
            return (Int(c) - a) % stride == 0 ? UInt32(Int(c) + difference) : c
        end
    end
    return c
end
function in_ranges(ranges::Vector{Int32}, c::UInt32)
    low, high = 0, length(ranges) ÷ 2 - 1
    while low <= high
        middle = (low + high) >>> 1
        if c < ranges[2middle+1]
            high = middle - 1
        elseif c > ranges[2middle+2]
            low = middle + 1
        else
            return true
        end
    end
    return false
end

# The code points of units, unpaired surrogates among them, and back.
function points_of(u::Units)
    out = UInt32[]
    i = 1
    while i <= length(u)
        if is_high(u[i]) && i < length(u) && is_low(u[i+1])
            push!(out, 0x10000 + (UInt32(u[i] & 0x3ff) << 10) + (u[i+1] & 0x3ff))
            i += 1
        else
            push!(out, u[i])
        end
        i += 1
    end
    return out
end
function push_point!(out::Units, c::UInt32)
    c <= 0xffff ? push!(out, c % UInt16) : push!(out, 0xd800 | ((c - 0x10000) >> 10) % UInt16, 0xdc00 | ((c - 0x10000) & 0x3ff) % UInt16)
    return
end

function upper_text(t::String)
    is_ascii(t) && return uppercase(t)
    out = UInt16[]
    for c in points_of(units_of(t))
        several = get(SPECIAL_UPPER, c, nothing)
        several === nothing ? push_point!(out, mapped(UPPER_RUNS, c)) : append!(out, units_of(several))
    end
    return text_of(out)
end

function lower_text(t::String)
    is_ascii(t) && return lowercase(t)
    points = points_of(units_of(t))
    out = UInt16[]
    for i in 1:length(points)
        c = points[i]
        if c == SIGMA && ends_word(points, i)
            push!(out, FINAL_SIGMA)
        else
            several = get(SPECIAL_LOWER, c, nothing)
            several === nothing ? push_point!(out, mapped(LOWER_RUNS, c)) : append!(out, units_of(several))
        end
    end
    return text_of(out)
end

# A cased letter comes before, perhaps with ignorable characters between, and none comes after (Final_Sigma).
function ends_word(points::Vector{UInt32}, i::Int)
    before = i - 1
    while before >= 1 && in_ranges(CASE_IGNORABLE, points[before])
        before -= 1
    end
    before >= 1 && in_ranges(CASED, points[before]) || return false
    for after in i+1:length(points)
        in_ranges(CASE_IGNORABLE, points[after]) && continue
        return !in_ranges(CASED, points[after])
    end
    return true
end

"What regular expressions compare when they ignore case: the upper case of a single unit, where that is one unit and not newly ASCII."
function folded(u::UInt16)
    u < 0x80 && return 0x61 <= u <= 0x7a ? u - 0x0020 : u
    haskey(SPECIAL_UPPER, UInt32(u)) && return u
    c = mapped(UPPER_RUNS, UInt32(u))
    return 0x80 <= c <= 0xffff ? c % UInt16 : u
end
