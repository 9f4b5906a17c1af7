# Dicts.

"Adds the value, or replaces the one that is there by conflict(old, new, key)."
function merge_entry!(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v), conflict::EFunction)
    known = dict_get(d, k)
    dict_set!(d, k, known === ABSENT ? v : call_back(s, conflict, known, v, k))
    return
end
function merge_all!(s::Site, @nospecialize(d), @nospecialize(other), conflict::EFunction)
    ks, vs = keys_of(other), values_of(other)
    for i in 1:length(ks)
        merge_entry!(s, d, ks[i], vs[i], conflict)
    end
    return
end
# d[k] := f(existing or initial(k), v, k)
function merge_with!(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v), f::EFunction, initial::EFunction)
    known = dict_get(d, k)
    known === ABSENT && (known = call_back(s, initial, k))
    dict_set!(d, k, call_back(s, f, known, v, k))
    return
end

@builtin function DictGenerate(s::Site, n::Int64, key::EFunction, value::EFunction, conflict::EFunction)
    out = new_dict(node(s, 1))
    for i in 0:n-1
        k = call_back(s, key, i)
        merge_entry!(s, out, k, call_back(s, value, i), conflict)
    end
    return out
end
@builtin DictSize(s::Site, @nospecialize(d)) = d.sorted.n
@builtin DictHas(s::Site, @nospecialize(d), @nospecialize(k)) = dict_has(d, k)
@builtin function DictGet(s::Site, @nospecialize(d), @nospecialize(k))
    v = dict_get(d, k)
    return v === ABSENT ? no_key(s, "Dict", k) : v
end
@builtin function DictGetOrDefault(s::Site, @nospecialize(d), @nospecialize(k), f::EFunction)
    v = dict_get(d, k)
    return v === ABSENT ? call_back(s, f, k) : v
end
@builtin function DictTryGet(s::Site, @nospecialize(d), @nospecialize(k))
    v = dict_get(d, k)
    return v === ABSENT ? NONE : some(v)
end
@builtin function DictInsert(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v))
    resizable(s, d)
    dict_has(d, k) && has_key(s, "Dict", k)
    dict_set!(d, k, v)
    return nothing
end
@builtin function DictInsertOrUpdate(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v), conflict::EFunction)
    resizable(s, d)
    merge_entry!(s, d, k, v, conflict)
    return nothing
end
@builtin function DictGetOrInsert(s::Site, @nospecialize(d), @nospecialize(k), f::EFunction)
    resizable(s, d)
    v = dict_get(d, k)
    v === ABSENT || return v
    v = call_back(s, f, k)
    dict_set!(d, k, v)
    return v
end
@builtin DictUpdate(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v)) = (b_DictSwap(s, d, k, v); nothing)
@builtin function DictSwap(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v))
    changeable(s, d)
    old = dict_get(d, k)
    old === ABSENT && no_key(s, "Dict", k)
    dict_set!(d, k, v)
    return old
end
@builtin function DictMerge(s::Site, @nospecialize(d), @nospecialize(k), @nospecialize(v), f::EFunction, initial::EFunction)
    resizable(s, d)
    merge_with!(s, d, k, v, f, initial)
    return nothing
end
@builtin function DictDelete(s::Site, @nospecialize(d), @nospecialize(k))
    resizable(s, d)
    dict_remove!(d, k) || no_key(s, "Dict", k)
    return nothing
end
@builtin DictTryDelete(s::Site, @nospecialize(d), @nospecialize(k)) = (resizable(s, d); dict_remove!(d, k))
@builtin function DictPop(s::Site, @nospecialize(d), @nospecialize(k))
    resizable(s, d)
    v = dict_get(d, k)
    v === ABSENT && no_key(s, "Dict", k)
    dict_remove!(d, k)
    return v
end
@builtin function DictClear(s::Site, @nospecialize(d))
    resizable(s, d)
    empty_sorted!(d.sorted)
    return nothing
end
@builtin DictCopy(s::Site, @nospecialize(d)) = copy_dict(d)
copy_dict(d::EDict{K}) where {K} = EDict{K}(copy_sorted(d.sorted), 0)

@builtin function DictUnionInPlace(s::Site, @nospecialize(d), @nospecialize(other), conflict::EFunction)
    resizable(s, d)
    merge_all!(s, d, other, conflict)
    return nothing
end
@builtin function DictMergeAll(s::Site, @nospecialize(d), @nospecialize(other), f::EFunction, initial::EFunction)
    resizable(s, d)
    ks, vs = keys_of(other), values_of(other)
    for i in 1:length(ks)
        merge_with!(s, d, ks[i], vs[i], f, initial)
    end
    return nothing
end
@builtin function DictKeys(s::Site, @nospecialize(d))
    out = new_set(node(s, 1))
    for k in keys_of(d)
        append_key!(out.sorted, k, nothing, false)
    end
    return out
end
@builtin function DictGetKeys(s::Site, @nospecialize(d), @nospecialize(keys), f::EFunction)
    out = new_dict(node(s, 1))
    for k in keys_of(keys)
        v = dict_get(d, k)
        append_key!(out.sorted, k, v === ABSENT ? call_back(s, f, k) : v, true)
    end
    return out
end

# ---- With functions: all lock --------------------------------------------------------------------------------------------

# Calls a function of native code with each value and key, as they are then, while the dict is locked.
function each_entry(f, @nospecialize(d))
    lock!(d)
    for k in keys_of(d)
        f(dict_get(d, k), k) === true && break
    end
    unlock_last()
    return
end

@builtin DictForEach(s::Site, @nospecialize(d), f::EFunction) = (each_entry((v, k) -> (call_back(s, f, v, k); false), d); nothing)
@builtin function DictMap(s::Site, @nospecialize(d), f::EFunction)
    out = new_dict(node(s, 1))
    each_entry((v, k) -> (append_key!(out.sorted, k, call_back(s, f, v, k), true); false), d)
    return out
end
@builtin function DictFilter(s::Site, @nospecialize(d), f::EFunction)
    out = new_dict(node(s, 1))
    each_entry((v, k) -> (call_back(s, f, v, k)::Bool && append_key!(out.sorted, k, v, true); false), d)
    return out
end
@builtin function DictFilterMap(s::Site, @nospecialize(d), f::EFunction)
    out = new_dict(node(s, 1))
    each_entry(d) do v, k
        w = call_back(s, f, v, k)::EVariant
        w.tag === :some && append_key!(out.sorted, k, w.payload, true)
        false
    end
    return out
end
@builtin function DictFirstMap(s::Site, @nospecialize(d), f::EFunction)
    found = NONE
    each_entry(d) do v, k
        w = call_back(s, f, v, k)::EVariant
        w.tag === :some || return false
        found = w
        return true
    end
    return found
end
@builtin function DictMapReduce(s::Site, @nospecialize(d), map::EFunction, reduce::EFunction)
    d.sorted.n == 0 && fail(s, "Cannot reduce empty dictionary with no initial value")
    result = ABSENT
    each_entry(d) do v, k
        w = call_back(s, map, v, k)
        result = result === ABSENT ? w : call_back(s, reduce, result, w)
        false
    end
    return result
end
@builtin function DictReduce(s::Site, @nospecialize(d), f::EFunction, @nospecialize(initial))
    result = initial
    each_entry((v, k) -> (result = call_back(s, f, result, v, k); false), d)
    return result
end
@builtin function DictToArray(s::Site, @nospecialize(d), f::EFunction)
    out = new_array(node(s, 3))
    each_entry((v, k) -> (push!(out.items, call_back(s, f, v, k)); false), d)
    return out
end
@builtin function DictToSet(s::Site, @nospecialize(d), f::EFunction)
    out = new_set(node(s, 3))
    each_entry((v, k) -> (set_add!(out, call_back(s, f, v, k)); false), d)
    return out
end
@builtin function DictToDict(s::Site, @nospecialize(d), key::EFunction, value::EFunction, conflict::EFunction)
    out = new_dict(node(s, 3))
    each_entry(d) do v, k
        made = call_back(s, key, v, k)
        merge_entry!(s, out, made, call_back(s, value, v, k), conflict)
        false
    end
    return out
end
@builtin function DictFlattenToArray(s::Site, @nospecialize(d), f::EFunction)
    out = new_array(node(s, 3))
    each_entry((v, k) -> (append!(out.items, call_back(s, f, v, k).items); false), d)
    return out
end
@builtin function DictFlattenToSet(s::Site, @nospecialize(d), f::EFunction)
    out = new_set(node(s, 3))
    each_entry(d) do v, k
        for inner in keys_of(call_back(s, f, v, k))
            set_add!(out, inner)
        end
        false
    end
    return out
end
@builtin function DictFlattenToDict(s::Site, @nospecialize(d), f::EFunction, conflict::EFunction)
    out = new_dict(node(s, 3))
    each_entry((v, k) -> (merge_all!(s, out, call_back(s, f, v, k), conflict); false), d)
    return out
end
@builtin function DictGroupFold(s::Site, @nospecialize(d), key::EFunction, initial::EFunction, fold::EFunction)
    out = new_dict(node(s, 3))
    each_entry(d) do v, k
        group = call_back(s, key, v, k)
        known = dict_get(out, group)
        known === ABSENT && (known = call_back(s, initial, group))
        dict_set!(out, group, call_back(s, fold, known, v, k))
        false
    end
    return out
end
