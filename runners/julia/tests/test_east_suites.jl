# The public compliance suites (spec 6), in this process. With POLYGLOT_SUITES_APART they are left to `polyglot conformance --suites`.

const SUITES = joinpath(dirname(VECTORS), "suites")
const ORDER = ["Boolean", "Struct", "Variant", "Integer", "Float", "Block", "Ref", "Recursive", "DateTime", "East", "Set", "Dict", "Array", "Function", "Blob", "String"]

if !isempty(get(ENV, "POLYGLOT_SUITES_APART", ""))
    @info "the compliance suites are run apart, over the protocol"
elseif !isfile(joinpath(SUITES, "index.json"))
    @info "skipped: the compliance suites are not at $SUITES (set POLYGLOT_CONFORMANCE)"
else
    index = json_file(joinpath(SUITES, "index.json"))
    @test sort(index.names) == sort(ORDER)
    for name in ORDER
        @testset "$name" begin
            lines = String[]
            platform = P.platform_of(P.testing_functions(line -> push!(lines, line)))
            root = P.read_program(read(pipeline(`gzip -dc $(joinpath(SUITES, "$name.beast2.gz"))`)))
            P.run_program(P.load_program(root, platform), Any[], platform)
            reports = map(line -> P.parse_json_text(line)[1], lines)
            expected = member(index, name)
            @test length(reports) == member(expected, "tests")
            @test sum(Float64[member(r, "passed") for r in reports]) == member(expected, "assertions")
            for r in reports
                same("the failures", Any[], member(r, "failures"), member(r, "test"))
            end
        end
    end
end
