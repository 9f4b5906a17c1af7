# The real worker over real pipes.
const KIT = joinpath(RUNTIME, "conformance", "kit.jl")

function with_worker(f; options...)
    c = start(; options...)
    try
        f(c)
    finally
        process_running(c.process) && kill(c.process, 9)
    end
end

const SCRIPTS = Ref(0)
script(c, text) = (path = joinpath(c.folder, "script-$(SCRIPTS[] += 1).jl"); write(path, text); path)

with_worker() do c
    @testset "the handshake" begin
        id, name, ready = expect(c)
        @test (id, name) == (0, :Ready)
        @test ready[:protocol] == 1 && ready[:runner] == "julia" && ready[:max_concurrency] == 1
        @test ready[:language_version] == string(VERSION)
    end
    @testset "a function runs, twice" begin
        for (a, b) in ((2, 3), (typemax(Int64), -1))
            name, done, events = execute(c, KIT, "add", [("Integer", a), ("Integer", b)], "Integer")
            @test name == :Completed && isempty(events)
            @test output_value(c, "Integer") == a + b
            @test done[:size] == filesize(joinpath(c.folder, "output"))
            @test done[:peak_memory_bytes] > 1_000_000
        end
    end
    @testset "a function may have its file's name" begin
        path = joinpath(c.folder, "namesake.jl")
        write(path, "namesake(n::Int64)::Int64 = n + 1")
        @test execute(c, path, "namesake", [("Integer", 1)], "Integer")[1] == :Completed
        @test output_value(c, "Integer") == 2
    end
    @testset "Ping between requests" begin
        @test ask(c, :Ping, R.Table())[1] == :Completed
    end
    @testset "echo of many types" begin
        for (text, value) in [("Array<Float>", [1.0, NaN, -0.0]), ("Option<Integer>", nothing), ("Dict<String,Array<Integer>>", Dict("b" => [1], "a" => Int[])),
            ("Array<Struct<date:DateTime,ppm:Float>>", [(date = DateTime(2020, 1, 2), ppm = 4.5)]), ("Blob", UInt8[1, 2]), ("Null", nothing),
            ("Variant<a:Integer,b>", Variant(:b)), ("Set<Integer>", Set([3, 1])), ("Ref<String>", Ref("x"))]
            name, message, _ = execute(c, KIT, "echo", [(text, value)], text)
            @test name == :Completed
            back = output_value(c, text)
            @test text == "Ref<String>" ? back[] == "x" : isequal(back, value)
        end
    end
    @testset "plain data" begin
        text = "Variant<array: Array<Recursive2>, boolean: Boolean, float: Float, integer: Integer, null, object: Dict<String, Recursive2>, string: String>"
        path = script(c, """
            import Polyglot
            plain() = Dict("tasks" => Dict(:a => (inputs = Any[1, 2.5, true, nothing], runner = "x")))
            same(x) = x
            wrong() = Dict(1 => 2)
            """)
        name, message, _ = execute(c, path, "plain", [], text)
        @test name == :Completed
        task = output_value(c, text).value["tasks"].value["a"].value
        @test task["runner"] == Variant(:string, "x")
        @test task["inputs"].value == [Variant(:integer, 1), Variant(:float, 2.5), Variant(:boolean, true), Variant(:null, nothing)]
        whole = output_value(c, text)
        @test execute(c, path, "same", [(text, whole)], text)[1] == :Completed
        @test output_value(c, text) == whole
        name, failed, _ = execute(c, path, "wrong", [], text)
        @test name == :Failed && occursin("a key has to be text", failed[:error][:summary])
    end
    @testset "user errors" begin
        name, failed, _ = execute(c, KIT, "fail", [("String", "first\nsecond")], "Integer")
        e = failed[:error]
        @test name == :Failed && e[:side] == 1 && e[:code] == "user_error"
        @test e[:summary] == "first" && e[:error_type] == "ErrorException"
        @test e[:frames][1][:file] == KIT && e[:frames][1][:line] == 9 && e[:frames][1][:is_user] && e[:frames][1][:function] == "fail"
        @test all(f -> f[:is_user] || !occursin("packages/PolyglotRuntime", f[:file]), e[:frames])
        @test occursin("second", e[:details]) && occursin("kit.jl:9", e[:details])
    end
    @testset "results that do not fit" begin
        name, failed, _ = execute(c, KIT, "wrong", [], "Integer")
        @test failed[:error][:code] == "type_mismatch" && failed[:error][:path] == "result"
        @test failed[:error][:summary] == "result: expected Integer, got String \"not an Integer\""
        name, failed, _ = execute(c, KIT, "cyclic", [], "Array<Array<Integer>>")
        @test failed[:error][:code] == "cyclic_value" && failed[:error][:path] == "result[0]"
    end
    @testset "requests that do not fit" begin
        @test execute(c, KIT, "ad", [], "Integer")[2][:error][:code] == "function_not_found"
        @test occursin("it defines add", execute(c, KIT, "ad", [], "Integer")[2][:error][:summary])
        @test execute(c, KIT, "add", [("Integer", 1)], "Integer")[2][:error][:code] == "arity"
        e = execute(c, KIT, "add", [("Integer", 1), ("String", "x")], "Integer")[2][:error]
        @test e[:code] == "unsupported_annotation" && e[:argument] == 1
        @test execute(c, "/does/not/exist.jl", "f", [], "Integer")[2][:error][:code] == "script_not_found"
        message = execute_message(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")
        message[:inputs][2][:path] = "/does/not/exist"
        e = ask(c, :Execute, message)[2][:error]
        @test e[:code] == "bad_input" && e[:side] == 3 && e[:argument] == 1
        message = execute_message(c, KIT, "add", [("Integer", 1), ("Float", 1.5)], "Integer")
        message[:inputs][2][:schema] = UInt8[0x08]
        e = ask(c, :Execute, message)[2][:error]
        @test e[:code] == "bad_input" && occursin("expected Integer, got Float", e[:summary])
        message = execute_message(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")
        message[:output][:path] = "/does/not/exist/output"
        @test ask(c, :Execute, message)[2][:error][:code] == "output_failed"
        message = execute_message(c, KIT, "echo", [("String", "x"^1000)], "String"; limits = R.table(:max_output_bytes => UInt64(100)))
        @test ask(c, :Execute, message)[2][:error][:code] == "output_limit"
        message[:program] = nothing
        @test ask(c, :Execute, message)[1:2] == (:Rejected, R.table(:code => "bad_request", :reason => "Execute has no program"))
        @test ask(c, :Completed, R.Table())[2][:code] == "unsupported"
    end
    @testset "captured output" begin
        name, done, events = execute(c, KIT, "speak", [("String", "héllo")], "Integer")
        @test printed(events, 1) == "héllo\n" && printed(events, 2) == "héllo\n"
        path = script(c, """
            function mix()
                print("a"); print(stderr, "b"); print("c")
                display([1 2])
                @info "note" x=1
                @warn "careful"
                write(stdout, 0x41)
                show(stdout, 3)
                1
            end
            shout(n::Int) = (for i in 1:n; println("0123456789"); end; n)
            function threads() Threads.@threads for i in 1:4 println("t") end; 1 end
            """)
        _, _, events = execute(c, path, "mix", [], "Integer")
        @test [e[3][:stream] for e in events][1:3] == [1, 2, 1]
        @test startswith(printed(events, 1), "c") || startswith(printed(events, 1), "ac")
        @test occursin("1×2", printed(events, 1)) && endswith(printed(events, 1), "A3")
        @test occursin("note", printed(events, 2)) && occursin("Warning", printed(events, 2))
        _, _, events = execute(c, path, "shout", [("Integer", 20_000)], "Integer")
        @test printed(events, 1) == "0123456789\n"^20_000
        @test length(events) < 50
        message = execute_message(c, path, "shout", [("Integer", 20_000)], "Integer"; limits = R.table(:max_log_bytes => UInt64(1000)))
        _, _, events = ask(c, :Execute, message)
        @test length(printed(events, 1)) < 1100 && occursin("output cut", printed(events, 1))
        @test printed(execute(c, path, "threads", [], "Integer")[3], 1) == "t\n"^4
    end
    @testset "what bypasses Julia reaches the log, not the protocol" begin
        @test execute(c, KIT, "raw_write", [("String", "PGR1 raw\n")], "Integer")[1] == :Completed
        path = script(c, """
            function child() run(`echo from a child`); ccall(:puts, Cint, (Cstring,), "from C"); run(`cat`); 1 end
            inherited() = parse.(Int, split(read(`sh -c 'ls /proc/self/fd'`, String)))
            """)
        @test execute(c, path, "child", [], "Integer")[1] == :Completed
        log = read(c.log, String)
        @test occursin("PGR1 raw", log) && occursin("from a child", log) && occursin("from C", log)
        if Sys.islinux()
            execute(c, path, "inherited", [], "Array<Integer>")
            without_worker = parse.(Int, split(read(`sh -c 'ls /proc/self/fd'`, String)))
            @test output_value(c, "Array<Integer>") == without_worker
        end
    end
    @testset "the SDK, by import" begin
        path = script(c, """
            import Polyglot
            using Polyglot: Variant
            function work(n::Int64)
                Polyglot.progress(0.5, "half")
                println("between")
                Polyglot.log("done"; level = :warning)
                Variant(:ok, Int64(Polyglot.seed() % Int64))
            end
            """)
        name, done, events = execute(c, path, "work", [("Integer", 1)], "Variant<ok:Integer,bad:String>")
        @test [e[2] for e in events] == [:Progress, :Output, :Log]
        @test events[1][3] == R.table(:fraction => 0.5, :message => "half")
        @test events[3][3] == R.table(:level => 3, :message => "done")
        @test output_value(c, "Variant<ok:Integer,bad:String>") == Variant(:ok, 7)
        name, _, events = execute(c, KIT, "steps", [("Integer", 3)], "Integer")
        @test [e[3][:fraction] for e in events] == [1 / 3, 2 / 3, 1.0]
    end
    @testset "the seed makes the default generator repeat" begin
        path = script(c, "f() = [rand() for _ in 1:3]")
        results = map([UInt64(7), UInt64(7), typemax(UInt64)]) do seed
            execute(c, path, "f", [], "Array<Float>"; seed = seed)
            output_value(c, "Array<Float>")
        end
        @test results[1] == results[2] != results[3]
    end
    @testset "environment and directory" begin
        path = script(c, "f() = [get(ENV, \"PG_A\", \"-\"), pwd()]")
        execute(c, path, "f", [], "Array<String>"; environment = R.Table[R.table(:key => "PG_A", :value => "1")], work_dir = realpath(c.folder))
        @test output_value(c, "Array<String>") == ["1", realpath(c.folder)]
        execute(c, path, "f", [], "Array<String>")
        @test output_value(c, "Array<String>")[1] == "-"
    end
    @testset "global state stays in a shared worker; changed code is refused" begin
        execute(c, KIT, "state", [], "Integer")
        execute(c, KIT, "state", [], "Integer")
        @test output_value(c, "Integer") == 2
        name, rejected, _ = execute(c, KIT, "state", [], "Integer"; code_id = "2")
        @test name == :Rejected && rejected[:code] == "stale_code"
    end
    @testset "inputs are fresh for every call" begin
        path = script(c, "f(x) = (push!(x, 4.0); x)")
        for _ in 1:2
            execute(c, path, "f", [("Array<Float>", [1.0])], "Array<Float>")
            @test output_value(c, "Array<Float>") == [1.0, 4.0]
        end
    end
    @testset "scripts that do not load" begin
        path = script(c, "f() = 1\n\nx = 1 +* 2\n")
        e = execute(c, path, "f", [], "Integer")[2][:error]
        @test e[:code] == "load_failed" && e[:frames][1][:file] == path && e[:frames][1][:line] == 3
        inner = script(c, "g() = 1\nerror(\"while loading\")\n")
        path = script(c, "include(\"$(basename(inner))\")\n")
        e = execute(c, path, "f", [], "Integer")[2][:error]
        @test e[:code] == "load_failed" && e[:summary] == "while loading"
        @test e[:frames][1][:file] == inner && e[:frames][1][:line] == 2
        e = execute(c, script(c, "using NoSuchPackage"), "f", [], "Integer")[2][:error]
        @test e[:code] == "load_failed" && occursin("NoSuchPackage", e[:summary])
    end
    @testset "errors within errors, tasks, overflow" begin
        path = script(c, """
            function outer() try; inner(); catch; error("outer"); end end
            inner() = throw(ArgumentError("inner"))
            spawned() = fetch(@async error("in a task"))
            deep(n) = 1 + deep(n + 1)
            overflow() = deep(0)
            bounds() = [1, 2][3]
            """)
        e = execute(c, path, "outer", [], "Integer")[2][:error]
        @test e[:summary] == "outer" && e[:cause][:summary] == "ArgumentError: inner" && e[:cause][:frames][1][:line] == 2
        e = execute(c, path, "spawned", [], "Integer")[2][:error]
        @test e[:summary] == "in a task" && e[:frames][1][:line] == 3
        e = execute(c, path, "overflow", [], "Integer")[2][:error]
        @test e[:error_type] == "StackOverflowError" && e[:frames][1][:line] == 4
        e = execute(c, path, "bounds", [], "Integer")[2][:error]
        @test e[:error_type] == "BoundsError" && e[:frames][1][:line] == 6
    end
    @testset "Shutdown" begin
        @test ask(c, :Shutdown, R.Table())[1] == :Completed
        @test stop(c) == 0
    end
end

# A script whose functions are busy until a file is there: with allocation, without, and asleep; they say when they begin.
const BUSY = """
    import Polyglot
    there(file) = GC.@preserve file ccall(:access, Cint, (Ptr{UInt8}, Cint), pointer(file), 0) == 0
    function allocate(file::String) Polyglot.progress(0.0); x = Any[]; while !there(file); x = Any[time()]; end; 1 end
    function compute(file::String) Polyglot.progress(0.0); n = 0; while !there(file); n += 1; end; 1 end
    function rest(file::String) Polyglot.progress(0.0); while !there(file); sleep(0.01); end; 1 end
    function say(file::String) Polyglot.progress(0.0); println("early"); n = 0; while !there(file); n += 1; end; 1 end
    function catching(file::String) try; allocate(file); catch; end; error("caught it") end
    """

with_worker() do c
    @test expect(c)[2] == :Ready
    path = script(c, BUSY)
    never = joinpath(c.folder, "never")
    files = 0
    busy_message(name, file; extra...) = execute_message(c, path, name, [("String", file)], "Integer"; extra...)
    function begin_busy(name; file = never)
        id = request(c, :Execute, busy_message(name, file))
        @test expect(c)[2] == :Progress
        return id
    end
    new_file() = joinpath(c.folder, "go-$(files += 1)")
    @testset "while user code computes: $name" for name in ("allocate", "compute", "rest")
        file = new_file()
        id = begin_busy(name; file = file)
        ping = request(c, :Ping, R.Table())
        @test expect(c)[1:2] == (ping, :Completed)
        other = request(c, :Execute, busy_message(name, file))
        got, what, rejected = expect(c)
        @test (got, what, rejected[:code]) == (other, :Rejected, "busy")
        touch(file)
        @test await(c, id)[1] == :Completed
    end
    @testset "output comes before its function ends" begin
        file = new_file()
        id = begin_busy("say"; file = file)
        @test expect(c)[2] == :Output
        ping = request(c, :Ping, R.Table())
        @test expect(c)[1:2] == (ping, :Completed)
        touch(file)
        @test await(c, id)[1] == :Completed
    end
    @testset "Cancel stops user code at a safepoint: $name" for name in ("allocate", "rest", "catching")
        id = begin_busy(name)
        send(c, id, :Cancel, R.table(:reason => "test"))
        @test await(c, id)[1] == :Cancelled
        @test execute(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")[1] == :Completed
    end
    @testset "Cancel of code without a safepoint comes when it ends" begin
        file = new_file()
        id = begin_busy("compute"; file = file)
        send(c, id, :Cancel, R.table(:reason => "test"))
        ping = request(c, :Ping, R.Table())
        @test expect(c)[1:2] == (ping, :Completed)      # so Cancel was read while the code ran
        touch(file)
        @test await(c, id)[1] == :Cancelled
        @test execute(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")[1] == :Completed
    end
    @testset "Cancel of what is over or unknown is ignored" begin
        send(c, c.next, :Cancel, R.Table())
        send(c, UInt64(999), :Cancel, R.Table())
        @test execute(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")[1] == :Completed
    end
    @testset "a signal between requests hurts no request" begin
        kill(c.process, 2)
        ask(c, :Ping, R.Table())
        @test execute(c, KIT, "add", [("Integer", 1), ("Integer", 1)], "Integer")[1] == :Completed
    end
    @testset "a deadline of $milliseconds ms" for milliseconds in (1, 200)
        name, failed, _ = ask(c, :Execute, busy_message("rest", never; deadline_ms = UInt64(milliseconds)))
        @test name == :Failed && failed[:error][:code] == "deadline"
    end
    @testset "the end of stdin ends a computing worker" begin
        begin_busy("compute")
        @test stop(c) == 0
    end
end

@testset "Cancel stops the first request of a worker: $name" for name in ("allocate", "rest")
    with_worker() do c
        @test expect(c)[2] == :Ready
        message = execute_message(c, script(c, BUSY), name, [("String", joinpath(c.folder, "never"))], "Integer")
        id = request(c, :Execute, message)
        @test expect(c)[2] == :Progress
        send(c, id, :Cancel, R.table(:reason => "test"))
        @test await(c, id)[1] == :Cancelled
    end
end

@testset "Shutdown while user code computes" begin
    with_worker() do c
        @test expect(c)[2] == :Ready
        path = script(c, BUSY)
        id = request(c, :Execute, execute_message(c, path, "compute", [("String", joinpath(c.folder, "never"))], "Integer"))
        @test expect(c)[2] == :Progress
        bye = request(c, :Shutdown, R.Table())
        @test expect(c)[1:2] == (id, :Cancelled)
        @test expect(c)[1:2] == (bye, :Completed)
        @test stop(c) == 0
    end
end

@testset "a worker that dies says nothing more" begin
    with_worker() do c
        @test expect(c)[2] == :Ready
        request(c, :Execute, execute_message(c, KIT, "die", [], "Integer"))
        @test receive(c) === nothing
        @test occursin("killed by signal 9", ending(c))
    end
end
