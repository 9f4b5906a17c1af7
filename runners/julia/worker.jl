# The Julia worker's entry. First of all the protocol's descriptors are moved where no child process, no C library and no
# user code finds them; then the runtime is loaded from the packages beside this file and takes over.

const PROTOCOL_FD = get(ENV, "POLYGLOT_PROTOCOL_FD", "")
if tryparse(Int, PROTOCOL_FD) === nothing
    write(Core.stderr, "This is the Julia worker of Polyglot. It is started by `polyglot`, which speaks to it over pipes;\n" *
        "POLYGLOT_PROTOCOL_FD, which names the pipe, is not set.\n")
    exit(64)
end

# A private duplicate (descriptor 10 or higher) that child processes do not inherit; the old number becomes another file.
function take_descriptor(fd::Cint, replacement::Cint)
    private = ccall(:fcntl, Cint, (Cint, Cint, Cint...), fd, 0, 10)
    if private < 0
        write(Core.stderr, "polyglot julia worker: descriptor $fd is not open\n")
        exit(64)
    end
    ccall(:fcntl, Cint, (Cint, Cint, Cint...), private, 2, 1)
    replacement < 0 ? ccall(:close, Cint, (Cint,), fd) : ccall(:dup2, Cint, (Cint, Cint), replacement, fd)
    return Int(private)
end

const OUTPUT = take_descriptor(parse(Cint, PROTOCOL_FD), PROTOCOL_FD == "1" ? Cint(2) : Cint(-1))
const INPUT = let null = ccall(:open, Cint, (Cstring, Cint), "/dev/null", 0)
    fd = take_descriptor(Cint(0), null)
    ccall(:close, Cint, (Cint,), null)
    fd
end

push!(LOAD_PATH, joinpath(@__DIR__, "packages"))
include(joinpath(@__DIR__, "load.jl"))
load_runtime()

PolyglotRuntime.main(INPUT, OUTPUT)
