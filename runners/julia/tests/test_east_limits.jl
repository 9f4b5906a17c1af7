# Deep calls, and what is left open when errors come through.

function outcome_of(root, args...)
    try
        return P.run_program(P.load_program(root, P.Platform()), Any[args...], P.Platform())
    catch e
        e isa P.EastError || rethrow()
        return e
    end
end

for hot in (1 << 62, -1)
    before = P.HOT_WORK[]
    P.HOT_WORK[] = hot
    @testset "calls are nested 10,000 deep and no deeper $(hot < 0 ? "compiled" : "interpreted")" begin
        root = recursive_program()
        @test outcome_of(root, 9998) == 9998          # the program, f(9998) … f(0): 10,000 functions
        e = outcome_of(root, 9999)
        @test e isa P.EastError && e.message == "Maximum call depth exceeded"
        @test length(e.locations) == 10_000
        @test e.locations[1] == at(7) && e.locations[end] == at(9)
        @test outcome_of(root, 100) == 100
        @test P.RUN.depth == 0 || P.RUN.depth == 1
    end
    P.HOT_WORK[] = before
end
