# Platform functions: native code that programs call by name (spec 7.4).

"""
`run` gets the arguments as East values, containers by reference, and gives the result likewise. An `EastError` is what
programs can catch.
"""
struct PlatformFunction
    name::String
    inputs::Vector{Ty}
    output::Ty
    is_async::Bool
    run::Any
end

const Platform = Dict{String,Any}
platform_of(functions::Vector{PlatformFunction}) = Platform(f.name => f for f in functions)
