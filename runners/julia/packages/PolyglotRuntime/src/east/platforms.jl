# The platform packages that East programs may call: what their functions are called and take, so that `Ready` can tell
# before the evaluator is there.

"One function: its package, name, types, and, of a plugin's, the Julia function."
struct PlatformSignature
    package::String
    name::String
    inputs::Vector{EastType}
    output::EastType
    is_async::Bool
    run::Any
end

function platform_signature(package::String, name::String, text::String, @nospecialize(run = nothing))
    inputs, output, is_async = signature_of_friendly(text)
    return PlatformSignature(package, name, inputs, output, is_async, run)
end

const BUILT_IN_PLATFORMS = [
    "std" => [
        "console_log" => "(String) -> Null", "console_error" => "(String) -> Null", "console_write" => "(String) -> Null",
        "crypto_hash_sha256" => "(String) -> String", "crypto_hash_sha256_bytes" => "(Blob) -> Blob",
        "path_join" => "(Array<String>) -> String", "path_resolve" => "(String) -> String", "path_dirname" => "(String) -> String",
        "path_basename" => "(String) -> String", "path_extname" => "(String) -> String",
        "random_uniform" => "() -> Float", "random_normal" => "() -> Float", "random_range" => "(Integer, Integer) -> Integer",
        "random_exponential" => "(Float) -> Float", "random_weibull" => "(Float) -> Float", "random_bernoulli" => "(Float) -> Integer",
        "random_binomial" => "(Integer, Float) -> Integer", "random_geometric" => "(Float) -> Integer", "random_poisson" => "(Float) -> Integer",
        "random_pareto" => "(Float) -> Float", "random_log_normal" => "(Float, Float) -> Float", "random_irwin_hall" => "(Integer) -> Float",
        "random_bates" => "(Integer) -> Float", "random_seed" => "(Integer) -> Null"],
    "time" => ["time_now" => "() -> Integer", "time_sleep" => "async (Integer) -> Null"],
    "testing" => ["describe" => "async (String, async () -> Null) -> Null", "test" => "async (String, async () -> Null) -> Null",
        "testPass" => "() -> Null", "testFail" => "(String) -> Null"],
]

"Every function that the runtime brings, then those of plugins as they are loaded."
const PLATFORMS = PlatformSignature[platform_signature(package, name, text) for (package, functions) in BUILT_IN_PLATFORMS for (name, text) in functions]

platform_table(f::PlatformSignature) = table(:name => f.name, :inputs => Table[table(:schema => schema_of_type(t)) for t in f.inputs],
    :output => table(:schema => schema_of_type(f.output)), :is_async => f.is_async)

# ---- Plugins -------------------------------------------------------------------------------------------------------------

"""
Loads the modules that POLYGLOT_PLATFORMS names, a JSON array of `{"id", "path"}`. One that does not load is left out, and the
worker's log says why.
"""
function load_plugin_platforms(listed::String)
    for m in eachmatch(r"\{[^{}]*\}", listed)
        id, path = json_member(m.match, "id"), json_member(m.match, "path")
        (id === nothing || path === nothing) && continue
        try
            load_plugin_platform(id, path)
        catch e
            say("the platform package '$id' ($path) does not load: $(exception_text(e isa LoadError ? e.error : e))")
        end
    end
    return
end

function load_plugin_platform(id::String, path::String)
    space = new_space(path)
    Base.include(space, path)
    declared = Base.invokelatest(getfield, space, :platform)
    for f in declared
        f isa Polyglot.PlatformFunction || error("`platform` is a list of Polyglot.platform(name, type, function)")
        any(p -> p.name == f.name, PLATFORMS) && error("there is a platform function '$(f.name)' already")
        push!(PLATFORMS, platform_signature(id, f.name, f.type, f.run))
    end
    return
end

# A member of a flat JSON object whose value is a string, or nothing.
function json_member(object::AbstractString, name::String)
    m = match(Regex("\"$name\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\""), object)
    m === nothing && return nothing
    return unescape_string(replace(String(m[1]), "\\/" => "/"))
end
