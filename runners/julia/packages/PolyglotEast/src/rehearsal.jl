# What programs commonly do, done once while this package is compiled, so that Julia keeps what it infers in its cache (and, from
# 1.9 on, the machine code). Nothing here runs in a worker.

module Rehearsal
import ..PolyglotEast
const E = PolyglotEast
import ..PolyglotEast: Ty, EVariant, AnyArray, T_INTEGER, T_FLOAT, T_STRING, T_BOOLEAN, T_NULL, t_array, t_struct, t_option, t_dict, t_set, t_function, T_TYPE

at(line) = ("rehearsal", Int64(line), Int64(1))
list(items...) = AnyArray(Any[items...], 0)
type_ir(t::Ty) = E.decode_beast2_value(E.schema_bytes(t), T_TYPE)
node(kind::Symbol, t::Ty, parts...) = EVariant(kind, (type_ir(t), at(1), parts...))
variable(name, t; mutable = false) = node(:Variable, t, name, mutable, false)
value(x::Int64) = node(:Value, T_INTEGER, EVariant(:Integer, x))
value(x::Float64) = node(:Value, T_FLOAT, EVariant(:Float, x))
value(x::String) = node(:Value, T_STRING, EVariant(:String, x))
builtin(name, t, types, args...) = node(:Builtin, t, name, list(map(type_ir, types)...), list(args...))
lambda(parameters, output, body) = node(:Function, t_function(Ty[t for (_, t) in parameters], output), list(), list([variable(n, t) for (n, t) in parameters]...), body)
block(t, statements...) = node(:Block, t, list(statements...))
let_(name, t, x; mutable = false) = node(:Let, T_NULL, variable(name, t; mutable = mutable), x)

function sum_program()
    i, n = variable("i", T_INTEGER; mutable = true), variable("n", T_INTEGER)
    row = t_struct([("a", T_INTEGER), ("b", T_STRING)])
    rows, texts = t_array(row), t_array(T_STRING)
    step = block(T_NULL, node(:Assign, T_NULL, i, builtin("IntegerAdd", T_INTEGER, [], i, value(1))),
        node(:IfElse, T_NULL, list((builtin("Equal", T_BOOLEAN, [T_INTEGER], i, value(3)), node(:Break, E.T_NEVER, ("l", at(1))))), block(T_NULL)))
    loop = node(:While, T_NULL, builtin("Less", T_BOOLEAN, [T_INTEGER], i, n), ("l", at(1)), step)
    made = node(:Struct, row, list(("a", i), ("b", builtin("Print", T_STRING, [T_INTEGER], i))))
    map = builtin("ArrayMap", texts, [row, T_STRING], variable("rows", rows),
        lambda([("r", row), ("k", T_INTEGER)], T_STRING, node(:GetField, T_STRING, "b", variable("r", row))))
    each = node(:ForArray, T_NULL, variable("texts", texts), ("m", at(1)), variable("k", T_INTEGER), variable("t", T_STRING), block(T_NULL))
    failing = node(:TryCatch, T_INTEGER, builtin("ArrayGet", T_INTEGER, [T_INTEGER], node(:NewArray, t_array(T_INTEGER), list(value(1))), value(9)), value(0),
        variable("message", T_STRING), variable("stack", t_array(E.T_LOCATION)), node(:Value, T_NULL, EVariant(:Null, nothing)))
    dict = t_dict(T_STRING, T_INTEGER)
    option = node(:Match, T_INTEGER, builtin("DictTryGet", t_option(T_INTEGER), [T_STRING, T_INTEGER], node(:NewDict, dict, list((value("x"), value(1)))), value("x")),
        list(("none", variable("_", T_NULL), value(0)), ("some", variable("v", T_INTEGER), variable("v", T_INTEGER))))
    call = node(:Call, T_INTEGER, lambda([("x", T_INTEGER)], T_INTEGER, builtin("IntegerMultiply", T_INTEGER, [], variable("x", T_INTEGER), value(2))), list(option))
    return lambda([("n", T_INTEGER)], T_INTEGER, block(T_INTEGER, let_("i", T_INTEGER, value(0); mutable = true), loop,
        let_("rows", rows, node(:NewArray, rows, list(made))), let_("texts", texts, map), each, let_("f", T_INTEGER, failing), let_("c", T_INTEGER, call),
        let_("x", T_FLOAT, builtin("FloatAdd", T_FLOAT, [], value(1.5), builtin("IntegerToFloat", T_FLOAT, [], i))), variable("c", T_INTEGER)))
end

function rehearse()
    bytes = E.encode_beast2(E.T_IR, sum_program())
    platform = E.platform_named(["std"])
    program = E.load_program(E.read_program(bytes), platform)
    E.begin_run(platform)
    E.call_root(program, Any[Int64(5)])
    # The second tier, up to the point where Julia would be asked to compile.
    E.function_unit(program.code)
    failing = lambda([], T_INTEGER, builtin("IntegerDivide", T_INTEGER, [], value(1), value(0)))
    try
        E.call_root(E.load_program(failing, platform), Any[])
    catch e
        E.error_table(e, Any[])
    end
    for t in (T_INTEGER, T_FLOAT, T_STRING, t_array(T_FLOAT), t_array(t_struct([("a", T_INTEGER), ("b", T_STRING)])), t_dict(T_STRING, T_INTEGER), t_option(T_FLOAT))
        text = t === T_INTEGER ? "1" : t === T_FLOAT ? "1.5" : t === T_STRING ? "\"x\"" : t.kind == E.ARRAY ? "[]" : t.kind == E.DICT ? "{\"k\":1}" : ".some 2.5"
        v = E.parse_east(t, text)
        E.decode_beast2(E.encode_beast2(t, v), t)
        E.json_text(E.graph(t), v)
    end
    return
end

# What is left behind must be as when the package is loaded.
function clean()
    empty!(E.PACKAGES)
    empty!(E.PROGRAMS)
    empty!(E.TYPE_LISTS)
    empty!(E.JULIA_TYPES)
    empty!(E.RUN.platform)
    E.STAGE.task = nothing
    return
end
end

if ccall(:jl_generating_output, Cint, ()) == 1
    Rehearsal.rehearse()
    Rehearsal.clean()
    precompile(perform, ())
    precompile(on_large_stack, (Function,))
    precompile(execute_program, (R.Shared, UInt64, R.Table, R.Table, Int64))
    precompile(running, (R.Shared, R.Table, R.Table, Program, Vector{Any}, Platform))
    precompile(read_program_input, (Program, Int, R.Table))
    precompile(write_program_output, (Program, R.Table, Any, R.Table))
    precompile(program_of, (R.Table,))
end
