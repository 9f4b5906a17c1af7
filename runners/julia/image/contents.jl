# What a system image of Julia with the runtime in it consists of, given to `julia --output-o` by build.sh. Julia starts bare
# then: what it otherwise does first is done here.

Base.reinit_stdio()
@eval Sys BINDIR = ccall(:jl_get_julia_bindir, Any, ())::String
@eval Sys STDLIB = $(ENV["POLYGLOT_JULIA_STDLIB"])
Base.init_load_path()
Base.init_depot_path()

push!(LOAD_PATH, joinpath(dirname(@__DIR__), "packages"))
import PolyglotRuntime
import PolyglotEast

# They are found anew by every process that starts from the image.
empty!(LOAD_PATH)
empty!(DEPOT_PATH)
