# Functions as values: beast2 holds their own IR (spec 3.1).

function function_obstacle(f::EFunction)
    captures = list_part(f.code.ir, 3)
    isempty(captures) && return nothing
    kind = f.code.ir.tag === :AsyncFunction ? "async closure" : "closure"
    names = join(String[variable_name(v) for v in captures], ", ")
    return "Cannot serialize $kind with $(length(captures)) captured variable(s): $names. Only free functions (no captures) can be serialized."
end

function write_function(w::Writer, @nospecialize(f))
    isempty(list_part((f::EFunction).code.ir, 3)) || throw(Unwritable())
    write_value(w, graph(T_IR), f.code.ir)
    return
end

function read_function(s::Reader, node::TNode)
    start = s.at
    s.functions === nothing && decode_fail("A function at offset $start: functions cannot be read as values here", start)
    ir = read_value(s, graph(T_IR))::IrNode
    wanted = node.kind == FUNCTION ? :Function : :AsyncFunction
    ir.tag === wanted || decode_fail("Expected $wanted IR, got $(ir.tag) at offset $start", start)
    problem = nothing
    try
        isempty(list_part(ir, 3)) || throw(ProgramProblem("not a program: the outermost function captures variables, and there is nothing around it to take them from"))
        t = type_of(ir)
        is_function_kind(t.kind) || throw(ProgramProblem("the type of a $wanted is $(friendly(t))"))
        found = graph(t)
        holds_subtype(found, node) || same_values(found, node) ||
            decode_fail("Type mismatch: expected $(type_text(node.ty)), got $(type_text(t))", start)
        return s.functions(ir)
    catch e
        e isa ProgramProblem || e isa TypeProblem || rethrow()
        problem = e.message
    end
    decode_fail("Failed to compile decoded function: $problem", start)
end

# A function that came inside a value: it may call what the running program may. All of it is resolved at once, so that what
# is wrong with it is found here.
function make_decoded_function(ir::IrNode)
    check_program(ir, RUN.platform)
    return EFunction(Code(ir), Any[])
end
