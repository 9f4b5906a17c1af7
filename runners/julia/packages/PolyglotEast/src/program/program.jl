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
    return on_large_stack() do
        m = mark()
        try
            call_east(EFunction(p.code, Any[]), args)
        catch e
            e isa EastError || rethrow()
            throw(land!(e, m))
        end
    end
end

const STACK_BYTES = 1 << 30

# The memory is taken as it is used.
function on_large_stack(f)
    current_task().sticky === nothing
    result = Ref{Any}(nothing)
    failure = Ref{Any}(nothing)
    t = Task(() -> begin
        try
            result[] = f()
        catch e
            failure[] = (e, catch_backtrace())
        end
    end, STACK_BYTES)
    schedule(t)
    wait(t)
    failure[] === nothing || throw(failure[][1])
    return result[]
end

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
