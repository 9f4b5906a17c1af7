# Programs as a whole: loading, checking, running on a stack that is large enough for the deepest calls.

struct Program
    root::IrNode
    code::Code
    type::Ty
end

"A program that may be run; throws `ProgramProblem`."
function load_program(root::IrNode, platform::Platform)
    check_root(root)
    try
        check_program(root, platform)
        return Program(root, Code(root), type_of(root))
    catch e
        e isa TypeProblem || rethrow()
        throw(ProgramProblem(e.message))
    end
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
# Shape, and what a program names. Types are checked by the host before a program comes here; one that comes otherwise, and does
# not keep to its types, ends with an error of its own (execute.jl).

const MAX_NODES = 4_000_000

mutable struct Checker
    platform::Platform
    sizes::IdDict{Any,Int}       # nodes in a list, 0 while it is looked at
    depth::Int
end

function check_program(root::IrNode, platform::Platform)
    check_node(Checker(platform, IdDict{Any,Int}(), 0), root)
    return
end

# How many nodes there are in a node, those of shared lists counted each time.
function check_node(c::Checker, n::IrNode)
    c.depth += 1
    c.depth <= MAX_NESTING || throw(ProgramProblem("nodes are nested more than $MAX_NESTING levels"))
    tag = n.tag
    if tag === :Platform
        name = text_part(n, 3)
        f = get(c.platform, name, nothing)
        f === nothing && located(n, "there is no platform function '$name'")
        given = length(list_part(n, 4))
        given == length(f.inputs) || located(n, "$name takes $(length(f.inputs)) arguments, not $given")
    elseif tag === :Builtin
        name = text_part(n, 3)
        haskey(BUILTINS, name) || located(n, "there is no builtin '$name'")
        foreach(t -> check_type(c, t), list_part(n, 4))
    elseif tag === :Function || tag === :AsyncFunction
        foreach(v -> check_variable(c, v), list_part(n, 3))
        foreach(v -> check_variable(c, v), list_part(n, 4))
        check_type(c, type_value(n))
        t = type_of(n)
        t.kind == (tag === :Function ? FUNCTION : ASYNC_FUNCTION) && length(t.parts) == length(list_part(n, 4)) + 1 ||
            located(n, "a node $tag of type $(type_text(t))")
        size = 1 + check_node(c, node_part(n, 5))
        c.depth -= 1
        return size
    elseif tag === :Let || tag === :Assign
        check_variable(c, node_part(n, 3))
    elseif tag === :ForArray || tag === :ForDict || tag === :ForSet
        check_variable(c, node_part(n, 5))
        tag === :ForSet || check_variable(c, node_part(n, 6))
    elseif tag === :TryCatch
        check_variable(c, node_part(n, 5))
        check_variable(c, node_part(n, 6))
    elseif tag === :Match
        foreach(case -> variable_name(getfield(case, 2)), list_part(n, 4))
    end
    check_type(c, type_value(n))
    size = within(1 + check_parts(c, n))
    c.depth -= 1
    return size
end
within(size::Int) = size <= MAX_NODES ? size : throw(ProgramProblem("the program has more than $MAX_NODES nodes"))

# Lists may be shared between nodes; what is beside a list is the node's own.
function check_parts(c::Checker, n::IrNode)
    tag = n.tag
    (tag === :Block || tag === :NewArray || tag === :NewSet || tag === :NewDict || tag === :Struct) && return check_list(c, part(n, 3))
    tag === :Builtin && return check_list(c, part(n, 5))
    tag === :Platform && return check_list(c, part(n, 4))
    (tag === :Call || tag === :CallAsync || tag === :Match) && return check_node(c, node_part(n, 3)) + check_list(c, part(n, 4))
    tag === :IfElse && return check_list(c, part(n, 3)) + check_node(c, node_part(n, 4))
    size = 0
    each_part(p -> (size += check_node(c, p)), n)
    return size
end

# A list of nodes, or of structs with nodes in them.
function check_list(c::Checker, @nospecialize(list))
    return shared_size(c, list) do
        size = 0
        for item in list.items, p in (item isa EVariant ? (item,) : item)
            p isa EVariant && (size = within(size + check_node(c, p)))
        end
        size
    end
end

# What is known of a list, or what looking at it says; one that is being looked at contains itself.
function shared_size(look, c::Checker, @nospecialize(list))
    known = get(c.sizes, list, -1)
    known == 0 && throw(ProgramProblem("a list of nodes contains itself: not a program"))
    known > 0 && return known - 1
    c.sizes[list] = 0
    size = look()
    c.sizes[list] = size + 1
    return size
end

check_variable(c::Checker, v::IrNode) = (variable_name(v); check_type(c, type_value(v)))

# A type's lists must not contain themselves; then it must be a type.
function check_type(c::Checker, v::EVariant)
    walk_type(c, v)
    type_of_value(v).reach == 0 || throw(ProgramProblem("a type is not complete: a back-reference in it points outside it"))
    return
end
function walk_type(c::Checker, v::EVariant)
    tag = v.tag
    if tag === :Struct || tag === :Variant
        shared_size(() -> (foreach(i -> walk_type(c, getfield(i, 2)), v.payload.items); 0), c, v.payload)
    elseif tag === :Array || tag === :Ref || tag === :Set
        walk_type(c, v.payload)
    elseif tag === :Dict
        walk_type(c, getfield(v.payload, 1))
        walk_type(c, getfield(v.payload, 2))
    elseif tag === :Function || tag === :AsyncFunction
        shared_size(() -> (foreach(i -> walk_type(c, i), getfield(v.payload, 1).items); 0), c, getfield(v.payload, 1))
        walk_type(c, getfield(v.payload, 2))
    end
    return
end

located(n::IrNode, message::String) = (l = location(n); throw(ProgramProblem("$(l[1]):$(l[2]):$(l[3]): $message")))
