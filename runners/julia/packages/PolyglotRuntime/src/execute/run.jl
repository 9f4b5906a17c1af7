# Requests, one at a time, on the main task: Julia delivers an interrupt and runs its event loop there.

"Serves requests until the host ends the process."
function serve(session::Session)
    w = Worker(session, Dict{String,Script}())
    Base.sigatomic_begin()           # interrupts reach user code only
    install_sdk(session.shared)
    while true
        payload = next_request(session)
        id, type, message = try
            decode_envelope(payload)
        catch e
            e isa FrameError || rethrow()
            say(sprint(showerror, e))
            hard_exit(EXIT_BAD_FRAME)
        end
        Base.invokelatest(handle, w, id, type, message)
    end
end

function handle(w::Worker, id::UInt64, type::Int, message::Table)
    if type == T_SHUTDOWN
        id == 0 || reply(w.session, id, :Completed, Table())
        exit(0)
    end
    name, answer = try
        type == T_EXECUTE ? execute(w, message) : describe(w, message)
    catch e
        outcome_of(w, e)
    end
    ccall(:fflush, Cint, (Ptr{Cvoid},), C_NULL)
    why = after_user_code(w.session.shared)
    why == CANCELLED_BY_HOST && ((name, answer) = (:Cancelled, Table()))
    why == DEADLINE_PASSED && ((name, answer) = (:Failed, Table(:error => Table(:side => SIDE_TASK, :code => "deadline",
        :summary => "the task's deadline passed"))))
    reply(w.session, id, name, answer)
    return
end

function outcome_of(w::Worker, @nospecialize(e))
    e isa Failure && return :Failed, Table(:error => e.error)
    e isa StaleCode && return :Rejected, Table(:code => "stale_code", :reason => "$(e.path) is loaded with other contents")
    e isa InterruptException && return :Cancelled, Table(:reason => "interrupted")
    failed = last(exceptions_now())
    defect = describe_exception("internal", failed[1], failed[2], :handle)
    defect[:side] = SIDE_RUNNER
    return :Failed, Table(:error => defect)
end

rejected(code::String, reason::String) = (:Rejected, Table(:code => code, :reason => reason))

function describe(w::Worker, message::Table)
    path, code_id = get(message, :script, "")::String, get(message, :code_id, "")::String
    isempty(path) && return rejected("bad_request", "Describe names no script")
    script = user_code(w.session.shared, () -> script_of(w, path, code_id))
    only = get(message, :functions, String[])::Vector{String}
    return :Completed, Table(:description => Base.invokelatest(describe_script, script, only))
end

function execute(w::Worker, message::Table)
    program = get(message, :program, nothing)
    target = get(message, :output, nothing)
    program === nothing || target === nothing || !haskey(program, :script) || !haskey(target, :path) ||
        get(program, :kind, 0) == PROGRAM_FUNCTION || return rejected("unsupported", "this worker runs functions in Julia scripts only")
    program === nothing && return rejected("bad_request", "Execute has no program")
    haskey(program, :script) && haskey(program, :function) || return rejected("bad_request", "the program names no script or no function")
    target === nothing && return rejected("bad_request", "Execute has no output")
    get(message, :isolation, 0) == ISOLATION_FORK && return rejected("unsupported", "this worker does not fork")
    c = w.session.shared
    limits = get(message, :limits, Table())::Table
    log_limit = get(limits, :max_log_bytes, UInt64(0))::UInt64
    slot!(c, LOG_LEFT, log_limit == 0 ? -1 : min(log_limit, typemax(Int64) % UInt64) % Int64)
    deadline = get(message, :deadline_ms, UInt64(0))::UInt64
    deadline == 0 || slot!(c, DEADLINE, now_ns() + Int64(min(deadline, UInt64(10)^12)) * 1_000_000)
    surroundings = enter_surroundings(message)
    try
        t0 = now_ns()
        script = user_code(c, () -> script_of(w, program[:script]::String, get(program, :code_id, "")::String))
        return Base.invokelatest(execute_function, w, script, program[:function]::String, message, limits, now_ns() - t0)
    finally
        leave_surroundings(surroundings)
    end
end

function execute_function(w::Worker, script::Script, name::String, message::Table, limits::Table, load_ns::Int64)
    cpu = cpu_ns()
    t0 = now_ns()
    inputs = get(message, :inputs, Table[])::Vector{Table}
    target = message[:output]::Table
    call = call_of(script, name, inputs, get(target, :schema, UInt8[])::Vector{UInt8})
    t1 = now_ns()
    arguments = Any[read_input(call, i, inputs[i]) for i in 1:length(inputs)]
    t2 = now_ns()
    seed = get(message, :seed, UInt64(0))::UInt64
    Random.seed!(seed)
    Polyglot.HOST.seed = seed
    value = user_code(w.session.shared, () -> call_user(call.f, arguments, script))
    t3 = now_ns()
    size = write_output(call, target, value, limits)
    t4 = now_ns()
    timings = Table(:load_ns => load_ns + t1 - t0, :decode_ns => t2 - t1, :call_ns => t3 - t2, :encode_ns => t4 - t3)
    return :Completed, Table(:size => size, :timings => timings, :peak_memory_bytes => Sys.maxrss(), :cpu_ns => max(cpu_ns() - cpu, 0))
end

function call_user(@nospecialize(f), arguments::Vector{Any}, script::Script)
    try
        return Base.invokelatest(f, arguments...)
    catch e
        e isa InterruptException && rethrow()
        throw(user_failure("user_error", exceptions_now(), :call_user, script.files))
    end
end

function write_output(call::Call, target::Table, @nospecialize(value), limits::Table)
    limit = get(limits, :max_output_bytes, UInt64(0))::UInt64
    bytes = try
        encode_result(call.output, call.output_schema, value, limit == 0 ? typemax(Int) : Int(min(limit, UInt64(typemax(Int)))))
    catch e
        e isa ResultError && throw(failure(SIDE_TASK, e.code, string(e.path, ": ", e.message); path = e.path))
        e isa OutputLimit && throw(failure(SIDE_TASK, "output_limit", "the result is larger than the limit of $(e.limit) bytes"))
        rethrow()
    end
    path = get(target, :path, "")::String
    problem = write_file(path, bytes)
    problem === nothing || throw(failure(SIDE_HOST, "output_failed", "$path could not be written: $problem"))
    return length(bytes)
end

function read_input(call::Call, i::Int, input::Table)
    path = get(input, :path, "")::String
    try
        return with_file(path) do s
            read_header(s, call.input_schemas[i], call.input_types[i])
            read_whole(s, call.inputs[i])
        end
    catch e
        what = e isa DecodeError ? sprint(showerror, e) : e isa SystemError ? Libc.strerror(e.errnum) : nothing
        e isa OutOfMemoryError && throw(failure(SIDE_TASK, "out_of_memory", "input $(get(input, :name, "")) does not fit in memory"))
        what === nothing && rethrow()
        throw(failure(SIDE_HOST, "bad_input", "input $(i - 1) ($path): $what"; argument = i - 1))
    end
end
