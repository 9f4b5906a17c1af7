# Arrays: what calls a function for each element (all but the flattening ones lock the array), sorting, searching.

@builtin function ArrayForEach(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    i = 0
    while i < length(a.items)
        call_back(s, f, a.items[i+1], i)
        i += 1
    end
    unlock_last()
    return nothing
end
@builtin function ArrayFold(s::Site, @nospecialize(a), @nospecialize(initial), f::EFunction)
    lock!(a)
    v = initial
    i = 0
    while i < length(a.items)
        v = call_back(s, f, v, a.items[i+1], i)
        i += 1
    end
    unlock_last()
    return v
end
@builtin function ArrayMapReduce(s::Site, @nospecialize(a), map::EFunction, reduce::EFunction)
    isempty(a.items) && fail(s, "Cannot reduce empty array with no initial value")
    lock!(a)
    v = call_back(s, map, a.items[1], 0)
    i = 1
    while i < length(a.items)
        w = call_back(s, map, a.items[i+1], i)
        v = call_back(s, reduce, v, w)
        i += 1
    end
    unlock_last()
    return v
end
@builtin function ArrayMap(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    out = new_array(node(s, 2))
    i = 0
    while i < length(a.items)
        push!(out.items, call_back(s, f, a.items[i+1], i))
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayFilter(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    out = like(a)
    i = 0
    while i < length(a.items)
        v = a.items[i+1]
        call_back(s, f, v, i)::Bool && push!(out.items, v)
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayFilterMap(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    out = new_array(node(s, 2))
    i = 0
    while i < length(a.items)
        v = call_back(s, f, a.items[i+1], i)::EVariant
        v.tag === :some && push!(out.items, v.payload)
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayFirstMap(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    found = NONE
    i = 0
    while i < length(a.items)
        v = call_back(s, f, a.items[i+1], i)::EVariant
        if v.tag === :some
            found = v
            break
        end
        i += 1
    end
    unlock_last()
    return found
end
@builtin function ArrayFindFirst(s::Site, @nospecialize(a), @nospecialize(value), f::EFunction)
    lock!(a)
    found = NONE
    i = 0
    while i < length(a.items)
        if compare(node(s, 2), call_back(s, f, a.items[i+1]), value) == 0
            found = some(i)
            break
        end
        i += 1
    end
    unlock_last()
    return found
end
@builtin function ArrayFlattenToArray(s::Site, @nospecialize(a), f::EFunction)
    out = new_array(node(s, 2))
    i = 0
    while i < length(a.items)
        part = call_back(s, f, a.items[i+1], i)
        room_for(s, length(out.items) + length(part.items))
        append!(out.items, part.items)
        i += 1
    end
    return out
end

# ---- To Sets and Dicts ---------------------------------------------------------------------------------------------------

@builtin function ArrayToSet(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    out = new_set(node(s, 2))
    i = 0
    while i < length(a.items)
        set_add!(out, call_back(s, f, a.items[i+1], i))
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayToDict(s::Site, @nospecialize(a), key::EFunction, value::EFunction, conflict::EFunction)
    lock!(a)
    out = new_dict(node(s, 2))
    i = 0
    while i < length(a.items)
        k = call_back(s, key, a.items[i+1], i)
        merge_entry!(s, out, k, call_back(s, value, a.items[i+1], i), conflict)
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayFlattenToSet(s::Site, @nospecialize(a), f::EFunction)
    lock!(a)
    out = new_set(node(s, 2))
    i = 0
    while i < length(a.items)
        for k in keys_of(call_back(s, f, a.items[i+1], i))
            set_add!(out, k)
        end
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayFlattenToDict(s::Site, @nospecialize(a), f::EFunction, conflict::EFunction)
    lock!(a)
    out = new_dict(node(s, 2))
    i = 0
    while i < length(a.items)
        merge_all!(s, out, call_back(s, f, a.items[i+1], i), conflict)
        i += 1
    end
    unlock_last()
    return out
end
@builtin function ArrayGroupFold(s::Site, @nospecialize(a), key::EFunction, initial::EFunction, fold::EFunction)
    lock!(a)
    out = new_dict(node(s, 2))
    i = 0
    while i < length(a.items)
        k = call_back(s, key, a.items[i+1], i)
        known = dict_get(out, k)
        known === ABSENT && (known = call_back(s, initial, k))
        dict_set!(out, k, call_back(s, fold, known, a.items[i+1], i))
        i += 1
    end
    unlock_last()
    return out
end

# ---- Sorting and searching -----------------------------------------------------------------------------------------------

# Stable; each key is asked for once.
function sorted_items(s::Site, @nospecialize(a), f::EFunction)
    items = Any[v for v in a.items]
    keys = Any[call_back(s, f, v) for v in items]
    order = node(s, 2)
    places = order.element == 1 ? sortperm(Int64[k for k in keys]; alg = MergeSort) : sort_places(order, keys)
    return Any[items[p] for p in places]
end
sort_places(order::TNode, keys::Vector{Any}) = sort!(collect(1:length(keys)); alg = MergeSort, lt = (x, y) -> compare(order, keys[x], keys[y]) < 0)

@builtin ArraySort(s::Site, @nospecialize(a), f::EFunction) = (out = like(a); append!(out.items, sorted_items(s, a, f)); out)
@builtin function ArraySortInPlace(s::Site, @nospecialize(a), f::EFunction)
    resizable(s, a)
    lock!(a)
    items = sorted_items(s, a, f)
    for i in 1:length(items)
        a.items[i] = items[i]
    end
    unlock_last()
    return nothing
end
@builtin function ArrayIsSorted(s::Site, @nospecialize(a), f::EFunction)
    length(a.items) < 2 && return true
    lock!(a)
    before = call_back(s, f, a.items[1])
    i = 1
    sorted = true
    while sorted && i < length(a.items)
        k = call_back(s, f, a.items[i+1])
        sorted = compare(node(s, 2), before, k) <= 0
        before = k
        i += 1
    end
    unlock_last()
    return sorted
end

# The first index, not before one, whose key compares to the key as at least that.
function search_sorted(s::Site, @nospecialize(a), from::Int, @nospecialize(key), f::EFunction, least::Int)
    low, high = from, length(a.items)
    while low < high
        middle = low + (high - low) ÷ 2
        if sign(compare(node(s, 2), call_back(s, f, a.items[middle+1]), key)) >= least
            high = middle
        else
            low = middle + 1
        end
    end
    return low
end
@builtin function ArrayFindSortedFirst(s::Site, @nospecialize(a), @nospecialize(key), f::EFunction)
    lock!(a)
    i = search_sorted(s, a, 0, key, f, 0)
    unlock_last()
    return i
end
@builtin function ArrayFindSortedLast(s::Site, @nospecialize(a), @nospecialize(key), f::EFunction)
    lock!(a)
    i = search_sorted(s, a, 0, key, f, 1)
    unlock_last()
    return i
end
@builtin function ArrayFindSortedRange(s::Site, @nospecialize(a), @nospecialize(key), f::EFunction)
    lock!(a)
    start = search_sorted(s, a, 0, key, f, 0)
    stop = search_sorted(s, a, start, key, f, 1)
    unlock_last()
    return (start, stop)
end
