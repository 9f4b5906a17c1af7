# The shared vectors, made by the reference implementation.
if !isfile(joinpath(VECTORS, "values.json"))
    @info "skipped: the shared conformance vectors are not at $VECTORS (set POLYGLOT_CONFORMANCE)"
else
    vectors = parse_json(read(joinpath(VECTORS, "values.json"), String))
    types = R.EastType[]
    @testset "types" begin
        for t in vectors["types"]
            type = R.type_of_schema(hex2bytes(t["b2"]))
            push!(types, type)
            @test R.same_type(R.type_of_schema(R.schema_of_type(type)), type)
        end
    end
    # Decoding in the default form and encoding again; what aliases or contains itself is written as a tree, or refused.
    counts = Dict(:same => 0, :tree => 0, :cycle => 0, :refused => 0, :surrogate => 0)
    @testset "values" begin
        for case in vectors["cases"]
            type, bytes = types[case["t"]+1], hex2bytes(case["b2"])
            if R.has_function(type)
                @test_throws R.UnsupportedAnnotation R.make_plan(type, Any)
                counts[:refused] += 1
                continue
            end
            plan, schema = R.make_plan(type, Any), R.schema_of_type(type)
            file = vcat(R.MAGIC, schema, bytes)
            read_again(file) = R.with_source(file) do s
                R.read_header(s, schema, type)
                R.read_whole(s, plan)
            end
            value = try
                read_again(file)
            catch e
                # Text that Julia's strict UTF-8 does not allow (unpaired surrogates).
                e isa R.DecodeError && occursin("UTF-8", e.message) || rethrow()
                counts[:surrogate] += 1
                continue
            end
            written = try
                R.encode_result(plan, schema, value, typemax(Int))
            catch e
                e isa R.ResultError && e.code == "cyclic_value" || rethrow()
                counts[:cycle] += 1
                continue
            end
            if written == file
                counts[:same] += 1
            else
                counts[:tree] += 1
                @test occursin("#", case["text"])          # it has references
                @test R.encode_result(plan, schema, read_again(written), typemax(Int)) == written
            end
        end
        @test counts[:same] > 350
        @test counts[:surrogate] <= 5
        @test sum(values(counts)) == length(vectors["cases"])
        @info "value vectors" counts...
    end
    @testset "malformed bytes" begin
        for case in parse_json(read(joinpath(VECTORS, "binary_decode.json"), String))["cases"]
            case["fmt"] == "beast2" || continue
            bytes = hex2bytes(case["hex"])
            outcome = try
                R.with_source(bytes) do s
                    s.size >= 8 && bytes[1:8] == R.MAGIC || R.read_header(s, UInt8[], R.EastType(R.NEVER))
                    s.at = 8
                    R.read_whole(s, R.make_plan(R.read_type(s), Any))
                end
            catch e
                e
            end
            if haskey(case, "err")
                @test outcome isa R.DecodeError
            elseif case["hex"] == "89456173740d0a01050e080002016202016104"
                @test outcome isa R.DecodeError     # keys not in order: the protocol refuses what the reference reads
            else
                @test !(outcome isa Exception)
            end
        end
    end
    @testset "total order" begin
        for group in parse_json(read(joinpath(VECTORS, "compare.json"), String))["groups"]
            type = findfirst(t -> t["text"] == group["typeText"], vectors["types"])
            type === nothing && continue
            type = types[type]
            R.is_immutable_data(type) || continue
            texts = Dict(case["text"] => case["b2"] for case in vectors["cases"] if types[case["t"]+1] === type)
            all(t -> haskey(texts, t), group["text"]) || continue
            plan = R.make_plan(type, Any)
            decoded = [R.with_source(s -> R.read_whole(s, plan), hex2bytes(texts[t])) for t in group["text"]]
            for i in 1:length(decoded), k in 1:length(decoded)
                @test sign(R.compare_keys(plan, decoded[i], decoded[k])) == Dict('<' => -1, '=' => 0, '>' => 1)[group["cmp"][i][k]]
            end
        end
    end
end
