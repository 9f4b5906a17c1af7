# Loads the runtime, from Julia's cache of compiled packages where it can be used or made, else from source.

# The cache is kept in POLYGLOT_JULIA_CACHE, if that is set, else in the user's first depot.
function load_runtime()
    depots = copy(DEPOT_PATH)
    cache = get(ENV, "POLYGLOT_JULIA_CACHE", "")
    isempty(cache) || pushfirst!(DEPOT_PATH, cache)
    try
        Core.eval(Main, :(import PolyglotRuntime))
    catch e
        e isa InterruptException && rethrow()
        without_cache(() -> Core.eval(Main, :(import PolyglotRuntime)))
    finally
        copy!(DEPOT_PATH, depots)
    end
end

# Where no cache can be written (a read-only home, none at all), Julia's option --compiled-modules=no for this one import.
function without_cache(load)
    T = Base.JLOptions
    field = findfirst(==(:use_compiled_modules), fieldnames(T))
    at = Ptr{Int8}(cglobal(:jl_options, T)) + fieldoffset(T, field)
    before = unsafe_load(at)
    unsafe_store!(at, Int8(0))
    try
        load()
    finally
        unsafe_store!(at, before)
    end
end
