# Mutations of valid files: the decoder reads them or refuses them with its own error, and does so at once.
@testset "damaged values are refused by the decoder's own error" begin
    rng = MersenneTwister(7)
    seeds = Any[]
    for (text, value) in [("Array<Struct<d:DateTime,f:Float,s:String,b:Boolean>>", [(d = DateTime(2000), f = 1.0, s = "ab", b = true)]), ("Dict<String,Array<Option<Integer>>>", Dict("a" => [1, nothing], "b" => [])),
        ("Array<Array<Float>>", [[1.0], [2.0, NaN]]), ("Set<Variant<a:Integer,b>>", Set([Variant(:a, 1), Variant(:b)])), ("Ref<Array<Boolean>>", Ref([true])), ("Array<Null>", [nothing]), ("Struct<a:Blob,b:String>", (a = UInt8[1, 2], b = "é"))]
        t = friendly_type(text)
        plan = R.make_plan(t, Any)
        push!(seeds, (plan, R.encode_result(plan, UInt8[], value, typemax(Int))[9:end]))
    end
    list = R.EastType(R.VARIANT, [R.EastType(R.STRUCT, [R.EastType(R.INTEGER), R.recursive_type(2)], ["head", "tail"]), R.EastType(R.NULL)], ["cons", "nil"])
    push!(seeds, (R.make_plan(list, Any), hex2bytes("000200040001")))
    outcomes = Dict(:refused => 0, :read => 0, :other => 0)
    most = 0
    until = time_ns() + 1_500_000_000
    while sum(values(outcomes)) < (time_ns() < until ? 30_000 : 2_000)       # on a slow machine the fewest that mean something
        plan, seed = rand(rng, seeds)
        bytes = copy(seed)
        for _ in 1:rand(rng, 1:3)
            choice = rand(rng, 1:4)
            if choice == 1
                bytes[rand(rng, 1:length(bytes))] = rand(rng, UInt8)
            elseif choice == 2
                insert!(bytes, rand(rng, 1:length(bytes)), rand(rng, (0x00, 0x01, 0x7f, 0x80, 0xff)))
            elseif choice == 3 && length(bytes) > 1
                resize!(bytes, rand(rng, 1:length(bytes)))
            else
                bytes[rand(rng, 1:length(bytes))] ⊻= 0x01 << rand(rng, 0:7)
            end
        end
        outcome = :read
        allocated = @allocated try
            R.with_source(s -> R.read_whole(s, plan), bytes)
        catch e
            outcome = e isa R.DecodeError ? :refused : :other
        end
        outcomes[outcome] += 1
    end
    @test outcomes[:other] == 0
    @test outcomes[:refused] > 500 && outcomes[:read] > 100
end
@testset "a count is checked before anything is allocated for it" begin
    for (text, count) in (("Array<Float>", 1 << 40), ("Array<Integer>", 1 << 40), ("Array<String>", 1 << 40), ("Array<Null>", 1 << 40), ("Set<Integer>", 1 << 40), ("Dict<Integer,Null>", 1 << 40), ("String", 1 << 40), ("Blob", 1 << 40))
        out = R.Sink()
        text in ("String", "Blob") || R.put_byte!(out, 0x00)
        R.put_varint!(out, UInt64(count))
        bytes = vcat(R.finish(out), zeros(UInt8, 64))
        plan = R.make_plan(friendly_type(text), Any)
        @test_throws R.DecodeError R.with_source(s -> R.read_whole(s, plan), bytes)
    end
end
@testset "refused: $why" for (why, text, bytes) in [("keys in descending order", "Set<Integer>", "00020402"), ("equal keys", "Dict<Integer,Null>", "00020202"), ("bad UTF-8", "String", "01ff"), ("an overlong varint", "Integer", "ff"^10 * "01"),
    ("another NaN", "Array<Float>", "0001010000000000f07f"), ("bytes after the value", "Integer", "0200"), ("a reference to nowhere", "Array<Integer>", "01"), ("an unknown case", "Variant<a,b>", "02"), ("a value of Never", "Never", "00")]
    plan = R.make_plan(friendly_type(text), Any)
    @test_throws R.DecodeError R.with_source(s -> R.read_whole(s, plan), hex2bytes(bytes))
end
@testset "depth is limited both ways" begin
    list = R.EastType(R.VARIANT, [R.EastType(R.STRUCT, [R.EastType(R.INTEGER), R.recursive_type(2)], ["head", "tail"]), R.EastType(R.NULL)], ["cons", "nil"])
    plan = R.make_plan(list, Any)
    nested(n) = vcat(repeat(UInt8[0, 2], n), UInt8[1])
    deep = R.with_source(s -> R.read_whole(s, plan), nested(900))
    @test R.encode_result(plan, UInt8[], deep, typemax(Int))[9:end] == nested(900)
    @test_throws R.DecodeError R.with_source(s -> R.read_whole(s, plan), nested(1_000_000))
    chain = Variant(:nil)
    for _ in 1:5000
        chain = Variant(:cons, (head = 1, tail = chain))
    end
    @test_throws R.ResultError R.encode_result(plan, UInt8[], chain, typemax(Int))
    array = R.EastType(R.ARRAY, [R.recursive_type(1)])
    plan = R.make_plan(array, Any)
    cyclic = R.with_source(s -> R.read_whole(s, plan), hex2bytes("000101"))
    @test cyclic[1] === cyclic
end
