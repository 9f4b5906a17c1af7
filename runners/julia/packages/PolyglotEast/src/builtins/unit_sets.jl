# Sets of UTF-16 units: what one position of a pattern accepts.

"Ranges, first and last in turn, ascending and apart from each other; two words for what is below 128."
struct UnitSet
    bounds::Vector{UInt16}
    below64::UInt64
    below128::UInt64
    function UnitSet(bounds::Vector{UInt16})
        low, high = UInt64(0), UInt64(0)
        for c in 0:63
            in_bounds(bounds, UInt16(c)) && (low |= UInt64(1) << c)
            in_bounds(bounds, UInt16(c + 64)) && (high |= UInt64(1) << c)
        end
        return new(bounds, low, high)
    end
end

function in_bounds(bounds::Vector{UInt16}, u::UInt16)
    low, high = 1, length(bounds) ÷ 2
    while low <= high
        middle = (low + high) >>> 1
        if u < bounds[2middle-1]
            high = middle - 1
        elseif u > bounds[2middle]
            low = middle + 1
        else
            return true
        end
    end
    return false
end
@inline holds(s::UnitSet, u::UInt16) = u < 128 ? ((u < 64 ? s.below64 : s.below128) >> (u & 63)) & 1 != 0 : in_bounds(s.bounds, u)

unit_set(u::UInt16) = UnitSet(UInt16[u, u])
unit_range(a, b) = UnitSet(UInt16[UInt16(a), UInt16(b)])
single(s::UnitSet) = length(s.bounds) == 2 && s.bounds[1] == s.bounds[2] ? s.bounds[1] : nothing
same_set(a::UnitSet, b::UnitSet) = a.bounds == b.bounds

function union_of(sets::Vector{UnitSet})
    ranges = Tuple{UInt16,UInt16}[]
    for s in sets, i in 1:2:length(s.bounds)
        push!(ranges, (s.bounds[i], s.bounds[i+1]))
    end
    sort!(ranges)
    bounds = UInt16[]
    for (first, last) in ranges
        if isempty(bounds) || Int(first) > Int(bounds[end]) + 1
            push!(bounds, first, last)
        elseif last > bounds[end]
            bounds[end] = last
        end
    end
    return UnitSet(bounds)
end

function inverted(s::UnitSet)
    bounds = UInt16[]
    next = 0
    for i in 1:2:length(s.bounds)
        s.bounds[i] > next && push!(bounds, UInt16(next), s.bounds[i] - 0x0001)
        next = Int(s.bounds[i+1]) + 1
    end
    next <= 0xffff && push!(bounds, UInt16(next), 0xffff)
    return UnitSet(bounds)
end

function is_disjoint(a::UnitSet, b::UnitSet)
    i = k = 1
    while i <= length(a.bounds) && k <= length(b.bounds)
        if a.bounds[i+1] < b.bounds[k]
            i += 2
        elseif b.bounds[k+1] < a.bounds[i]
            k += 2
        else
            return false
        end
    end
    return true
end

const SET_EMPTY = UnitSet(UInt16[])
const SET_ALL = unit_range(0x0000, 0xffff)
const SET_DIGITS = unit_range('0', '9')
const SET_WORDS = union_of([unit_range('a', 'z'), unit_range('A', 'Z'), SET_DIGITS, unit_set(unit('_'))])
const SET_BLANKS = union_of(UnitSet[unit_set(u) for u in 0x0000:0xffff if is_blank(u)])
const SET_LINE_ENDS = union_of([unit_set(0x000a), unit_set(0x000d), unit_range(0x2028, 0x2029)])
const SET_NOT_LINE_ENDS = inverted(SET_LINE_ENDS)

# ---- Ignoring case: units with the same upper case are the same ----------------------------------------------------------

mutable struct CaseFolds
    groups::Vector{Vector{UInt16}}
    of::Dict{UInt16,UnitSet}
end
const CASE_FOLDS = CaseFolds(Vector{UInt16}[], Dict{UInt16,UnitSet}())

function case_folds()
    isempty(CASE_FOLDS.groups) || return CASE_FOLDS
    by_fold = Dict{UInt16,Vector{UInt16}}()
    for u in 0x0000:0xffff
        push!(get!(() -> UInt16[], by_fold, folded(u)), u)
    end
    for g in values(by_fold)
        length(g) > 1 || continue
        push!(CASE_FOLDS.groups, g)
        set = union_of(UnitSet[unit_set(u) for u in g])
        for u in g
            CASE_FOLDS.of[u] = set
        end
    end
    return CASE_FOLDS
end
fold_set(u::UInt16) = get(case_folds().of, u, unit_set(u))
fold_closure(s::UnitSet) = union_of(pushfirst!(UnitSet[fold_set(g[1]) for g in case_folds().groups if any(u -> holds(s, u), g)], s))
