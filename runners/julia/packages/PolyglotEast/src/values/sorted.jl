# Keys in East order, in chunks that are cheap to insert into, with values beside them where it is a Dict.

const CHUNK = 256

mutable struct Sorted{K}
    order::TNode                     # the type of the keys
    keys::Vector{Vector{K}}          # no chunk is empty
    vals::Vector{Vector{Any}}        # of a Set: none
    n::Int
    seen::Vector{UInt64}             # of many texts: where those asked for were, by their hash; looked at again before it is believed
end

mutable struct ESet{K} <: Container
    sorted::Sorted{K}
    guard::Int
end
mutable struct EDict{K} <: Container
    sorted::Sorted{K}
    guard::Int
end

const NOTHING_SEEN = UInt64[]
new_sorted(::Type{K}, order::TNode) where {K} = Sorted{K}(order, Vector{K}[], Vector{Any}[], 0, NOTHING_SEEN)
new_set(key::TNode) = key.element == 1 ? ESet{Int64}(new_sorted(Int64, key), 0) : ESet{Any}(new_sorted(Any, key), 0)
new_dict(key::TNode) = key.element == 1 ? EDict{Int64}(new_sorted(Int64, key), 0) : EDict{Any}(new_sorted(Any, key), 0)

# Where the key is (chunk, place, true) or belongs (…, false).
locate(s::Sorted{Int64}, key::Int64) = Hot.locate_integer(s.keys, key)
function locate(s::Sorted{Any}, @nospecialize(key))
    s.order.kind == STRING || return locate_any(s, key)
    s.n < MANY && return Hot.locate_text(s.keys, key::String)
    length(s.seen) < 2 * s.n && length(s.seen) < MOST_SEEN && (s.seen = zeros(UInt64, min(MOST_SEEN, nextpow(2, 4 * s.n))))
    return Hot.locate_seen(s.keys, s.seen, key::String)
end
const MANY, MOST_SEEN = 64, 1 << 16

function locate_any(s::Sorted{Any}, @nospecialize(key))
    chunks, order = s.keys, s.order
    low, high = 1, length(chunks)
    high == 0 && return 1, 1, false
    # The last chunk whose first key is not greater.
    while low < high
        middle = (low + high + 1) >>> 1
        if compare(order, chunks[middle][1], key) <= 0
            low = middle
        else
            high = middle - 1
        end
    end
    c = low
    keys = chunks[c]
    low, high = 1, length(keys)
    while low <= high
        middle = (low + high) >>> 1
        o = compare(order, keys[middle], key)
        o == 0 && return c, middle, true
        if o < 0
            low = middle + 1
        else
            high = middle - 1
        end
    end
    return c, low, false
end

# Inserts where `locate` said that it belongs. `value` is ignored in a Set.
function insert_at!(s::Sorted{K}, c::Int, i::Int, key::K, @nospecialize(value), is_dict::Bool) where {K}
    if isempty(s.keys)
        push!(s.keys, K[key])
        is_dict && push!(s.vals, Any[value])
        s.n = 1
        return
    end
    keys = s.keys[c]
    insert!(keys, i, key)
    is_dict && insert!(s.vals[c], i, value)
    s.n += 1
    length(keys) > CHUNK && split_chunk!(s, c, is_dict)
    return
end

# An append at the end leaves full chunks behind.
function split_chunk!(s::Sorted{K}, c::Int, is_dict::Bool) where {K}
    keys = s.keys[c]
    at = c == length(s.keys) ? length(keys) - 1 : length(keys) >>> 1
    insert!(s.keys, c + 1, keys[at+1:end])
    resize!(keys, at)
    if is_dict
        vals = s.vals[c]
        insert!(s.vals, c + 1, vals[at+1:end])
        resize!(vals, at)
    end
    return
end

function remove_at!(s::Sorted{K}, c::Int, i::Int, is_dict::Bool) where {K}
    deleteat!(s.keys[c], i)
    is_dict && deleteat!(s.vals[c], i)
    s.n -= 1
    if isempty(s.keys[c])
        deleteat!(s.keys, c)
        is_dict && deleteat!(s.vals, c)
    end
    return
end

function empty_sorted!(s::Sorted)
    empty!(s.keys)
    empty!(s.vals)
    s.n = 0
    return
end

copy_sorted(s::Sorted{K}) where {K} = Sorted{K}(s.order, Vector{K}[copy(k) for k in s.keys], Vector{Any}[copy(v) for v in s.vals], s.n, NOTHING_SEEN)

# ---- Sets and Dicts ------------------------------------------------------------------------------------------------------
# One method for any kind of key: callers that know the kind have methods of their own in compiled code.

set_has(s::ESet{K}, key) where {K} = locate(s.sorted, key::K)[3]
function set_add!(s::ESet{K}, key) where {K}
    c, i, found = locate(s.sorted, key::K)
    found || insert_at!(s.sorted, c, i, key::K, nothing, false)
    return !found
end
function set_remove!(s::ESet{K}, key) where {K}
    c, i, found = locate(s.sorted, key::K)
    found && remove_at!(s.sorted, c, i, false)
    return found
end

struct Missing_ end
"What a lookup gives where there is no such key."
const ABSENT = Missing_()

function dict_get(d::EDict{K}, key) where {K}
    c, i, found = locate(d.sorted, key::K)
    return found ? d.sorted.vals[c][i] : ABSENT
end
dict_has(d::EDict{K}, key) where {K} = locate(d.sorted, key::K)[3]
function dict_set!(d::EDict{K}, key, @nospecialize(value)) where {K}
    c, i, found = locate(d.sorted, key::K)
    if found
        d.sorted.vals[c][i] = value
    else
        insert_at!(d.sorted, c, i, key::K, value, true)
    end
    return !found
end
function dict_remove!(d::EDict{K}, key) where {K}
    c, i, found = locate(d.sorted, key::K)
    found && remove_at!(d.sorted, c, i, true)
    return found
end

"Every key, in order, as they are now."
function all_keys(s::Sorted)
    out = Any[]
    sizehint!(out, s.n)
    for chunk in s.keys, k in chunk
        push!(out, k)
    end
    return out
end
function all_values(s::Sorted)
    out = Any[]
    sizehint!(out, s.n)
    for chunk in s.vals, v in chunk
        push!(out, v)
    end
    return out
end
keys_of(@nospecialize(c)) = all_keys(c.sorted)
values_of(@nospecialize(d)) = all_values(d.sorted)

# Appends a key that comes after all others.
function append_key!(s::Sorted{K}, key, @nospecialize(value), is_dict::Bool) where {K}
    c = max(1, length(s.keys))
    insert_at!(s, c, isempty(s.keys) ? 1 : length(s.keys[c]) + 1, key::K, value, is_dict)
    return
end
