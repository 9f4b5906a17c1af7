# Places in a value, as chains from the root: what references between containers and error messages name.

@enum Step::UInt8 S_ROOT S_FIELD S_CASE S_ELEMENT S_CONTENT S_KEY S_VALUE

mutable struct Place
    outer::Union{Nothing,Place}
    step::Step
    depth::Int
    name::String
    index::Int
    key::Any                 # of a Dict's value: (the key, its type)
    container::Any           # the container read here
    node::Any                # … and its type
    inner::Union{Nothing,Dict{String,Place}}
end
root_place() = Place(nothing, S_ROOT, 0, "", 0, nothing, nothing, nothing, nothing)
place_in(p::Place, step::Step, name::String = "", index::Int = 0, @nospecialize(key = nothing)) =
    Place(p, step, p.depth + 1, name, index, key, nothing, nothing, nothing)

function steps_from_root(p::Place)
    steps = Place[]
    while p.outer !== nothing
        pushfirst!(steps, p)
        p = p.outer::Place
    end
    return steps
end

"How many steps up from one place to what it shares with another, and the steps down from there."
function way(from::Place, target::Place)
    here, there = from, target
    while here.depth > there.depth; here = here.outer::Place; end
    while there.depth > here.depth; there = there.outer::Place; end
    while here !== there; here = here.outer::Place; there = there.outer::Place; end
    return from.depth - here.depth, steps_from_root(target)[here.depth+1:end]
end

function register!(p::Place, step::String)
    outer = p.outer::Place
    outer.inner === nothing && (outer.inner = Dict{String,Place}())
    outer.inner[step] = p
    return
end

up(p::Place, levels::Int) = (q = p; while levels > 0 && q !== nothing; q = q.outer; levels -= 1; end; q)

"A value, or a part of one, that is no value of its type."
struct TextFailure <: Exception
    message::String
    position::Int
    place::Place
end

"What a reader of text says: its whole sentence, and the position in UTF-16 units."
struct TextProblem
    message::String
    position::Int
end

function line_and_column(u::Units, position::Int)
    line, last = 1, 0
    for i in 1:min(position, length(u))
        if u[i] == 0x0a
            line += 1
            last = i
        end
    end
    return line, position - last + 1
end

sentence(message::String, path::String, line::Int, column::Int, t::Ty) =
    string("Error occurred because ", message, isempty(path) ? "" : " at $path", " (line $line, col $column) while parsing value of type \"", type_text(t), '"')
