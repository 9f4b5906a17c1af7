# Programs (spec 2): they are values of `IR` like any other, and stay so: a function is encoded again as the very value it
# was read from, so that what its lists shared stays shared.

const T_TYPE = let self = t_recursive(1), inputs = t_array(t_recursive(3))
    named = t_array(t_struct([("name", T_STRING), ("type", t_recursive(3))]))
    named_function = t_struct([("inputs", inputs), ("output", t_recursive(2))])
    t_variant([("Array", self), ("AsyncFunction", named_function), ("Blob", T_NULL), ("Boolean", T_NULL), ("DateTime", T_NULL),
        ("Dict", t_struct([("key", t_recursive(2)), ("value", t_recursive(2))])), ("Float", T_NULL), ("Function", named_function),
        ("Integer", T_NULL), ("Never", T_NULL), ("Null", T_NULL), ("Recursive", T_INTEGER), ("Ref", self), ("Set", self),
        ("String", T_NULL), ("Struct", named), ("Variant", named)])
end

const T_LITERAL = t_variant([("Blob", T_BLOB), ("Boolean", T_BOOLEAN), ("DateTime", T_DATETIME), ("Float", T_FLOAT), ("Integer", T_INTEGER),
    ("Null", T_NULL), ("String", T_STRING)])
const T_LABEL = t_struct([("name", T_STRING), ("location", T_LOCATION)])

# The kinds of nodes, in the order of their tags.
const IR_KINDS = [:As, :Assign, :AsyncFunction, :Block, :Break, :Builtin, :Call, :CallAsync, :Continue, :Error, :ForArray, :ForDict, :ForSet,
    :Function, :GetField, :IfElse, :Let, :Match, :NewArray, :NewDict, :NewRef, :NewSet, :Platform, :Return, :Struct, :TryCatch,
    :UnwrapRecursive, :Value, :Variable, :Variant, :While, :WrapRecursive]

const T_IR = let ir = t_recursive(2), irs = t_array(t_recursive(3)), inner = t_recursive(4)
    label = ("label", T_LABEL)
    of(fields...) = t_struct(Tuple{String,Ty}[("type", T_TYPE), ("location", T_LOCATION), fields...])
    list(fields...) = t_array(t_struct(Tuple{String,Ty}[fields...]))
    func = of(("captures", irs), ("parameters", irs), ("body", ir))
    call = of(("function", ir), ("arguments", irs))
    value = of(("value", ir))
    t_variant(Tuple{String,Ty}[("As", value), ("Assign", of(("variable", ir), ("value", ir))), ("AsyncFunction", func), ("Block", of(("statements", irs))),
        ("Break", of(label)), ("Builtin", of(("builtin", T_STRING), ("type_parameters", t_array(T_TYPE)), ("arguments", irs))), ("Call", call),
        ("CallAsync", call), ("Continue", of(label)), ("Error", of(("message", ir))),
        ("ForArray", of(("array", ir), label, ("key", ir), ("value", ir), ("body", ir))),
        ("ForDict", of(("dict", ir), label, ("key", ir), ("value", ir), ("body", ir))), ("ForSet", of(("set", ir), label, ("key", ir), ("body", ir))),
        ("Function", func), ("GetField", of(("field", T_STRING), ("struct", ir))),
        ("IfElse", of(("ifs", list(("predicate", inner), ("body", inner))), ("else_body", ir))), ("Let", of(("variable", ir), ("value", ir))),
        ("Match", of(("variant", ir), ("cases", list(("case", T_STRING), ("variable", inner), ("body", inner))))), ("NewArray", of(("values", irs))),
        ("NewDict", of(("values", list(("key", inner), ("value", inner))))), ("NewRef", value), ("NewSet", of(("values", irs))),
        ("Platform", of(("name", T_STRING), ("arguments", irs), ("async", T_BOOLEAN))), ("Return", value),
        ("Struct", of(("fields", list(("name", T_STRING), ("value", inner))))),
        ("TryCatch", of(("try_body", ir), ("catch_body", ir), ("message", ir), ("stack", ir), ("finally_body", ir))), ("UnwrapRecursive", value),
        ("Value", of(("value", T_LITERAL))), ("Variable", of(("name", T_STRING), ("mutable", T_BOOLEAN), ("captured", T_BOOLEAN))),
        ("Variant", of(("case", T_STRING), ("value", ir))), ("While", of(("predicate", ir), label, ("body", ir))), ("WrapRecursive", value)])
end

"The version of East whose programs are read here."
const IR_VERSION = "0.0.1-beta.25"

"A program that cannot be loaded."
struct ProgramProblem <: Exception
    message::String
end
Base.showerror(io::IO, e::ProgramProblem) = print(io, e.message)

# ---- Parts of nodes ------------------------------------------------------------------------------------------------------

const IrNode = EVariant

fields_of(n::IrNode) = n.payload::Tuple
part(n::IrNode, i::Int) = getfield(fields_of(n), i)
node_part(n::IrNode, i::Int) = part(n, i)::EVariant
list_part(n::IrNode, i::Int) = (part(n, i)::AnyArray).items
text_part(n::IrNode, i::Int) = part(n, i)::String
location(n::IrNode) = part(n, 2)::Loc
type_value(n::IrNode) = node_part(n, 1)

variable_name(n::IrNode) = n.tag === :Variable ? text_part(n, 3) : throw(ProgramProblem("Expected a Variable node, got $(n.tag)"))
is_mutable(n::IrNode) = part(n, 4)::Bool

# Types inside programs are values too; their lists say who they are.
const TYPE_LISTS = IdDict{Any,Any}()

"The type that a value of type Type describes."
function type_of_value(v::EVariant)
    tag = v.tag
    if tag === :Struct || tag === :Variant
        known = get(TYPE_LISTS, v.payload, nothing)
        kind = tag === :Struct ? STRUCT : VARIANT
        known !== nothing && (known::Ty).kind == kind && return known::Ty
        parts, names = Ty[], String[]
        for item in (v.payload::AnyArray).items
            push!(names, getfield(item, 1)::String)
            push!(parts, type_of_value(getfield(item, 2)::EVariant))
        end
        t = make_type(kind, parts, names)
        length(TYPE_LISTS) < 1 << 16 || empty!(TYPE_LISTS)
        TYPE_LISTS[v.payload] = t
        return t
    elseif tag === :Array || tag === :Ref || tag === :Set
        return make_type(tag === :Array ? ARRAY : tag === :Ref ? REF : SET, Ty[type_of_value(v.payload::EVariant)])
    elseif tag === :Dict
        key, value = v.payload::Tuple{EVariant,EVariant}
        return make_type(DICT, Ty[type_of_value(key), type_of_value(value)])
    elseif tag === :Function || tag === :AsyncFunction
        inputs, output = getfield(v.payload, 1)::AnyArray, getfield(v.payload, 2)::EVariant
        return make_type(tag === :Function ? FUNCTION : ASYNC_FUNCTION, push!(types_of(inputs.items), type_of_value(output)))
    elseif tag === :Recursive
        return t_recursive(Int(v.payload::Int64))
    end
    return tag === :Integer ? T_INTEGER : tag === :String ? T_STRING : tag === :Float ? T_FLOAT : tag === :Boolean ? T_BOOLEAN : tag === :Null ? T_NULL :
        tag === :DateTime ? T_DATETIME : tag === :Blob ? T_BLOB : T_NEVER
end
type_of(n::IrNode) = type_of_value(type_value(n))
function types_of(list::Vector{Any})
    types = Ty[]
    for v in list
        push!(types, type_of_value(v::EVariant))
    end
    return types
end

# ---- Reading -------------------------------------------------------------------------------------------------------------

const FOREIGN = "unsupported IR version: this program was made for another version of East (here: $IR_VERSION); export it with that version"

"The outermost node of a program file; throws `ProgramProblem`."
function read_program(bytes::Vector{UInt8})
    header = beast2_header(T_IR)
    if length(bytes) < length(header) || !starts_with(bytes, header)
        try
            check_magic(bytes, BEAST2_MAGIC)
            t = read_schema(Reader(bytes, 8))
            looks_like_ir = t.kind == VARIANT && "Builtin" in t.names && "Platform" in t.names
            t === T_IR || throw(ProgramProblem(looks_like_ir || t.kind == STRUCT ? FOREIGN : "not a program: the file holds a value of type $(friendly(t))"))
        catch e
            e isa DecodeFailure && throw(ProgramProblem(e.message))
            rethrow()
        end
    end
    root = try
        decode_beast2(bytes, T_IR)::IrNode
    catch e
        e isa DecodeFailure && throw(ProgramProblem(e.message))
        rethrow()
    end
    check_root(root)
    return root
end

function check_root(root::IrNode)
    root.tag === :Function || root.tag === :AsyncFunction ||
        throw(ProgramProblem("not a program: the outermost node is $(root.tag), and a program is a Function or an AsyncFunction"))
    isempty(list_part(root, 3)) ||
        throw(ProgramProblem("not a program: the outermost function captures variables, and there is nothing around it to take them from"))
    return
end
