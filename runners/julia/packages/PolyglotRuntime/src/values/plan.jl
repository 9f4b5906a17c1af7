# A plan says how values of one East type become values of one Julia type: made once per function and input type, then
# interpreted. Interpreting keeps the first call cheap: Julia compiles the routines here once, not once per East type.

const OPTION, MATRIX, RECORD = 0x20, 0x21, 0x22     # kinds of plans beyond East's own; RECORD: a struct type of the user's

mutable struct Plan
    kind::UInt8
    east::EastType
    type::Any                 # the Julia type of decoded values
    parts::Vector{Plan}       # of Struct: in East order
    names::Vector{Symbol}
    order::Vector{Int}        # of Struct: for each Julia field, the East field it comes from
    least::Int                # the fewest bytes that a value takes
    flat::Union{Nothing,Vector{FlatField}}   # where values are isbits and made of scalars
    width::Int                # their packed size where all are Float and Boolean, else -1
    none::Any                 # of OPTION: `nothing` or `missing`
    wrapped::Bool             # of OPTION: payloads may be `nothing` themselves, so values stay Variants
    layouts::IdDict{Any,Any}  # encoding: Julia element type -> its flat layout, `nothing` where it has none
end

Plan(kind::UInt8, t::EastType, @nospecialize(type), least::Int) =
    Plan(kind, t, type, Plan[], Symbol[], Int[], least, nothing, -1, nothing, false, IdDict{Any,Any}())

"A parameter's annotation cannot take the input's type."
struct UnsupportedAnnotation <: Exception
    message::String
end

const SCALAR_TYPES = IdDict{Any,Any}(BLOB => Vector{UInt8}, BOOLEAN => Bool, DATETIME => DateTime, FLOAT => Float64,
    INTEGER => Int64, NEVER => Union{}, NULL => Nothing, STRING => String)

@noinline function unsupported(t::EastType, @nospecialize(annotation))
    throw(UnsupportedAnnotation("$(friendly(t)) does not fit the annotation ::$annotation; $(advice(t))"))
end
function advice(t::EastType)
    plan = default_plan(t)
    return "use ::$(plan.type) or no annotation"
end

"""
    make_plan(type, annotation) -> Plan

The plan for inputs of an East type where the parameter is annotated so (`Any`: the default form). Throws
`UnsupportedAnnotation`.
"""
function make_plan(t::EastType, @nospecialize(annotation))
    has_function(t) && throw(UnsupportedAnnotation("$(friendly(t)): functions cannot be passed to Julia or from it"))
    has_zero_name(t) && throw(UnsupportedAnnotation("$(friendly(t)): a name with U+0000 cannot be a Julia symbol"))
    plan = default_plan(t)
    plan.type <: annotation && return plan
    return annotated_plan(t, annotation, Plan[])
end

has_zero_name(t::EastType) = any(name -> '\0' in name, t.names) || any(has_zero_name, t.parts)

default_plan(t::EastType) = annotated_plan(t, Any, Plan[])

function annotated_plan(t::EastType, @nospecialize(annotation), stack::Vector{Plan})
    length(stack) <= MAX_DEPTH || unsupported(t, annotation)
    kind = t.kind
    if haskey(SCALAR_TYPES, kind)
        type = SCALAR_TYPES[kind]
        type <: annotation || (kind == NULL && Missing <: annotation && (type = Missing; true)) || unsupported(t, annotation)
        plan = Plan(kind, t, type, kind == NULL ? 0 : kind == FLOAT ? 8 : 1)
        kind == NULL && (plan.none = type === Missing ? missing : nothing)
        plan.width = kind == FLOAT ? 8 : kind == BOOLEAN ? 1 : kind == NULL ? 0 : -1
        kind in (BOOLEAN, DATETIME, FLOAT, INTEGER) && (plan.flat = [FlatField(kind, 0, 0)])
        kind == NULL && (plan.flat = FlatField[])
        return plan
    elseif kind == RECURSIVE
        target = stack[end-t.level+1]
        # The enclosing type is still being made; only a user's own struct type can be named before it is.
        annotation === Any || target.kind == RECORD && target.type <: annotation || unsupported(t, annotation)
        return target
    elseif kind == STRUCT
        return struct_plan(t, annotation, stack)
    elseif kind == VARIANT
        return variant_plan(t, annotation, stack)
    elseif kind == ARRAY
        return array_plan(t, annotation, stack)
    end
    kind in (REF, SET, DICT) || unsupported(t, annotation)
    wanted = element_annotations(kind, annotation)
    wanted === nothing && unsupported(t, annotation)
    plan = Plan(kind, t, Any, 1)
    push!(stack, plan)
    for i in 1:length(t.parts)
        push!(plan.parts, annotated_plan(t.parts[i], wanted[i], stack))
    end
    pop!(stack)
    types = Any[element_type(plan.parts[i], wanted[i], stack) for i in 1:length(t.parts)]
    family = kind == REF ? Base.RefValue : kind == SET ? Set : Dict
    plan.type = fitting_type(family{types...}, annotation, t)
    return plan
end

# What an annotation of a container asks of its parts, `nothing` where it is no such container.
function element_annotations(kind::UInt8, @nospecialize(annotation))
    annotation === Any && return Any[Any, Any]
    family = kind == REF ? Base.RefValue : kind == SET ? Set : kind == DICT ? Dict : Vector
    common = typeintersect(annotation, family)
    common === Union{} && return nothing
    common = Base.unwrap_unionall(common)
    common isa DataType || return Any[Any, Any]
    return Any[parameter_bound(p) for p in common.parameters]
end
parameter_bound(@nospecialize(p)) = p isa TypeVar ? p.ub : p

# The element type of a container: of values still being made (recursion) only `Any` or the user's own type is known.
function element_type(part::Plan, @nospecialize(annotation), stack::Vector{Plan})
    open = any(p -> p === part, stack) || part.type === Any
    open && part.kind != RECORD && return Any
    return part.type
end

# The default container type where it fits, else the annotation itself where values can be made of it.
function fitting_type(@nospecialize(default), @nospecialize(annotation), t::EastType)
    default <: annotation && return default
    exact = typeintersect(annotation, default.name.wrapper)
    isconcretetype(exact) && return exact
    unsupported(t, annotation)
end

function array_plan(t::EastType, @nospecialize(annotation), stack::Vector{Plan})
    element = t.parts[1]
    if annotation !== Any && typeintersect(annotation, Vector) === Union{} && element.kind == ARRAY
        matrix = typeintersect(annotation, Matrix)
        scalar = get(SCALAR_TYPES, element.parts[1].kind, nothing)
        matrix === Union{} || scalar === nothing || !(scalar <: eltype(matrix)) ? unsupported(t, annotation) : nothing
        plan = Plan(MATRIX, t, fitting_type(Matrix{scalar}, matrix, t), 1)
        push!(plan.parts, default_plan(t))
        return plan
    end
    wanted = element_annotations(ARRAY, annotation)
    wanted === nothing && unsupported(t, annotation)
    plan = Plan(ARRAY, t, Any, 1)
    push!(stack, plan)
    push!(plan.parts, annotated_plan(element, wanted[1], stack))
    pop!(stack)
    plan.type = fitting_type(Vector{element_type(plan.parts[1], wanted[1], stack)}, annotation, t)
    return plan
end

function variant_plan(t::EastType, @nospecialize(annotation), stack::Vector{Plan})
    if is_option(t)
        some = t.parts[2]
        # Where the payload may itself be `nothing`, the value says which of the two it is.
        if !(some.kind == NULL || is_option(some) || Variant <: annotation && annotation !== Any)
            return option_plan(t, annotation, stack)
        end
    end
    Variant <: annotation || unsupported(t, annotation)
    plan = Plan(VARIANT, t, Variant, 1)
    push!(stack, plan)
    for i in 1:length(t.parts)
        push!(plan.names, Symbol(t.names[i]))
        push!(plan.parts, annotated_plan(t.parts[i], Any, stack))
    end
    pop!(stack)
    return plan
end

function option_plan(t::EastType, @nospecialize(annotation), stack::Vector{Plan})
    missing_only = !(Nothing <: annotation) && Missing <: annotation
    Nothing <: annotation || missing_only || unsupported(t, annotation)
    empty = missing_only ? Missing : Nothing
    plan = Plan(OPTION, t, Any, 1)
    plan.none = missing_only ? missing : nothing
    push!(stack, plan)
    wanted = annotation === Any ? Any : without(annotation, empty)
    push!(plan.parts, annotated_plan(t.parts[2], wanted, stack))
    pop!(stack)
    some = element_type(plan.parts[1], wanted, stack)
    plan.type = some === Any ? Any : Union{empty,some}
    return plan
end

function struct_plan(t::EastType, @nospecialize(annotation), stack::Vector{Plan})
    names = Symbol[Symbol(name) for name in t.names]
    own = annotation !== Any ? record_annotation(annotation, names) : nothing
    annotation === Any || own !== nothing || unsupported(t, annotation)
    plan = Plan(own === nothing || own <: NamedTuple ? STRUCT : RECORD, t, plan_type(own), 0)
    plan.names = names
    fields = own === nothing ? names : collect(Symbol, fieldnames(own))
    plan.order = Int[findfirst(==(field), names)::Int for field in fields]
    push!(stack, plan)
    parts = Vector{Plan}(undef, length(names))
    for (j, i) in enumerate(plan.order)
        parts[i] = annotated_plan(t.parts[i], own === nothing ? Any : fieldtype(own, j), stack)
    end
    plan.parts = parts
    pop!(stack)
    plan.least = sum(Int[p === plan || any(q -> q === p, stack) ? 1 : p.least for p in parts])
    if plan.kind == STRUCT
        types = Any[own === nothing ? element_type(parts[i], Any, stack) : fieldtype(own, j) for (j, i) in enumerate(plan.order)]
        plan.type = NamedTuple{Tuple(fields),Tuple{types...}}
        flatten!(plan)
    end
    return plan
end
plan_type(@nospecialize(own)) = own === nothing ? Any : own

# The struct type that an annotation names, where its fields are the East fields (in any order); else nothing.
function record_annotation(@nospecialize(annotation), names::Vector{Symbol})
    if annotation isa Union
        for choice in Base.uniontypes(annotation)
            found = record_annotation(choice, names)
            found === nothing || return found
        end
        return nothing
    end
    NamedTuple <: annotation && return nothing
    annotation isa DataType && isconcretetype(annotation) && isstructtype(annotation) && !(annotation <: Tuple) || return nothing
    fields = fieldnames(annotation)
    return length(fields) == length(names) && all(n -> n in fields, names) ? annotation : nothing
end

# Says where the scalars of an isbits NamedTuple lie, so that arrays of it are filled without making each value.
function flatten!(plan::Plan)
    isbitstype(plan.type) || return
    all(p -> p.flat !== nothing, plan.parts) || return
    where_in = zeros(Int, length(plan.parts))
    for j in 1:length(plan.order)
        where_in[plan.order[j]] = Int(fieldoffset(plan.type, j))
    end
    flat = FlatField[]
    width = 0
    for i in 1:length(plan.parts)
        part = plan.parts[i]
        for f in part.flat::Vector{FlatField}
            push!(flat, FlatField(f.kind, where_in[i] + f.offset, width + f.packed))
        end
        width = part.width < 0 || width < 0 ? -1 : width + part.width
    end
    plan.flat = flat
    plan.width = width
    return
end

# The annotation without its `Nothing` or `Missing`.
function without(@nospecialize(annotation), @nospecialize(empty))
    annotation isa Union || return Any
    rest = Any[choice for choice in Base.uniontypes(annotation) if choice !== empty]
    return Union{rest...}
end
