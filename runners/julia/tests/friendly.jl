# Reads the friendly type syntax (ir/friendly-types.md) that the tests are written in; without quoting, and with recursion only as
# `Recursive2`: the constructor that is the second one out.

function friendly_type(text::String)
    t, rest = friendly_type_at(replace(text, " " => ""))
    isempty(rest) || error("unread: $rest")
    return t
end

function friendly_type_at(text::AbstractString)
    name = match(r"^[A-Za-z_][A-Za-z0-9_]*", text).match
    rest = SubString(text, length(name) + 1)
    startswith(name, "Recursive") && return R.recursive_type(parse(Int, SubString(name, 10))), rest
    kind = findfirst(==(name), R.KIND_NAMES)
    if name == "Struct" || name == "Variant"
        names, parts = String[], R.EastType[]
        rest = SubString(rest, 2)
        while !startswith(rest, ">")
            field = match(r"^[A-Za-z_][A-Za-z0-9_]*", rest).match
            rest = SubString(rest, length(field) + 1)
            push!(names, field)
            if startswith(rest, ":")
                part, rest = friendly_type_at(SubString(rest, 2))
                push!(parts, part)
            else
                push!(parts, R.EastType(R.NULL))
            end
            startswith(rest, ",") && (rest = SubString(rest, 2))
        end
        name == "Variant" && (order = sortperm(names); names = names[order]; parts = parts[order])
        return R.EastType(UInt8(kind - 1), parts, names), SubString(rest, 2)
    end
    parts = R.EastType[]
    if startswith(rest, "<")
        while !startswith(rest, ">")
            part, rest = friendly_type_at(SubString(rest, 2))
            push!(parts, part)
        end
        rest = SubString(rest, 2)
    end
    name == "Option" && return R.EastType(R.VARIANT, [R.EastType(R.NULL), parts[1]], ["none", "some"]), rest
    return R.EastType(UInt8(kind - 1), parts), rest
end
