# A host for tests: starts the real worker and speaks the protocol to it.

const RUNTIME = dirname(@__DIR__)

mutable struct Client
    process::Base.Process
    log::String
    next::UInt64
    folder::String
    given_up::Bool
end

# How long a worker may say nothing. It is no measure of anything: a worker that hangs is killed and the test says so,
# however slow the machine is.
const PATIENCE = 600

# A program that workers are started through, as the host does with the manifest's `launcher`.
const LAUNCH = split(get(ENV, "POLYGLOT_TEST_LAUNCHER", ""))

function patiently(wait_for, c::Client)
    guard = Timer(_ -> (c.given_up = true; kill(c.process, 9)), PATIENCE)
    try
        return wait_for()
    finally
        close(guard)
    end
end

"How the worker ended, and what it left in its log."
function ending(c::Client)
    patiently(() -> wait(c.process), c)
    how = c.given_up ? "was killed by the test after $PATIENCE s of silence" :
        c.process.termsignal != 0 ? "was killed by signal $(c.process.termsignal)" : "exited with code $(c.process.exitcode)"
    return "the worker $how; its log:\n$(read(c.log, String))"
end

"Starts a worker and shakes hands. `fd`: 3 as on POSIX hosts, or 1."
function start(; fd::Int = 3, environment = Dict{String,String}(), hello = true, flags = String[], limits = R.Table())
    folder = mktempdir()
    log = joinpath(folder, "log")
    variables = Dict{String,String}("POLYGLOT_PROTOCOL_FD" => string(fd), "PATH" => ENV["PATH"])
    for name in ("LD_LIBRARY_PATH", "POLYGLOT_JULIA_CACHE", "HOME")
        haskey(ENV, name) && (variables[name] = ENV[name])
    end
    merge!(variables, environment)
    filter!(pair -> pair.second != "-", variables)
    julia = [LAUNCH; joinpath(Sys.BINDIR, "julia")]
    redirect = fd == 3 ? "exec 3>&1 1>\"\$0\" 2>&1; exec \"\$@\"" : "exec 2>\"\$0\"; exec \"\$@\""
    command = setenv(`sh -c $redirect $log $julia --startup-file=no $flags $(joinpath(RUNTIME, "worker.jl"))`, variables)
    client = Client(open(command, "r+"), log, UInt64(0), folder, false)
    hello || return client
    send(client, UInt64(0), :Hello, R.table(:protocol_min => 1, :protocol_max => 1, :host_version => "test", :limits => limits))
    return client
end

send(c::Client, bytes::Vector{UInt8}) = (write(c.process.in, bytes); nothing)
send(c::Client, id::UInt64, name::Symbol, message::R.Table) = send(c, R.encode_frame(id, name, message))

"The next frame: (id, name, message), or nothing at the end of the stream."
receive(c::Client) = patiently(() -> receive_frame(c), c)

function receive_frame(c::Client)
    head = read(c.process.out, 8)
    length(head) == 8 || return nothing
    head[1:4] == b"PGR1" || error("not a frame: $(String(head))")
    n = Int(reinterpret(UInt32, head[5:8])[1])
    payload = read(c.process.out, n + (-n & 7))
    id, type, message = R.decode_envelope(payload[1:n])
    return id, R.MESSAGES[type], message
end

"The next frame of a worker that is expected to live."
function expect(c::Client)
    frame = receive(c)
    frame === nothing && error("no frame came: " * ending(c))
    return frame
end

"Sends a request; gives its id."
function request(c::Client, name::Symbol, message::R.Table)
    c.next += 1
    send(c, c.next, name, message)
    return c.next
end

"Everything up to the terminal reply of a request: (name, message, events)."
function await(c::Client, id::UInt64)
    events = Any[]
    while true
        frame = expect(c)
        frame[1] == id || error("a frame for request $(frame[1]) while $id runs: $frame")
        frame[2] in (:Completed, :Failed, :Cancelled, :Rejected) && return frame[2], frame[3], events
        push!(events, frame)
    end
end
ask(c::Client, name::Symbol, message::R.Table) = await(c, request(c, name, message))

"Writes a value as an input file; gives the Input table."
function input(c::Client, text::String, value, name = "x")
    t = friendly_type(text)
    schema = R.schema_of_type(t)
    path = tempname(c.folder; cleanup = false)
    write(path, R.encode_result(R.default_plan(t), schema, value, typemax(Int)))
    return R.table(:name => name, :id => repeat("ab", 32), :path => path, :schema => schema)
end

function execute_message(c::Client, script, name, inputs::Vector, output::String; code_id = "1", extra...)
    message = R.table(:program => R.table(:kind => 1, :script => script, :function => name, :code_id => code_id),
        :inputs => R.Table[input(c, text, value) for (text, value) in inputs],
        :output => R.table(:path => joinpath(c.folder, "output"), :schema => R.schema_of_type(friendly_type(output))),
        :seed => UInt64(7), :task => name)
    foreach(name -> R.set_field!(message, name, extra[name]), keys(extra))
    return message
end

"Runs a function: (reply name, message, events)."
execute(c::Client, script, name, inputs::Vector, output::String; extra...) =
    ask(c, :Execute, execute_message(c, script, name, inputs, output; extra...))

"The value that the last Execute wrote."
function output_value(c::Client, text::String)
    t = friendly_type(text)
    return R.with_file(joinpath(c.folder, "output")) do s
        R.read_header(s, R.schema_of_type(t), t)
        R.read_whole(s, R.default_plan(t))
    end
end

"What it printed to one stream."
printed(events, stream::Int) = String(reduce(vcat, [e[3][:data] for e in events if e[2] == :Output && e[3][:stream] == stream]; init = UInt8[]))

function stop(c::Client)
    close(c.process.in)
    patiently(() -> wait(c.process), c)
    return c.process.exitcode
end
