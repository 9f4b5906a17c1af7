# Builtins (spec 5): one function each, found by name. The first argument is the place of use.

"""
One use of a builtin: which, at which types, where. `argument_locations`: where arguments that are literals are.
"""
mutable struct Site
    name::String
    run::Any
    types::Vector{Ty}
    loc::Loc
    literals::Vector{Any}
    loops::Bool              # calls a function, written here, for each element, and has code of its own for that
end

const BUILTINS = Dict{String,Any}()
"Builtins that compiled code has as loops with their callbacks written out."
const LOOPING = ["ArrayForEach", "ArrayMap", "ArrayFilter", "ArrayFold", "ArrayMapReduce", "ArrayGenerate"]

macro builtin(definition)
    call = definition.args[1]
    name = call.args[1]
    call.args[1] = Symbol("b_", name)
    return esc(quote
        $definition
        BUILTINS[$(string(name))] = $(call.args[1])
    end)
end

function site_of(n::IrNode)
    name = text_part(n, 3)
    f = get(BUILTINS, name, nothing)
    f === nothing && throw(ProgramProblem("there is no builtin '$name'"))
    literals = Any[]
    written = false
    for a in list_part(n, 5)
        push!(literals, (a::IrNode).tag === :Value ? location(a) : nothing)
        written |= a.tag === :Function
    end
    return Site(name, f, types_of(list_part(n, 4)), location(n), literals, written && name in LOOPING)
end

node(s::Site, i::Int) = graph(s.types[i])

"An East error of the builtin itself: its only location is the node."
@noinline fail(s::Site, message::String) = throw(EastError(message, s.loc))
@noinline fail_at(s::Site, argument::Int, message::String) = throw(EastError(message, something(s.literals[argument], s.loc)))

const NONE = EVariant(:none, nothing)
some(@nospecialize(v)) = EVariant(:some, v)

print_key(s::Site, @nospecialize(key)) = east_text(node(s, 1), key)

@inline resizable(s::Site, @nospecialize(c)) = c.guard == 0 || refuse(s, c)
@noinline function refuse(s::Site, @nospecialize(c))
    what = c isa EArray ? "Array" : c isa ESet ? "Set" : "Dict"
    fail(s, c.guard >= FROZEN ? "Cannot modify frozen $what" : "Cannot modify $what during iteration")
end
@inline changeable(s::Site, @nospecialize(c)) = c.guard < FROZEN || refuse_frozen(s, c)
@noinline refuse_frozen(s::Site, @nospecialize(c)) = fail(s, "Cannot modify frozen $(c isa EArray ? "Array" : c isa EDict ? "Dict" : "Ref")")

# More elements than the machine holds are an error before they are asked for.
function room_for(s::Site, n::Integer)
    n <= 65536 || 8 * Int128(n) <= Sys.total_memory() ÷ 2 || fail(s, "Array is too large")
    return
end
