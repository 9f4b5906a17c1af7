# The Julia worker's entry. First of all the protocol's descriptors are moved where no child process, no C library and no
# user code finds them; then the runtime is loaded from the packages beside this file and takes over.

const PROTOCOL_FD = something(tryparse(Int, get(ENV, "POLYGLOT_PROTOCOL_FD", "")), -1)
if PROTOCOL_FD < 0
    write(Core.stderr, "This is the Julia worker of Polyglot. It is started by `polyglot`, which speaks to it over pipes;\n" *
        "POLYGLOT_PROTOCOL_FD, which names the pipe, is not set.\n")
    exit(64)
end

# A private duplicate (descriptor 10 or higher) that child processes do not inherit; the old number becomes another file.
function take_descriptor(fd::Int, replacement::Int)
    private = ccall(:fcntl, Cint, (Cint, Cint, Cint...), fd, 0, 10)
    if private < 0
        write(Core.stderr, "polyglot julia worker: descriptor $fd is not open\n")
        exit(64)
    end
    ccall(:fcntl, Cint, (Cint, Cint, Cint...), private, 2, 1)
    replacement < 0 ? ccall(:close, Cint, (Cint,), fd) : ccall(:dup2, Cint, (Cint, Cint), replacement, fd)
    return Int(private)
end

const OUTPUT = take_descriptor(PROTOCOL_FD, PROTOCOL_FD == 1 ? 2 : -1)
const INPUT = let null = ccall(:open, Cint, (Cstring, Cint), "/dev/null", 0)
    fd = take_descriptor(0, Int(null))
    ccall(:close, Cint, (Cint,), null)
    fd
end

# Packages of the runtime come from Julia's cache of compiled packages where that can be used or made, else from source. The cache is
# kept in POLYGLOT_JULIA_CACHE, if that is set, else in the user's first depot.
function load_package(name::Symbol)
    depots = copy(DEPOT_PATH)
    cache = get(ENV, "POLYGLOT_JULIA_CACHE", "")
    isempty(cache) || pushfirst!(DEPOT_PATH, cache)
    try
        Core.eval(Main, :(import $name))
    catch e
        e isa InterruptException && rethrow()
        without_cache(() -> Core.eval(Main, :(import $name)))
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

push!(LOAD_PATH, joinpath(@__DIR__, "packages"))
load_package(:PolyglotRuntime)

PolyglotRuntime.main(INPUT, OUTPUT)
