# The package `std`, with numbers that every runtime gives.

std(name, args...) = P.STD_FUNCTIONS[name](Any[args...])
random(name, args...) = std("random_$name", args...)
near(a, b) = isapprox(a, b; rtol = 1e-15)

@testset "random numbers are the same as in every runtime" begin
    P.start_random(UInt64(7))
    @test random("uniform") == 0.7005764821796896
    @test near(random("normal"), 0.4315740128041929)
    @test random("range", -3, 3) == -2
    @test near(random("exponential", 2.0), 2.3475627004408355)
    @test near(random("weibull", 1.5), 1.6199300171704036)
    @test random("bernoulli", 0.5) == 1
    @test random("binomial", 10, 0.3) == 3
    @test random("geometric", 0.2) == 3
    @test random("poisson", 4.0) == 2
    @test near(random("pareto", 3.0), 1.4208210641521626)
    @test near(random("log_normal", 0.0, 0.5), 0.865927930045316)
    @test random("irwin_hall", 3) == 0.9192903086647298
    @test random("bates", 4) == 0.33332263422546016
    random("seed", 42)
    @test [random("range", typemin(Int64), typemax(Int64)) for _ in 1:3] == [1546998764402558742, 6990951692964543102, 12544586762248559009 % Int64]
    @test [random("uniform") for _ in 1:2] == [0.9246929453253876, 0.9918039142821028]
    @test [random("range", 1, 6) for _ in 1:5] == [1, 5, 4, 5, 6]
    random("range", typemin(Int64), typemax(Int64))
    @test random("range", typemin(Int64), 2) == -3861313757671093915
end
@testset "what is asked for must make sense" begin
    e = try random("range", 3, 2) catch e; e end
    @test e isa P.EastError && e.message == "Invalid range: min (3) > max (2)" && e.locations == [("random_range", 0, 0)]
    for p in (0.0, -1.0, 1.5, NaN)
        @test_throws P.EastError random("geometric", p)
    end
    @test random("geometric", 1.0) == 1
end
@testset "paths are text" begin
    for (f, path, expected) in (("join", ["a", "..", "/b//c/"], "b/c/"), ("join", [""], "."), ("resolve", "x/../y/", "/y"), ("resolve", "", "/"), ("dirname", "/a/b/", "/a"),
        ("dirname", "a", "."), ("dirname", "//x", "//"), ("dirname", "/", "/"), ("basename", "/a/b.txt/", "b.txt"), ("extname", "a.tar.gz", ".gz"), ("extname", ".profile", ""),
        ("extname", "..", ""))
        @test std("path_$f", path isa String ? path : P.AnyArray(Any[path...], 0)) == expected
    end
end
@testset "hashes" begin
    @test std("crypto_hash_sha256", "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    @test std("crypto_hash_sha256_bytes", Vector{UInt8}("abc"))[1] == 0xba
end
@testset "every function that is announced is there" begin
    for (package, functions) in R.BUILT_IN_PLATFORMS, (name, _) in functions
        @test package == "testing" || haskey(P.STD_FUNCTIONS, name)
    end
end
