"""
The Julia worker of Polyglot: reads requests of the runner protocol, runs functions of user scripts, replies. `main` is
all that `worker.jl` needs; see README.md for the map.
"""
module PolyglotRuntime

import Dates, Logging, Random
import Dates: DateTime
import Polyglot
import Polyglot: Variant

# Start-up is mostly compiling this module; what profits from more is in Bulk.
Base.Experimental.@optlevel 1

include("protocol/table.jl")
include("protocol/schema.jl")
include("protocol/decode.jl")
include("protocol/encode.jl")
include("protocol/channel.jl")
include("east/source.jl")
include("east/order.jl")
include("east/types.jl")
include("east/friendly.jl")
include("east/platforms.jl")
include("protocol/prepared.jl")
include("protocol/reader.jl")
include("protocol/session.jl")
include("values/bulk.jl")
import .Bulk: FlatField
include("values/plan.jl")
include("values/decode.jl")
include("values/encode.jl")
include("values/encode_containers.jl")
include("values/plain.jl")
include("execute/errors.jl")
include("execute/capture.jl")
include("execute/script.jl")
include("execute/call.jl")
include("execute/surroundings.jl")
include("describe/types.jl")
include("describe/describe.jl")
include("execute/east.jl")
include("execute/run.jl")
include("warmup.jl")

"Runs the worker on two private descriptors: frames in, frames out. Does not return."
function main(input::Int, output::Int)
    ccall(:jl_exit_on_sigint, Cvoid, (Cint,), 0)
    session = open_session(input, output)
    # Julia has tasks of its own that have not begun (one of Distributed's). They begin now: else one would when user code first
    # waits, would be the one to wait for events, and would get the interrupt that is meant for user code.
    yield()
    install_streams(session.shared)
    serve(session)
end

include("rehearsal.jl")

end
