# Values of East programs. Null is nothing, Boolean Bool, Integer and DateTime Int64, Float Float64, String String (text with
# unpaired surrogates holds each as three bytes), Blob Vector{UInt8} that nobody changes, Struct a tuple of its fields. The
# number of Julia types is kept small: each costs compile time.

"A case and its payload; the case is known by name, so that widening a type leaves the value as it is."
struct EVariant
    tag::Symbol
    payload::Any
    EVariant(tag::Symbol, @nospecialize(payload)) = new(tag, payload)
end

# Containers count who iterates over them (spec 4.6); a frozen one has this bit too.
const FROZEN = 1 << 40

abstract type Container end

mutable struct ERef <: Container
    value::Any
    guard::Int
    ERef(@nospecialize(value)) = new(value, 0)
    ERef() = new(nothing, 0)
end

"Elements are held as Int64, Float64 or anything, by their type alone."
mutable struct EArray{T} <: Container
    items::Vector{T}
    guard::Int
end
EArray(items::Vector{T}) where {T} = EArray{T}(items, 0)

const IntArray, FloatArray, AnyArray = EArray{Int64}, EArray{Float64}, EArray{Any}

new_array(element::TNode) = element.element == 1 ? IntArray(Int64[], 0) : element.element == 2 ? FloatArray(Float64[], 0) : AnyArray(Any[], 0)
array_of_length(element::TNode, n::Int) = element.element == 1 ? IntArray(Vector{Int64}(undef, n), 0) :
    element.element == 2 ? FloatArray(Vector{Float64}(undef, n), 0) : AnyArray(Vector{Any}(undef, n), 0)

"An Array of what a vector holds, whatever the vector's own type."
function array_from(element::TNode, items::Vector{Any})
    element.element == 1 && return IntArray(Int64[x for x in items], 0)
    element.element == 2 && return FloatArray(Float64[x for x in items], 0)
    return AnyArray(items, 0)
end

"A variable that closures share."
mutable struct Cell
    value::Any
    Cell(@nospecialize(value)) = new(value)
end

const Loc = Tuple{String,Int64,Int64}

"""
An East error: what programs raise and catch. `locations`: what its origin says; the calls it passes are on the run's
stack and are added where it is caught.
"""
mutable struct EastError <: Exception
    message::String
    locations::Vector{Loc}
end
EastError(message::String, location::Loc) = EastError(message, Loc[location])
Base.showerror(io::IO, e::EastError) = print(io, e.message)

"The run was stopped: `kind` is :cancelled or :memory. Programs do not see it."
struct Stopped <: Exception
    kind::Symbol
    message::String
end
