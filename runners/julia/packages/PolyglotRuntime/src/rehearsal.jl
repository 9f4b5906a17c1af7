# What every worker is about to do, done once while this package is compiled, so that Julia keeps what it infers (and,
# from 1.9 on, the machine code) in its cache. Nothing here runs in a worker.

module Rehearsal
add(a::Int64, b::Int64)::Int64 = a + b
echo(x) = x
"Documented."
speak(text::String)::Int64 = length(text)
fail(message::String)::Int64 = error(message)
wrong(x::Float64)::Int64 = 1
end

function rehearse()
    mktempdir() do folder
        c = allocate_shared()
        slot!(c, IN_FD, 0)
        slot!(c, OUT_FD, Int(ccall(:open, Cint, (Cstring, Cint), "/dev/null", 1)))
        slot!(c, MAX_FRAME, DEFAULT_MAX_FRAME)
        prepare_frames(c)
        w = Worker(Session(c, Table()), Dict{String,Script}())
        path = abspath(String(first(methods(Rehearsal.add)).file))
        w.scripts[path] = Script(path, "", Rehearsal, String[], Dict{String,Any}())
        Base.sigatomic_begin()
        rehearse_calls(w, path, folder)
        Base.sigatomic_end()
        out = CapturedStream(c, STREAM_STDOUT)
        slot!(c, STATE, BUSY)
        println(out, "text ", 1, ' ', 2.5)
        show(out, MIME("text/plain"), [1.0 2.0])
        slot!(c, STATE, IDLE)
        ccall(:close, Cint, (Cint,), slot(c, OUT_FD) % Cint)
    end
    return
end

function rehearse_calls(w::Worker, path::String, folder::String)
    rows = EastType(STRUCT, [EastType(DATETIME), EastType(FLOAT), EastType(STRING)], ["d", "f", "s"])
    option = EastType(VARIANT, [EastType(NULL), EastType(FLOAT)], ["none", "some"])
    fixed = EastType(STRUCT, [EastType(BOOLEAN), EastType(FLOAT)], ["b", "f"])
    dict = EastType(DICT, [EastType(STRING), array_type(EastType(INTEGER))])
    echoed = Any[(array_type(EastType(FLOAT)), [1.0, NaN]), (array_type(rows), [(d = datetime(0), f = 1.0, s = "x")]), (option, 1.5),
        (array_type(fixed), [(b = true, f = 1.0)]), (dict, Dict("k" => [1], "j" => [2])), (EastType(STRING), "s"),
        (EastType(SET, [EastType(INTEGER)]), Set([2, 1])), (array_type(array_type(EastType(FLOAT))), [1.0 2.0; 3.0 4.0]),
        (array_type(EastType(STRING)), ["a"]), (array_type(EastType(INTEGER)), [1, 2]), (EastType(BLOB), UInt8[1])]
    integer, float, text = EastType(INTEGER), EastType(FLOAT), EastType(STRING)
    calls = Any[("add", Any[(integer, 1), (integer, 2)], integer), ("speak", Any[(text, "x")], integer),
        ("fail", Any[(text, "x")], integer), ("wrong", Any[(float, 1.0)], text), ("none", Any[], integer), ("add", Any[], integer),
        ("add", Any[(text, "x"), (integer, 1)], integer)]
    for (t, value) in echoed
        push!(calls, ("echo", Any[(t, value)], t))
    end
    for (name, inputs, output) in calls
        execute_rehearsed(w, path, folder, name, inputs, output)
    end
    describe_message = decode_again(encode_frame(UInt64(1), :Describe, table(:script => path, :code_id => "")))
    handle(w, UInt64(1), T_DESCRIBE, describe_message)
    handle(w, UInt64(1), T_DESCRIBE, table(:script => joinpath(folder, "none.jl"), :code_id => ""))
    decode_again(encode_frame(UInt64(0), :Hello, table(:protocol_min => 1, :protocol_max => 1, :limits => table(:max_frame_bytes => 9),
        :features => ["progress"])))
    encode_frame(UInt64(0), :Ready, table(:protocol => 1, :features => String["describe"], :ir_versions => String[]))
    encode_frame(UInt64(0), :Progress, table(:fraction => 0.5, :message => "m"))
    return
end

decode_again(frame::Vector{UInt8}) = decode_envelope(frame[9:8+Int(reinterpret(UInt32, frame[5:8])[1])])[3]

function execute_rehearsed(w::Worker, path::String, folder::String, name::String, inputs::Vector{Any}, output::EastType)
    given = Table[]
    for (i, (t, value)) in enumerate(inputs)
        schema = schema_of_type(t)
        file = joinpath(folder, "in$i")
        write_file(file, encode_result(default_plan(t), schema, value, typemax(Int)))
        push!(given, table(:name => "x", :id => "", :path => file, :schema => schema))
    end
    message = table(:program => table(:kind => 1, :script => path, :function => name, :code_id => ""), :inputs => given,
        :output => table(:path => joinpath(folder, "out"), :schema => schema_of_type(output)), :work_dir => pwd(), :seed => UInt64(1),
        :environment => Table[table(:key => "POLYGLOT_REHEARSAL", :value => "1")])
    handle(w, UInt64(1), T_EXECUTE, decode_again(encode_frame(UInt64(1), :Execute, message)))
end

# What cannot be rehearsed because it blocks, ends the process or changes it.
function precompile_rest()
    precompile(main, (Int, Int))
    precompile(open_session, (Int, Int))
    precompile(read_hello, (Shared,))
    # In a system image the C function that @cfunction makes of one in the same image boxes its argument, and calls it by way of Julia's dispatch:
    # both need Julia's state of the thread, and the reading thread has none. Made in the process, it calls the machine code as it is.
    if Base.JLOptions().outputo == C_NULL
        precompile(start_reader, (Shared,))
        precompile(read_frames, (Ptr{Cvoid},))
    end
    precompile(look_after, (Shared,))
    precompile(warm_up, (Shared,))
    precompile(next_request, (Session,))
    precompile(serve, (Session,))
    precompile(install_streams, (Shared,))
    precompile(install_sdk, (Shared,))
    precompile(script_of, (Worker, String, String))
    precompile(new_space, (String,))
    precompile(load_into, (Script,))
    precompile(load_file, (Module, String))
    precompile(outcome_of, (Worker, UInt64, Any))
    return
end

if ccall(:jl_generating_output, Cint, ()) == 1
    rehearse()
    precompile_rest()
end
