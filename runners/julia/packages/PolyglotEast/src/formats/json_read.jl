# Making values from JSON (spec 3.3, "Reading rules and messages").

mutable struct FromJson
    refers::Bool
    depth::Int
end

"A value, or a `TextProblem`; the message of the builtin."
function parse_json_value(t::Ty, text::String)
    item, problem = parse_json_text(text)
    problem === nothing || return TextProblem(problem, 0)
    try
        return from_json(FromJson(occursin("\$ref", text), 0), graph(t), item, root_place())
    catch e
        e isa TextFailure || rethrow()
        message = e.message == "Cannot decode Never type from JSON" ? e.message : sentence(e.message, json_path(e.place), 1, 1, t)
        return TextProblem("Failed to convert JSON to $(type_text(t)): $message", 0)
    end
end
json_path(p::Place) = join(String[s.step == S_ELEMENT ? "[$(s.index)]" : s.step == S_CONTENT ? "" : "." * json_step(s) for s in steps_from_root(p)])

@noinline json_mismatch(what::String, @nospecialize(item), p::Place) = throw(TextFailure("expected $what, got $(stringify(item))", 0, p))
@noinline json_refuse(message::String, p::Place) = throw(TextFailure(message, 0, p))

function from_json(r::FromJson, node::TNode, @nospecialize(item), p::Place)
    k = node.kind
    k == STRUCT || k == VARIANT || is_container_kind(k) || return json_scalar(k, item, p)
    r.depth += 1
    r.depth <= MAX_NESTING || json_refuse("values are nested more than $MAX_NESTING levels", p)
    v = k == STRUCT ? json_struct(r, node, item, p) : k == VARIANT ? json_variant(r, node, item, p) :
        r.refers && item isa JsonObject && length(item.names) == 1 && item.names[1] == "\$ref" && item.values[1] isa String ?
        json_reference(node, item.values[1], p) : json_container(r, node, item, p)
    r.depth -= 1
    return v
end

json_inner(r::FromJson, node::TNode, @nospecialize(item), p::Place) = (r.refers && register!(p, json_step(p)); from_json(r, node, item, p))

function json_struct(r::FromJson, node::TNode, @nospecialize(item), p::Place)
    item isa JsonObject || json_mismatch("object for Struct", item, p)
    for name in item.names
        name in node.names || json_refuse("unexpected field $(quoted_text(name)) in Struct, got $(stringify(item))", p)
    end
    fields = Any[]
    for i in 1:length(node.parts)
        m = member(item, node.names[i])
        m === ABSENT && json_refuse("missing field $(quoted_text(node.names[i])) in Struct, got $(stringify(item))", p)
        push!(fields, json_inner(r, node.parts[i], m, place_in(p, S_FIELD, node.names[i])))
    end
    return make_tuple(fields)
end

function json_variant(r::FromJson, node::TNode, @nospecialize(item), p::Place)
    name = item isa JsonObject ? member(item, "type") : ABSENT
    payload = item isa JsonObject ? member(item, "value") : ABSENT
    name isa String && payload !== ABSENT || json_mismatch("object with type and value for Variant", item, p)
    i = findfirst(==(name), node.names)
    i === nothing && json_refuse("unknown variant type $(quoted_text(name)), got $(stringify(item))", p)
    return EVariant(node.symbols[i], json_inner(r, node.parts[i], payload, place_in(p, S_CASE, name)))
end

function json_container(r::FromJson, node::TNode, @nospecialize(item), p::Place)
    k = node.kind
    item isa Vector{Any} && (k != REF || length(item) == 1) ||
        json_mismatch(k == REF ? "array with 1 entry" : k == ARRAY ? "array" : k == SET ? "array for Set" : "array for Dict", item, p)
    part = node.parts[1]
    c = define!(p, node, k == REF ? ERef() : k == ARRAY ? new_array(part) : k == SET ? new_set(part) : new_dict(part))
    for i in 1:length(item)
        if k == REF
            c.value = json_inner(r, part, item[i], place_in(p, S_CONTENT))
        elseif k == ARRAY
            push!(c.items, json_inner(r, part, item[i], place_in(p, S_ELEMENT, "", i - 1)))
        elseif k == SET
            set_add!(c, from_json(r, part, item[i], place_in(p, S_ELEMENT, "", i - 1)))
        else
            json_entry(r, node, c, item[i], place_in(p, S_ELEMENT, "", i - 1))
        end
    end
    return c
end

function json_entry(r::FromJson, node::TNode, @nospecialize(dict), @nospecialize(entry), p::Place)
    key = entry isa JsonObject ? member(entry, "key") : ABSENT
    value = entry isa JsonObject ? member(entry, "value") : ABSENT
    key === ABSENT || value === ABSENT ? json_mismatch("object with key and value for Dict entry", entry, p) : nothing
    for name in entry.names
        name == "key" || name == "value" || json_refuse("unexpected field $(quoted_text(name)) in Dict entry, got $(stringify(entry))", p)
    end
    r.refers && register!(p, json_step(p))
    k = from_json(r, node.parts[1], key, place_in(p, S_KEY, "", p.index))
    dict_set!(dict, k, json_inner(r, node.parts[2], value, place_in(p, S_VALUE, "", p.index, (k, node.parts[1]))))
    return
end

function json_reference(node::TNode, reference::String, p::Place)
    sign = findfirst('#', reference)
    levels = sign === nothing || sign == 1 ? "" : reference[1:prevind(reference, sign)]
    count = !isempty(levels) && all(c -> '0' <= c <= '9', levels) ? tryparse(Int32, levels) : nothing
    count !== nothing && count <= p.depth || json_refuse("invalid reference $reference", p)
    target = up(p, Int(count))
    rest = reference[nextind(reference, sign):end]
    if !isempty(rest)
        for step in split(rest, '/')
            target === nothing && break
            target = target.inner === nothing ? nothing : get(target.inner, replace(replace(String(step), "~1" => "/"), "~0" => "~"), nothing)
        end
    end
    target !== nothing && target.container !== nothing && same_values(target.node::TNode, node) || json_refuse("undefined reference $reference", p)
    return target.container
end

# ---- Types without parts -------------------------------------------------------------------------------------------------

function json_scalar(k::UInt8, @nospecialize(item), p::Place)
    if k == NULL
        item === nothing || json_mismatch("null", item, p)
        return nothing
    elseif k == BOOLEAN
        item isa Bool || json_mismatch("boolean", item, p)
        return item
    elseif k == INTEGER
        return json_integer(item, p)
    elseif k == FLOAT
        item isa Float64 && return item
        i = item isa String ? findfirst(==(item), ("-0.0", "NaN", "Infinity", "-Infinity")) : nothing
        i === nothing && json_mismatch("number or string representing special float value", item, p)
        return (-0.0, NaN, Inf, -Inf)[i]
    elseif k == STRING
        item isa String || json_mismatch("string", item, p)
        return item
    elseif k == DATETIME
        return json_date(item, p)
    elseif k == BLOB
        item isa String && startswith(item, "0x") || json_mismatch("hex string starting with 0x", item, p)
        u = units_of(item)
        bytes = hex_bytes(u, 3, length(u))
        bytes === nothing && json_refuse("invalid hex string, got $(stringify(item))", p)
        return bytes
    end
    json_refuse("Cannot decode Never type from JSON", p)
end

# What ECMAScript's `BigInt(string)` takes, except the empty string.
function json_integer(@nospecialize(item), p::Place)
    what = "string representing integer"
    item isa String && !isempty(item) || json_mismatch(what, item, p)
    u = units_of(item)
    u = u[trimmed_range(u)]
    isempty(u) && return Int64(0)
    negative = u[1] == unit('-')
    radix = length(u) > 2 && u[1] == unit('0') ? get(Dict('x' => 16, 'o' => 8, 'b' => 2), Char(u[2] | 0x20), 10) : 10
    digits = radix != 10 ? u[3:end] : negative || u[1] == unit('+') ? u[2:end] : u
    isempty(digits) && json_mismatch(what, item, p)
    value = UInt128(0)
    for c in digits
        d = is_hex(c) ? hex_value(c) : radix
        d < radix || json_mismatch(what, item, p)
        value = min(value * UInt128(radix) + UInt128(d), UInt128(1) << 64)
    end
    value <= UInt128(typemax(Int64)) + negative || json_refuse("integer out of range (must be 64-bit signed), got $(stringify(item))", p)
    return negative ? (-Int128(value)) % Int64 : value % Int64
end

function json_date(@nospecialize(item), p::Place)
    item isa String || json_mismatch("string for DateTime", item, p)
    u = units_of(item)
    f = date_fields(u, 1)
    zone = f !== nothing && length(u) > 23 && u[20] == unit('.') && all(is_digit, u[21:23]) ? zone_minutes(u[24:end]) : nothing
    zone === nothing && json_refuse("expected ISO 8601 date string with timezone (e.g. \"2022-06-29T13:43:00.123Z\" or \"2022-06-29T13:43:00.123+05:00\"), got $(stringify(item))", p)
    ms = ms_from(f..., parse(Int64, text_of(u, 21, 23)))
    ms === nothing || zone == typemax(Int64) ? json_refuse("invalid date string, got $(stringify(item))", p) : nothing
    return ms - zone * 60_000
end
# The minutes that a zone is ahead of UTC; nothing where it is none, typemax where it is out of range.
function zone_minutes(u::Units)
    u == UInt16[unit('Z')] && return Int64(0)
    length(u) == 6 && (u[1] == unit('+') || u[1] == unit('-')) && u[4] == unit(':') && all(i -> is_digit(u[i]), (2, 3, 5, 6)) || return nothing
    hours, minutes = two_digits(u, 2), two_digits(u, 5)
    hours > 23 || minutes > 59 ? (return typemax(Int64)) : nothing
    return (u[1] == unit('-') ? -1 : 1) * (hours * 60 + minutes)
end
