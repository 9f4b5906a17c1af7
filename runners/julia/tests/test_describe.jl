folder = realpath(mktempdir())
write(joinpath(folder, "shared.jl"), "include(\"deeper.jl\")\nstruct Row\n    date::DateTime\n    ppm::Float64\nend\nhelper(x::Int64)::Int64 = x\n")
write(joinpath(folder, "deeper.jl"), "const K = 1\n")
main = joinpath(folder, "main.jl")
write(main, """
    using Dates
    include("shared.jl")

    \"\"\"
        trend(rows, steps = 2) -> Float64

    The slope of the line
    through the rows.
    \"\"\"
    trend(rows::Vector{Row}, steps::Int64 = 2)::Float64 = 1.0
    function plain(x, y::Float64)
        return x
    end
    inferred(x::Vector{Float64}) = sum(x)
    option(x::Union{Nothing,Int64})::Union{Nothing,Int64} = x
    rows(n::Int64) = [(a = i, b = "x") for i in 1:n]
    overloaded(x::Int64)::Int64 = x
    overloaded(x::String)::String = x
    keywords(x::Int64; scale::Int64 = 1)::Int64 = x * scale
    rest(xs::Int64...)::Int64 = sum(xs)
    _private(x::Int64)::Int64 = x
    generic(x::Vector{T}) where {T<:Real} = x
    struct NotAFunction end
    module Inner
    twice(x::Int64)::Int64 = 2x
    end
    """)
loaded = R.script_of(R.Worker(R.Session(R.Shared(0), R.table()), Dict{String,R.Script}()), main, "1")
description = Base.invokelatest(R.describe_script, loaded, String[])
functions = Dict(f[:name] => f for f in description[:functions])
friendly_schema(bytes) = R.friendly(R.type_of_schema(bytes))

@testset "which functions" begin
    @test [f[:name] for f in description[:functions]] == ["trend", "plain", "inferred", "option", "rows", "overloaded", "keywords", "rest", "generic"]
    @test functions["trend"][:line] == 10 && functions["plain"][:line] == 11
end
@testset "dependencies, nested" begin
    @test sort(description[:dependencies]) == [joinpath(folder, "deeper.jl"), joinpath(folder, "shared.jl")]
end
@testset "parameters, defaults, documentation" begin
    f = functions["trend"]
    @test f[:summary] == "The slope of the line"
    @test [p[:name] for p in f[:parameters]] == ["rows", "steps"]
    @test friendly_schema(f[:parameters][1][:schema]) == "Array<Struct<date: DateTime, ppm: Float>>"
    @test !haskey(f[:parameters][1], :optional) && f[:parameters][2][:optional]
    @test friendly_schema(f[:output]) == "Float"
end
@testset "results declared and inferred" begin
    @test friendly_schema(functions["inferred"][:output]) == "Float"
    @test friendly_schema(functions["option"][:output]) == "Option<Integer>"
    @test friendly_schema(functions["rows"][:output]) == "Array<Struct<a: Integer, b: String>>"
    @test friendly_schema(functions["keywords"][:output]) == "Integer" && length(functions["keywords"][:parameters]) == 1
end
@testset "problems are named" begin
    @test functions["plain"][:parameters][1][:problem] == "there is no annotation"
    @test haskey(functions["plain"], :problem) && !haskey(functions["plain"], :output)
    @test occursin("lines 17, 18", functions["overloaded"][:problem])
    @test occursin("any number", functions["rest"][:parameters][1][:problem])
end
@testset "named ones only, in modules too, unknown ones with a problem" begin
    chosen = Base.invokelatest(R.describe_script, loaded, ["helper", "Inner.twice", "nothing_such"])[:functions]
    @test friendly_schema(chosen[1][:output]) == "Integer"
    @test friendly_schema(chosen[2][:output]) == "Integer"
    @test occursin("there is no function nothing_such", chosen[3][:problem])
end
@testset "calls choose among methods by arity and types" begin
    call(name, types...) = Base.invokelatest(R.choose_plans, Base.invokelatest(R.function_of, loaded, name), name, R.EastType[friendly_type(t) for t in types], [R.table() for _ in types])
    @test call("overloaded", "String")[1].type === String
    @test call("overloaded", "Integer")[1].type === Int64
    @test_throws R.Failure call("overloaded", "Float")
    @test length(call("rest", "Integer", "Integer", "Integer")) == 3
    @test length(call("trend", "Array<Struct<date:DateTime,ppm:Float>>")) == 1
    @test call("generic", "Array<Float>")[1].type === Vector{Float64}
    @test_throws R.Failure call("generic", "Array<String>")
end
@testset "the rehearsal runs" begin
    @test R.rehearse() === nothing
end
