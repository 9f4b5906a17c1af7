# Platform functions of plugins: announced, called with Julia's own values, and failing with the library's own exceptions. The
# package is the Julia half of plugins/datascience, the data that of examples/co2-outlook.

const DATASCIENCE = joinpath(REPOSITORY, "plugins", "datascience", "julia", "datascience.jl")

listed = "[{\"id\":\"datascience\",\"path\":$(P.quoted_text(DATASCIENCE))},{\"id\":\"broken\",\"path\":\"/nowhere/none.jl\"}]"
c = start(environment = Dict("POLYGLOT_PLATFORMS" => listed))
_, _, ready = receive(c)
announced = Dict(f[:name] => f for f in ready[:platform_functions])
east_friendly(text) = P.type_from(R.type_of_friendly(text))
floats, rows = east_friendly("Array<Float>"), east_friendly("Array<Array<Float>>")

"A program that calls one platform function with its own parameters."
calling(name, types, output) = function_ir([("p$i", t) for (i, t) in enumerate(types)], output, platform_ir(name, output, 5, [variable_ir("p$i", t) for (i, t) in enumerate(types)]...))
function call(name, inputs...)
    f = announced[name]
    friendly(t) = R.friendly(R.type_of_schema(t[:schema]))
    types = [friendly(t) for t in f[:inputs]]
    output = friendly(f[:output])
    reply = run_east(c, calling(name, map(east_friendly, types), east_friendly(output)), collect(zip(types, inputs)), output; platforms = ["std", "datascience"])
    reply[1] == :Completed || return reply[2][:error]
    t = R.type_of_friendly(output)
    return R.with_file(joinpath(c.folder, "output")) do s
        R.read_header(s, R.schema_of_type(t), t)
        R.read_whole(s, R.default_plan(t))
    end
end

@testset "what the plugin offers is announced; what does not load is left out" begin
    @test "linalg_solve" in keys(announced)
    @test count(startswith("linalg_"), keys(announced)) == 8
    @test count(startswith("series_"), keys(announced)) == 9
    @test occursin("the platform package 'broken' (/nowhere/none.jl) does not load", read(c.log, String))
end
@testset "linear algebra" begin
    @test call("linalg_solve", [[2.0, 1.0], [1.0, 3.0]], [3.0, 5.0]) ≈ [0.8, 1.4]
    fit = call("linalg_least_squares", [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    @test fit.coefficients ≈ [1.0, 2.0]
    @test fit.rank == 2 && abs(fit.residual) < 1e-20
    @test call("linalg_inverse", [[2.0, 0.0], [0.0, 4.0]]) ≈ [[0.5, 0.0], [0.0, 0.25]]
    @test call("linalg_determinant", [[1.0, 2.0], [3.0, 4.0]]) ≈ -2.0
    @test call("linalg_cholesky", [[4.0, 2.0], [2.0, 5.0]]) ≈ [[2.0, 0.0], [1.0, 2.0]]
    e = call("linalg_eigen", [[2.0, 1.0], [1.0, 2.0]])
    @test e.values ≈ [1.0, 3.0]
    @test e.vectors[2] ≈ [sqrt(0.5), sqrt(0.5)]
    @test [(z.re, z.im) for z in call("linalg_eigenvalues", [[0.0, -1.0], [1.0, 0.0]])] == [(0.0, -1.0), (0.0, 1.0)]
    f = call("linalg_svd", [[3.0, 0.0], [0.0, -2.0], [0.0, 0.0]])
    @test f.s ≈ [3.0, 2.0]
    u, v = permutedims(hcat(f.u...)), permutedims(hcat(f.v...))
    @test u * [f.s[1] 0; 0 f.s[2]] * v' ≈ [3.0 0.0; 0.0 -2.0; 0.0 0.0]
end
@testset "series: weekly CO2 at Mauna Loa" begin
    readings = Tuple{Float64,Float64}[]
    for line in eachline(joinpath(REPOSITORY, "examples", "co2-outlook", "data", "co2_weekly.csv"))
        m = match(r"^(\d{4})(\d{2})(\d{2}),(\d+\.\d+)", line)
        m === nothing && continue
        push!(readings, (parse(Int, m[1]) + (parse(Int, m[2]) - 1) / 12 + (parse(Int, m[3]) - 1) / 365, parse(Float64, m[4])))
    end
    @test length(readings) > 1000
    t, ppm = first.(readings), last.(readings)
    s = call("series_summary", ppm)
    @test s.count == length(ppm) && s.min == minimum(ppm) && 300 < s.mean < 450
    line = call("series_trend", t, ppm)
    @test 1.0 < line.slope < 2.5 && line.r2 > 0.9
    last_years = ppm[end-519:end]
    parts = call("series_seasons", last_years, 52)
    @test parts.trend[1] === nothing && parts.trend[100] isa Float64
    @test 4 < maximum(parts.season) - minimum(parts.season) < 9          # plants breathe in and out
    @test all(i -> parts.rest[i] === nothing || parts.trend[i] + parts.season[i] + parts.rest[i] ≈ last_years[i], 1:520)
    @test call("series_autocorrelation", ppm, 3)[1] ≈ 1.0
    @test length(call("series_moving_average", ppm, 52)) == length(ppm) - 51
    h = call("series_holt", ppm, (level = 0.5, trend = 0.1), 4)
    @test length(h.fitted) == length(ppm) && abs(h.forecast[1] - ppm[end]) < 5
    ar = call("series_autoregression", ppm .- ppm[1], 2)
    @test length(ar.coefficients) == 2 && ar.variance > 0
    @test call("series_quantiles", [1.0, 2.0, 3.0], [0.0, 0.5]) == [1.0, 2.0]
    @test call("series_correlation", [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]) ≈ 1.0
end
@testset "a call that fails shows the library's exception, the place and the input" begin
    e = call("linalg_solve", [[1.0, 1.0], [1.0, 1.0]], [1.0, 2.0])
    @test e[:code] == "user_error" && startswith(e[:summary], "SingularException")
    @test [(f[:file], R.field_of(f, :line, 0)) for f in e[:location]] == [("t.east", 5)]
    @test e[:cause][:error_type] == "SingularException" && any(f -> endswith(f[:file], "algebra.jl"), e[:cause][:frames])
    @test e[:argument] == 0
    e = call("linalg_cholesky", [[1.0, 2.0], [0.0, 1.0]])
    @test e[:summary] == "ArgumentError: the matrix is not symmetric"
end
@test stop(c) == 0
