const FRAMES = joinpath(REPOSITORY, "ir", "frames")
const ENUMS = Dict("Function" => 1, "East" => 2, "Shared" => 1, "Fork" => 2, "Stdout" => 1, "Stderr" => 2,
    "Debug" => 1, "Info" => 2, "Warning" => 3, "Error" => 4, "Task" => 1, "Runner" => 2, "Host" => 3)

# A message of a golden .json in the form that the decoder gives.
function table_of(name::Symbol, json::Dict)
    table = R.Table()
    for field in R.TABLES[name]
        haskey(json, String(field.name)) || continue
        v = json[String(field.name)]
        kind = field.kind
        table[field.name] = kind == R.K_TABLE ? table_of(field.table, v) :
            kind == R.K_TABLES ? R.Table[table_of(field.table, x) for x in v] :
            kind == R.K_STRINGS ? String[x for x in v] :
            kind == R.K_BYTES ? UInt8[x for x in v] :
            kind == R.K_U8 && v isa String ? ENUMS[v] :
            kind == R.K_U64 ? UInt64(v) : kind == R.K_F64 ? Float64(v) : v
    end
    return table
end

payload_of(frame::Vector{UInt8}) = frame[9:8+Int(reinterpret(UInt32, frame[5:8])[1])]

cases = sort(filter(f -> endswith(f, ".json"), readdir(FRAMES)))
@test length(cases) >= 20
for case in cases
    json = parse_json(read(joinpath(FRAMES, case), String))
    name = Symbol(json["message_type"])
    id = UInt64(get(json, "id", 0))
    table = table_of(name, json["message"])
    golden = read(joinpath(FRAMES, replace(case, ".json" => ".frame")))
    @testset "$case" begin
        got_id, type, got = R.decode_envelope(payload_of(golden))
        @test (got_id, R.MESSAGES[type]) == (id, name)
        @test got == table
        frame = R.encode_frame(id, name, table)
        @test frame[1:4] == b"PGR1" && length(frame) % 8 == 0
        @test R.decode_envelope(payload_of(frame)) == (id, type, table)
        @test GC.@preserve(frame, R.peek_envelope(pointer(frame) + 8, length(payload_of(frame)))) == (id, type)
    end
end

@testset "every message of the schema has a golden frame" begin
    @test Set(R.MESSAGES) == Set(Symbol(first(split(case, '.'))) for case in cases)
end

if Sys.which("flatc") === nothing
    @info "flatc is not on PATH: it is not asked to read our frames"
else
    @testset "flatc reads our frames as the same message" begin
        mktempdir() do folder
            names = String[]
            for case in cases
                json = parse_json(read(joinpath(FRAMES, case), String))
                frame = R.encode_frame(UInt64(get(json, "id", 0)), Symbol(json["message_type"]),
                    table_of(Symbol(json["message_type"]), json["message"]))
                write(joinpath(folder, replace(case, ".json" => ".bin")), payload_of(frame))
                push!(names, joinpath(folder, replace(case, ".json" => ".bin")))
            end
            run(pipeline(`flatc --json --strict-json -o $folder $(joinpath(REPOSITORY, "ir", "runner.fbs")) -- $names`, stdout = devnull))
            for case in cases
                @test parse_json(read(joinpath(folder, case), String)) == parse_json(read(joinpath(FRAMES, case), String))
            end
        end
    end
end

@testset "damaged frames are refused by the decoder's own error" begin
    rng = MersenneTwister(20240501)
    seeds = [payload_of(read(joinpath(FRAMES, f))) for f in readdir(FRAMES) if endswith(f, ".frame")]
    outcomes = Dict(:refused => 0, :read => 0, :other => 0)
    until = time_ns() + 1_500_000_000
    while time_ns() < until && sum(values(outcomes)) < 40_000
        bytes = copy(rand(rng, seeds))
        for _ in 1:rand(rng, 1:4)
            choice = rand(rng, 1:4)
            if choice == 1
                bytes[rand(rng, 1:length(bytes))] = rand(rng, UInt8)
            elseif choice == 2
                bytes[rand(rng, 1:length(bytes))] ⊻= 0x01 << rand(rng, 0:7)
            elseif choice == 3
                resize!(bytes, rand(rng, 1:length(bytes)))
            else
                at = rand(rng, 1:length(bytes))
                bytes[at:min(at + 3, end)] .= rand(rng, (0x00, 0xff, 0x7f))
            end
        end
        outcome = try
            R.decode_envelope(bytes)
            :read
        catch e
            e isa R.FrameError ? :refused : :other
        end
        outcomes[outcome] += 1
        GC.@preserve bytes R.peek_envelope(pointer(bytes), length(bytes))
    end
    @test outcomes[:other] == 0
    @test outcomes[:refused] > 1000
    @test outcomes[:read] > 100
end

@testset "a frame that points at one string many times costs no more than it should" begin
    table = R.table(:functions => fill("x"^1000, 1), :script => "s")
    bytes = payload_of(R.encode_frame(UInt64(1), :Describe, table))
    # Let a vector of 5,000 offsets point at that one string of 1,000 bytes.
    id, type, message = R.decode_envelope(bytes)
    vector = findfirst(i -> bytes[i:i+3] == UInt8[1, 0, 0, 0] && bytes[i+8:i+9] == UInt8[0xe8, 0x03], 1:length(bytes)-10)
    @test vector !== nothing
    start = length(bytes)
    count = 5000
    string_at = vector + 7
    append!(bytes, reinterpret(UInt8, UInt32[count]))
    for i in 1:count
        at = length(bytes)
        append!(bytes, reinterpret(UInt8, UInt32[0]))
    end
    @test_throws R.FrameError R.decode_envelope(bytes[1:start-3])
    nested = R.table(:summary => "0")
    for _ in 1:20
        nested = R.table(:summary => "x", :cause => nested)
    end
    deep = payload_of(R.encode_frame(UInt64(1), :Failed, R.table(:error => nested)))
    @test_throws R.FrameError R.decode_envelope(deep)
end
