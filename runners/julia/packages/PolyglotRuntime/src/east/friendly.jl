# Reads the friendly type syntax (ir/friendly-types.md), in which platform functions say their types. A signature is
# `(A, B) -> C`, with `async` before it where calls are awaited.

"Text that is no type; the message says where and why."
struct FriendlyError <: Exception
    message::String
end
Base.showerror(io::IO, e::FriendlyError) = print(io, e.message)

mutable struct FriendlyReader
    text::String
    at::Int
    bound::Vector{Tuple{String,Int}}   # names bound by Recursive, and how many constructors are around what they name
    level::Int
end

friendly_fail(r::FriendlyReader, what::String) = throw(FriendlyError("expected $what at column $(r.at) of the type $(r.text)"))
blanks(r::FriendlyReader) = (while r.at <= ncodeunits(r.text) && codeunit(r.text, r.at) in (0x20, 0x09, 0x0a, 0x0d); r.at += 1; end)
function accept(r::FriendlyReader, word::String)
    blanks(r)
    startswith(SubString(r.text, min(r.at, ncodeunits(r.text) + 1)), word) || return false
    r.at += ncodeunits(word)
    return true
end
require(r::FriendlyReader, word::String) = accept(r, word) || friendly_fail(r, "'$word'")

function friendly_name(r::FriendlyReader)
    blanks(r)
    m = match(r"\G(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`\\]|\\.)*`)", r.text, r.at)
    m === nothing && friendly_fail(r, "a name")
    r.at += ncodeunits(m.match)
    return startswith(m.match, '`') ? replace(String(m.match[2:prevind(m.match, end)]), r"\\(.)" => s"\1") : String(m.match)
end

"The type that a text in the friendly syntax means; throws `FriendlyError`."
function type_of_friendly(text::String)
    r = FriendlyReader(text, 1, Tuple{String,Int}[], 0)
    t = friendly_type(r)
    blanks(r)
    r.at > ncodeunits(text) || friendly_fail(r, "the end")
    return t
end

"(inputs, output, whether calls are awaited) of a signature; throws `FriendlyError`."
function signature_of_friendly(text::String)
    t = type_of_friendly(replace(text, "->" => "=>"))
    t.kind == FUNCTION || t.kind == ASYNC_FUNCTION || throw(FriendlyError("expected a function's type, such as (Float) -> Float, got $text"))
    return t.parts[1:end-1], t.parts[end], t.kind == ASYNC_FUNCTION
end

inside(f, r::FriendlyReader) = (r.level += 1; t = f(); r.level -= 1; t)

function friendly_type(r::FriendlyReader)
    accept(r, "(") && return friendly_function(r, FUNCTION)
    name = friendly_name(r)
    for i in length(r.bound):-1:1
        r.bound[i][1] == name && return recursive_type(r.level - r.bound[i][2])
    end
    if name == "async"
        require(r, "(")
        return friendly_function(r, ASYNC_FUNCTION)
    elseif name == "Recursive"
        require(r, "<")
        push!(r.bound, (friendly_name(r), r.level))
        require(r, "=")
        t = friendly_type(r)
        pop!(r.bound)
        require(r, ">")
        return t
    elseif name == "Option"
        require(r, "<")
        t = inside(() -> EastType(VARIANT, EastType[EastType(NULL), friendly_type(r)], ["none", "some"]), r)
        require(r, ">")
        return t
    elseif name == "Struct" || name == "Variant"
        return friendly_parts(r, name == "Struct")
    elseif name in ("Ref", "Array", "Set", "Dict")
        require(r, "<")
        t = inside(r) do
            parts = EastType[friendly_type(r)]
            name == "Dict" && (require(r, ","); push!(parts, friendly_type(r)))
            EastType(name == "Ref" ? REF : name == "Array" ? ARRAY : name == "Set" ? SET : DICT, parts)
        end
        require(r, ">")
        return t
    end
    kind = findfirst(==(name), KIND_NAMES)
    kind === nothing || name == "Function" || name == "AsyncFunction" || kind == RECURSIVE + 1 ? friendly_fail(r, "a type instead of '$name'") : nothing
    return EastType(UInt8(kind - 1))
end

function friendly_function(r::FriendlyReader, kind::UInt8)
    return inside(r) do
        parts = EastType[]
        while !accept(r, ")")
            isempty(parts) || require(r, ",")
            push!(parts, friendly_type(r))
        end
        require(r, "=>")
        EastType(kind, push!(parts, friendly_type(r)))
    end
end

function friendly_parts(r::FriendlyReader, is_struct::Bool)
    require(r, "<")
    return inside(r) do
        names, parts = String[], EastType[]
        while !accept(r, ">")
            isempty(names) || require(r, ",")
            push!(names, friendly_name(r))
            push!(parts, accept(r, ":") ? friendly_type(r) : is_struct ? friendly_fail(r, "':'") : EastType(NULL))
        end
        order = is_struct ? collect(1:length(names)) : sortperm(names; lt = utf16_less)
        EastType(is_struct ? STRUCT : VARIANT, parts[order], names[order])
    end
end
