# beast2 bytes to Julia values, as a plan says (spec 3.1).

"""
    read_file(source, schema) -> source

Checks magic and schema of a whole beast2 file; the value follows.
"""
function read_header(s::Source, schema::Vector{UInt8}, expected::EastType)
    s.size >= 8 || decode_error(s, "Data too short for Beast format: $(s.size) bytes")
    for i in 0:7
        b = unsafe_load(s.p + i)
        b == MAGIC[i+1] || decode_error(s, "Invalid Beast magic bytes at offset $i: expected 0x$(string(MAGIC[i+1]; base = 16)), got 0x$(string(b; base = 16))", i)
    end
    s.at = 8
    n = length(schema)
    if s.size - 8 >= n && GC.@preserve(schema, ccall(:memcmp, Cint, (Ptr{UInt8}, Ptr{UInt8}, Csize_t), s.p + 8, pointer(schema), n)) == 0
        s.at = 8 + n
        return
    end
    found = read_type(s)
    same_type(found, expected) || decode_error(s, "Type mismatch: expected $(friendly(expected)), got $(friendly(found))", 8)
    return
end

const MAGIC = UInt8[0x89, 0x45, 0x61, 0x73, 0x74, 0x0d, 0x0a, 0x01]
datetime(ms::Int64) = DateTime(Dates.UTInstant(Dates.Millisecond(ms + UNIX_EPOCH)))
unix_ms(d::DateTime) = Dates.value(d) - UNIX_EPOCH

"Reads the value and requires that nothing follows."
function read_whole(s::Source, plan::Plan)
    value = read_value(s, plan)
    s.at == s.size ||
        decode_error(s, "Unexpected data after Beast value at offset $(s.at) ($(s.size - s.at) bytes remaining)")
    return value
end

function read_value(s::Source, plan::Plan)
    kind = plan.kind
    kind == INTEGER && return read_integer(s)
    kind == FLOAT && return read_float(s)
    kind == STRING && return read_string(s)
    kind == BOOLEAN && return read_byte(s, "boolean") != 0x00
    kind == DATETIME && return datetime(read_integer(s))
    kind == NULL && return plan.none
    kind == BLOB && return read_blob(s)
    kind == NEVER && decode_error(s, "a value of type Never cannot exist")
    s.depth += 1
    s.depth <= MAX_DEPTH || decode_error(s, "the value is nested deeper than $MAX_DEPTH levels")
    value = kind == STRUCT || kind == RECORD ? read_struct(s, plan) :
        kind == VARIANT || kind == OPTION ? read_variant(s, plan) :
        kind == MATRIX ? read_matrix(s, plan) :
        read_container(s, plan)
    s.depth -= 1
    return value
end

function read_struct(s::Source, plan::Plan)
    n = length(plan.parts)
    read = Vector{Any}(undef, n)
    for i in 1:n
        read[i] = read_value(s, plan.parts[i])
    end
    fields = Vector{Any}(undef, n)
    for j in 1:n
        fields[j] = read[plan.order[j]]
    end
    plan.kind == RECORD && return plan.type(fields...)
    return new_struct(plan.type, fields)
end

# A NamedTuple from its fields without compiling a constructor for its type.
function new_struct(@nospecialize(type), fields::Vector{Any})
    GC.@preserve fields ccall(:jl_new_structv, Any, (Any, Ptr{Cvoid}, UInt32), type, pointer(fields), length(fields))
end

function read_variant(s::Source, plan::Plan)
    at = s.at
    tag = read_varint(s)
    tag < length(plan.east.parts) || decode_error(s, "Invalid variant tag $tag at offset $at", at)
    if plan.kind == OPTION
        return tag == 0 ? plan.none : read_value(s, plan.parts[1])
    end
    return Variant(plan.names[tag+1], read_value(s, plan.parts[tag+1]))
end

# ---- Containers ------------------------------------------------------------------------------------------------------

function read_container(s::Source, plan::Plan)
    at = s.at
    distance = read_varint(s)
    distance == 0 || return referred(s, plan, at, distance)
    push!(s.places, s.at)
    push!(s.containers, nothing)
    return read_inline(s, plan, length(s.places))
end

# What is at an earlier place: the same object, where it is of the wanted Julia type; else those bytes read again as that.
function referred(s::Source, plan::Plan, at::Int, distance::UInt64)
    place = distance > at ? -1 : at - Int(distance)
    i = searchsortedfirst(s.places, place)
    i <= length(s.places) && s.places[i] == place ||
        decode_error(s, "Undefined backreference at offset $at, target $(Int128(at) - distance)", at)
    known = s.containers[i]
    known isa plan.type && known !== nothing && return known
    key = (place, objectid(plan))
    haskey(s.again, key) && return s.again[key]
    back = s.at
    s.at = place
    entry = length(s.places) + 1
    value = read_second(s, plan, key)
    resize!(s.places, entry - 1)
    resize!(s.containers, entry - 1)
    s.at = back
    return value
end

# The containers within are registered at places that are not in order any more, so they are read as a tree of their own.
function read_second(s::Source, plan::Plan, key::Tuple{Int,UInt})
    inner = Source(s.p, s.size, s.at, s.places[s.places.<s.at], s.containers[s.places.<s.at], s.again, s.depth)
    push!(inner.places, s.at)
    push!(inner.containers, nothing)
    value = read_inline(inner, plan, length(inner.places))
    s.again[key] = value
    return value
end

function read_inline(s::Source, plan::Plan, entry::Int)
    kind = plan.kind
    if kind == ARRAY
        return read_array(s, plan, entry)
    elseif kind == REF
        cell = plan.type()
        s.containers[entry] = cell
        setproperty!(cell, :x, read_value(s, plan.parts[1]))
        return cell
    end
    at = s.at
    count = read_count(s, plan.parts[1].least)
    container = plan.type()
    s.containers[entry] = container
    previous = nothing
    key_plan = plan.parts[1]
    for i in 1:count
        at = s.at
        key = read_value(s, key_plan)
        i == 1 || compare_keys(key_plan, previous, key) < 0 ||
            decode_error(s, "the keys of a $(kind == SET ? "set" : "dict") are not in strictly ascending order", at)
        previous = key
        if kind == SET
            push!(container, key)
        else
            container[key] = read_value(s, plan.parts[2])
        end
    end
    return container
end

function read_array(s::Source, plan::Plan, entry::Int)
    element = plan.parts[1]
    count = read_count(s, element.least)
    values = plan.type(undef, count)
    s.containers[entry] = values
    if element.flat !== nothing && eltype(values) === element.type
        GC.@preserve values Bulk.read_flat_array(s, element.flat, element.width, Ptr{UInt8}(pointer(values)), Int(Base.elsize(plan.type)), count)
    elseif values isa Vector{String}
        for i in 1:count
            values[i] = read_string(s)
        end
    else
        for i in 1:count
            values[i] = read_value(s, element)
        end
    end
    return values
end

function read_matrix(s::Source, plan::Plan)
    rows = read_value(s, plan.parts[1])
    height = length(rows)
    width = height == 0 ? 0 : length(rows[1])
    matrix = plan.type(undef, height, width)
    for i in 1:height
        row = rows[i]
        length(row) == width || decode_error(s, "row $(i - 1) has $(length(row)) elements where the first has $width: not a matrix")
        for j in 1:width
            matrix[i, j] = row[j]
        end
    end
    return matrix
end

# ---- The order of keys -----------------------------------------------------------------------------------------------

"Compares two values of one immutable data type in East order: negative, 0, positive."
function compare_keys(plan::Plan, @nospecialize(a), @nospecialize(b))
    kind = plan.kind
    if kind == STRING
        return compare_strings(a::String, b::String)
    elseif kind == INTEGER
        return cmp(a::Int64, b::Int64)
    elseif kind == FLOAT
        return compare_floats(a::Float64, b::Float64)
    elseif kind == BOOLEAN
        return cmp(a::Bool, b::Bool)
    elseif kind == DATETIME
        return cmp(Dates.value(a::DateTime), Dates.value(b::DateTime))
    elseif kind == BLOB
        return compare_blobs(a::Vector{UInt8}, b::Vector{UInt8})
    elseif kind == STRUCT || kind == RECORD
        for i in 1:length(plan.parts)
            c = compare_keys(plan.parts[i], getfield(a, plan.names[i]), getfield(b, plan.names[i]))
            c == 0 || return c
        end
        return 0
    elseif kind == OPTION
        (a === plan.none || b === plan.none) && return cmp(a !== plan.none, b !== plan.none)
        return compare_keys(plan.parts[1], a, b)
    elseif kind == VARIANT
        a.tag === b.tag || return compare_strings(String(a.tag), String(b.tag))
        return compare_keys(plan.parts[findfirst(==(a.tag), plan.names)], a.value, b.value)
    end
    return 0
end
