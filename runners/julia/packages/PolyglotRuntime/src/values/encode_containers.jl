# Containers as results: arrays element by element or whole where they lie flat in memory, sets and dicts in East order.

function write_array(w::Writer, plan::Plan, @nospecialize(v))
    element = plan.parts[1]
    if v isa Array && ndims(v) == 1 && isbitstype(eltype(v))
        fields = flat_layout(plan, element, eltype(v))
        if fields !== nothing
            put_byte!(w.out, 0x00)
            put_varint!(w.out, UInt64(length(v)))
            GC.@preserve v Bulk.write_flat_array(w.out, element.width, fields, Ptr{UInt8}(pointer(v)), Int(Base.elsize(typeof(v))), length(v))
            return
        end
    end
    if v isa AbstractMatrix && element.kind == ARRAY
        return write_rows(w, plan, v)
    end
    v isa Base.Generator && (v = collect(v))
    v isa AbstractVector || v isa Tuple || mismatch(w, plan, v)
    level = enter_container(w, plan, v)
    put_byte!(w.out, 0x00)
    put_varint!(w.out, UInt64(length(v)::Int))
    i = 0
    for x in v
        w.at[level] = i
        i += 1
        write_value(w, element, x)
    end
    leave(w)
    return
end

function write_rows(w::Writer, plan::Plan, @nospecialize(v))
    level = enter_container(w, plan, v)
    put_byte!(w.out, 0x00)
    put_varint!(w.out, UInt64(size(v, 1)::Int))
    for i in 1:size(v, 1)
        w.at[level] = i - 1
        write_value(w, plan.parts[1], collect(view(v, axes(v, 1)[i], :)))
    end
    leave(w)
    return
end

# Where the scalars of an element type lie, `nothing` where its values are not made of just those.
function flat_layout(plan::Plan, element::Plan, @nospecialize(type))
    haskey(plan.layouts, type) && return plan.layouts[type]
    fields = FlatField[]
    found = add_layout!(fields, element, type, 0) ? fields : nothing
    plan.layouts[type] = found
    return found
end

function add_layout!(fields::Vector{FlatField}, plan::Plan, @nospecialize(type), offset::Int)
    kind = plan.kind
    if kind in (INTEGER, FLOAT, BOOLEAN, DATETIME)
        push!(fields, FlatField(kind, offset, 0))
        return type === SCALAR_TYPES[kind]
    elseif kind == NULL
        return type === Nothing
    end
    kind == STRUCT && isstructtype(type) && !(type <: Tuple) && fieldcount(type) == length(plan.names) || return false
    for i in 1:length(plan.names)
        j = findfirst(==(plan.names[i]), collect(Symbol, fieldnames(type)))
        j === nothing && return false
        add_layout!(fields, plan.parts[i], fieldtype(type, j), offset + Int(fieldoffset(type, j))) || return false
    end
    return true
end

# ---- Keys ------------------------------------------------------------------------------------------------------------

function write_set(w::Writer, plan::Plan, @nospecialize(v))
    v isa AbstractSet || v isa AbstractVector || v isa Tuple || mismatch(w, plan, v)
    level = enter_container(w, plan, v)
    keys = canonical_keys(w, plan.parts[1], v, level)
    put_byte!(w.out, 0x00)
    put_varint!(w.out, UInt64(length(keys)))
    for i in key_order(w, plan, keys, keys, level)
        w.at[level] = i - 1
        write_value(w, plan.parts[1], keys[i])
    end
    leave(w)
    return
end

function write_dict(w::Writer, plan::Plan, @nospecialize(v))
    pairs_given = v isa AbstractVector && all(p -> p isa Pair, v)
    v isa AbstractDict || pairs_given || mismatch(w, plan, v)
    level = enter_container(w, plan, v)
    given, values = Any[], Any[]
    for (key, value) in v
        push!(given, key)
        push!(values, value)
    end
    keys = canonical_keys(w, plan.parts[1], given, level)
    put_byte!(w.out, 0x00)
    put_varint!(w.out, UInt64(length(keys)))
    for i in key_order(w, plan, keys, given, level)
        w.keys[level] = given[i]
        write_value(w, plan.parts[1], keys[i])
        write_value(w, plan.parts[2], values[i])
    end
    leave(w)
    return
end

# The keys in the one form that East's order is defined on here: what reading them back gives.
function canonical_keys(w::Writer, plan::Plan, @nospecialize(given), level::Int)
    keys = Any[]
    i = 0
    for key in given
        w.at[level] = i
        w.keys[level] = key
        i += 1
        if plan.kind in (STRING, INTEGER, FLOAT, BOOLEAN, DATETIME) && key isa plan.type
            push!(keys, key)
            continue
        end
        start = w.out.n
        write_value(w, plan, key)
        bytes = w.out.bytes[start+1:w.out.n]
        w.out.n = start
        push!(keys, with_source(s -> read_value(s, plan), bytes))
    end
    return keys
end

# The places of the keys in ascending East order; equal keys are an error.
function key_order(w::Writer, plan::Plan, keys::Vector{Any}, @nospecialize(given), level::Int)
    key_plan = plan.parts[1]
    order = merge_sort(collect(Int, 1:length(keys)), key_plan, keys)
    for i in 2:length(order)
        compare_keys(key_plan, keys[order[i-1]], keys[order[i]]) == 0 || continue
        w.at[level] = order[i] - 1
        w.keys[level] = given[order[i]]
        throw(ResultError("duplicate_key", path(w), "the key $(short(keys[order[i]])) is there twice"))
    end
    return order
end

function merge_sort(order::Vector{Int}, plan::Plan, keys::Vector{Any})
    n = length(order)
    spare = similar(order)
    width = 1
    while width < n
        for low in 1:2width:n
            middle, high = min(low + width, n + 1), min(low + 2width, n + 1)
            i, j = low, middle
            for k in low:high-1
                if i < middle && (j >= high || compare_keys(plan, keys[order[i]], keys[order[j]]) <= 0)
                    spare[k] = order[i]
                    i += 1
                else
                    spare[k] = order[j]
                    j += 1
                end
            end
        end
        order, spare = spare, order
        width *= 2
    end
    return order
end
