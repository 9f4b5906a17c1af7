schema(text) = R.schema_of_type(friendly_type(text))

@testset "schemas of the specification's examples" begin
    @test schema("Integer") == hex2bytes("08")
    @test schema("Array<Integer>") == hex2bytes("0008")
    @test schema("Dict<String,Integer>") == hex2bytes("050e08")
    @test schema("Struct<a:Integer,b:String>") == hex2bytes("0f00020161080162" * "0e")
    @test schema("Option<Integer>") == hex2bytes("1000" * "02" * "046e6f6e65" * "0a" * "04736f6d65" * "08")
end
@testset "friendly printing is canonical" for text in ("Array<Struct<date: DateTime, ppm: Float>>", "Variant<a: Integer, b>",
    "Dict<String, Option<Set<Integer>>>", "Ref<Blob>", "Struct<>", "Null")
    @test R.friendly(friendly_type(text)) == text
    @test R.same_type(R.type_of_schema(R.schema_of_type(friendly_type(text))), friendly_type(text))
end
@testset "recursive types" begin
    list = R.EastType(R.VARIANT, [R.EastType(R.STRUCT, [R.EastType(R.INTEGER), R.recursive_type(2)], ["head", "tail"]), R.EastType(R.NULL)], ["cons", "nil"])
    @test R.friendly(list) == "Recursive<Self = Variant<cons: Struct<head: Integer, tail: Self>, nil>>"
    @test R.schema_of_type(list) == hex2bytes("100002" * "04636f6e73" * "0f0002" * "0468656164" * "08" * "047461696c" * "0b04" * "036e696c" * "0a")
    @test R.same_type(R.type_of_schema(R.schema_of_type(list)), list)
end
@testset "schemas that are none: $bytes" for bytes in ("", "11", "00", "0b02", "0d0008", "0506080a", "050008", "100002" * "0162" * "0a" * "0161" * "0a", "0f0002" * "0161" * "08" * "0161" * "08", "0808", "0f01")
    @test_throws R.DecodeError R.type_of_schema(hex2bytes(bytes))
end
@testset "shared lists within a type" begin
    # Struct<x: Struct<a: Integer>, y: (the same list)>
    t = R.type_of_schema(hex2bytes("0f0002" * "0178" * "0f0001016108" * "0179" * "0f07"))
    @test R.friendly(t) == "Struct<x: Struct<a: Integer>, y: Struct<a: Integer>>"
end
@testset "a type that doubles with every few bytes is refused" begin
    doubling(levels) = begin
        out = R.Sink()
        put(hex) = foreach(b -> R.put_byte!(out, b), hex2bytes(hex))
        foreach(_ -> put("0f00020161"), 1:levels)
        put("0f0001016108")
        for level in levels:-1:1
            put("01620f")
            R.put_varint!(out, UInt64(out.n - (5level + 2)))
        end
        R.finish(out)
    end
    @test R.friendly(R.type_of_schema(doubling(1))) == "Struct<a: Struct<a: Integer>, b: Struct<a: Integer>>"
    @test R.type_of_schema(doubling(10)).nodes > 1000
    @test_throws R.DecodeError R.type_of_schema(doubling(60))
end
@testset "strings order by UTF-16 units" begin
    sorted = ["", "A", "B", "a", "aa", "ab", "é", "東", "\ud7ff", "😀", "\U10ffff", "\ue000", "\uffff"]
    @test [R.compare_strings(a, b) for a in sorted, b in sorted] == [cmp(i, j) for i in 1:length(sorted), j in 1:length(sorted)]
end
