# julia --startup-file=no runners/julia/tests/runtests.jl
#
# The shared vectors are looked for in $POLYGLOT_CONFORMANCE, else in ../shared/conformance beside the repository; where
# they are absent those tests are skipped with a message.

# An installation whose libunwind does not go with its libjulia dies at the first exception in compiled code.
if !success(pipeline(`$(joinpath(Sys.BINDIR, "julia")) --startup-file=no -e "@noinline g(x) = error(x); f(x) = g(x) + 1; try f(1) catch end"`, stderr = devnull))
    println("This Julia ($(Sys.BINDIR)) crashes when compiled code throws an exception: its libraries do not go together.")
    println("0 passed, 1 failed")
    exit(1)
end

push!(LOAD_PATH, joinpath(dirname(@__DIR__), "packages"))
using Test, Dates, Random
import Polyglot, PolyglotRuntime
import Polyglot: Variant
const R = PolyglotRuntime

const REPOSITORY = normpath(joinpath(@__DIR__, "..", "..", ".."))
const VECTORS = joinpath(get(ENV, "POLYGLOT_CONFORMANCE", normpath(joinpath(REPOSITORY, "..", "shared", "conformance"))), "vectors")

include("json.jl")
include("friendly.jl")
include("client.jl")
include("east.jl")

const TOPICS = isempty(ARGS) ? ["frames", "types", "vectors", "values", "annotations", "hostile", "describe", "worker", "starting", "image",
    "east_programs", "east_vectors", "east_suites", "east_limits", "east_std", "east_fuzz", "east_worker", "east_plugin"] : ARGS

passed(set) = set.n_passed + sum(Int[passed(r) for r in set.results if r isa Test.DefaultTestSet])

function run_tests()
    try
        set = @testset "julia runtime" begin
            for topic in TOPICS
                @testset "$topic" begin
                    include(joinpath(@__DIR__, "test_$topic.jl"))
                end
            end
        end
        return passed(set), 0
    catch e
        e isa Test.TestSetException || rethrow()
        return e.pass, e.fail + e.error
    end
end

const OUTCOME = run_tests()
println("$(OUTCOME[1]) passed, $(OUTCOME[2]) failed")
exit(OUTCOME[2] == 0 ? 0 : 1)
