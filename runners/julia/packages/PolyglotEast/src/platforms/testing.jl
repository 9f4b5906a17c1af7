# The package `testing` (spec 6.1): programs that test report each test as one line of JSON.

mutable struct TestRun
    suite::String
    test::String
    passed::Int
    failed::Int
    failures::Vector{String}
end

const MAX_FAILURES, MAX_FAILURE_TEXT = 20, 1000

"The functions of the package; `report` gets each test's line."
function testing_functions(report)
    t = TestRun("", "", 0, 0, String[])
    body = t_async(Ty[], T_NULL)
    failed(message::String) = (t.failed += 1; length(t.failures) < MAX_FAILURES && push!(t.failures, first(message, MAX_FAILURE_TEXT)); nothing)
    function describe(args)
        outer = t.suite
        t.suite = args[1]
        call_east(args[2], Any[])
        t.suite = outer
        return nothing
    end
    function test(args)
        t.test, t.passed, t.failed = args[1], 0, 0
        empty!(t.failures)
        m = mark()
        try
            call_east(args[2], Any[])
        catch e
            e isa EastError || rethrow()
            failed(display_text(land!(e, m)))
        end
        report(test_line(t))
        return nothing
    end
    return PlatformFunction[PlatformFunction("describe", Ty[T_STRING, body], T_NULL, true, describe),
        PlatformFunction("test", Ty[T_STRING, body], T_NULL, true, test),
        PlatformFunction("testPass", Ty[], T_NULL, false, args -> (t.passed += 1; nothing)),
        PlatformFunction("testFail", Ty[T_STRING], T_NULL, false, args -> failed(args[1]))]
end

test_line(t::TestRun) = string("{\"suite\":", quoted_text(t.suite), ",\"test\":", quoted_text(t.test), ",\"passed\":", t.passed, ",\"failed\":", t.failed,
    ",\"failures\":[", join(map(quoted_text, t.failures), ','), "]}")
