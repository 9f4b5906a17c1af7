# East programs over the protocol.

c = start()
id, name, ready = receive(c)
@testset "Ready says what programs may call" begin
    @test ready[:ir_versions] == ["0.0.1-beta.25"]
    announced = Dict(f[:name] => f for f in ready[:platform_functions])
    @test issubset(["console_log", "random_range", "describe", "testFail", "time_now"], keys(announced))
    f = announced["random_range"]
    @test [R.friendly(R.type_of_schema(t[:schema])) for t in f[:inputs]] == ["Integer", "Integer"]
    @test R.friendly(R.type_of_schema(announced["describe"][:inputs][2][:schema])) == "async () => Null"
end
add = function_ir([("a", P.T_INTEGER), ("b", P.T_INTEGER)], P.T_INTEGER, builtin_ir("IntegerAdd", P.T_INTEGER, 3, [], variable_ir("a", P.T_INTEGER), variable_ir("b", P.T_INTEGER)))
@testset "a program gets its inputs and gives its output" begin
    name, reply, _ = run_east(c, add, [("Integer", 2), ("Integer", 40)], "Integer")
    @test name == :Completed
    @test output_value(c, "Integer") == 42
    name, reply, _ = run_east(c, add, [("Integer", 2), ("Integer", 3)], "Integer"; ir_id = repeat("a", 64))
    name, reply, _ = run_east(c, add, [("Integer", 2), ("Integer", 4)], "Integer"; ir_id = repeat("a", 64))
    @test output_value(c, "Integer") == 6
end
@testset "errors of a program say where they come from" begin
    divide = function_ir([("a", P.T_INTEGER)], P.T_INTEGER, builtin_ir("IntegerDivide", P.T_INTEGER, 8, [], variable_ir("a", P.T_INTEGER), value_ir(0)))
    name, reply, _ = run_east(c, divide, [("Integer", 2)], "Integer")
    @test name == :Failed
    e = reply[:error]
    @test (e[:code], e[:side], e[:error_type], e[:summary]) == ("user_error", R.SIDE_TASK, "EastError", "Division by zero")
    @test [(f[:file], f[:line], f[:column]) for f in e[:location]] == [("t.east", 8, 1)]
    @test e[:details] == "t.east:8:1: Division by zero"
end
@testset "what cannot be loaded" begin
    name, reply, _ = run_east(c, function_ir([], P.T_INTEGER, platform_ir("nowhere", P.T_INTEGER, 4)), [], "Integer")
    @test reply[:error][:code] == "load_failed"
    @test occursin("nowhere", reply[:error][:summary])
    path = tempname(c.folder; cleanup = false)
    write(path, vcat(P.BEAST2_MAGIC, 0x08, 0x02))
    name, reply, _ = ask(c, :Execute, east_message(c, path, [], "Integer"))
    @test reply[:error][:code] == "load_failed"
    name, reply, _ = run_east(c, add, [("Integer", 2)], "Integer")
    @test reply[:error][:code] == "arity"
    name, reply, _ = run_east(c, add, [("Integer", 2), ("String", "x")], "Integer")
    @test reply[:error][:code] == "unsupported_annotation"
    @test reply[:error][:argument] == 1
    name, reply, _ = run_east(c, add, [("Integer", 1), ("Integer", 1)], "Integer"; platforms = ["none"])
    @test reply[:error][:code] == "load_failed"
end
@testset "what programs print is captured" begin
    say = function_ir([], P.T_NULL, block_ir(P.T_NULL, platform_ir("console_log", P.T_NULL, 1, value_ir("hello")), platform_ir("console_error", P.T_NULL, 1, value_ir("oh"))))
    name, reply, events = run_east(c, say, [], "Null")
    @test name == :Completed
    @test printed(events, 1) == "hello\n"
    @test printed(events, 2) == "oh\n"
end
@testset "random numbers come from the seed" begin
    draw = function_ir([], P.T_INTEGER, platform_ir("random_range", P.T_INTEGER, 1, value_ir(1), value_ir(1_000_000)))
    values = map([UInt64(7), UInt64(7), UInt64(8)]) do seed
        run_east(c, draw, [], "Integer"; seed = seed)
        output_value(c, "Integer")
    end
    @test values[1] == values[2] != values[3]
    name, reply, _ = run_east(c, function_ir([], P.T_INTEGER, platform_ir("random_range", P.T_INTEGER, 1, value_ir(2), value_ir(1))), [], "Integer")
    @test reply[:error][:summary] == "Invalid range: min (2) > max (1)"
    @test reply[:error][:location][1][:file] == "random_range"
end
@testset "tests report in the log" begin
    body = node_ir(:AsyncFunction, P.t_async(P.Ty[], P.T_NULL), 1, east_list(), east_list(),
        block_ir(P.T_NULL, platform_ir("testPass", P.T_NULL, 1), platform_ir("testFail", P.T_NULL, 1, value_ir("no \"luck\""))))
    suite = node_ir(:AsyncFunction, P.t_async(P.Ty[], P.T_NULL), 1, east_list(), east_list(), platform_ir("test", P.T_NULL, 1, value_ir("T"), body))
    root = node_ir(:AsyncFunction, P.t_async(P.Ty[], P.T_NULL), 1, east_list(), east_list(), platform_ir("describe", P.T_NULL, 1, value_ir("S"), suite))
    name, reply, events = run_east(c, root, [], "Null"; platforms = ["testing"])
    @test name == :Completed
    @test [e[3][:message] for e in events if e[2] == :Log] == ["{\"suite\":\"S\",\"test\":\"T\",\"passed\":1,\"failed\":1,\"failures\":[\"no \\\"luck\\\"\"]}"]
end
@testset "an endless program is cancelled, and the worker goes on" begin
    spin = function_ir([], P.T_NULL, node_ir(:While, P.T_NULL, 1, value_ir(true), ("l", at(1)), block_ir(P.T_NULL)))
    running = request(c, :Execute, east_message(c, program_file(c, spin), [], "Null"))
    send(c, running, :Cancel, R.table(:reason => "enough"))
    name, _, _ = await(c, running)
    @test name == :Cancelled
    name, reply, _ = run_east(c, spin, [], "Null"; deadline_ms = UInt64(200))
    @test reply[:error][:code] == "deadline"
    name, reply, _ = run_east(c, add, [("Integer", 2), ("Integer", 40)], "Integer")
    @test name == :Completed
end
@test stop(c) == 0
