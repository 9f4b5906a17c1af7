# Which method a function's inputs go to, and everything about that call that does not depend on the values: made once per
# function, input types and output type.

struct Call
    f::Any
    inputs::Vector{Plan}
    input_types::Vector{EastType}
    input_schemas::Vector{Vector{UInt8}}
    output::Plan
    output_schema::Vector{UInt8}
end

function call_of(script::Script, name::String, inputs::Vector{Table}, output_schema::Vector{UInt8})
    key = call_key(name, inputs, output_schema)
    known = get(script.calls, key, nothing)
    known === nothing || return known::Call
    schemas = Vector{UInt8}[field_of(input, :schema, UInt8[]) for input in inputs]
    types = EastType[request_type(schemas[i], i - 1) for i in 1:length(schemas)]
    output_type = request_type(output_schema, -1)
    f = function_of(script, name)
    plans = choose_plans(f, name, types, inputs)
    output = plan_or_problem(output_type, Any)
    output isa String && throw(failure(SIDE_TASK, "unsupported_annotation", string("the result of ", name, ": ", output)))
    call = Call(f, plans, types, schemas, output, output_schema)
    script.calls[key] = call
    return call
end

function call_key(name::String, inputs::Vector{Table}, output_schema::Vector{UInt8})
    io = IOBuffer()
    write(io, name, 0x00)
    for input in inputs
        schema = field_of(input, :schema, UInt8[])::Vector{UInt8}
        write(io, length(schema) % UInt32)
        write(io, schema)
    end
    write(io, output_schema)
    return String(take!(io))
end

function request_type(schema::Vector{UInt8}, argument::Int)
    try
        return type_of_schema(schema)
    catch e
        e isa DecodeError || rethrow()
        throw(failure(SIDE_HOST, "bad_input", "a type of the request is damaged: $(e.message)", :argument, argument))
    end
end

# The most specific method for the default forms of the inputs, else the first of that arity whose annotations take them.
function choose_plans(@nospecialize(f), name::String, types::Vector{EastType}, inputs::Vector{Table})
    fitting = Method[]
    for method in methods(f)
        accepts_count(method, length(types)) && push!(fitting, method)
    end
    isempty(fitting) && wrong_count(f, name, length(types))
    length(fitting) > 1 && most_specific_first!(fitting, f, types)
    problem = nothing
    for method in fitting
        plans = Plan[]
        for i in 1:length(types)
            plan = plan_or_problem(types[i], annotation_of(method, i))
            if plan isa String
                problem === nothing && (problem = misfit(name, i, inputs[i], plan))
                break
            end
            push!(plans, plan::Plan)
        end
        length(plans) == length(types) && return plans
    end
    throw(problem)
end

function plan_or_problem(t::EastType, @nospecialize(annotation))
    try
        return make_plan(t, annotation)
    catch e
        e isa UnsupportedAnnotation || rethrow()
        return e.message
    end
end

@noinline function misfit(name::String, i::Int, input::Table, problem::String)
    given = field_of(input, :name, "")::String
    what = isempty(given) ? "parameter $i of $name" : "parameter $i of $name (input $given)"
    return failure(SIDE_TASK, "unsupported_annotation", string(what, ": ", problem), :argument, i - 1)
end

@noinline function most_specific_first!(fitting::Vector{Method}, @nospecialize(f), types::Vector{EastType})
    defaults = Any[default_plan(t).type for t in types]
    best = try
        which(f, Tuple{defaults...})
    catch
        return
    end
    filter!(m -> m !== best, fitting)
    pushfirst!(fitting, best)
    return
end

@noinline function wrong_count(@nospecialize(f), name::String, given::Int)
    taken = sort!(unique!(String[m.isva ? "$(m.nargs - 2) or more" : string(m.nargs - 1) for m in methods(f)]))
    throw(failure(SIDE_TASK, "arity", "$name takes $(join(taken, " or ")) inputs, it is given $given"))
end

# A method's own parameters, without the function itself: their types as annotated.
function annotations_of(method::Method)
    signature = Base.unwrap_unionall(method.sig)
    return Any[bounded(p, method.sig) for p in signature.parameters[2:end]]
end
# `where` variables become their bounds: Vector{T} where T<:Real accepts what Vector{<:Real} does.
function bounded(@nospecialize(p), @nospecialize(signature))
    p isa TypeVar && return p.ub
    variables = TypeVar[]
    while signature isa UnionAll
        pushfirst!(variables, signature.var)
        signature = signature.body
    end
    for v in variables
        p = UnionAll(v, p)       # p itself where v is not in it
    end
    return p
end

takes_rest(method::Method) = method.isva
accepts_count(method::Method, n::Int) = takes_rest(method) ? n >= method.nargs - 2 : n == method.nargs - 1
function annotation_of(method::Method, i::Int)
    annotations = annotations_of(method)
    takes_rest(method) && i >= length(annotations) || return annotations[i]
    rest = Base.unwrap_unionall(last(annotations))
    return Base.isvarargtype(rest) ? rest_type(rest) : rest
end
rest_type(@nospecialize(rest)) = @static isdefined(Core, :TypeofVararg) ? (isdefined(rest, :T) ? rest.T : Any) : parameter_bound(rest.parameters[1])
