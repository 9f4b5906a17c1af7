# Platform functions of plugins get and give Julia's own values, by the conversions that user functions have.

# The functions of packages by the names of the packages, made once.
const PACKAGES = Dict{String,Vector{PlatformFunction}}()

"The functions that a program may call; `names`: packages, none for `std`."
function platform_named(names::Vector{String})
    functions = PlatformFunction[]
    for name in (isempty(names) ? ["std"] : names)
        append!(functions, get!(() -> package_functions(name), PACKAGES, name))
    end
    return platform_of(functions)
end

function package_functions(name::String)
    name == "testing" && return testing_functions(line -> R.Polyglot.HOST.log === nothing ? nothing : R.Polyglot.HOST.log(:info, line))
    found = PlatformFunction[]
    for s in R.PLATFORMS
        s.package == name || continue
        inputs, output = Ty[type_from(t) for t in s.inputs], type_from(s.output)
        run = s.run === nothing ? STD_FUNCTIONS[s.name] : native_call(s)
        push!(found, PlatformFunction(s.name, inputs, output, s.is_async, run))
    end
    isempty(found) && throw(ProgramProblem("there is no platform package '$name'"))
    return found
end

"A call of a plugin's function: what the program sees, what Julia said, and the arguments."
mutable struct FailedCall
    error::Any
    cause::R.Table
    arguments::Vector{Any}
end
const LAST_FAILED = FailedCall(nothing, R.Table(), Any[])

function native_call(s::R.PlatformSignature)
    to_native = Any[native_reader(t) for t in s.inputs]
    from_native = native_writer(s.output, s.name)
    return function (args)
        at = RUN.platform_at
        try
            return from_native(call_library(s.run, Any[to_native[i](args[i]) for i in 1:length(args)]))
        catch e
            (e isa EastError || e isa Stopped || e isa InterruptException) && rethrow()
            error = EastError(native_message(e), at)
            LAST_FAILED.error, LAST_FAILED.cause, LAST_FAILED.arguments = error, R.user_failure("user_error", R.exceptions_now(), :call_library).error, args
            throw(error)
        end
    end
end

# Its name is where backtraces are cut.
@noinline call_library(@nospecialize(f), args::Vector{Any}) = Base.invokelatest(f, args...)

function native_message(@nospecialize(e))
    e isa R.ResultError && return string(e.path, ": ", e.message)
    name, text = string(nameof(typeof(e))), R.exception_text(e)
    return startswith(text, name) ? text : string(name, ": ", text)
end

# East value to Julia's own, by way of its bytes.
function native_reader(t::R.EastType)
    type = type_from(t)
    if is_function_kind(type.kind)
        arguments = Any[native_writer(p, "argument") for p in t.parts[1:end-1]]
        result = native_reader(t.parts[end])
        return f -> (args...) -> result(call_east(f, Any[arguments[i](args[i]) for i in 1:length(args)]))
    end
    plan = R.make_plan(t, Any)
    return v -> R.with_source(s -> R.read_whole(s, plan), tree_bytes(type, v))
end

function native_writer(t::R.EastType, name::String)
    type = type_from(t)
    plan, schema = R.default_plan(t), R.schema_of_type(t)
    header = beast2_header(type)
    return v -> decode_beast2_value(R.encode_result(plan, schema, v, typemax(Int))[length(header)+1:end], type)
end

tree_bytes(type::Ty, @nospecialize(v)) = encode_beast2_value(type, v)
