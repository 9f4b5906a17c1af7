# Plain data: what JSON can say, as one East type. A function whose result has that type returns dictionaries, vectors, named
# tuples and scalars as they are.

const PLAIN_DATA = EastType(VARIANT,
    [array_type(recursive_type(2)), EastType(BOOLEAN), EastType(FLOAT), EastType(INTEGER), EastType(NULL),
        EastType(DICT, [EastType(STRING), recursive_type(2)]), EastType(STRING)],
    ["array", "boolean", "float", "integer", "null", "object", "string"])

const DEEPEST_PLAIN = 1000

"""
    plain_data(value) -> Variant

The value as Variants of `PLAIN_DATA`. What is a Variant already stays, and so does what is no plain data: writing it says what
is wrong.
"""
plain_data(@nospecialize(value)) = value isa Symbol ? value : plain_data(value, 0)
function plain_data(@nospecialize(v), depth::Int)
    depth > DEEPEST_PLAIN && throw(ResultError("type_mismatch", "result", "nested deeper than $DEEPEST_PLAIN levels"))
    (v === nothing || v === missing) && return Variant(:null)
    v isa Bool && return Variant(:boolean, v)
    v isa Integer && return Variant(:integer, v)
    v isa AbstractFloat && return Variant(:float, v)
    v isa AbstractString && return Variant(:string, v)
    v isa Symbol && return Variant(:string, String(v))
    v isa Union{AbstractVector,Tuple} && return Variant(:array, Any[plain_data(x, depth + 1) for x in v])
    v isa Union{AbstractDict,NamedTuple} || return v
    entries = Dict{String,Any}()
    for (key, item) in pairs(v)
        key isa Union{AbstractString,Symbol} || throw(ResultError("type_mismatch", "result", "a key has to be text, not $(typeof(key))"))
        entries[String(key)] = plain_data(item, depth + 1)
    end
    return Variant(:object, entries)
end
