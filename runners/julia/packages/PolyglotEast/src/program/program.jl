# Programs as a whole: loading, checking, running on a stack that is large enough for the deepest calls.

struct Program
    root::IrNode
    code::Code
    type::Ty
end

"A program that may be run; throws `ProgramProblem`."
function load_program(root::IrNode, platform::Platform)
    check_root(root)
    check_program(root, platform)
    return Program(root, Code(root), type_of(root))
end

"Runs a program; throws `EastError`, whole, or `Stopped`."
function run_program(p::Program, args::Vector{Any}, platform::Platform; options...)
    begin_run(platform; options...)
    return on_large_stack(() -> call_root(p, args))
end

function call_root(p::Program, args::Vector{Any})
    m = mark()
    try
        return call_east(EFunction(p.code, Any[]), args)
    catch e
        e isa EastError || rethrow()
        throw(land!(e, m))
    end
end

# ---- The stack -----------------------------------------------------------------------------------------------------------

const STACK_BYTES = 1 << 30

"One task with a large stack runs every program; only what is used of it takes memory."
mutable struct Stage
    task::Union{Nothing,Task}
    job::Any
    result::Any
    failed::Bool
    turn::Condition
end
const STAGE = Stage(nothing, nothing, nothing, false, Condition())

function on_large_stack(f)
    current_task() === STAGE.task && return f()
    STAGE.turn = Condition()
    STAGE.job = f
    if STAGE.task === nothing || istaskdone(STAGE.task)
        STAGE.task = Task(perform, STACK_BYTES)
        schedule(STAGE.task)
    else
        schedule(STAGE.task)
    end
    wait(STAGE.turn)
    result = STAGE.result
    STAGE.result = nothing
    STAGE.failed && throw(result)
    return result
end

function perform()
    while true
        try
            STAGE.result = Base.invokelatest(STAGE.job)
            STAGE.failed = false
        catch e
            STAGE.result = e
            STAGE.failed = true
        end
        STAGE.job = nothing
        notify(STAGE.turn)
        wait()               # until it is scheduled again
    end
end

# ---- Checking ------------------------------------------------------------------------------------------------------------

# What a program names that is not there.
function check_program(n::IrNode, platform::Platform)
    if n.tag === :Platform
        haskey(platform, text_part(n, 3)) || located(n, "there is no platform function '$(text_part(n, 3))'")
    elseif n.tag === :Builtin
        haskey(BUILTINS, text_part(n, 3)) || located(n, "there is no builtin '$(text_part(n, 3))'")
    elseif n.tag === :Function || n.tag === :AsyncFunction
        check_program(node_part(n, 5), platform)
        return
    end
    each_part(p -> check_program(p, platform), n)
    return
end
located(n::IrNode, message::String) = (l = location(n); throw(ProgramProblem("$(l[1]):$(l[2]):$(l[3]): $message")))
