function exit_of(; before = nothing, options...)
    c = start(; options...)
    before === nothing || before(c)
    return stop(c), read(c.log, String)
end

@testset "started by hand" begin
    code, log = exit_of(hello = false, environment = Dict("POLYGLOT_PROTOCOL_FD" => "-"))
    @test code == 64 && occursin("Julia worker of Polyglot", log)
end
@testset "no common protocol version" begin
    code, log = exit_of(hello = false, before = c -> (send(c, UInt64(0), :Hello, R.table(:protocol_min => 7, :protocol_max => 9)); receive(c)))
    @test code == 65 && occursin("7 to 9", log)
end
@testset "the end of stdin before Hello" begin
    @test exit_of(hello = false)[1] == 0
end
@testset "frames that are none: $what" for (what, bytes) in [("text", b"hello, worker!\n\n"), ("too long", vcat(b"PGR1", UInt8[0xff, 0xff, 0xff, 0x7f], zeros(UInt8, 8))),
    ("no envelope", vcat(b"PGR1", UInt8[16, 0, 0, 0], fill(0xee, 16)))]
    code, log = exit_of(hello = false, before = c -> (send(c, Vector{UInt8}(bytes)); receive(c)))
    @test code == 66 && occursin("polyglot julia worker", log)
    code, log = exit_of(before = c -> (receive(c); send(c, Vector{UInt8}(bytes)); receive(c)))
    @test code == 66 && occursin("polyglot julia worker", log)
end
@testset "a damaged message within a sound envelope" begin
    frame = R.encode_frame(UInt64(3), :Describe, R.table(:script => "/x.jl"))
    frame[end-7] = 0xff
    at = findlast(==(UInt8('/')), frame)
    frame[at-4] = 0xf0
    code, _ = exit_of(before = c -> (receive(c); send(c, frame); receive(c)))
    @test code == 66
end
@testset "the agreed frame limit" begin
    code, log = exit_of(limits = R.table(:max_frame_bytes => 1000), before = c -> (receive(c); send(c, UInt64(1), :Describe, R.table(:script => "x"^2000)); receive(c)))
    @test code == 66 && occursin("size", log)
end
@testset "protocol on descriptor 1" begin
    c = start(fd = 1)
    @test expect(c)[2] == :Ready
    kit = joinpath(RUNTIME, "conformance", "kit.jl")
    @test execute(c, kit, "raw_write", [("String", "raw")], "Integer")[1] == :Completed
    @test execute(c, kit, "speak", [("String", "hi")], "Integer")[1] == :Completed
    @test occursin("raw", read(c.log, String))
    @test stop(c) == 0
end
@testset "no HOME, nothing to write a cache to" begin
    c = start(environment = Dict("HOME" => "-", "JULIA_DEPOT_PATH" => "/proc/polyglot", "POLYGLOT_JULIA_CACHE" => "-"))
    @test expect(c)[2] == :Ready
    path = joinpath(c.folder, "s.jl")
    write(path, "import Polyglot\nf() = (Polyglot.progress(1.0); 1)")
    @test execute(c, path, "f", [], "Integer")[1] == :Completed
    @test stop(c) == 0
end
# A system image holds what is kept in the cache otherwise.
isempty(LAUNCH) && @testset "two first starts at once share one new cache" begin
    cache = mktempdir()
    clients = [start(environment = Dict("POLYGLOT_JULIA_CACHE" => cache, "JULIA_DEPOT_PATH" => cache)) for _ in 1:2]
    @test all(c -> expect(c)[2] == :Ready, clients)
    @test all(c -> stop(c) == 0, clients)
    compiled = joinpath(cache, "compiled", "v$(VERSION.major).$(VERSION.minor)", "PolyglotRuntime")
    @test any(f -> endswith(f, ".ji"), readdir(compiled))
end
@testset "the user's own threads: loops, collections and printing on all of them, and work left behind between requests" begin
    c = start(environment = Dict("JULIA_NUM_THREADS" => "2"))
    @test expect(c)[2] == :Ready
    path = joinpath(c.folder, "threads.jl")
    write(path, """
        function work(n::Int64)::Int64
            ids = zeros(Int, n)
            Threads.@threads :static for i in 1:n
                ids[i] = Threads.threadid() + 0 * length(string(i, rand(100)))
                i % 25 == 0 && GC.gc(false)
                i % 10 == 0 && println("x")
            end
            Threads.@spawn (for i in 1:200; sum(rand(1000)); end)
            return length(unique(ids))
        end
        """)
    for _ in 1:5
        name, _, events = execute(c, path, "work", [("Integer", 200)], "Integer")
        @test name == :Completed && output_value(c, "Integer") == 2
        @test count(==('x'), printed(events, 1)) == 20
    end
    @test stop(c) == 0
end
# One thread waits for the channel's mutex while the one that holds it collects: the collection needs every thread.
@testset "who waits to print does not hold up the collector" begin
    program = """
        push!(LOAD_PATH, $(repr(joinpath(RUNTIME, "packages"))))
        import PolyglotRuntime
        const R = PolyglotRuntime
        c = R.allocate_shared()
        R.lock_shared(c)
        started = Threads.Atomic{Int}(0)
        waiting = Threads.@spawn begin
            started[] = Threads.threadid()
            R.lock_shared(c)
            R.unlock_shared(c)
        end
        while started[] == 0
            ccall(:jl_gc_safepoint, Cvoid, ())
        end
        started[] == Threads.threadid() && exit(3)
        foreach(_ -> GC.gc(), 1:20)
        R.unlock_shared(c)
        wait(waiting)
        """
    command = setenv(`$(joinpath(Sys.BINDIR, "julia")) --startup-file=no -e $program`, merge(ENV, Dict("JULIA_NUM_THREADS" => "2")))
    process = run(pipeline(ignorestatus(command), stdin = devnull, stdout = devnull); wait = false)
    guard = Timer(_ -> kill(process, 9), PATIENCE)
    wait(process)
    close(guard)
    @test (process.exitcode, process.termsignal) == (0, 0)
end
