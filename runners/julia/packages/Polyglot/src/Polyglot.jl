"""
What a script may import when it runs as a Polyglot task.

Outside a worker (a REPL, a test) everything here still works: `progress` and `log` do nothing and `seed()` is 0.
"""
module Polyglot

export Variant

"""
A function that East programs may call, as a plugin's module declares it in its list `platform`.
"""
struct PlatformFunction
    name::String
    type::String
    run::Any
end

"""
    platform(name, type, f) -> PlatformFunction

Declares `f` as a platform function. `type` is its signature in the friendly type syntax: `(Array<Float>, Integer) -> Float`. It gets
and gives Julia's own values: the default forms of the runtime's README.
"""
platform(name::AbstractString, type::AbstractString, f) = PlatformFunction(String(name), String(type), f)

"""
    Variant(tag, value = nothing)

A value of an East variant type: the case's name and its payload.
"""
struct Variant
    tag::Symbol
    value::Any
    Variant(tag::Symbol, @nospecialize(value)) = new(tag, value)
end
Variant(tag::Symbol) = Variant(tag, nothing)
Variant(tag::AbstractString, @nospecialize(value)) = Variant(Symbol(tag), value)
Variant(tag::AbstractString) = Variant(Symbol(tag), nothing)

Base.:(==)(a::Variant, b::Variant) = a.tag === b.tag && a.value == b.value
Base.isequal(a::Variant, b::Variant) = a.tag === b.tag && isequal(a.value, b.value)
Base.hash(v::Variant, h::UInt) = hash(v.value, hash(v.tag, h + 0x56617269616e7401 % UInt))
function Base.show(io::IO, v::Variant)
    print(io, "Variant(:", v.tag)
    v.value === nothing || (print(io, ", "); show(io, v.value))
    print(io, ")")
end

# The worker fills these in; the defaults are what a script sees outside one.
mutable struct Host
    progress::Any      # (fraction::Float64, message::String) -> nothing
    log::Any           # (level::Symbol, message::String) -> nothing
    seed::UInt64
end
const HOST = Host(nothing, nothing, 0)

"""
    progress(fraction, message = "")

Reports how far the running task is: `fraction` from 0 to 1, negative when unknown.
"""
function progress(fraction::Real, message::AbstractString = "")
    HOST.progress === nothing || HOST.progress(Float64(fraction), String(message))
    return nothing
end

"""
    log(message; level = :info)

Sends one line to the task's log. Levels: `:debug`, `:info`, `:warning`, `:error`.
"""
function log(message; level::Symbol = :info)
    level in (:debug, :info, :warning, :error) ||
        throw(ArgumentError("unknown level :$level; use :debug, :info, :warning or :error"))
    HOST.log === nothing || HOST.log(level, string(message))
    return nothing
end

"""
    seed() -> UInt64

The seed of the running task. Julia's default generator is already seeded with it before each call; use it for your own.
"""
seed() = HOST.seed

end
