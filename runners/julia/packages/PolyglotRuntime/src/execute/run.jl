# Requests, one at a time, on the main task: Julia delivers an interrupt and runs its event loop there.

"Serves requests until the host ends the process."
function serve(session::Session)
    w = Worker(session, Dict{String,Script}())
    Base.sigatomic_begin()           # interrupts reach user code only
    install_sdk(session.shared)
    Base.invokelatest(warm_up, session.shared)
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
        id == 0 || reply(w.session, encode_frame(id, :Completed, Table()))
        exit(0)
    end
    frame = try
        type == T_EXECUTE ? execute(w, id, message) : describe(w, id, message)
    catch e
        outcome_of(w, id, e)
    end
    ccall(:fflush, Cint, (Ptr{Cvoid},), C_NULL)
    why = after_user_code(w.session.shared)
    why == NOT_CANCELLED || (frame = cancelled_frame(id, why))
    reply(w.session, frame)
    return
end

@noinline cancelled_frame(id::UInt64, why::Int) = why == CANCELLED_BY_HOST ? encode_frame(id, :Cancelled, Table()) :
    failed_frame(id, failure(SIDE_TASK, "deadline", "the task's deadline passed").error)
@noinline failed_frame(id::UInt64, error::Table) = encode_frame(id, :Failed, table(:error => error))
@noinline rejected_frame(id::UInt64, code::String, reason::String) =
    encode_frame(id, :Rejected, table(:code => code, :reason => reason))

@noinline function outcome_of(w::Worker, id::UInt64, @nospecialize(e))
    e isa Failure && return failed_frame(id, e.error)
    e isa StaleCode && return rejected_frame(id, "stale_code", "$(e.path) is loaded with other contents")
    e isa InterruptException && return encode_frame(id, :Cancelled, table(:reason => "interrupted"))
    failed = last(exceptions_now())
    defect = describe_exception("internal", failed[1], failed[2], :handle)
    defect[:side] = SIDE_RUNNER
    return failed_frame(id, defect)
end

function describe(w::Worker, id::UInt64, message::Table)
    path, code_id = field_of(message, :script, "")::String, field_of(message, :code_id, "")::String
    isempty(path) && return rejected_frame(id, "bad_request", "Describe names no script")
    script = user_code(w.session.shared, () -> script_of(w, path, code_id))
    only = field_of(message, :functions, String[])::Vector{String}
    return encode_frame(id, :Completed, table(:description => Base.invokelatest(describe_script, script, only)))
end

function execute(w::Worker, id::UInt64, message::Table)
    program = field_of(message, :program, nothing)
    target = field_of(message, :output, nothing)
    program === nothing && return rejected_frame(id, "bad_request", "Execute has no program")
    kind = field_of(program, :kind, 0)
    kind == PROGRAM_FUNCTION || kind == PROGRAM_EAST || return rejected_frame(id, "unsupported", "this worker runs functions in Julia scripts and East programs only")
    if kind == PROGRAM_EAST
        haskey(program, :ir_path) || return rejected_frame(id, "bad_request", "the program names no file")
    else
        haskey(program, :script) && haskey(program, :function) || return rejected_frame(id, "bad_request", "the program names no script or no function")
    end
    target === nothing && return rejected_frame(id, "bad_request", "Execute has no output")
    field_of(message, :isolation, 0) == ISOLATION_FORK && return rejected_frame(id, "unsupported", "this worker does not fork")
    c = w.session.shared
    limits = field_of(message, :limits, Table())::Table
    log_limit = field_of(limits, :max_log_bytes, UInt64(0))::UInt64
    slot!(c, LOG_LEFT, log_limit == 0 ? -1 : min(log_limit, typemax(Int64) % UInt64) % Int64)
    deadline = field_of(message, :deadline_ms, UInt64(0))::UInt64
    deadline == 0 || slot!(c, DEADLINE, now_ns() + Int64(min(deadline, UInt64(10)^12)) * 1_000_000)
    surroundings = enter_surroundings(message)
    try
        kind == PROGRAM_EAST && return execute_east(w, id, message, limits)
        t0 = now_ns()
        script = user_code(c, () -> script_of(w, program[:script]::String, field_of(program, :code_id, "")::String))
        return Base.invokelatest(execute_function, w, id, script, program[:function]::String, message, limits, now_ns() - t0)
    finally
        leave_surroundings(surroundings)
    end
end

function execute_function(w::Worker, id::UInt64, script::Script, name::String, message::Table, limits::Table, load_ns::Int64)
    cpu = cpu_ns()
    t0 = now_ns()
    inputs = field_of(message, :inputs, Table[])::Vector{Table}
    target = message[:output]::Table
    call = call_of(script, name, inputs, field_of(target, :schema, UInt8[])::Vector{UInt8})
    t1 = now_ns()
    arguments = Any[read_input(call, i, inputs[i]) for i in 1:length(inputs)]
    t2 = now_ns()
    seed = field_of(message, :seed, UInt64(0))::UInt64
    Random.seed!(seed)
    Polyglot.HOST.seed = seed
    value = user_code(w.session.shared, () -> call_user(call.f, arguments))
    t3 = now_ns()
    size = write_output(call, target, value, limits)
    t4 = now_ns()
    return completed_frame(id, Int[size, Sys.maxrss(), max(cpu_ns() - cpu, 0), load_ns + t1 - t0, t2 - t1, t3 - t2, t4 - t3])
end

function call_user(@nospecialize(f), arguments::Vector{Any})
    try
        return Base.invokelatest(f, arguments...)
    catch e
        e isa InterruptException && rethrow()
        throw(user_failure("user_error", exceptions_now(), :call_user))
    end
end

function write_output(call::Call, target::Table, @nospecialize(value), limits::Table)
    limit = field_of(limits, :max_output_bytes, UInt64(0))::UInt64
    bytes = try
        same_type(call.output.east, PLAIN_DATA) && (value = plain_data(value))
        encode_result(call.output, call.output_schema, value, limit == 0 ? typemax(Int) : Int(min(limit, UInt64(typemax(Int)))))
    catch e
        e isa ResultError && throw(failure(SIDE_TASK, e.code, string(e.path, ": ", e.message), :path, e.path))
        e isa OutputLimit && throw(failure(SIDE_TASK, "output_limit", "the result is larger than the limit of $(e.limit) bytes"))
        rethrow()
    end
    path = field_of(target, :path, "")::String
    problem = write_file(path, bytes)
    problem === nothing || throw(failure(SIDE_HOST, "output_failed", "$path could not be written: $problem"))
    return length(bytes)
end

function read_input(call::Call, i::Int, input::Table)
    path = field_of(input, :path, "")::String
    try
        return with_file(path) do s
            read_header(s, call.input_schemas[i], call.input_types[i])
            read_whole(s, call.inputs[i])
        end
    catch e
        what = e isa DecodeError ? sprint(showerror, e) : e isa SystemError ? Libc.strerror(e.errnum) : nothing
        e isa OutOfMemoryError && throw(failure(SIDE_TASK, "out_of_memory", "input $(field_of(input, :name, "")) does not fit in memory"))
        what === nothing && rethrow()
        throw(failure(SIDE_HOST, "bad_input", "input $(i - 1) ($path): $what", :argument, i - 1))
    end
end
