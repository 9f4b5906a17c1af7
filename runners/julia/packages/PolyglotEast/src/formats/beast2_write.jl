# Writing beast2 (spec 3.1): containers by identity, so that what is shared stays shared.

"Why a value cannot be written, and where in it."
struct EncodeFailure <: Exception
    message::String
    path::String
end

mutable struct Writer
    out::R.Sink
    start::Int                       # where the value begins
    places::IdDict{Any,Int}
    depth::Int
    limit_message::Bool
end
Writer(out::R.Sink) = Writer(out, out.n, IdDict{Any,Int}(), 0, false)

struct Unwritable <: Exception end    # found again, with its place, by find_obstacle

const HEADERS = IdDict{Any,Any}()
"The bytes before the value in files of a type."
function beast2_header(t::Ty)
    known = get(HEADERS, t, nothing)
    known === nothing || return known::Vector{UInt8}
    return HEADERS[t] = append!(copy(BEAST2_MAGIC), schema_bytes(t))
end

function write_value(w::Writer, node::TNode, @nospecialize(value))
    k = node.kind
    out = w.out
    if k == INTEGER || k == DATETIME
        R.put_integer!(out, value::Int64)
    elseif k == STRING
        write_text(out, value::String)
    elseif k == FLOAT
        R.put_float!(out, value::Float64)
    elseif k == BOOLEAN
        R.put_byte!(out, UInt8(value::Bool))
    elseif k == NULL
    elseif k == STRUCT
        write_enter(w)
        for i in 1:length(node.parts)
            write_value(w, node.parts[i], getfield(value, i))
        end
        w.depth -= 1
    elseif k == VARIANT
        write_enter(w)
        i = case_index(node, (value::EVariant).tag)
        R.put_varint!(out, UInt64(i - 1))
        write_value(w, node.parts[i], value.payload)
        w.depth -= 1
    elseif k == BLOB
        blob = value::Vector{UInt8}
        GC.@preserve blob R.put_memory!(out, pointer(blob), length(blob))
    elseif k == NEVER
        throw(Unwritable())
    elseif is_function_kind(k)
        write_function(w, value)
    else
        write_container(w, node, value)
    end
    return
end

write_text(out::R.Sink, text::String) = R.put_string!(out, scrubbed(text))

function write_enter(w::Writer)
    w.depth += 1
    w.depth <= MAX_NESTING || throw(Unwritable())
    return
end

has_no_contents(node::TNode) = node.kind == REF && takes_no_bytes(node.parts[1])
takes_no_bytes(node::TNode) = node.kind == NULL || node.kind == STRUCT && node.least == 0 && all(p -> p.kind != VARIANT && takes_no_bytes(p), node.parts)

function write_container(w::Writer, node::TNode, @nospecialize(value))
    write_enter(w)
    out = w.out
    here = out.n - w.start
    known = get(w.places, value, -1)
    if known >= 0
        known == here && !has_no_contents(node) && throw(Unwritable())
        R.put_varint!(out, UInt64(here - known))
        w.depth -= 1
        return
    end
    w.places[value] = here + 1
    R.put_byte!(out, 0x00)
    k = node.kind
    if k == REF
        write_value(w, node.parts[1], (value::ERef).value)
    elseif k == ARRAY
        write_array(w, node.parts[1], value)
    else
        write_sorted(w, node, value)
    end
    w.depth -= 1
    return
end

function write_array(w::Writer, element::TNode, @nospecialize(value))
    out = w.out
    R.put_varint!(out, UInt64(length(value.items)))
    if value isa FloatArray
        R.room!(out, 8 * length(value.items))
        for x in value.items
            R.put_float!(out, x)
        end
    elseif value isa IntArray
        for x in value.items
            R.put_integer!(out, x)
        end
    else
        items = (value::AnyArray).items
        for i in 1:length(items)
            write_value(w, element, items[i])
        end
    end
    return
end

function write_sorted(w::Writer, node::TNode, @nospecialize(value))
    keys = keys_of(value)
    vals = node.kind == DICT ? values_of(value) : keys
    R.put_varint!(w.out, UInt64(length(keys)))
    for i in 1:length(keys)
        write_value(w, node.parts[1], keys[i])
        node.kind == DICT && write_value(w, node.parts[2], vals[i])
    end
    return
end

"A whole file; throws `EncodeFailure`, or `R.OutputLimit`."
function encode_beast2(t::Ty, @nospecialize(value), limit::Int = typemax(Int))
    out = R.Sink(limit)
    header = beast2_header(t)
    for b in header
        R.put_byte!(out, b)
    end
    encode_into(out, t, value)
    return R.finish(out)
end

"The headerless form."
function encode_beast2_value(t::Ty, @nospecialize(value))
    out = R.Sink()
    encode_into(out, t, value)
    return R.finish(out)
end

function encode_into(out::R.Sink, t::Ty, @nospecialize(value))
    try
        write_value(Writer(out), graph(t), value)
    catch e
        e isa Unwritable || rethrow()
        throw(find_obstacle(t, value))
    end
    return
end

# ---- What stands in the way ----------------------------------------------------------------------------------------------

mutable struct Obstacles
    open::IdDict{Any,Bool}
    done::IdDict{Any,Bool}
    path::Vector{String}
end

function find_obstacle(t::Ty, @nospecialize(value))
    o = Obstacles(IdDict{Any,Bool}(), IdDict{Any,Bool}(), String[])
    found = visit_obstacle(o, graph(t), value, nothing, 0)
    return found === nothing ? EncodeFailure("values are nested more than $MAX_NESTING levels", "") : found
end

place_text(o::Obstacles) = isempty(o.path) ? "" : " at " * join(o.path)
obstacle(o::Obstacles, before::String, after::String) = EncodeFailure(string(before, place_text(o), after), join(o.path))

# `opened`: the Ref of whose content nothing has been written yet.
function visit_obstacle(o::Obstacles, node::TNode, @nospecialize(value), @nospecialize(opened), depth::Int)
    k = node.kind
    k == NEVER && return obstacle(o, "there is a value of type Never", ": there are none")
    if is_function_kind(k)
        problem = function_obstacle(value)
        return problem === nothing ? nothing : EncodeFailure(problem, join(o.path))
    end
    isempty(node.parts) && return nothing
    depth >= MAX_NESTING && return obstacle(o, "values are nested more than $MAX_NESTING levels", "")
    opened !== nothing && opened === value && return obstacle(o, "a Ref's content begins with the Ref itself", ": beast2 has no form for that")
    container = is_container_kind(k)
    if container
        haskey(o.open, value) && return nothing
        haskey(o.done, value) && return nothing
        o.open[value] = true
        o.done[value] = true
    end
    found = visit_parts(o, node, value, opened, depth + 1)
    container && delete!(o.open, value)
    return found
end

function visit_parts(o::Obstacles, node::TNode, @nospecialize(value), @nospecialize(opened), depth::Int)
    k = node.kind
    if k == REF
        return step_into(o, "[]", node.parts[1], value.value, value, depth)
    elseif k == ARRAY
        for i in 1:length(value.items)
            found = step_into(o, "[$(i - 1)]", node.parts[1], value.items[i], nothing, depth)
            found === nothing || return found
        end
    elseif k == SET
    elseif k == DICT
        ks, vs = keys_of(value), values_of(value)
        for i in 1:length(ks)
            found = step_into(o, "[$(east_text(node.parts[1], ks[i]))]", node.parts[2], vs[i], nothing, depth)
            found === nothing || return found
        end
    elseif k == STRUCT
        for i in 1:length(node.parts)
            found = step_into(o, "." * quoted_name(node.names[i]), node.parts[i], getfield(value, i), opened, depth)
            found === nothing || return found
            takes_no_bytes(node.parts[i]) || (opened = nothing)
        end
    else
        i = case_index(node, value.tag)
        return step_into(o, "." * quoted_name(node.names[i]), node.parts[i], value.payload, nothing, depth)
    end
    return nothing
end

function step_into(o::Obstacles, step::String, node::TNode, @nospecialize(value), @nospecialize(opened), depth::Int)
    push!(o.path, step)
    found = visit_obstacle(o, node, value, opened, depth)
    pop!(o.path)
    return found
end
