# The total order of values (spec 1.5), deep equality, which agrees with it, and identity.

"Pairs of containers that one comparison has met; a pair met again counts as equal."
const MetPairs = Set{Tuple{UInt,UInt}}

compare(node::TNode, @nospecialize(x), @nospecialize(y)) = compare(node, x, y, node.recurs ? MetPairs() : nothing)

@inline compare_floats(x::Float64, y::Float64) = x < y ? -1 : x > y ? 1 : x == y ?
    (x != 0 ? 0 : signbit(x) == signbit(y) ? 0 : signbit(x) ? -1 : 1) : Int(isnan(x)) - Int(isnan(y))

function compare_blobs(x::Vector{UInt8}, y::Vector{UInt8})
    n = min(length(x), length(y))
    o = n == 0 ? Cint(0) : ccall(:memcmp, Cint, (Ptr{UInt8}, Ptr{UInt8}, Csize_t), x, y, n)
    return o != 0 ? Int(sign(o)) : cmp(length(x), length(y))
end

function compare(node::TNode, @nospecialize(x), @nospecialize(y), met::Union{Nothing,MetPairs})
    k = node.kind
    if k == INTEGER || k == DATETIME
        return cmp(x::Int64, y::Int64)
    elseif k == FLOAT
        return compare_floats(x::Float64, y::Float64)
    elseif k == STRING
        return Hot.compare_texts(x::String, y::String)
    elseif k == BOOLEAN
        return cmp(x::Bool, y::Bool)
    elseif k == NULL || is_function_kind(k)
        return 0
    elseif k == BLOB
        return compare_blobs(x::Vector{UInt8}, y::Vector{UInt8})
    elseif k == NEVER
        throw(EastError("type Never has no values to compare", Loc[]))
    end
    return compare_composite(node, x, y, met)
end

@noinline function compare_composite(node::TNode, @nospecialize(x), @nospecialize(y), met::Union{Nothing,MetPairs})
    k = node.kind
    x === y && k != STRUCT && k != VARIANT && return 0
    if node.recurs && is_container_kind(k)
        pair = (objectid(x), objectid(y))
        pair in met::MetPairs && return 0
        push!(met, pair)
    end
    if k == STRUCT
        for i in 1:length(node.parts)
            o = compare(node.parts[i], getfield(x, i), getfield(y, i), met)
            o == 0 || return o
        end
        return 0
    elseif k == VARIANT
        x, y = x::EVariant, y::EVariant
        a, b = case_index(node, x.tag), case_index(node, y.tag)
        a == b || return cmp(a, b)
        return compare(node.parts[a], x.payload, y.payload, met)
    elseif k == REF
        return compare(node.parts[1], (x::ERef).value, (y::ERef).value, met)
    elseif k == ARRAY
        x isa IntArray && return compare_scalars(x.items, (y::IntArray).items)
        return compare_arrays(node.parts[1], x, y, met)
    end
    a, b = keys_of(x), keys_of(y)
    v, w = k == DICT ? (values_of(x), values_of(y)) : (a, b)
    for i in 1:min(length(a), length(b))
        o = compare(node.parts[1], a[i], b[i], met)
        o == 0 || return o
        k == DICT || continue
        o = compare(node.parts[2], v[i], w[i], met)
        o == 0 || return o
    end
    return cmp(length(a), length(b))
end

function compare_scalars(a::Vector{Int64}, b::Vector{Int64})
    for i in 1:min(length(a), length(b))
        a[i] == b[i] || return a[i] < b[i] ? -1 : 1
    end
    return cmp(length(a), length(b))
end

function compare_arrays(element::TNode, @nospecialize(x), @nospecialize(y), met::Union{Nothing,MetPairs})
    a, b = x.items, y.items
    for i in 1:min(length(a), length(b))
        o = compare(element, a[i], b[i], met)
        o == 0 || return o
    end
    return cmp(length(a), length(b))
end

"The place of a case in its type, from 1."
function case_index(node::TNode, tag::Symbol)
    symbols = node.symbols
    for i in 1:length(symbols)
        symbols[i] === tag && return i
    end
    throw(EastError("no case '$(name_of(tag))' in $(type_text(node.ty))", Loc[]))
end

# ---- Is ------------------------------------------------------------------------------------------------------------------

"Whether a relation `Is` exists for the type: functions have no identity."
has_identity(node::TNode) = is_container_kind(node.kind) || !is_function_kind(node.kind) && all(p -> p === node || has_identity_in(node, p), node.parts)
has_identity_in(outer::TNode, p::TNode) = has_identity(p, TNode[outer])
function has_identity(node::TNode, seen::Vector{TNode})
    is_container_kind(node.kind) && return true
    is_function_kind(node.kind) && return false
    any(s -> s === node, seen) && return true
    push!(seen, node)
    return all(p -> has_identity(p, seen), node.parts)
end

function is_same(node::TNode, @nospecialize(x), @nospecialize(y))
    k = node.kind
    if is_container_kind(k)
        return x === y
    elseif k == STRUCT
        for i in 1:length(node.parts)
            is_same(node.parts[i], getfield(x, i), getfield(y, i)) || return false
        end
        return true
    elseif k == VARIANT
        (x::EVariant).tag === (y::EVariant).tag || return false
        return is_same(node.parts[case_index(node, x.tag)], x.payload, y.payload)
    elseif k == FLOAT
        return x::Float64 == y::Float64 || isnan(x) && isnan(y)
    end
    return compare(node, x, y, nothing) == 0
end
