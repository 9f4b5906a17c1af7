# Values by type: what they become, and what is accepted as one.
function encoded(text, value; limit = typemax(Int))
    t = friendly_type(text)
    return R.encode_result(R.make_plan(t, Any), R.schema_of_type(t), value, limit)
end
function decoded(text, bytes::Vector{UInt8}, annotation = Any)
    t = friendly_type(text)
    return R.with_source(bytes) do s
        R.read_header(s, R.schema_of_type(t), t)
        R.read_whole(s, R.make_plan(t, annotation))
    end
end
round_trip(text, value, annotation = Any) = decoded(text, encoded(text, value), annotation)
function refusal(text, value)
    try
        encoded(text, value)
    catch e
        e isa R.ResultError || rethrow()
        return e.code, sprint(showerror, e)
    end
    return "", "accepted"
end

@testset "the specification's examples" begin
    @test encoded("Integer", 1) == hex2bytes("89456173740d0a010802")
    @test encoded("Array<Integer>", [1, -2]) == hex2bytes("89456173740d0a010008" * "00020203")
    @test encoded("Dict<String,Integer>", Dict("b" => 2, "a" => 1)) == hex2bytes("89456173740d0a01050e08" * "0002016102016204")
    @test encoded("Option<Integer>", 3)[end-1:end] == [0x01, 0x06]
    @test encoded("Option<Option<Integer>>", Variant(:some, nothing))[end-1:end] == [0x01, 0x00]
    @test encoded("Set<Struct<a:Integer>>", Set([(a = 2,), (a = 1,)]))[end-3:end] == hex2bytes("00020204")
end

@testset "default forms of $text" for (text, value, type) in [("Null", nothing, Nothing), ("Boolean", true, Bool), ("Integer", -5, Int64), ("Float", 1.5, Float64),
    ("String", "a😀", String), ("DateTime", DateTime(1969, 12, 31, 23, 59, 59, 999), DateTime), ("Blob", UInt8[0, 255], Vector{UInt8}),
    ("Array<Float>", [1.0, -0.0, Inf, NaN], Vector{Float64}), ("Array<Boolean>", [true, false], Vector{Bool}), ("Array<Integer>", [typemin(Int64), typemax(Int64)], Vector{Int64}),
    ("Array<DateTime>", [DateTime(2020), DateTime(1)], Vector{DateTime}), ("Array<Null>", [nothing, nothing], Vector{Nothing}), ("Array<String>", ["a", ""], Vector{String}),
    ("Struct<a:Integer,b:String>", (a = 1, b = "x"), NamedTuple{(:a, :b),Tuple{Int64,String}}), ("Array<Never>", Union{}[], Vector{Union{}}),
    ("Array<Struct<b:Boolean,f:Float,g:Boolean>>", [(b = true, f = 1.0, g = false), (b = false, f = NaN, g = true)], Vector{NamedTuple{(:b, :f, :g),Tuple{Bool,Float64,Bool}}}),
    ("Array<Struct<x:Float,y:Float>>", [(x = 1.0, y = 2.0)], Vector{NamedTuple{(:x, :y),Tuple{Float64,Float64}}}),
    ("Array<Struct<d:DateTime,n:Struct<i:Integer,u:Null>,b:Boolean>>", [(d = DateTime(2000), n = (i = 300, u = nothing), b = true)], Vector),
    ("Array<Struct<s:String,o:Option<Float>>>", [(s = "k", o = nothing), (s = "l", o = 2.5)], Vector{NamedTuple{(:s, :o),Tuple{String,Union{Nothing,Float64}}}}),
    ("Option<Array<Integer>>", [1], Vector{Int64}), ("Option<Integer>", nothing, Nothing), ("Option<Null>", Variant(:some), Variant), ("Option<Option<Integer>>", Variant(:some, 3), Variant),
    ("Variant<a:Integer,b>", Variant(:a, 3), Variant), ("Set<String>", Set(["b", "a"]), Set{String}), ("Set<Float>", Set([-0.0, 0.0, NaN]), Set{Float64}), ("Set<Blob>", Set([UInt8[1], UInt8[]]), Set{Vector{UInt8}}),
    ("Dict<Integer,Array<String>>", Dict(2 => ["x"], -1 => String[]), Dict{Int64,Vector{String}}), ("Dict<Variant<a,b:Integer>,Float>", Dict(Variant(:b, 1) => 1.0, Variant(:a) => 2.0), Dict{Variant,Float64}),
    ("Dict<Option<Integer>,Float>", Dict(nothing => 1.0, 3 => 2.0), Dict{Union{Nothing,Int64},Float64}), ("Array<Array<Float>>", [[1.0], Float64[]], Vector{Vector{Float64}})]
    back = round_trip(text, value)
    @test isequal(back, value) && back isa type
    @test encoded(text, back) == encoded(text, value)
end
@test round_trip("Ref<Integer>", Ref(3))[] === 3

@testset "accepted as $text: $value" for (text, value, same) in [("Float", 3, 3.0), ("Float", 2.5f0, 2.5), ("Integer", UInt8(3), 3), ("Integer", big(3), 3), ("Array<Float>", 1:3, [1.0, 2.0, 3.0]),
    ("Array<Integer>", (1, 2), [1, 2]), ("Array<Array<Float>>", [1.0 2.0; 3.0 4.0; 5.0 6.0], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), ("Array<Array<Integer>>", zeros(Int, 0, 3), []), ("Array<Float>", view([1.0, 2.0, 3.0], 2:3), [2.0, 3.0]),
    ("Array<Integer>", (i^2 for i in 1:3), [1, 4, 9]), ("Null", missing, nothing), ("Option<Integer>", missing, nothing), ("Option<Integer>", Some(3), 3), ("Option<Integer>", Variant(:some, 3), 3), ("Option<Integer>", Variant(:none), nothing),
    ("Array<Option<Float>>", [1.0, missing], [1.0, nothing]), ("Variant<a,b>", :b, Variant(:b)), ("String", SubString("abc", 2), "bc"), ("DateTime", Date(2020, 2, 3), DateTime(2020, 2, 3)), ("Blob", codeunits("ab"), UInt8[0x61, 0x62]),
    ("Struct<a:Integer,b:Float>", (b = 2, a = 1), (a = 1, b = 2.0)), ("Struct<a:Integer>", Dict("a" => 1), (a = 1,)), ("Struct<a:Integer>", Dict(:a => 1), (a = 1,)), ("Set<Integer>", [3, 1], Set([1, 3])),
    ("Dict<String,Integer>", ["b" => 1, "a" => 2], Dict("a" => 2, "b" => 1)), ("Dict<Float,Integer>", Dict(1 => 2), Dict(1.0 => 2)), ("Array<Float>", Any[1, 2.5], [1.0, 2.5]), ("Array<Boolean>", trues(2), [true, true]),
    ("Option<Variant<none,other:Integer>>", Variant(:other, 3), Variant(:other, 3))]
    @test isequal(round_trip(text, value), same)
end

struct Point
    x::Float64
    y::Float64
end
struct Named
    name::String
    at::Point
end
struct Checked
    n::Int64
    Checked(n) = n > 0 ? new(n) : throw(ArgumentError("n must be positive"))
end
struct Tree
    v::Int64
    kids::Vector{Tree}
end
@testset "structs of the user's" begin
    @test round_trip("Struct<x:Float,y:Float>", Point(1, 2), Point) === Point(1, 2)
    @test round_trip("Array<Struct<x:Float,y:Float>>", [Point(1, 2), Point(3, 4)], Vector{Point}) == [Point(1, 2), Point(3, 4)]
    @test round_trip("Struct<y:Float,x:Float>", (y = 2.0, x = 1.0), Point) === Point(1, 2)
    named = round_trip("Struct<name:String,at:Struct<x:Float,y:Float>>", Named("n", Point(1, 2)), Named)
    @test named.name == "n" && named.at === Point(1, 2)
    @test_throws ArgumentError round_trip("Struct<n:Integer>", (n = -1,), Checked)
    tree = R.EastType(R.STRUCT, [R.EastType(R.INTEGER), R.array_type(R.recursive_type(2))], ["v", "kids"])
    bytes = R.encode_result(R.make_plan(tree, Any), R.schema_of_type(tree), Tree(1, [Tree(2, [])]), typemax(Int))
    back = R.with_source(bytes) do s
        R.read_header(s, R.schema_of_type(tree), tree)
        R.read_whole(s, R.make_plan(tree, Tree))
    end
    @test back isa Tree && back.kids[1].v == 2
end
@testset "annotated $annotation" for (text, value, annotation, same) in [("Array<Array<Float>>", [[1.0, 2.0], [3.0, 4.0]], Matrix{Float64}, [1.0 2.0; 3.0 4.0]), ("Array<Integer>", [1], Vector{Any}, Any[1]), ("Array<Float>", [1.0], AbstractVector, [1.0]),
    ("Array<Float>", [1.0], Vector{<:Real}, [1.0]), ("Option<Float>", nothing, Union{Missing,Float64}, missing), ("Option<Float>", 1.0, Union{Nothing,Float64}, 1.0), ("Array<Integer>", [1], Vector{Union{Nothing,Int64}}, [1]),
    ("Dict<String,Integer>", Dict("a" => 1), AbstractDict, Dict("a" => 1)), ("Dict<String,Integer>", Dict("a" => 1), Dict{String,Any}, Dict{String,Any}("a" => 1)), ("Struct<a:Integer>", (a = 1,), NamedTuple, (a = 1,))]
    back = round_trip(text, value, annotation)
    @test isequal(back, same) && back isa annotation
end
@testset "annotations that do not fit: $text to $annotation" for (text, annotation) in [("Integer", String), ("Float", Int64), ("Array<Float>", Vector{String}), ("Array<Array<String>>", Matrix{Float64}), ("Struct<a:Integer>", Point), ("Option<Float>", Float64), ("Integer", Int32), ("Array<Float>", Matrix{Float64})]
    e = try R.make_plan(friendly_type(text), annotation); nothing catch e; e end
    @test e isa R.UnsupportedAnnotation && occursin("does not fit", e.message) && occursin("use ::", e.message)
end

@testset "refused as $text: $value" for (text, value, code, message) in [("Integer", 1.0, "type_mismatch", "result: expected Integer, got Float 1.0"), ("Integer", true, "type_mismatch", "result: expected Integer, got Boolean true"), ("Boolean", 1, "type_mismatch", "result: expected Boolean, got Integer 1"),
    ("Integer", big(2)^70, "type_mismatch", "result: expected Integer, got 1180591620717411303424, which is outside 64 bits"), ("Float", 2^53 + 1, "type_mismatch", "result: expected Float, got Integer 9007199254740993, which a Float cannot hold exactly"),
    ("Array<Struct<ppm:Float>>", [(ppm = 1.0,), (ppm = "n/a",)], "type_mismatch", "result[1].ppm: expected Float, got String \"n/a\""), ("Dict<String,Array<Integer>>", Dict("k" => [1, nothing]), "type_mismatch", "result[\"k\"][1]: expected Integer, got nothing"),
    ("Struct<a:Integer>", (a = 1, b = 2), "type_mismatch", "result: unexpected field b; the type is Struct<a: Integer>"), ("Variant<a,b>", Variant(:c), "type_mismatch", "result: unknown case c; the type is Variant<a, b>"), ("Variant<a:Integer,b>", Variant(:a, "x"), "type_mismatch", "result.a: expected Integer, got String \"x\""),
    ("Option<Integer>", "x", "type_mismatch", "result.some: expected Integer, got String \"x\""), ("Set<Integer>", [1, 2, 1], "duplicate_key", "result[2]: the key 1 is there twice"), ("Dict<Float,Integer>", Dict{Any,Any}(1 => 1, "a" => 2), "type_mismatch", "result[\"a\"]: expected Float, got String \"a\""),
    ("String", String([0xff]), "type_mismatch", "result: expected String, got text that is not valid UTF-8"), ("Ref<Integer>", 3, "type_mismatch", "result: expected Ref<Integer>, got Integer 3"), ("Array<Integer>", "abc", "type_mismatch", "result: expected Array<Integer>, got String \"abc\"")]
    @test refusal(text, value) == (code, message)
end
@testset "a missing field" begin
    @test refusal("Struct<a:Integer,b:Integer>", (a = 1,))[1] == "type_mismatch" && startswith(refusal("Struct<a:Integer,b:Integer>", (a = 1,))[2], "result.b: the field is missing")
end
@testset "cycles and sharing" begin
    list = Any[]
    push!(list, list)
    @test refusal("Array<Array<Array<Integer>>>", list) == ("cyclic_value", "result[0]: the value contains itself")
    shared = [1, 2]
    @test encoded("Array<Array<Integer>>", [shared, shared]) == encoded("Array<Array<Integer>>", [[1, 2], [1, 2]])
end
@testset "NaN is written one way" begin
    odd = reinterpret(Float64, 0xfff8000000000123)
    for (text, value) in (("Float", odd), ("Array<Float>", [1.0, odd]), ("Array<Struct<a:Float,b:Boolean>>", [(a = odd, b = true)]))
        plain = text == "Float" ? NaN : text == "Array<Float>" ? [1.0, NaN] : [(a = NaN, b = true)]
        @test encoded(text, value) == encoded(text, plain)
    end
end
@testset "the output limit" begin
    @test_throws R.OutputLimit encoded("Array<Float>", zeros(1000); limit = 1000)
    @test_throws R.OutputLimit encoded("String", "x"^1000; limit = 500)
    @test length(encoded("String", "x"^100; limit = 200)) < 200
end
@testset "one container in two places is one object; read as two types it is two" begin
    bytes = vcat(R.MAGIC, R.schema_of_type(friendly_type("Array<Array<Integer>>")), hex2bytes("0002" * "00020204" * "03"))
    x = decoded("Array<Array<Integer>>", bytes)
    @test x[1] === x[2]
    bytes = vcat(R.MAGIC, R.schema_of_type(friendly_type("Struct<a:Array<Integer>,b:Array<Integer>>")), hex2bytes("00020204" * "03"))
    pair = decoded("Struct<a:Array<Integer>,b:Array<Integer>>", bytes, NamedTuple{(:a, :b),Tuple{Vector{Int64},Vector{Any}}})
    @test pair.a == pair.b == [1, 2] && pair.b isa Vector{Any}
end
@testset "big arrays take no loop over boxed values" begin
    text = "Array<Struct<a:Float,b:Boolean,c:Float>>"
    rows = [(a = float(i), b = isodd(i), c = -float(i)) for i in 1:100_000]
    file = encoded(text, rows)
    decoded(text, file)
    @test decoded(text, file) == rows
    @test @allocated(decoded(text, file)) < 3_000_000       # the rows themselves are 2.4 MB
end
