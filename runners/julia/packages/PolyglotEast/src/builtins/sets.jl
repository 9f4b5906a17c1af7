# Sets.

no_key(s::Site, what::String, @nospecialize(key)) = fail(s, "$what does not contain key $(print_key(s, key))")
has_key(s::Site, what::String, @nospecialize(key)) = fail(s, "$what already contains key $(print_key(s, key))")

@builtin function SetGenerate(s::Site, n::Int64, key::EFunction, on_conflict::EFunction)
    out = new_set(node(s, 1))
    for i in 0:n-1
        k = call_back(s, key, i)
        set_add!(out, k) || call_back(s, on_conflict, k)
    end
    return out
end
@builtin SetSize(s::Site, @nospecialize(c)) = c.sorted.n
@builtin SetHas(s::Site, @nospecialize(c), @nospecialize(k)) = set_has(c, k)
@builtin function SetInsert(s::Site, @nospecialize(c), @nospecialize(k))
    resizable(s, c)
    set_add!(c, k) || has_key(s, "Set", k)
    return nothing
end
@builtin SetTryInsert(s::Site, @nospecialize(c), @nospecialize(k)) = (resizable(s, c); set_add!(c, k))
@builtin function SetDelete(s::Site, @nospecialize(c), @nospecialize(k))
    resizable(s, c)
    set_remove!(c, k) || no_key(s, "Set", k)
    return nothing
end
@builtin SetTryDelete(s::Site, @nospecialize(c), @nospecialize(k)) = (resizable(s, c); set_remove!(c, k))
@builtin function SetClear(s::Site, @nospecialize(c))
    resizable(s, c)
    empty_sorted!(c.sorted)
    return nothing
end
@builtin SetCopy(s::Site, @nospecialize(c)) = copy_set(c)
copy_set(c::ESet{K}) where {K} = ESet{K}(copy_sorted(c.sorted), 0)

@builtin function SetUnionInPlace(s::Site, @nospecialize(a), @nospecialize(b))
    resizable(s, a)
    a === b && return nothing
    for k in keys_of(b)
        set_add!(a, k)
    end
    return nothing
end
@builtin function SetUnion(s::Site, @nospecialize(a), @nospecialize(b))
    out = copy_set(a)
    for k in keys_of(b)
        set_add!(out, k)
    end
    return out
end
selected(s::Site, keys::Vector{Any}, wanted) = (out = new_set(node(s, 1)); for k in keys; wanted(k) && append_key!(out.sorted, k, nothing, false); end; out)
@builtin SetIntersect(s::Site, @nospecialize(a), @nospecialize(b)) = selected(s, keys_of(a), k -> set_has(b, k))
@builtin SetDiff(s::Site, @nospecialize(a), @nospecialize(b)) = selected(s, keys_of(a), k -> !set_has(b, k))
@builtin function SetSymDiff(s::Site, @nospecialize(a), @nospecialize(b))
    out = selected(s, keys_of(a), k -> !set_has(b, k))
    for k in keys_of(b)
        set_has(a, k) || set_add!(out, k)
    end
    return out
end
@builtin SetIsSubset(s::Site, @nospecialize(a), @nospecialize(b)) = a.sorted.n <= b.sorted.n && all(k -> set_has(b, k), keys_of(a))
@builtin SetIsDisjoint(s::Site, @nospecialize(a), @nospecialize(b)) = a.sorted.n <= b.sorted.n ? !any(k -> set_has(b, k), keys_of(a)) : !any(k -> set_has(a, k), keys_of(b))

# ---- With functions: all lock --------------------------------------------------------------------------------------------

# Calls a function of native code for each key while the set is locked; stops where it gives true.
function each_key(f, @nospecialize(c))
    lock!(c)
    for k in keys_of(c)
        f(k) === true && break
    end
    unlock_last()
    return
end

@builtin SetForEach(s::Site, @nospecialize(c), f::EFunction) = (each_key(k -> (call_back(s, f, k); false), c); nothing)
@builtin function SetMap(s::Site, @nospecialize(c), f::EFunction)
    out = new_dict(node(s, 1))
    each_key(k -> (append_key!(out.sorted, k, call_back(s, f, k), true); false), c)
    return out
end
@builtin function SetFilter(s::Site, @nospecialize(c), f::EFunction)
    out = new_set(node(s, 1))
    each_key(k -> (call_back(s, f, k)::Bool && append_key!(out.sorted, k, nothing, false); false), c)
    return out
end
@builtin function SetFilterMap(s::Site, @nospecialize(c), f::EFunction)
    out = new_dict(node(s, 1))
    each_key(c) do k
        v = call_back(s, f, k)::EVariant
        v.tag === :some && append_key!(out.sorted, k, v.payload, true)
        false
    end
    return out
end
@builtin function SetFirstMap(s::Site, @nospecialize(c), f::EFunction)
    found = NONE
    each_key(c) do k
        v = call_back(s, f, k)::EVariant
        v.tag === :some || return false
        found = v
        return true
    end
    return found
end
@builtin function SetMapReduce(s::Site, @nospecialize(c), map::EFunction, reduce::EFunction)
    c.sorted.n == 0 && fail(s, "Cannot reduce empty set with no initial value")
    v = ABSENT
    each_key(c) do k
        w = call_back(s, map, k)
        v = v === ABSENT ? w : call_back(s, reduce, v, w)
        false
    end
    return v
end
@builtin function SetReduce(s::Site, @nospecialize(c), f::EFunction, @nospecialize(initial))
    v = initial
    each_key(k -> (v = call_back(s, f, v, k); false), c)
    return v
end
@builtin function SetToArray(s::Site, @nospecialize(c), f::EFunction)
    out = new_array(node(s, 2))
    each_key(k -> (push!(out.items, call_back(s, f, k)); false), c)
    return out
end
@builtin function SetToSet(s::Site, @nospecialize(c), f::EFunction)
    out = new_set(node(s, 2))
    each_key(k -> (set_add!(out, call_back(s, f, k)); false), c)
    return out
end
@builtin function SetToDict(s::Site, @nospecialize(c), key::EFunction, value::EFunction, conflict::EFunction)
    out = new_dict(node(s, 2))
    each_key(c) do k
        made = call_back(s, key, k)
        merge_entry!(s, out, made, call_back(s, value, k), conflict)
        false
    end
    return out
end
@builtin function SetFlattenToArray(s::Site, @nospecialize(c), f::EFunction)
    out = new_array(node(s, 2))
    each_key(k -> (append!(out.items, call_back(s, f, k).items); false), c)
    return out
end
@builtin function SetFlattenToSet(s::Site, @nospecialize(c), f::EFunction)
    out = new_set(node(s, 2))
    each_key(c) do k
        for inner in keys_of(call_back(s, f, k))
            set_add!(out, inner)
        end
        false
    end
    return out
end
@builtin function SetFlattenToDict(s::Site, @nospecialize(c), f::EFunction, conflict::EFunction)
    out = new_dict(node(s, 2))
    each_key(k -> (merge_all!(s, out, call_back(s, f, k), conflict); false), c)
    return out
end
@builtin function SetGroupFold(s::Site, @nospecialize(c), key::EFunction, initial::EFunction, fold::EFunction)
    out = new_dict(node(s, 2))
    each_key(c) do k
        group = call_back(s, key, k)
        known = dict_get(out, group)
        known === ABSENT && (known = call_back(s, initial, group))
        dict_set!(out, group, call_back(s, fold, known, k))
        false
    end
    return out
end
