# The decoders of the evaluator, on what is nearly right: each gives a value or its own error, and nothing else.

const FUZZ_SECONDS = 1.0

function mutated(random, bytes::Vector{UInt8})
    out = copy(bytes)
    for _ in 1:rand(random, 1:4)
        isempty(out) && return out
        i = rand(random, 1:length(out))
        what = rand(random, 1:5)
        what == 1 ? (out[i] = rand(random, UInt8)) : what == 2 ? (out[i] ⊻= UInt8(1) << rand(random, 0:7)) : what == 3 ? deleteat!(out, i) :
        what == 4 ? insert!(out, i, rand(random, UInt8)) : resize!(out, i)
    end
    return out
end

"Feeds mutations of samples to a decoder for a while, always the same ones; gives how many there were."
function fuzz(decode, samples::Vector{Vector{UInt8}}, expected)
    random = MersenneTwister(20240607)
    stop = time() + FUZZ_SECONDS
    count = 0
    while time() < stop || count < 200
        bytes = mutated(random, rand(random, samples))
        count += 1
        try
            decode(bytes)
        catch e
            any(t -> e isa t, expected) && continue
            @error "a decoder does not refuse by itself" bytes2hex(bytes) exception = (e, catch_backtrace())
            return false
        end
    end
    return true
end

row = P.t_struct([("a", P.T_INTEGER), ("b", P.t_option(P.T_STRING)), ("c", P.t_array(P.T_FLOAT))])
tree = P.t_struct([("v", P.T_INTEGER), ("kids", P.t_array(P.t_recursive(2)))])
texts = [(P.t_array(row), "[(a=1, b=.some \"x\", c=[1.5, NaN]), (a=-2, b=.none, c=[])]"), (tree, "(v=1, kids=[(v=2, kids=2#)])"),
    (P.t_dict(P.T_STRING, P.t_set(P.T_INTEGER)), "{\"k\":{1,2},\"l\":{}}"), (P.t_array(P.T_DATETIME), "[2020-01-02T03:04:05.678]"), (P.T_BLOB, "0x0102")]

@testset "beast2" begin
    @test fuzz([P.encode_beast2(t, P.parse_east(t, text)) for (t, text) in texts], (P.DecodeFailure,)) do bytes
        P.check_magic(bytes, P.BEAST2_MAGIC)
        t = P.read_schema(P.Reader(bytes, 8))
        P.decode_beast2(bytes, t; any_order = true)
    end
end
@testset "beast v1" begin
    @test fuzz([P.encode_beast1(t, P.parse_east(t, text)) for (t, text) in texts if P.beast1_problem(t) === nothing], (P.DecodeFailure,)) do bytes
        P.check_magic(bytes, P.BEAST1_MAGIC)
        P.decode_beast1(bytes, P.type1(P.Reader(bytes, 8)).ty)
    end
end
@testset "East text and JSON" begin
    for (t, text) in texts
        json = P.json_text(P.graph(t), P.parse_east(t, text))
        @test fuzz(bytes -> P.is_utf8(bytes) && P.parse_east(t, String(bytes)), [Vector{UInt8}(text)], ())
        @test fuzz(bytes -> P.is_utf8(bytes) && P.parse_json_value(t, String(bytes)), [Vector{UInt8}(json)], ())
    end
end
@testset "CSV" begin
    table = P.graph(P.t_struct([("a", P.T_INTEGER), ("b", P.t_option(P.T_STRING)), ("d", P.T_DATETIME)]))
    @test fuzz(bytes -> P.decode_csv(table, bytes, P.CsvOptions()), [Vector{UInt8}("a,b,d\r\n1,\"x,\"\"\",2020-01-02T03:04:05Z\r\n2,,2020-01-02\n")], (P.CsvFailure,))
end
@testset "programs" begin
    samples = Vector{UInt8}[P.encode_beast2_value(P.T_IR, root) for root in (P.Rehearsal.sum_program(), recursive_program())]
    header = P.beast2_header(P.T_IR)
    platform = P.Platform()
    @test fuzz(bytes -> P.load_program(P.read_program(vcat(header, bytes)), platform), samples, (P.ProgramProblem,))
end
@testset "programs that contain themselves, or are too large as trees" begin
    statements = P.AnyArray(Any[], 0)
    block = node_ir(:Block, P.T_NULL, 1, statements)
    push!(statements.items, block)
    @test_throws P.ProgramProblem P.load_program(function_ir([], P.T_NULL, block), P.Platform())
    inner = block_ir(P.T_NULL)
    for _ in 1:40
        shared = east_list(inner, inner)
        inner = node_ir(:Block, P.T_NULL, 1, shared)
    end
    @test_throws P.ProgramProblem P.load_program(function_ir([], P.T_NULL, inner), P.Platform())
    inner = value_ir(1)
    for _ in 1:40
        inner = node_ir(:Builtin, P.T_INTEGER, 1, "IntegerAdd", east_list(), east_list(inner, inner))
    end
    @test_throws P.ProgramProblem P.load_program(function_ir([], P.T_INTEGER, inner), P.Platform())
end
