# `Execute` of an East program: from the files of the inputs to the file of the output.

const PROGRAMS = Dict{String,Program}()
const MAX_PROGRAMS = 256

"Runs a program as a request says; gives the reply's frame, or throws a `R.Failure`."
function execute_program(c::R.Shared, id::UInt64, message::R.Table, limits::R.Table, t0::Int64)
    cpu = R.cpu_ns()
    request = message[:program]::R.Table
    inputs = R.field_of(message, :inputs, R.Table[])::Vector{R.Table}
    target = message[:output]::R.Table
    platform, program = loading(() -> program_of(request))
    t1 = R.now_ns()
    args = Any[read_program_input(program, i, inputs[i]) for i in 1:length(inputs)]
    check_arity(program, length(inputs))
    t2 = R.now_ns()
    value = running(c, message, limits, program, args, platform)
    t3 = R.now_ns()
    size = write_program_output(program, target, value, limits)
    return R.completed_frame(id, Int[size, Sys.maxrss(), max(R.cpu_ns() - cpu, 0), t1 - t0, t2 - t1, t3 - t2, R.now_ns() - t3])
end

function loading(f)
    try
        return f()
    catch e
        e isa ProgramProblem || e isa TypeProblem || rethrow()
        throw(R.failure(R.SIDE_TASK, "load_failed", e.message))
    end
end

function program_of(request::R.Table)
    names = R.field_of(request, :platforms, String[])::Vector{String}
    platform = platform_named(names)
    id = R.field_of(request, :ir_id, "")::String
    key = string(id, ' ', join(names, ' '))
    known = isempty(id) ? nothing : get(PROGRAMS, key, nothing)
    known === nothing || return platform, known
    path = request[:ir_path]::String
    isfile(path) || throw(ProgramProblem("there is no program $path"))
    program = load_program(read_program(read(path)), platform)
    if !isempty(id)
        length(PROGRAMS) >= MAX_PROGRAMS && empty!(PROGRAMS)
        PROGRAMS[key] = program
    end
    return platform, program
end

function check_arity(program::Program, given::Int)
    takes = length(program.type.parts) - 1
    takes == given || throw(R.failure(R.SIDE_TASK, "arity", "Function expects $takes inputs, got $given"))
    return
end

function read_program_input(program::Program, i::Int, input::R.Table)
    bad(what::String) = throw(R.failure(R.SIDE_HOST, "bad_input", "input $(i - 1) ($(R.field_of(input, :path, ""))): $what", :argument, i - 1))
    try
        t = type_from(R.type_of_schema(R.field_of(input, :schema, UInt8[])::Vector{UInt8}))
        if i < length(program.type.parts)
            is_subtype(t, program.type.parts[i]) || same_values(graph(t), graph(program.type.parts[i])) ||
                throw(R.failure(R.SIDE_TASK, "unsupported_annotation", "parameter $i: expected $(friendly(program.type.parts[i])), got $(friendly(t))", :argument, i - 1))
        end
        return decode_beast2(read(R.field_of(input, :path, "")::String), t; functions = ir -> EFunction(Code(ir), Any[]))
    catch e
        e isa R.Failure && rethrow()
        e isa DecodeFailure && bad("$(e.message) (at offset $(e.offset))")
        e isa R.DecodeError && bad("its type is damaged: $(e.message)")
        e isa TypeProblem && bad("its type is damaged: $(e.message)")
        e isa SystemError && bad(Libc.strerror(e.errnum))
        e isa Base.IOError && bad(sprint(showerror, e))
        rethrow()
    end
end

function running(c::R.Shared, message::R.Table, limits::R.Table, program::Program, args::Vector{Any}, platform::Platform)
    seed = R.field_of(message, :seed, UInt64(0))::UInt64
    R.Polyglot.HOST.seed = seed
    memory = R.field_of(limits, :max_memory_bytes, UInt64(0))::UInt64
    LAST_FAILED.error = nothing
    try
        return run_program(program, args, platform; seed = seed, cancel = c + 8 * (R.CANCEL - 1), going = Int64(R.NOT_CANCELLED),
            memory = min(memory, UInt64(typemax(Int64))) % Int64)
    catch e
        e isa EastError && throw(R.Failure(error_table(e, args)))
        e isa Stopped && throw(R.failure(R.SIDE_TASK, e.kind == :memory ? "out_of_memory" : "cancelled", e.message))
        e isa OutOfMemoryError && throw(R.failure(R.SIDE_TASK, "out_of_memory", "the program needs more memory than there is"))
        e isa ProgramProblem && throw(R.failure(R.SIDE_TASK, "load_failed", e.message))
        # What Julia refuses: the program says other types than it has.
        (e isa TypeError || e isa MethodError || e isa UndefRefError) &&
            throw(R.failure(R.SIDE_TASK, "load_failed", "the program does not keep to its own types: $(R.first_line(R.exception_text(e)))"))
        rethrow()
    end
end

function error_table(e::EastError, args::Vector{Any})
    table = plain_error_table(e, args)
    LAST_FAILED.error === e && (table[:cause] = LAST_FAILED.cause)
    return table
end

function plain_error_table(e::EastError, args::Vector{Any})
    text = display_text(e)
    number(n::Int64) = Int(clamp(n, 0, typemax(Int32)))
    places = R.Table[R.table(:file => scrubbed(l[1]), :line => number(l[2]), :column => number(l[3]), :function => "", :is_user => true) for l in e.locations]
    return R.table(:side => R.SIDE_TASK, :code => "user_error", :summary => scrubbed(R.first_line(e.message)), :error_type => "EastError",
        :location => places, :argument => argument_at_fault(e, args), :details => scrubbed(text))
end

# Which input a failed call of a plugin's function was given, by the container's identity.
function argument_at_fault(e::EastError, args::Vector{Any})
    LAST_FAILED.error === e || return -1
    for (i, a) in enumerate(args)
        a isa Container && any(x -> x === a, LAST_FAILED.arguments) && return i - 1
    end
    return -1
end

function write_program_output(program::Program, target::R.Table, @nospecialize(value), limits::R.Table)
    limit = R.field_of(limits, :max_output_bytes, UInt64(0))::UInt64
    t = type_from(R.request_type(R.field_of(target, :schema, UInt8[])::Vector{UInt8}, -1))
    output = output_of(program.type)
    is_subtype(output, t) || same_values(graph(output), graph(t)) ||
        throw(R.failure(R.SIDE_TASK, "type_mismatch", "the program gives $(friendly(output)), declared is $(friendly(t))"))
    bytes = try
        encode_beast2(t, value, limit == 0 ? typemax(Int) : Int(min(limit, UInt64(typemax(Int)))))
    catch e
        e isa EncodeFailure && throw(R.failure(R.SIDE_TASK, "type_mismatch", e.message, :path, e.path))
        e isa R.OutputLimit && throw(R.failure(R.SIDE_TASK, "output_limit", "the result is larger than the limit of $(e.limit) bytes"))
        rethrow()
    end
    path = R.field_of(target, :path, "")::String
    problem = R.write_file(path, bytes)
    problem === nothing || throw(R.failure(R.SIDE_HOST, "output_failed", "$path could not be written: $problem"))
    return length(bytes)
end
