# Results to canonical beast2 bytes: checked against the declared type while they are written, as a tree (no
# back-references), sets and dicts in East order. The path of what is being written is kept for errors.

"A result that cannot be written: the protocol's error code, where in the value, and why."
struct ResultError <: Exception
    code::String
    path::String
    message::String
end
Base.showerror(io::IO, e::ResultError) = print(io, e.path, ": ", e.message)

mutable struct Writer
    out::Sink
    plans::Vector{Plan}     # what is open, outermost first, ...
    at::Vector{Int}         # ... which part of it is being written, ...
    keys::Vector{Any}       # ... under which key where it is a dict, ...
    open::Vector{Any}       # ... and the Julia container, so that one within itself is noticed
end
Writer(limit::Int) = Writer(Sink(limit), Plan[], Int[], Any[], Any[])

"""
    encode_result(plan, schema, value, limit) -> bytes

A whole beast2 file. Throws `ResultError` where the value does not fit, `OutputLimit` beyond `limit` bytes.
"""
function encode_result(plan::Plan, schema::Vector{UInt8}, @nospecialize(value), limit::Int)
    w = Writer(limit)
    for b in MAGIC
        put_byte!(w.out, b)
    end
    for b in schema
        put_byte!(w.out, b)
    end
    write_value(w, plan, value)
    return finish(w.out)
end

function enter(w::Writer, plan::Plan, @nospecialize(value))
    length(w.plans) < MAX_DEPTH || throw(ResultError("type_mismatch", path(w), "nested deeper than $MAX_DEPTH levels"))
    push!(w.plans, plan)
    push!(w.at, 0)
    push!(w.keys, nothing)
    push!(w.open, value)
    return length(w.plans)
end
function leave(w::Writer)
    pop!(w.plans); pop!(w.at); pop!(w.keys); pop!(w.open)
    return
end

function enter_container(w::Writer, plan::Plan, @nospecialize(value))
    for open in w.open
        open === value && !isbits(value) && throw(ResultError("cyclic_value", path(w), "the value contains itself"))
    end
    return enter(w, plan, value)
end

function path(w::Writer)
    io = IOBuffer()
    print(io, "result")
    for i in 1:length(w.plans)
        plan, at = w.plans[i], w.at[i]
        kind = plan.kind
        if kind == STRUCT
            print(io, ".", quoted_name(String(plan.names[at])))
        elseif kind == OPTION
            print(io, ".some")
        elseif kind == VARIANT
            print(io, ".", quoted_name(String(plan.names[at])))
        elseif kind == REF
            print(io, "[]")
        elseif kind == DICT
            print(io, "[", short(w.keys[i]), "]")
        else
            print(io, "[", at, "]")
        end
    end
    return String(take!(io))
end

function short(@nospecialize(value))
    text = try
        sprint(show, value; context = :limit => true)
    catch
        "a value that cannot be shown"
    end
    return length(text) > 60 ? string(first(text, 57), "...") : text
end

function describe_value(@nospecialize(v))
    v === nothing && return "nothing"
    v === missing && return "missing"
    v isa AbstractString && return "String $(short(v))"
    v isa Bool && return "Boolean $v"
    v isa Integer && return "Integer $(short(v))"
    v isa AbstractFloat && return "Float $(short(v))"
    v isa Variant && return "Variant $(short(v))"
    return string("a value of type ", short(typeof(v)))
end

@noinline function mismatch(w::Writer, plan::Plan, @nospecialize(value))
    throw(ResultError("type_mismatch", path(w), "expected $(friendly_open(w, plan)), got $(describe_value(value))"))
end
@noinline mismatch_because(w::Writer, why::String) = throw(ResultError("type_mismatch", path(w), why))

# The name of the type alone where it refers to what encloses it.
friendly_open(w::Writer, plan::Plan) = is_closed(plan.east, 0) ? friendly(plan.east) : KIND_NAMES[plan.east.kind+1]
is_closed(t::EastType, depth::Int) = t.kind == RECURSIVE ? t.level <= depth : all(p -> is_closed(p, depth + 1), t.parts)

function write_value(w::Writer, plan::Plan, @nospecialize(v))
    kind = plan.kind
    if kind == INTEGER
        put_integer!(w.out, v isa Int64 ? v : other_integer(w, plan, v))
    elseif kind == FLOAT
        put_float!(w.out, v isa Float64 ? v : other_float(w, plan, v))
    elseif kind == STRING
        write_string(w, plan, v)
    elseif kind == BOOLEAN
        v isa Bool || mismatch(w, plan, v)
        put_byte!(w.out, v % UInt8)
    elseif kind == DATETIME
        put_integer!(w.out, unix_ms(v isa DateTime ? v : other_date(w, plan, v)))
    elseif kind == NULL
        v === nothing || v === missing || mismatch(w, plan, v)
    elseif kind == BLOB
        write_blob(w, plan, v)
    elseif kind == STRUCT
        write_struct(w, plan, v)
    elseif kind == OPTION || kind == VARIANT
        write_variant(w, plan, v)
    elseif kind == ARRAY
        write_array(w, plan, v)
    elseif kind == SET
        write_set(w, plan, v)
    elseif kind == DICT
        write_dict(w, plan, v)
    elseif kind == REF
        write_ref(w, plan, v)
    else
        mismatch(w, plan, v)
    end
    return
end

@noinline function write_string(w::Writer, plan::Plan, @nospecialize(v))
    v isa AbstractString || mismatch(w, plan, v)
    text = v isa String ? v : String(v)::String
    isvalid(text) || mismatch_because(w, "expected String, got text that is not valid UTF-8")
    put_string!(w.out, text)
end

@noinline function write_blob(w::Writer, plan::Plan, @nospecialize(v))
    v isa AbstractVector{UInt8} || mismatch(w, plan, v)
    bytes = v isa Vector{UInt8} ? v : Vector{UInt8}(v)::Vector{UInt8}
    GC.@preserve bytes put_memory!(w.out, pointer(bytes), length(bytes))
end

@noinline function write_ref(w::Writer, plan::Plan, @nospecialize(v))
    v isa Ref || mismatch(w, plan, v)
    enter_container(w, plan, v)
    put_byte!(w.out, 0x00)
    write_value(w, plan.parts[1], v[])
    leave(w)
end

@noinline function other_date(w::Writer, plan::Plan, @nospecialize(v))
    v isa Dates.Date || mismatch(w, plan, v)
    return DateTime(v)::DateTime
end

@noinline function other_integer(w::Writer, plan::Plan, @nospecialize(v))
    v isa Integer && !(v isa Bool) || mismatch(w, plan, v)
    typemin(Int64) <= v <= typemax(Int64) || mismatch_because(w, "expected Integer, got $(short(v)), which is outside 64 bits")
    return Int64(v)::Int64
end

@noinline function other_float(w::Writer, plan::Plan, @nospecialize(v))
    v isa AbstractFloat && return Float64(v)::Float64
    v isa Integer && !(v isa Bool) || mismatch(w, plan, v)
    x = Float64(v)::Float64
    x == v || mismatch_because(w, "expected Float, got Integer $(short(v)), which a Float cannot hold exactly")
    return x
end

function write_struct(w::Writer, plan::Plan, @nospecialize(v))
    from_dict = v isa AbstractDict
    from_dict || v isa NamedTuple || is_record(v) || mismatch(w, plan, v)
    level = enter(w, plan, v)
    present = 0
    for i in 1:length(plan.names)
        name = plan.names[i]
        w.at[level] = i
        if from_dict
            key = haskey(v, name) ? name : String(name)
            haskey(v, key) || mismatch_because(w, "the field is missing in $(describe_value(v))")
            field = v[key]
        else
            isdefined(v, name) || mismatch_because(w, "the field is missing in $(describe_value(v))")
            field = getfield(v, name)
        end
        present += 1
        write_value(w, plan.parts[i], field)
    end
    have = (from_dict ? length(v) : nfields(v))::Int
    if have != present
        leave(w)
        names = from_dict ? Any[Symbol(k) for k in keys(v)] : Any[fieldnames(typeof(v))...]
        extra = first(n for n in names if !(n in plan.names))
        mismatch_because(w, "unexpected field $extra; the type is $(friendly_open(w, plan))")
    end
    leave(w)
    return
end

# A struct of the user's: what Julia itself uses as numbers, text, containers or code is not one.
is_record(@nospecialize(v)) = isstructtype(typeof(v)) && !(v isa Union{Number,AbstractString,AbstractArray,AbstractSet,
    AbstractDict,Tuple,Function,Type,Module,Symbol,Variant,Nothing,Missing,Ref,Dates.TimeType})

function write_variant(w::Writer, plan::Plan, @nospecialize(v))
    option = is_option(plan.east)
    tag = 0
    payload = nothing
    if option && !names_a_case(plan, v)
        if v === nothing || v === missing
            tag = 1
        else
            tag = 2
            payload = v isa Some ? something(v) : v
        end
    elseif v isa Variant
        name = String(v.tag)
        tag = something(findfirst(==(name), plan.east.names), 0)
        tag == 0 && mismatch_because(w, "unknown case $(quoted_name(name)); the type is $(friendly_open(w, plan))")
        payload = v.value
    elseif v isa Symbol
        tag = something(findfirst(==(String(v)), plan.east.names), 0)
        tag != 0 && plan.east.parts[tag].kind == NULL || mismatch(w, plan, v)
    else
        mismatch(w, plan, v)
    end
    put_varint!(w.out, UInt64(tag - 1))
    plan.kind == OPTION && tag == 1 && return
    level = enter(w, plan, v)
    w.at[level] = tag
    write_value(w, plan.kind == OPTION ? plan.parts[1] : plan.parts[tag], payload)
    leave(w)
    return
end

# Whether a Variant is one of an option's own cases, and not the payload of `some`.
function names_a_case(plan::Plan, @nospecialize(v))
    v isa Variant && (v.tag === :some || v.tag === :none) || return false
    some = plan.east.parts[2]
    return !(some.kind == VARIANT && !is_option(some) && String(v.tag) in some.names)
end
