# The JSON mapping of values (spec 3.3).

mutable struct JsonPrinter
    io::IOBuffer
    places::IdDict{Any,Place}
end

function json_text(node::TNode, @nospecialize(value))
    p = JsonPrinter(IOBuffer(), IdDict{Any,Place}())
    print_json(p, node, value, root_place())
    return String(take!(p.io))
end

json_step(p::Place) = p.step == S_FIELD || p.step == S_CASE ? p.name : p.step == S_ELEMENT ? string(p.index) : p.step == S_CONTENT ? "0" : p.step == S_KEY ? "key" : "value"

function print_json(p::JsonPrinter, node::TNode, @nospecialize(v), place::Place)
    k, io = node.kind, p.io
    if k == NULL
        print(io, "null")
    elseif k == BOOLEAN
        print(io, v::Bool ? "true" : "false")
    elseif k == INTEGER
        print(io, '"', v::Int64, '"')
    elseif k == FLOAT
        print(io, float_json(v::Float64))
    elseif k == STRING
        print_quoted(io, v::String)
    elseif k == DATETIME
        print(io, '"', date_json(v::Int64), '"')
    elseif k == BLOB
        print(io, '"')
        print_hex(io, v::Vector{UInt8})
        print(io, '"')
    elseif k == STRUCT
        print(io, '{')
        for i in 1:length(node.parts)
            i == 1 || print(io, ',')
            print_quoted(io, node.names[i])
            print(io, ':')
            part = node.parts[i]
            print_json(p, part, getfield(v, i), part.holds ? place_in(place, S_FIELD, node.names[i]) : place)
        end
        print(io, '}')
    elseif k == VARIANT
        i = case_index(node, (v::EVariant).tag)
        print(io, "{\"type\":")
        print_quoted(io, node.names[i])
        print(io, ",\"value\":")
        part = node.parts[i]
        print_json(p, part, v.payload, part.holds ? place_in(place, S_CASE, node.names[i]) : place)
        print(io, '}')
    elseif k == NEVER
        throw(EastError("type Never has no values to print", Loc[]))
    else
        print_json_container(p, node, v, place)
    end
    return
end

function print_json_container(p::JsonPrinter, node::TNode, @nospecialize(v), place::Place)
    io = p.io
    known = get(p.places, v, nothing)
    if known !== nothing
        levels, down = way(place, known)
        steps = String[replace(replace(json_step(s), "~" => "~0"), "/" => "~1") for s in down]
        print(io, "{\"\$ref\":")
        print_quoted(io, string(levels, '#', join(steps, '/')))
        print(io, '}')
        return
    end
    p.places[v] = place
    part = node.parts[1]
    print(io, '[')
    if node.kind == REF
        print_json(p, part, (v::ERef).value, place_in(place, S_CONTENT))
    elseif node.kind == ARRAY
        for i in 1:length(v.items)
            i == 1 || print(io, ',')
            print_json(p, part, v.items[i], part.holds ? place_in(place, S_ELEMENT, "", i - 1) : place)
        end
    elseif node.kind == SET
        for (i, key) in enumerate(keys_of(v))
            i == 1 || print(io, ',')
            print_json(p, part, key, place)
        end
    else
        ks, vs = keys_of(v), values_of(v)
        value = node.parts[2]
        for i in 1:length(ks)
            print(io, i == 1 ? "{\"key\":" : ",{\"key\":")
            print_json(p, part, ks[i], place)
            print(io, ",\"value\":")
            print_json(p, value, vs[i], value.holds ? place_in(place_in(place, S_ELEMENT, "", i - 1), S_VALUE, "", i - 1, (ks[i], part)) : place)
            print(io, '}')
        end
    end
    print(io, ']')
    return
end

# ---- JSON text -----------------------------------------------------------------------------------------------------------
# A JSON value: nothing, Bool, Float64, String, Vector{Any}, or JsonObject with the members in order.

struct JsonObject
    names::Vector{String}
    values::Vector{Any}
end
member(o::JsonObject, name::String) = (i = findfirst(==(name), o.names); i === nothing ? ABSENT : o.values[i])

struct JsonFailure <: Exception
    message::String
    position::Int
end
mutable struct JsonReader
    u::Units
    at::Int
    depth::Int
end
const MAX_JSON_DEPTH = 3 * MAX_NESTING

json_fail(r::JsonReader, message::String) = throw(JsonFailure(message, r.at - 1))
json_expected(r::JsonReader, what::String) = json_fail(r, "expected $what, got $(r.at <= length(r.u) ? "'" * text_of(r.u, r.at, r.at) * "'" : "end of input")")
json_peek(r::JsonReader) = r.at <= length(r.u) ? r.u[r.at] : 0x0000
function json_blanks(r::JsonReader)
    while r.at <= length(r.u) && r.u[r.at] in (0x20, 0x09, 0x0d, 0x0a)
        r.at += 1
    end
end
json_take(r::JsonReader, c::Char) = (json_blanks(r); json_peek(r) == unit(c) && (r.at += 1; true))

"A JSON value, or the text of what is wrong."
function parse_json_text(text::String)
    u = units_of(text)
    r = JsonReader(u, 1, 0)
    try
        item = read_json(r)
        json_blanks(r)
        r.at > length(u) || json_fail(r, "unexpected text after the JSON value")
        return item, nothing
    catch e
        e isa JsonFailure || rethrow()
        line, column = line_and_column(u, e.position)
        return nothing, "Failed to parse JSON: $(e.message) (line $line, col $column)"
    end
end

function read_json(r::JsonReader)
    json_blanks(r)
    c = json_peek(r)
    if c == unit('{') || c == unit('[')
        r.depth += 1
        r.depth <= MAX_JSON_DEPTH || json_fail(r, "JSON nested more than $MAX_JSON_DEPTH levels")
        v = c == unit('{') ? read_json_object(r) : read_json_array(r)
        r.depth -= 1
        return v
    end
    c == unit('"') && return read_json_string(r)
    for (word, v) in (("true", true), ("false", false), ("null", nothing))
        c == codeunit(word, 1) || continue
        r.at + ncodeunits(word) - 1 <= length(r.u) && all(i -> r.u[r.at+i-1] == codeunit(word, i), 1:ncodeunits(word)) || json_expected(r, "a JSON value")
        r.at += ncodeunits(word)
        return v
    end
    (c == unit('-') || is_digit(c)) && return read_json_number(r)
    json_expected(r, "a JSON value")
end

function read_json_array(r::JsonReader)
    r.at += 1
    items = Any[]
    json_take(r, ']') && return items
    while true
        push!(items, read_json(r))
        json_take(r, ',') || break
    end
    json_take(r, ']') || json_expected(r, "',' or ']'")
    return items
end

function read_json_object(r::JsonReader)
    r.at += 1
    o = JsonObject(String[], Any[])
    json_take(r, '}') && return o
    places = Dict{String,Int}()
    while true
        json_blanks(r)
        json_peek(r) == unit('"') || json_expected(r, "a member name in quotes")
        name = read_json_string(r)
        json_take(r, ':') || json_expected(r, "':'")
        v = read_json(r)
        i = get(places, name, 0)
        if i == 0
            push!(o.names, name)
            push!(o.values, v)
            places[name] = length(o.names)
        else
            o.values[i] = v
        end
        json_take(r, ',') || break
    end
    json_take(r, '}') || json_expected(r, "',' or '}'")
    return o
end

function json_digits(r::JsonReader, i::Int)
    start = i
    while i <= length(r.u) && is_digit(r.u[i])
        i += 1
    end
    i > start || json_fail(r, "not a JSON number")
    return i
end
function read_json_number(r::JsonReader)
    i = r.u[r.at] == unit('-') ? r.at + 1 : r.at
    digits = i
    i = json_digits(r, i)
    i > digits + 1 && r.u[digits] == unit('0') && json_fail(r, "not a JSON number")
    i <= length(r.u) && r.u[i] == unit('.') && (i = json_digits(r, i + 1))
    if i <= length(r.u) && (r.u[i] | 0x20) == unit('e')
        i = json_digits(r, i + 1 <= length(r.u) && (r.u[i+1] == unit('+') || r.u[i+1] == unit('-')) ? i + 2 : i + 1)
    end
    v = parse_float(text_of(r.u, r.at, i - 1))
    r.at = i
    return v
end

function read_json_string(r::JsonReader)
    r.at += 1
    out = UInt16[]
    while true
        r.at <= length(r.u) || json_fail(r, "the string is not closed")
        c = r.u[r.at]
        c < 0x20 && json_fail(r, "a control character in a string must be escaped")
        if c == unit('"')
            r.at += 1
            return text_of(out)
        elseif c == unit('\\')
            r.at += 1
            push!(out, read_json_escape(r))
        else
            r.at += 1
            push!(out, c)
        end
    end
end
function read_json_escape(r::JsonReader)
    r.at <= length(r.u) || json_fail(r, "the string is not closed")
    c = r.u[r.at]
    i = findfirst(==(c), (unit('"'), unit('\\'), unit('/'), unit('b'), unit('f'), unit('n'), unit('r'), unit('t')))
    if i !== nothing
        r.at += 1
        return UInt16[0x22, 0x5c, 0x2f, 0x08, 0x0c, 0x0a, 0x0d, 0x09][i]
    end
    if c == unit('u') && r.at + 4 <= length(r.u) && all(is_hex, view(r.u, r.at+1:r.at+4))
        v = UInt16(0)
        for k in 1:4
            v = v << 4 | UInt16(hex_value(r.u[r.at+k]))
        end
        r.at += 5
        return v
    end
    json_fail(r, "unknown escape in a string")
end

"A JSON value as `JSON.stringify` writes it."
stringify(@nospecialize(v)) = sprint(stringify, v)
function stringify(io::IO, @nospecialize(v))
    if v isa JsonObject
        print(io, '{')
        for i in 1:length(v.names)
            i == 1 || print(io, ',')
            print_quoted(io, v.names[i])
            print(io, ':')
            stringify(io, v.values[i])
        end
        print(io, '}')
    elseif v isa Vector{Any}
        print(io, '[')
        for i in 1:length(v)
            i == 1 || print(io, ',')
            stringify(io, v[i])
        end
        print(io, ']')
    elseif v isa String
        print_quoted(io, v)
    elseif v isa Float64
        print(io, float_stringify(v))
    else
        print(io, v === nothing ? "null" : v === true ? "true" : "false")
    end
    return
end
