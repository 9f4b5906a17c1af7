# Scripts: each is included once into a module of its own.

mutable struct Script
    path::String
    code_id::String
    space::Module
    files::Vector{String}        # what it includes, transitively
    calls::Dict{String,Any}      # function, input schemas and output schema -> Call
end

"What a worker keeps between requests."
struct Worker
    session::Session
    scripts::Dict{String,Script}
end

"A request that ends in `Failed`: side, code and summary as in protocol.md; frames and so on where there are any."
struct Failure <: Exception
    error::Table
end
@noinline failure(side::Int, code::String, summary::String) = Failure(table(:side => side, :code => code, :summary => summary))
@noinline function failure(side::Int, code::String, summary::String, field::Symbol, @nospecialize(value))
    e = failure(side, code, summary)
    set_field!(e.error, field, value)
    return e
end

"The same path with another code_id is loaded: this worker cannot take it back."
struct StaleCode <: Exception
    path::String
end

function script_of(w::Worker, path::String, code_id::String)
    known = get(w.scripts, path, nothing)
    if known !== nothing
        known.code_id == code_id || throw(StaleCode(path))
        return known
    end
    isfile(path) || script_not_found(path)
    script = Script(abspath(path), code_id, new_space(path), String[], Dict{String,Any}())
    load_into(script)
    w.scripts[path] = script
    return script
end

@noinline script_not_found(path::String) = throw(failure(SIDE_TASK, "script_not_found", "there is no script $path"))

# Every module that user code was loaded into. Code and bindings can outlive the last reference to a module that nothing names, and Julia's
# collector then frees what they point to: such a module is kept, also where its script failed to load.
const SPACES = Module[]

# A module like those that `module … end` makes: with `eval` and `include` of its own. Its name is bound inside it, so it
# is one that no script can write: a function may have its file's name.
function new_space(path::String)
    space = Module(Symbol("script ", basename(path)))
    Core.eval(space, Expr(:toplevel,
        :(eval(x) = Core.eval($space, x)),
        :(include(path) = Base.include($space, path)),
        :(include(mapexpr::Function, path) = Base.include(mapexpr, $space, path))))
    push!(SPACES, space)
    return space
end

function load_into(script::Script)
    note = (_, file) -> begin
        file = abspath(file)
        file == script.path || file in script.files || push!(script.files, file)
        nothing
    end
    push!(Base.include_callbacks, note)
    try
        load_file(script.space, script.path)
    catch e
        e isa InterruptException && rethrow()
        throw(failed_load(script))
    finally
        filter!(callback -> callback !== note, Base.include_callbacks)
    end
end

@noinline failed_load(script::Script) = user_failure("load_failed", exceptions_now(), :load_file)

# Its name is where backtraces are cut.
@noinline load_file(space::Module, path::String) = Base.include(space, path)

"The function of a script by its name, which may lead through modules (`Model.simulate`)."
function function_of(script::Script, name::String)
    found = script.space
    for part in split(name, '.')
        symbol = Symbol(part)
        found isa Module && isdefined(found, symbol) || throw(unknown_function(script, name))
        found = getfield(found, symbol)
    end
    found isa Function || found isa Type || throw(unknown_function(script, name))
    return found
end

function unknown_function(script::Script, name::String)
    offered = own_functions(script)
    near = isempty(offered) ? "it defines none" :
        string("it defines ", join(sort(offered; by = n -> distance(n, name))[1:min(5, end)], ", "))
    return failure(SIDE_TASK, "function_not_found", "there is no function $name in $(script.path); $near")
end

# How many single-letter edits lead from one name to the other.
function distance(a::String, b::String)
    x, y = collect(a), collect(b)
    row = collect(0:length(y))
    for i in 1:length(x)
        diagonal, row[1] = row[1], i
        for j in 1:length(y)
            diagonal, row[j+1] = row[j+1], min(row[j+1] + 1, row[j] + 1, diagonal + (x[i] != y[j]))
        end
    end
    return row[end]
end

"The names of the public functions that the script file itself defines, in the order of their lines."
function own_functions(script::Script)
    found = Tuple{Int,String}[]
    for symbol in names(script.space; all = true)
        name = String(symbol)
        (startswith(name, "_") || startswith(name, "#") || name in ("eval", "include")) && continue
        isdefined(script.space, symbol) || continue
        f = getfield(script.space, symbol)
        f isa Function || continue
        own = own_methods(script, f)
        isempty(own) || push!(found, (minimum(Int[m.line for m in own]), name))
    end
    return String[name for (_, name) in sort!(found)]
end

own_methods(script::Script, @nospecialize(f)) =
    Method[m for m in methods(f) if m.module === script.space && abspath(String(m.file)) == script.path]
