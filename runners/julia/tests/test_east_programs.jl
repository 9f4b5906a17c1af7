# ir/conformance/programs: every kind of node, every builtin, every error of the readers.

const PROGRAMS = joinpath(REPOSITORY, "ir", "conformance", "programs")

seen = Set{String}()
for file in sort(readdir(PROGRAMS))
    endswith(file, ".json") && file != "header.json" || continue
    @testset "$file" begin
        for case in member(json_file(joinpath(PROGRAMS, file)), "cases")
            name = member(case, "name")
            push!(seen, member(case, "subject"))
            root = P.decode_beast2_value(base64(member(case, "ir")), P.T_IR)
            outcome, type, log = run_case(root)
            if outcome isa P.EastError
                starts = member(case, "errorStartsWith")
                message = starts === nothing ? outcome.message : outcome.message[1:min(end, lastindex(starts))]
                same("the message", starts === nothing ? member(case, "error") : starts, message, name)
                same("the stack", member(case, "stack"), Any["$(l[1]):$(l[2]):$(l[3])" for l in outcome.locations], name)
            else
                text = P.east_text(type, outcome)
                same("the result", member(case, "text"), text, name)
                type.is_data && haskey_member(case, "result") && same("the JSON", P.stringify(member(case, "result")), P.json_text(P.graph(type), outcome), name)
            end
            same("the log", member(case, "log", Any[]), log, name)
        end
    end
end
@testset "every builtin has a case, and there are no others" begin
    @test isempty(setdiff(keys(P.BUILTINS), seen))
    @test length(P.BUILTINS) == 200
end
@testset "the header is that of this version" begin
    header = base64(member(json_file(joinpath(PROGRAMS, "header.json")), "irTypeHeader"))
    @test P.beast2_header(P.T_IR) == header
end
