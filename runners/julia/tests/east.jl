# What the tests of East programs share.

using Base64
import PolyglotEast
const P = PolyglotEast

"A JSON file as the evaluator's own reader sees it: objects in order, numbers as Float64, unpaired surrogates kept."
function json_file(path::String)
    item, problem = P.parse_json_text(read(path, String))
    problem === nothing || error("$path: $problem")
    return item
end
member(o::P.JsonObject, name::String, default = nothing) = (v = P.member(o, name); v === P.ABSENT ? default : v)

"A type from its East text or from its JSON mapping."
function east_type(item)
    value = item isa String ? P.parse_east(P.T_TYPE, item) : P.parse_json_value(P.T_TYPE, P.stringify(item))
    value isa P.TextProblem && error(value.message)
    return P.type_of_value(value)
end

"The three functions that the programs of cases call; what is logged goes to a list."
case_platform(log::Vector{String}) = P.platform_of([
    P.PlatformFunction("log", [P.T_STRING], P.T_NULL, false, args -> (push!(log, args[1]); nothing)),
    P.PlatformFunction("fail", [P.T_STRING], P.T_INTEGER, false, args -> throw(P.EastError(args[1], ("platform", Int64(0), Int64(0))))),
    P.PlatformFunction("later", [P.T_INTEGER], P.T_INTEGER, true, args -> 2 * args[1])])

"What a program of no parameters gives: (value or EastError, its type, log)."
function run_case(root::P.EVariant)
    log = String[]
    platform = case_platform(log)
    program = P.load_program(root, platform)
    outcome = try
        P.run_program(program, Any[], platform)
    catch e
        e isa P.EastError || rethrow()
        e
    end
    return outcome, P.output_of(program.type), log
end

"Compares; a difference is shown with the case that it is in."
function same(what::String, expected, actual, case::String)
    isequal(expected, actual) || @info "$what differs in $case" expected actual
    @test isequal(expected, actual)
end

haskey_member(o::P.JsonObject, name::String) = P.member(o, name) !== P.ABSENT
base64(text::String) = base64decode(text)

"JSON of a DateTime with the year in four digits (quirk 11)."
function padded_year(json::String)
    m = match(r"^\"(-?)([0-9]+)(-.*)$", json)
    return string('"', m[1], lpad(m[2], 4, '0'), m[3])
end

csv_option_type(v) = v isa String ? P.T_STRING : v isa Bool ? P.T_BOOLEAN : v isa Vector ? P.t_array(P.T_STRING) : P.t_dict(P.T_STRING, P.T_STRING)
function csv_option_value(v)
    v isa Vector && return P.AnyArray(Any[x for x in v], 0)
    v isa P.JsonObject || return v
    dict = P.new_dict(P.graph(P.T_STRING))
    for (k, x) in zip(v.names, v.values)
        P.dict_set!(dict, k, x)
    end
    return dict
end

"The text of a type whose Option, of an old file, has its cases the other way round."
sorted_cases(text) = replace(text, r"\(name=\"some\", type=(.*?)\), \(name=\"none\", type=.Null\)" => s"(name=\"none\", type=.Null), (name=\"some\", type=\1)")

# Small programs, by hand.
at(line) = ("t.east", Int64(line), Int64(1))
east_list(items...) = P.AnyArray(Any[items...], 0)
type_ir(t::P.Ty) = P.decode_beast2_value(P.schema_bytes(t), P.T_TYPE)
node_ir(kind::Symbol, t::P.Ty, line::Int, parts...) = P.EVariant(kind, (type_ir(t), at(line), parts...))
variable_ir(name, t; mutable = false) = node_ir(:Variable, t, 1, name, mutable, false)
value_ir(x::Int64) = node_ir(:Value, P.T_INTEGER, 1, P.EVariant(:Integer, x))
value_ir(x::String) = node_ir(:Value, P.T_STRING, 1, P.EVariant(:String, x))
value_ir(x::Bool) = node_ir(:Value, P.T_BOOLEAN, 1, P.EVariant(:Boolean, x))
null_ir() = node_ir(:Value, P.T_NULL, 1, P.EVariant(:Null, nothing))
builtin_ir(name, t, line, types, args...) = node_ir(:Builtin, t, line, name, east_list(map(type_ir, types)...), east_list(args...))
function_ir(parameters, output, body; line = 1) = node_ir(:Function, P.t_function(P.Ty[t for (_, t) in parameters], output), line, east_list(),
    east_list([variable_ir(n, t) for (n, t) in parameters]...), body)
platform_ir(name, t, line, args...) = node_ir(:Platform, t, line, name, east_list(args...), false)
block_ir(t, statements...) = node_ir(:Block, t, 1, east_list(statements...))

# f = fn(n) => if n = 0 then 0 else 1 + f(n - 1), by way of a mutable variable that holds it; main(n) = f(n).
function recursive_program()
    number = P.t_function(P.Ty[P.T_INTEGER], P.T_INTEGER)
    f_variable = variable_ir("f", number; mutable = true)
    function lambda(body)
        return P.EVariant(:Function, (type_ir(number), at(1), east_list(f_variable), east_list(variable_ir("n", P.T_INTEGER)), body))
    end
    n = variable_ir("n", P.T_INTEGER)
    call = node_ir(:Call, P.T_INTEGER, 7, f_variable, east_list(builtin_ir("IntegerSubtract", P.T_INTEGER, 1, [], n, value_ir(1))))
    step = builtin_ir("IntegerAdd", P.T_INTEGER, 1, [], value_ir(1), call)
    is_zero = builtin_ir("Equal", P.T_BOOLEAN, 1, [P.T_INTEGER], n, value_ir(0))
    body = node_ir(:IfElse, P.T_INTEGER, 1, east_list((is_zero, value_ir(0))), step)
    empty = P.EVariant(:Function, (type_ir(number), at(1), east_list(), east_list(variable_ir("n", P.T_INTEGER)), value_ir(0)))
    return function_ir([("n", P.T_INTEGER)], P.T_INTEGER, block_ir(P.T_INTEGER, node_ir(:Let, P.T_NULL, 1, f_variable, empty),
        node_ir(:Assign, P.T_NULL, 1, f_variable, lambda(body)), node_ir(:Call, P.T_INTEGER, 9, f_variable, east_list(n))))
end

# ---- Over the protocol ----------------------------------------------------------------------------------------------------

"A program as a file."
function program_file(c::Client, root::P.EVariant)
    path = tempname(c.folder; cleanup = false)
    write(path, P.encode_beast2(P.T_IR, root))
    return path
end

function east_message(c::Client, path::String, inputs::Vector, output::String; platforms = String[], ir_id = "", extra...)
    message = R.table(:program => R.table(:kind => 2, :ir_path => path, :ir_id => ir_id, :platforms => platforms),
        :inputs => R.Table[input(c, text, value) for (text, value) in inputs],
        :output => R.table(:path => joinpath(c.folder, "output"), :schema => R.schema_of_type(R.type_of_friendly(output))), :seed => UInt64(7), :task => "t")
    foreach(name -> R.set_field!(message, name, extra[name]), keys(extra))
    return message
end
run_east(c::Client, root, inputs::Vector, output::String; extra...) = ask(c, :Execute, east_message(c, program_file(c, root), inputs, output; extra...))
