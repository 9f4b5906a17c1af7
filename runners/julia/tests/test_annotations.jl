# Annotations to East types.
struct Reading
    date::DateTime
    ppm::Union{Nothing,Float64}
end
struct Node
    name::String
    kids::Vector{Node}
end
@testset "$annotation is $text" for (annotation, text) in [(Int64, "Integer"), (Integer, "Integer"), (Float64, "Float"), (Real, "Float"), (AbstractFloat, "Float"), (Bool, "Boolean"), (String, "String"), (AbstractString, "String"), (Nothing, "Null"), (Missing, "Null"), (DateTime, "DateTime"),
    (Vector{UInt8}, "Blob"), (Vector{Float64}, "Array<Float>"), (AbstractVector{Int64}, "Array<Integer>"), (Vector{<:Real}, "Array<Float>"), (Matrix{Float64}, "Array<Array<Float>>"), (UnitRange{Int64}, "Array<Integer>"), (Set{String}, "Set<String>"), (Dict{String,Vector{Int64}}, "Dict<String, Array<Integer>>"),
    (NamedTuple{(:a, :b),Tuple{Int64,String}}, "Struct<a: Integer, b: String>"), (Union{Nothing,Int64}, "Option<Integer>"), (Base.RefValue{Int64}, "Ref<Integer>"), (Reading, "Struct<date: DateTime, ppm: Option<Float>>"), (Vector{Reading}, "Array<Struct<date: DateTime, ppm: Option<Float>>>"),
    (Node, "Recursive<Self = Struct<name: String, kids: Array<Self>>>"), (Vector{Node}, "Array<Recursive<Self = Struct<name: String, kids: Array<Self>>>>")]
    @test R.friendly(R.east_type(annotation)) == text
end
@testset "$annotation gives no type" for annotation in (Any, Vector, Dict, Set, Variant, Int32, Complex{Float64}, Function, Union{Int64,String}, Array{Float64,3}, Tuple{Int64,Int64}, Dict{Vector{Int64},Int64}, Vector{Any}, Symbol, Date)
    e = try R.east_type(annotation); nothing catch e; e end
    @test e isa R.NoEastType && !isempty(e.message)
end
@testset "what Describe gives, the same annotation takes" for annotation in (Int64, Real, Vector{Float64}, Matrix{Float64}, Reading, Node, Union{Nothing,Int64}, Dict{String,Int64}, AbstractVector{Int64}, Base.RefValue{Int64}, Vector{Reading})
    @test R.make_plan(R.east_type(annotation), annotation).type <: annotation
end
