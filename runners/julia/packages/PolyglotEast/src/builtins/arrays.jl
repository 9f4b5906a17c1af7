# Arrays: elements, sizes, making. Indices count from 0.

has_index(@nospecialize(a), i::Int64) = 0 <= i < length(a.items)
out_of_bounds(s::Site, i::Int64) = fail(s, "Array index $i out of bounds")
like(@nospecialize(a)) = a isa IntArray ? IntArray(Int64[], 0) : a isa FloatArray ? FloatArray(Float64[], 0) : AnyArray(Any[], 0)

@builtin ArraySize(s::Site, @nospecialize(a)) = length(a.items)
@builtin ArrayHas(s::Site, @nospecialize(a), i::Int64) = has_index(a, i)
@builtin ArrayGet(s::Site, @nospecialize(a), i::Int64) = has_index(a, i) ? a.items[i+1] : out_of_bounds(s, i)
@builtin ArrayGetOrDefault(s::Site, @nospecialize(a), i::Int64, f::EFunction) = has_index(a, i) ? a.items[i+1] : call_back(s, f, i)
@builtin ArrayTryGet(s::Site, @nospecialize(a), i::Int64) = has_index(a, i) ? some(a.items[i+1]) : NONE
@builtin function ArrayUpdate(s::Site, @nospecialize(a), i::Int64, @nospecialize(v))
    changeable(s, a)
    has_index(a, i) || out_of_bounds(s, i)
    a.items[i+1] = v
    return nothing
end
@builtin function ArrayMerge(s::Site, @nospecialize(a), i::Int64, @nospecialize(v), f::EFunction)
    changeable(s, a)
    has_index(a, i) || out_of_bounds(s, i)
    merged = call_back(s, f, a.items[i+1], v, i)
    return b_ArrayUpdate(s, a, i, merged)
end
@builtin function ArrayMergeAll(s::Site, @nospecialize(a), @nospecialize(b), f::EFunction)
    changeable(s, a)
    lock!(a)
    lock!(b)
    i = 0
    while i < length(b.items)
        if i >= length(a.items)
            unlock_last()
            unlock_last()
            out_of_bounds(s, i)
        end
        a.items[i+1] = call_back(s, f, a.items[i+1], b.items[i+1], i)
        i += 1
    end
    unlock_last()
    unlock_last()
    return nothing
end
@builtin function ArrayGetKeys(s::Site, @nospecialize(a), indices::IntArray, f::EFunction)
    out = like(a)
    for i in indices.items
        push!(out.items, has_index(a, i) ? a.items[i+1] : call_back(s, f, i))
    end
    return out
end

# ---- Sizes ---------------------------------------------------------------------------------------------------------------

@builtin function ArrayPushLast(s::Site, @nospecialize(a), @nospecialize(v))
    resizable(s, a)
    push!(a.items, v)
    return nothing
end
@builtin function ArrayPopLast(s::Site, @nospecialize(a))
    resizable(s, a)
    isempty(a.items) && fail(s, "Cannot pop from empty Array")
    return pop!(a.items)
end
@builtin function ArrayPushFirst(s::Site, @nospecialize(a), @nospecialize(v))
    resizable(s, a)
    pushfirst!(a.items, v)
    return nothing
end
@builtin function ArrayPopFirst(s::Site, @nospecialize(a))
    resizable(s, a)
    isempty(a.items) && fail(s, "Cannot pop from empty Array")
    return popfirst!(a.items)
end
@builtin function ArrayAppend(s::Site, @nospecialize(a), @nospecialize(b))
    resizable(s, a)
    room_for(s, length(a.items) + length(b.items))
    append!(a.items, a === b ? copy(b.items) : b.items)
    return nothing
end
@builtin function ArrayPrepend(s::Site, @nospecialize(a), @nospecialize(b))
    resizable(s, a)
    room_for(s, length(a.items) + length(b.items))
    prepend!(a.items, a === b ? copy(b.items) : b.items)
    return nothing
end
@builtin function ArrayClear(s::Site, @nospecialize(a))
    resizable(s, a)
    empty!(a.items)
    return nothing
end
@builtin function ArrayReverseInPlace(s::Site, @nospecialize(a))
    resizable(s, a)
    reverse!(a.items)
    return nothing
end

# ---- Making --------------------------------------------------------------------------------------------------------------

@builtin function ArrayGenerate(s::Site, n::Int64, f::EFunction)
    out = new_array(node(s, 1))
    n <= 0 && return out
    room_for(s, n)
    for i in 0:n-1
        push!(out.items, call_back(s, f, i))
    end
    return out
end
@builtin function ArrayRange(s::Site, start::Int64, stop::Int64, step::Int64)
    (step == 0 || (step > 0 ? start >= stop : start <= stop)) && return IntArray(Int64[], 0)
    distance, stride = step > 0 ? ((stop - start) % UInt64, step % UInt64) : ((start - stop) % UInt64, (-step) % UInt64)
    n = Int128(div(distance - 1, stride)) + 1
    room_for(s, n)
    items = Vector{Int64}(undef, Int(n))
    for i in 1:length(items)
        items[i] = start + (i - 1) * step
    end
    return IntArray(items, 0)
end
@builtin function ArrayLinspace(s::Site, start::Float64, stop::Float64, n::Int64)
    n <= 0 && return FloatArray(Float64[], 0)
    room_for(s, n)
    items = Vector{Float64}(undef, n)
    step = n == 1 ? 0.0 : (stop - start) / (n - 1)
    for i in 2:n
        items[i] = start + (i - 1) * step
    end
    items[1] = start
    return FloatArray(items, 0)
end
@builtin ArrayCopy(s::Site, @nospecialize(a)) = copy_array(a)
copy_array(@nospecialize(a)) = (out = like(a); append!(out.items, a.items); out)
@builtin function ArrayConcat(s::Site, @nospecialize(a), @nospecialize(b))
    room_for(s, length(a.items) + length(b.items))
    out = copy_array(a)
    append!(out.items, b.items)
    return out
end
@builtin function ArraySlice(s::Site, @nospecialize(a), start::Int64, stop::Int64)
    n = length(a.items)
    from, to = clamp(start < 0 ? start + n : start, 0, n), clamp(stop < 0 ? stop + n : stop, 0, n)
    out = like(a)
    from < to && append!(out.items, a.items[from+1:to])
    return out
end
@builtin ArrayReverse(s::Site, @nospecialize(a)) = (out = copy_array(a); reverse!(out.items); out)
@builtin function ArrayStringJoin(s::Site, a::AnyArray, separator::String)
    total = max(0, length(a.items) - 1) * unit_count(separator)
    for t in a.items
        total += unit_count(t::String)
    end
    text_room(s, total)
    return joined(join(a.items, separator))
end
