# Describe: the functions that a script offers, with the East types that their annotations give.

function describe_script(script::Script, only::Vector{String})
    chosen = isempty(only) ? own_functions(script) : only
    return table(:functions => Table[describe_function(script, name) for name in chosen],
        :dependencies => copy(script.files))
end

function describe_function(script::Script, name::String)
    f = try
        function_of(script, name)
    catch e
        e isa Failure || rethrow()
        return table(:name => name, :parameters => Table[], :problem => e.error[:summary])
    end
    own = own_methods(script, f)
    isempty(own) && (own = collect(Method, methods(f)))
    method, required, problem = main_method(own)
    described = table(:name => name, :line => Int(method.line), :parameters => Table[])
    text = summary_of(script.space, name)
    isempty(text) || (described[:summary] = text)
    if problem !== nothing
        described[:problem] = problem
        return described
    end
    annotations = annotations_of(method)
    names = Base.method_argnames(method)[2:end]
    defaults = Any[]
    for i in 1:length(annotations)
        parameter = table(:name => String(names[i]))
        i > required && (parameter[:optional] = true)
        try
            takes_rest(method) && i == length(annotations) && throw(NoEastType("a parameter for any number of inputs has none"))
            t = east_type(annotations[i])
            parameter[:schema] = schema_of_type(t)
            push!(defaults, make_plan(t, annotations[i]).type)
        catch e
            e isa Union{NoEastType,UnsupportedAnnotation} || rethrow()
            parameter[:problem] = e.message
            push!(defaults, annotations[i])
        end
        push!(described[:parameters]::Vector{Table}, parameter)
    end
    describe_result(described, f, defaults)
    return described
end

# A function with default values has one method per count of arguments, all on one line: the longest is the function.
function main_method(own::Vector{Method})
    longest = own[argmax(Int[m.nargs for m in own])]
    same = all(m -> m.line == longest.line && m.file === longest.file, own)
    distinct_counts = length(unique!(Int[m.nargs for m in own])) == length(own)
    same && distinct_counts && return longest, minimum(Int[m.nargs for m in own]) - 1, nothing
    lines = join(sort!(Int[m.line for m in own]), ", ")
    return longest, longest.nargs - 1, "it has $(length(own)) methods (lines $lines); which one is called depends on the inputs' types"
end

# The result type is what Julia infers for the parameter types: a declared return type (`f(x)::T = …`) decides it, and
# without one it is used only where it is concrete.
function describe_result(described::Table, @nospecialize(f), parameters::Vector{Any})
    inferred = try
        unique(Base.return_types(f, Tuple{parameters...}))
    catch
        Any[]
    end
    result = length(inferred) == 1 ? inferred[1] : Any
    try
        result === Union{} && throw(NoEastType("the function never returns"))
        result === Any && throw(NoEastType("no return type is declared (f(x)::T = …) and none can be inferred"))
        described[:output] = schema_of_type(east_type(result))
    catch e
        e isa NoEastType || rethrow()
        described[:problem] = e.message
    end
    return
end

# The first line of a function's documentation that is prose: what is indented is its signature.
function summary_of(space::Module, name::String)
    binding = Base.Docs.Binding(space, Symbol(name))
    found = get(Base.Docs.meta(space), binding, nothing)
    found === nothing && return ""
    for signature in found.order
        for line in split(join(found.docs[signature].text), '\n')
            isempty(strip(line)) || startswith(line, "    ") || return first_line(valid_text(strip(line)))
        end
    end
    return ""
end
