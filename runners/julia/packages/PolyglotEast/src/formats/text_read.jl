# Reading values of East text (spec 3.4). Positions are UTF-16 units; `at` is the next one, from 1.

mutable struct TextReader
    u::Units
    at::Int
    refers::Bool             # there may be references
    depth::Int
end

"A value, or a `TextProblem`."
function parse_east(t::Ty, text::String)
    u = units_of(text)
    r = TextReader(u, 1, '#' in text, 0)
    root = root_place()
    try
        value = read_east(r, graph(t), root)
        skip_blanks(r)
        at_end(r) || throw(TextFailure("unexpected input after parsed value", r.at - 1, root))
        return value
    catch e
        e isa TextFailure || rethrow()
        line, column = line_and_column(u, e.position)
        return TextProblem(sentence(e.message, east_path(e.place), line, column, t), e.position)
    end
end

east_path(p::Place) = join(String[s.step == S_FIELD && !is_plain_name(s.name) ? "[$(quoted_text(s.name))]" : s.step == S_KEY ? "[$(s.index)](key)" : step_text(s)
    for s in steps_from_root(p)])

at_end(r::TextReader) = r.at > length(r.u)
is_next(r::TextReader, c::Char) = r.at <= length(r.u) && r.u[r.at] == unit(c)
take(r::TextReader, c::Char) = is_next(r, c) && (r.at += 1; true)
function skip_blanks(r::TextReader)
    while r.at <= length(r.u) && is_blank(r.u[r.at])
        r.at += 1
    end
end
starts(r::TextReader, word::String, at::Int = r.at) = at + ncodeunits(word) - 1 <= length(r.u) && all(i -> r.u[at+i-1] == codeunit(word, i), 1:ncodeunits(word))
take_word(r::TextReader, word::String) = starts(r, word) && (r.at += ncodeunits(word); true)
at_terminator(r::TextReader) = at_end(r) || r.u[r.at] in (0x20, 0x09, 0x0d, 0x0a, 0x2c, 0x29, 0x5d, 0x7d)
skip_digits(r::TextReader, i::Int) = (while i <= length(r.u) && is_digit(r.u[i]); i += 1; end; i)

@noinline text_fail(r::TextReader, message::String, p::Place, at::Int = r.at) = throw(TextFailure(message, at - 1, p))
@noinline text_expected(r::TextReader, what::String, p::Place) =
    text_fail(r, "expected $what, got $(at_end(r) ? "end of input" : "'" * text_of(r.u, r.at, r.at) * "'")", p)

function read_east(r::TextReader, node::TNode, p::Place)
    skip_blanks(r)
    k = node.kind
    is_composite = k == STRUCT || k == VARIANT || is_container_kind(k)
    is_composite || return read_east_scalar(r, node, p)
    if r.refers && is_container_kind(k)
        earlier = read_reference(r, node, p)
        earlier === nothing || return earlier
    end
    r.depth += 1
    r.depth <= MAX_NESTING || text_fail(r, "values are nested more than $MAX_NESTING levels", p)
    v = k == STRUCT ? read_east_struct(r, node, p) : k == VARIANT ? read_east_variant(r, node, p) : k == ARRAY ? read_east_array(r, node, p) :
        k == REF ? read_east_ref(r, node, p) : k == SET ? read_east_set(r, node, p) : read_east_dict(r, node, p)
    r.depth -= 1
    return v
end

# A part at a place, which is made findable for references.
function read_inner(r::TextReader, node::TNode, p::Place)
    if r.refers
        if p.step == S_FIELD
            register!(p, "." * p.name)
            is_plain_name(p.name) || register!(p, "[$(quoted_text(p.name))]")
        else
            register!(p, p.step == S_CASE ? "." * p.name : step_text(p))
        end
    end
    return read_east(r, node, p)
end

define!(p::Place, node::TNode, @nospecialize(c)) = (p.container = c; p.node = node; c)

function read_east_ref(r::TextReader, node::TNode, p::Place)
    take(r, '&') || text_fail(r, "expected '&' to start ref", p)
    cell = define!(p, node, ERef())
    cell.value = read_inner(r, node.parts[1], place_in(p, S_CONTENT))
    return cell
end
function read_east_array(r::TextReader, node::TNode, p::Place)
    take(r, '[') || text_fail(r, "expected '[' to start array", p)
    array = define!(p, node, new_array(node.parts[1]))
    skip_blanks(r)
    take(r, ']') && return array
    while true
        push!(array.items, read_inner(r, node.parts[1], place_in(p, S_ELEMENT, "", length(array.items))))
        skip_blanks(r)
        take(r, ',') || break
    end
    take(r, ']') || text_fail(r, "expected ',' or ']' after array element", p)
    return array
end
function read_east_set(r::TextReader, node::TNode, p::Place)
    take(r, '{') || text_fail(r, "expected '{' to start set", p)
    set = define!(p, node, new_set(node.parts[1]))
    skip_blanks(r)
    take(r, '}') && return set
    i = 0
    while true
        set_add!(set, read_east(r, node.parts[1], place_in(p, S_ELEMENT, "", i)))
        i += 1
        skip_blanks(r)
        take(r, ',') || break
    end
    take(r, '}') || text_fail(r, "expected ',' or '}' after set element", p)
    return set
end
function read_east_dict(r::TextReader, node::TNode, p::Place)
    take(r, '{') || text_fail(r, "expected '{' to start dict", p)
    dict = define!(p, node, new_dict(node.parts[1]))
    skip_blanks(r)
    if take(r, ':')
        skip_blanks(r)
        take(r, '}') || text_fail(r, "expected '}' after ':' in empty dict", p)
        return dict
    end
    take(r, '}') && return dict
    i = 0
    while true
        key = read_east(r, node.parts[1], place_in(p, S_KEY, "", i))
        skip_blanks(r)
        take(r, ':') || text_fail(r, "expected ':' after dict key at entry $i", p)
        dict_set!(dict, key, read_inner(r, node.parts[2], place_in(p, S_VALUE, "", i, (key, node.parts[1]))))
        i += 1
        skip_blanks(r)
        take(r, ',') || break
    end
    take(r, '}') || text_fail(r, "expected ',' or '}' after dict entry", p)
    return dict
end

function read_east_struct(r::TextReader, node::TNode, p::Place)
    take(r, '(') || text_fail(r, "expected '(' to start struct", p)
    n = length(node.parts)
    fields = Any[]
    for i in 1:n
        expected = node.names[i]
        skip_blanks(r)
        start = r.at
        name = read_identifier(r)
        name isa Symbol && text_fail(r, "missing required field '$expected'", p, start)
        name == expected || text_fail(r, "unknown field '$name', expected one of: $(join(node.names, ", "))", p, start)
        skip_blanks(r)
        take(r, '=') || text_fail(r, "expected '=' after field name '$name'", p)
        push!(fields, read_inner(r, node.parts[i], place_in(p, S_FIELD, expected)))
        skip_blanks(r)
        at_end(r) && text_fail(r, "unexpected end of input in struct", p)
        take(r, ',') || is_next(r, ')') || text_fail(r, i < n ? "expected ',' or ')' after struct field" : "expected ')' to close struct", p)
    end
    skip_blanks(r)
    take(r, ')') || text_fail(r, "expected ')' to close struct", p)
    return make_tuple(fields)
end

const IDENTIFIER_PROBLEMS = Dict{Symbol,String}(:none => "expected identifier", :opening => "expected identifier (opening `)",
    :closing => "unterminated identifier (missing closing `)", :escape => "unexpected escape sequence in identifier")

function read_east_variant(r::TextReader, node::TNode, p::Place)
    take(r, '.') || text_fail(r, "expected '.' to start variant case", p)
    start = r.at
    !at_end(r) && is_blank(r.u[start]) && text_fail(r, "whitespace not allowed between '.' and case identifier", p)
    name = read_identifier(r)
    name isa Symbol && text_fail(r, IDENTIFIER_PROBLEMS[name], p)
    i = findfirst(==(name), node.names)
    i === nothing && text_fail(r, "unknown variant case .$(quoted_name(name)), expected one of: $(join(["." * quoted_name(n) for n in node.names], ", "))", p, start)
    inner = place_in(p, S_CASE, name)
    node.parts[i].kind == NULL || return EVariant(node.symbols[i], read_inner(r, node.parts[i], inner))
    skip_blanks(r)
    at_terminator(r) || read_null(r, inner)
    return EVariant(node.symbols[i], nothing)
end

# A name, or a symbol for why there is none, at the offending character.
function read_identifier(r::TextReader)
    is_next(r, '`') && return read_quoted_identifier(r)
    at_end(r) && return :none
    is_name_start(Char(r.u[r.at])) || return :opening
    start = r.at
    while r.at <= length(r.u) && is_name_part(Char(r.u[r.at]))
        r.at += 1
    end
    return text_of(r.u, start, r.at - 1)
end
function read_quoted_identifier(r::TextReader)
    r.at += 1
    name = UInt16[]
    while true
        at_end(r) && return :closing
        c = r.u[r.at]
        r.at += 1
        c == unit('`') && return text_of(name)
        if c == unit('\\')
            at_end(r) && return :closing
            c = r.u[r.at]
            c == unit('\\') || c == unit('`') || return :escape
            r.at += 1
        end
        push!(name, c)
    end
end

# ---- Values without parts ------------------------------------------------------------------------------------------------

function read_null(r::TextReader, p::Place)
    start = r.at
    if take_word(r, "null")
        at_terminator(r) && return nothing
        r.at = start
    end
    text_expected(r, "null", p)
end

function read_east_scalar(r::TextReader, node::TNode, p::Place)
    k = node.kind
    if k == NULL
        return read_null(r, p)
    elseif k == BOOLEAN
        take_word(r, "true") && return true
        take_word(r, "false") && return false
        text_expected(r, "boolean", p)
    elseif k == INTEGER
        return read_east_integer(r, p)
    elseif k == FLOAT
        return read_east_float(r, p)
    elseif k == STRING
        return read_east_string(r, p)
    elseif k == DATETIME
        return read_east_date(r, p)
    elseif k == BLOB
        starts(r, "0x") || text_fail(r, "expected Blob starting with 0x", p)
        stop = r.at + 2
        while stop <= length(r.u) && is_hex(r.u[stop])
            stop += 1
        end
        bytes = hex_bytes(r.u, r.at + 2, stop - 1)
        bytes === nothing && text_fail(r, "invalid hex string (odd length), got \"$(text_of(r.u, r.at, stop - 1))\"", p)
        r.at = stop
        return bytes
    elseif k == NEVER
        text_fail(r, "Attempted to parse value of type .Never", p)
    end
    text_fail(r, "functions cannot be read from text", p)
end

function read_east_integer(r::TextReader, p::Place)
    first = is_next(r, '-') ? r.at + 1 : r.at
    stop = skip_digits(r, first)
    stop == first && text_expected(r, "integer", p)
    text = text_of(r.u, r.at, stop - 1)
    value = tryparse(Int64, text)
    value === nothing && text_fail(r, "integer out of range (must be 64-bit signed), got $text", p)
    r.at = stop
    return value
end

function read_east_float(r::TextReader, p::Place)
    take_word(r, "NaN") && return NaN
    take_word(r, "Infinity") && return Inf
    take_word(r, "-Infinity") && return -Inf
    first = is_next(r, '-') ? r.at + 1 : r.at
    stop = skip_digits(r, first)
    stop == first && text_expected(r, "float", p)
    stop <= length(r.u) && r.u[stop] == unit('.') && (stop = skip_digits(r, stop + 1))
    if stop <= length(r.u) && (r.u[stop] | 0x20) == unit('e')
        exponent = stop + 1 <= length(r.u) && (r.u[stop+1] == unit('+') || r.u[stop+1] == unit('-')) ? stop + 2 : stop + 1
        stop = skip_digits(r, exponent)
        stop == exponent && text_fail(r, "expected digits in float exponent", p, exponent)
    end
    value = parse_float(text_of(r.u, r.at, stop - 1))
    r.at = stop
    return value
end
# Text that has the shape of a number; what is too large is infinite.
function parse_float(text::String)
    text = endswith(text, '.') ? text * "0" : text
    value = tryparse(Float64, text)
    value === nothing || return value
    cell = Ref{Ptr{UInt8}}()
    return ccall(:jl_strtod_c, Float64, (Cstring, Ptr{Ptr{UInt8}}), text, cell)
end

function read_east_string(r::TextReader, p::Place)
    is_next(r, '"') || text_expected(r, "'\"'", p)
    r.at += 1
    out = UInt16[]
    while !at_end(r)
        c = r.u[r.at]
        r.at += 1
        c == unit('"') && return text_of(out)
        if c == unit('\\')
            at_end(r) && break
            c = r.u[r.at]
            c == unit('"') || c == unit('\\') || text_fail(r, "unexpected escape sequence in string", p)
            r.at += 1
        end
        push!(out, c)
    end
    text_fail(r, "unterminated string (missing closing quote)", p, length(r.u) + 1)
end

function read_east_date(r::TextReader, p::Place)
    sign = is_next(r, '-') ? 1 : 0
    at = r.at + sign
    f = date_fields(r.u, at)
    f === nothing && text_fail(r, "expected DateTime in format YYYY-MM-DDTHH:MM:SS.sss", p)
    stop = at + 19
    fraction = Int64(0)
    if stop + 1 <= length(r.u) && r.u[stop] == unit('.') && is_digit(r.u[stop+1])
        digits = 1
        while digits < 3 && stop + 1 + digits <= length(r.u) && is_digit(r.u[stop+1+digits])
            digits += 1
        end
        fraction = parse(Int64, text_of(r.u, stop + 1, stop + digits)) * (digits == 1 ? 100 : digits == 2 ? 10 : 1)
        stop += 1 + digits
    end
    value = sign == 1 ? nothing : ms_from(f..., fraction)
    value === nothing && text_fail(r, "invalid DateTime value, got \"$(text_of(r.u, r.at, stop - 1))\"", p)
    r.at = stop
    return value
end

# ---- References ----------------------------------------------------------------------------------------------------------

# The end of the path step at a place: `.name`, also in backticks, or `[…]`; the place itself where there is none.
function step_end(u::Units, from::Int)
    n = length(u)
    if u[from] == unit('.')
        stop = from + 1
        if stop <= n && u[stop] == unit('`')
            stop += 1
            while stop <= n && u[stop] != unit('`')
                u[stop] == unit('\\') && (stop += 1)
                stop += 1
            end
            return stop <= n ? stop + 1 : from
        end
        while stop <= n && is_name_part(Char(u[stop]))
            stop += 1
        end
        return stop
    end
    u[from] == unit('[') || return from
    open = 0
    for stop in from:n
        u[stop] == unit('[') && (open += 1)
        u[stop] == unit(']') && (open -= 1) == 0 && return stop + 1
    end
    return from
end

# The container that a reference here means, or nothing where there is no reference.
function read_reference(r::TextReader, node::TNode, p::Place)
    start = r.at
    sign = skip_digits(r, start)
    sign <= length(r.u) && r.u[sign] == unit('#') || return nothing
    stop = sign + 1
    path = String[]
    while stop <= length(r.u) && (next = step_end(r.u, stop)) > stop
        push!(path, step_name(r.u, stop, next))
        stop = next
    end
    reference = text_of(r.u, start, stop - 1)
    levels = sign == start ? string(p.depth) : text_of(r.u, start, sign - 1)
    r.at = stop
    count = tryparse(Int32, levels)
    count !== nothing && count <= p.depth ||
        text_fail(r, "invalid reference $reference: Invalid relative reference: going up $levels levels from depth $(p.depth)", p, start)
    target = up(p, Int(count))
    for step in path
        target === nothing && break
        target = target.inner === nothing ? nothing : get(target.inner, step, nothing)
    end
    target !== nothing && target.container !== nothing && same_values(target.node::TNode, node) ||
        text_fail(r, "undefined reference $reference", p, start)
    return target.container
end
function step_name(u::Units, from::Int, stop::Int)
    from + 1 < stop && u[from] == unit('.') && u[from+1] == unit('`') || return text_of(u, from, stop - 1)
    name = UInt16[unit('.')]
    i = from + 2
    while i < stop - 1
        u[i] == unit('\\') && i + 1 < stop - 1 && (i += 1)
        push!(name, u[i])
        i += 1
    end
    return text_of(name)
end
