# What East type a Julia annotation gives (see README.md for the table).

"An annotation that gives no East type; `message` says why."
struct NoEastType <: Exception
    message::String
end

"""
    east_type(annotation) -> EastType

Throws `NoEastType`.
"""
east_type(@nospecialize(annotation)) = east_type(annotation, Any[])

no_type(@nospecialize(T), why::String) = throw(NoEastType("::$T gives no East type: $why"))

# `open`: the constructors around, outermost first, each with the struct type it stands for (or nothing).
function east_type(@nospecialize(T), open::Vector{Any})
    T === Any && throw(NoEastType("there is no annotation"))
    T === Nothing || T === Missing ? (return EastType(NULL)) : nothing
    T === Bool && return EastType(BOOLEAN)
    T === Int64 || T === Integer || T === Signed ? (return EastType(INTEGER)) : nothing
    T === Float64 || T === AbstractFloat || T === Real || T === Number ? (return EastType(FLOAT)) : nothing
    T === String || T === AbstractString ? (return EastType(STRING)) : nothing
    T === DateTime && return EastType(DATETIME)
    T === Variant && no_type(T, "it does not name its cases")
    T isa Union && return union_type(T, open)
    T isa Type && T <: AbstractArray && return array_type(T, open)
    T isa Type && T <: AbstractSet && return container_type(SET, T, Set, open)
    T isa Type && T <: AbstractDict && return container_type(DICT, T, AbstractDict, open)
    T isa Type && T <: Ref && return container_type(REF, T, Ref, open)
    T isa DataType && isconcretetype(T) && isstructtype(T) && !(T <: Union{Number,AbstractString,Tuple,Function,Symbol,
        Dates.TimeType}) && return struct_type(T, open)
    no_type(T, "use Int64, Float64, Bool, String, DateTime, Vector, Set, Dict, a NamedTuple or a struct of these")
end

function union_type(@nospecialize(T), open::Vector{Any})
    choices = Base.uniontypes(T)
    rest = filter(c -> c !== Nothing && c !== Missing, choices)
    length(rest) == length(choices) - 1 || no_type(T, "only unions with Nothing (an Option) have one")
    push!(open, nothing)
    some = east_type(Union{rest...}, open)
    pop!(open)
    return EastType(VARIANT, EastType[EastType(NULL), some], ["none", "some"])
end

function array_type(@nospecialize(T), open::Vector{Any})
    shape = Base.unwrap_unionall(typeintersect(T, AbstractArray))
    shape isa DataType || no_type(T, "its element type is not clear")
    while shape.name !== AbstractArray.body.body.name
        shape = Base.unwrap_unionall(supertype(shape))
    end
    element, dimensions = shape.parameters
    element = parameter_bound(element)
    dimensions isa Int && 1 <= dimensions <= 2 || no_type(T, "use a Vector or a Matrix")
    dimensions == 1 && element === UInt8 && return EastType(BLOB)
    for _ in 1:dimensions
        push!(open, nothing)
    end
    inner = element_of(element, T, open)
    resize!(open, length(open) - dimensions)
    return dimensions == 1 ? array_type(inner) : array_type(array_type(inner))
end

element_of(@nospecialize(element), @nospecialize(T), open::Vector{Any}) =
    element === Any ? no_type(T, "its element type is not given") : east_type(element, open)

function container_type(kind::UInt8, @nospecialize(T), @nospecialize(family), open::Vector{Any})
    T isa DataType || no_type(T, "its element type is not given")
    push!(open, nothing)
    parts = EastType[element_of(parameter_bound(T.parameters[i]), T, open) for i in 1:(kind == DICT ? 2 : 1)]
    pop!(open)
    kind == REF || is_immutable_data(parts[1]) || no_type(T, "keys must be immutable data")
    return EastType(kind, parts)
end

function struct_type(@nospecialize(T), open::Vector{Any})
    at = findlast(o -> o === T, open)
    at === nothing || return recursive_type(length(open) - at + 1)
    push!(open, T)
    parts = EastType[]
    for i in 1:fieldcount(T)
        try
            push!(parts, east_type(fieldtype(T, i), open))
        catch e
            e isa NoEastType || rethrow()
            throw(NoEastType("field $(fieldname(T, i)) of $T: $(e.message)"))
        end
    end
    pop!(open)
    return EastType(STRUCT, parts, String[String(n) for n in fieldnames(T)])
end
