# Programs in East in the Julia runtime beside the same by hand: processor time, best of five, compile time apart.
# `julia --startup-file=no bench/east/julia.jl [FOLDER ...]`: the programs of a folder with an index.json (argument, reference time) are run too.

push!(LOAD_PATH, joinpath(@__DIR__, "..", "..", "runners", "julia", "packages"))
import PolyglotEast
const P = PolyglotEast
include("by_hand.jl")

const COUNTS = ["integers" => 150_000, "mandelbrot" => 300, "text" => 300_000, "arrays" => 1_000_000, "dicts" => 300_000, "structs" => 5_000, "fibonacci" => 24]

processor_ms() = (t = Vector{Int64}(undef, 2); ccall(:clock_gettime, Cint, (Cint, Ptr{Int64}), Sys.isapple() ? 12 : 2, t); t[1] * 1000 + t[2] / 1e6)

function spent(work)
    before = processor_ms()
    result = work()
    return processor_ms() - before, result
end
best(work) = minimum(spent(work)[1] for _ in 1:5)

loaded(path::String) = P.load_program(P.read_program(read(path)), P.Platform())
run_program(program, n::Int64) = P.run_program(program, Any[n], P.Platform())

function main(folders)
    for (name, count) in COUNTS
        path = joinpath(@__DIR__, "$name.beast2")
        isfile(path) || continue
        loading, program = spent(() -> loaded(path))
        small, _ = spent(() -> run_program(program, 1))
        first, result = spent(() -> run_program(program, count))
        east = best(() -> run_program(program, count))
        by_hand = getfield(ByHand, Symbol(name))
        expected = by_hand(count)
        hand = best(() -> by_hand(count))
        println(rpad(name, 12), lpad(round(east; digits = 1), 9), " ms, by hand ", lpad(round(hand; digits = 1), 8), " ms: ", round(east / hand; digits = 2), " times; loaded in ",
            round(loading; digits = 1), " ms, first call ", round(small; digits = 1), " ms, first of this size ", round(first; digits = 1), " ms", result == expected ? "" : "  WRONG: $result, not $expected")
    end
    for folder in folders
        index = P.parse_json_text(read(joinpath(folder, "index.json"), String))[1]
        for (name, item) in zip(index.names, index.values)
            program = loaded(joinpath(folder, "$name.beast2"))
            n = parse(Int64, P.member(item, "argument"))
            first, _ = spent(() -> run_program(program, n))
            east = best(() -> run_program(program, n))
            reference = P.member(item, "reference_ms_best_of_3")
            println(rpad(name, 18), lpad(round(east; digits = 1), 8), " ms, first ", lpad(round(first; digits = 1), 8), " ms; reference ", reference, " ms: ", round(reference / east; digits = 1), " times as fast")
        end
    end
end

main(ARGS)
