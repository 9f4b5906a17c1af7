# The shared vectors, made by the reference implementation. Where an expectation differs from the vector, a rule of the
# specification's section 9 says so.

vector(file) = json_file(joinpath(VECTORS, file))
lines_of(e) = Any[Float64(l[2]) for l in e.locations]
hex(text::String) = hex2bytes(text)

# What is meant where the reference is wrong (quirks 1 and 2).
function intended(name::String, outcome)
    name == "native IntegerDivide overflow" && return outcome === typemin(Int64)
    return outcome isa P.EastError && outcome.message == "Division by zero"
end

# The reference drops unpaired surrogates when it writes programs: the text of such a case gets its own back.
function with_surrogate(root, name::String)
    endswith(name, "\"a\\ud800b\"") || return root
    lone = P.text_of(UInt16[0x61, 0xd800, 0x62])
    return replaced(root, P.EVariant(:String, lone))
end
replaced(v::P.EVariant, literal) = v.tag === :String && v.payload == "ab" ? literal : P.EVariant(v.tag, replaced(v.payload, literal))
replaced(v::Tuple, literal) = map(x -> replaced(x, literal), v)
replaced(v::P.AnyArray, literal) = P.AnyArray(Any[replaced(x, literal) for x in v.items], 0)
replaced(v, literal) = v

if !isfile(joinpath(VECTORS, "values.json"))
    @info "skipped: the shared conformance vectors are not at $VECTORS (set POLYGLOT_CONFORMANCE)"
else
    for file in ("ir.json", "builtins.json")
        @testset "$file" begin
            for case in member(vector(file), "cases")
                name = member(case, "name")
                outcome, type, log = run_case(with_surrogate(P.decode_beast2_value(base64(member(case, "irb")), P.T_IR), name))
                if haskey_member(case, "referenceBug")
                    @test intended(name, outcome)
                    continue
                end
                same("the error", member(case, "error"), outcome isa P.EastError ? outcome.message : nothing, name)
                outcome isa P.EastError ? same("the stack", member(case, "stack"), lines_of(outcome), name) : same("the text", member(case, "text"), P.east_text(type, outcome), name)
                same("the log", member(case, "log", Any[]), log, name)
            end
        end
    end

    @testset "values" begin
        file = vector("values.json")
        types = P.Ty[P.read_schema(P.Reader(hex(member(t, "b2")))) for t in member(file, "types")]
        for (t, item) in zip(types, member(file, "types"))
            same("the schema", member(item, "b2"), bytes2hex(P.schema_bytes(t)), member(item, "text"))
            same("the text", member(item, "text"), P.type_text(t), member(item, "text"))
            @test east_type(member(item, "text")) === t
            @test east_type(member(item, "json")) === t
            @test (member(item, "b1") === nothing) == (P.beast1_problem(t) !== nothing)
        end
        for case in member(file, "cases")
            t = types[Int(member(case, "t"))+1]
            t.is_data || continue
            text = member(case, "text")
            lone = occursin("\\ud", text)
            json = P.stringify(member(case, "json"))
            t === P.T_DATETIME && (json = padded_year(json))
            if !lone
                value = P.decode_beast2_value(hex(member(case, "b2")), t)
                same("beast2", member(case, "b2"), bytes2hex(P.encode_beast2_value(t, value)), text)
                same("the text", text, P.east_text(t, value), text)
                occursin("#", text) && occursin("&", text) || same("the JSON", json, P.json_text(P.graph(t), value), text)
                if member(case, "b1") !== nothing
                    b1 = vcat(P.BEAST1_MAGIC, hex(member(member(file, "types")[Int(member(case, "t"))+1], "b1")), hex(member(case, "b1")))
                    same("beast v1", bytes2hex(b1), bytes2hex(P.encode_beast1(t, value)), text)
                    if haskey_member(case, "b1Err")
                        same("the error of beast v1", member(case, "b1Err"), (try P.decode_beast1(b1, t) catch e; e.message end), text)
                    else
                        @test P.compare(P.graph(t), value, P.decode_beast1(b1, t)) == 0
                    end
                end
            end
            parsed = P.parse_east(t, text)
            if !haskey_member(case, "textErr")
                same("the text read", text, parsed isa P.TextProblem ? parsed.message : P.east_text(t, parsed), text)
            end
            parsed = P.parse_json_value(t, json)
            haskey_member(case, "jsonErr") && parsed isa P.TextProblem && continue
            same("the JSON read", text, parsed isa P.TextProblem ? parsed.message : P.east_text(t, parsed), text)
        end
    end

    @testset "order" begin
        file = vector("compare.json")
        for group in member(file, "groups")
            t = east_type(member(group, "type"))
            values = Any[P.parse_json_value(t, P.stringify(v)) for v in member(group, "values")]
            for i in 1:length(values)
                row = String(Char["<=>"[sign(P.compare(P.graph(t), values[i], v))+2] for v in values])
                same("row $i", member(group, "cmp")[i], row, member(group, "typeText"))
            end
        end
    end

    @testset "East text" begin
        for case in member(vector("parse.json"), "cases")
            t = east_type(member(case, "type"))
            v = P.parse_east(t, member(case, "in"))
            if v isa P.TextProblem
                same("the error", member(case, "err"), v.message, member(case, "in"))
                same("the position", member(case, "pos"), Float64(v.position), member(case, "in"))
            else
                same("the value", member(case, "out"), P.east_text(t, v), member(case, "in"))
            end
        end
    end

    @testset "JSON" begin
        for case in member(vector("json_decode.json"), "cases")
            t = east_type(member(case, "type"))
            v = P.parse_json_value(t, member(case, "in"))
            expected, syntax = member(case, "err"), "Failed to parse JSON: "
            if v isa P.TextProblem
                expected !== nothing && startswith(expected, syntax) ? (@test startswith(v.message, syntax)) : same("the error", expected, v.message, member(case, "in"))
            else
                same("the value", member(case, "out"), P.east_text(t, v), member(case, "in"))
            end
        end
    end

    @testset "binary" begin
        for case in member(vector("binary_decode.json"), "cases")
            bytes = hex(member(case, "hex"))
            beast2 = member(case, "fmt") == "beast2"
            outcome = try
                P.check_magic(bytes, beast2 ? P.BEAST2_MAGIC : P.BEAST1_MAGIC)
                s = P.Reader(bytes, 8; any_order = true)
                t = beast2 ? P.read_schema(s) : P.type1(s).ty
                t, beast2 ? P.decode_beast2(bytes, t; any_order = true) : P.decode_beast1(bytes, t)
            catch e
                e isa P.DecodeFailure || rethrow()
                e
            end
            expected = member(case, "err")
            if outcome isa P.DecodeFailure
                expected !== nothing && startswith(expected, "Cannot read properties of undefined") && (expected = "Buffer underflow reading type byte at offset 8")
                same("the error", expected, outcome.message, member(case, "hex"))
            else
                @test expected === nothing
                t = outcome[1]
                same("the type", sorted_cases(member(case, "type")), P.type_text(t), member(case, "hex"))
                same("the value", P.east_text(t, P.parse_east(t, member(case, "out"))), P.east_text(t, outcome[2]), member(case, "hex"))
            end
        end
    end

    @testset "CSV" begin
        for case in member(vector("csv.json"), "cases")
            row = P.graph(east_type(member(case, "type")))
            given = member(case, "opt")
            types = Tuple{String,P.Ty}[(n, P.t_option(csv_option_type(v))) for (n, v) in zip(given.names, given.values)]
            config = Tuple(Any[P.some(csv_option_value(v)) for v in given.values])
            node = P.graph(P.t_struct(types))
            expected = member(case, "out", member(case, "err"))
            name = P.stringify(case)
            try
                if member(case, "op") == "decode"
                    rows = P.decode_csv(row, Vector{UInt8}(member(case, "in")), P.csv_options(node, config, false))
                    same("the table", expected, P.east_text(P.t_array(row.ty), rows), name)
                else
                    rows = P.parse_east(P.t_array(row.ty), replace(replace(member(case, "rows"), "\\n" => "\n"), "\\r" => "\r"))
                    same("the bytes", expected, String(P.encode_csv(row, rows.items, P.csv_options(node, config, true))), name)
                end
            catch e
                e isa P.CsvFailure || rethrow()
                same("the error", expected, "Failed to $(member(case, "op")) CSV data: $(e.message)", name)
            end
        end
    end

    @testset "subtypes" begin
        file = vector("subtype.json")
        types = map(east_type, member(file, "types"))
        @test Any[join(P.is_subtype(a, b) ? '1' : '0' for b in types) for a in types] == member(file, "rows")
    end
end
