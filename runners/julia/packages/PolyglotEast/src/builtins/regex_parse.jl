# Patterns of ECMAScript without the flag `u`, the forms for old programs included (Annex B).

"A pattern that cannot be read."
struct RegexProblem <: Exception
    message::String
end
regex_refuse(message::String) = throw(RegexProblem(message))

const FLAG_IGNORE_CASE, FLAG_MULTILINE, FLAG_DOT_ALL, FLAG_GLOBAL = 1, 2, 4, 8

@enum RegexKind::UInt8 RX_UNIT RX_SEQUENCE RX_CHOICE RX_GROUP RX_REPEAT RX_ASSERT RX_LOOK RX_BACK
const AT_TEXT_START, AT_TEXT_END, AT_LINE_START, AT_LINE_END, AT_WORD, AT_NOT_WORD = 0, 1, 2, 3, 4, 5
const NO_LIMIT = Int(typemax(Int32))

"A part of a pattern. `a`, `b`, `first`, `stop`: a group's number; an assertion's kind; the bounds of a repetition and the groups in it."
struct RegexNode
    kind::RegexKind
    parts::Vector{RegexNode}
    set::UnitSet
    a::Int
    b::Int
    first::Int
    stop::Int
    flag::Bool               # greedy; behind
    negated::Bool
end
RegexNode(kind::RegexKind, parts::Vector{RegexNode} = RegexNode[]; set::UnitSet = SET_EMPTY, a::Int = 0, b::Int = 0, first::Int = 0, stop::Int = 0,
    flag::Bool = false, negated::Bool = false) = RegexNode(kind, parts, set, a, b, first, stop, flag, negated)
unit_node(set::UnitSet) = RegexNode(RX_UNIT; set = set)

mutable struct RegexParser
    u::Units
    at::Int
    flags::Int
    depth::Int
    groups::Int
    count::Int
    names::Dict{String,Int}
end

function parse_regex(pattern::Units, flags::Int)
    length(pattern) <= 1 << 20 || regex_refuse("the pattern is too large")
    names, count = scan_groups(pattern)
    r = RegexParser(pattern, 1, flags, 0, 0, count, names)
    root = regex_choice(r)
    r.at > length(pattern) || regex_refuse("Unmatched ')'")
    return root, count, names
end

regex_has(r::RegexParser) = r.at <= length(r.u)
function regex_skip(r::RegexParser, text::String)
    n = ncodeunits(text)
    r.at + n - 1 <= length(r.u) && all(i -> r.u[r.at+i-1] == codeunit(text, i), 1:n) || return false
    r.at += n
    return true
end

# References may come before their groups, so groups are found first.
function scan_groups(u::Units)
    names = Dict{String,Int}()
    count = 0
    in_class = false
    at(i, text) = i + ncodeunits(text) - 1 <= length(u) && all(k -> u[i+k-1] == codeunit(text, k), 1:ncodeunits(text))
    i = 1
    while i <= length(u)
        c = u[i]
        if c == unit('\\')
            i += 1
        elseif c == unit('[')
            in_class = true
        elseif c == unit(']')
            in_class = false
        elseif c == unit('(') && !in_class
            named = at(i, "(?<") && !at(i, "(?<=") && !at(i, "(?<!")
            if named || !at(i, "(?")
                count += 1
                if named
                    name = group_name(u, i + 3)
                    haskey(names, name) && regex_refuse("Duplicate capture group name")
                    names[name] = count
                end
            end
        end
        i += 1
    end
    return names, count
end

function group_name(u::Units, start::Int)
    stop = start <= length(u) ? findnext(==(unit('>')), u, start) : nothing
    (stop === nothing || stop <= start || !name_start(u[start])) && regex_refuse("Invalid capture group name")
    for i in start+1:stop-1
        name_part(u[i]) || regex_refuse("Invalid capture group name")
    end
    return text_of(u, start, stop - 1)
end
category(u::UInt16) = is_surrogate(u) ? -1 : Int(Base.Unicode.category_code(Char(u)))
name_start(u::UInt16) = u == unit('$') || u == unit('_') || 1 <= category(u) <= 5 || category(u) == 10
name_part(u::UInt16) = name_start(u) || u == 0x200c || u == 0x200d || category(u) in (9, 6, 7, 12)

function regex_choice(r::RegexParser)
    r.depth += 1
    r.depth <= 250 || regex_refuse("groups are nested too deeply")
    options = RegexNode[regex_sequence(r)]
    while regex_skip(r, "|")
        push!(options, regex_sequence(r))
    end
    r.depth -= 1
    return length(options) == 1 ? options[1] : RegexNode(RX_CHOICE, options)
end

function regex_sequence(r::RegexParser)
    items = RegexNode[]
    while regex_has(r) && r.u[r.at] != unit('|') && r.u[r.at] != unit(')')
        push!(items, regex_term(r))
    end
    return length(items) == 1 ? items[1] : RegexNode(RX_SEQUENCE, items)
end

function regex_term(r::RegexParser)
    first = r.groups + 1
    atom, repeatable = regex_atom(r)
    q = regex_quantifier(r)
    q === nothing && return atom
    repeatable || regex_refuse("Nothing to repeat")
    q[1] <= q[2] || regex_refuse("numbers out of order in {} quantifier")
    greedy = !regex_skip(r, "?")
    return RegexNode(RX_REPEAT, [atom]; a = q[1], b = q[2], flag = greedy, first = first, stop = r.groups + 1)
end

fold(r::RegexParser, set::UnitSet) = r.flags & FLAG_IGNORE_CASE == 0 ? set : (u = single(set); u === nothing ? fold_closure(set) : fold_set(u))
assert_node(kind::Int) = RegexNode(RX_ASSERT; a = kind)

function regex_atom(r::RegexParser)
    c = r.u[r.at]
    r.at += 1
    multiline = r.flags & FLAG_MULTILINE != 0
    c == unit('^') && return assert_node(multiline ? AT_LINE_START : AT_TEXT_START), false
    c == unit('$') && return assert_node(multiline ? AT_LINE_END : AT_TEXT_END), false
    c == unit('.') && return unit_node(r.flags & FLAG_DOT_ALL != 0 ? SET_ALL : SET_NOT_LINE_ENDS), true
    c == unit('(') && return regex_group(r)
    c == unit('[') && return unit_node(regex_class(r)), true
    c == unit('\\') && return regex_escape(r)
    (c == unit('*') || c == unit('+') || c == unit('?')) && regex_refuse("Nothing to repeat")
    if c == unit('{')
        r.at -= 1
        regex_quantifier(r) === nothing || regex_refuse("Nothing to repeat")
        r.at += 1
    end
    return unit_node(fold(r, unit_set(c))), true
end

regex_closed(r::RegexParser, body::RegexNode) = regex_skip(r, ")") ? body : regex_refuse("Unterminated group")
function regex_capture(r::RegexParser)
    r.groups += 1
    index = r.groups
    return RegexNode(RX_GROUP, [regex_closed(r, regex_choice(r))]; a = index)
end
regex_look(r::RegexParser, behind::Bool, negated::Bool) = RegexNode(RX_LOOK, [regex_closed(r, regex_choice(r))]; flag = behind, negated = negated)

function regex_group(r::RegexParser)
    regex_skip(r, "?") || return regex_capture(r), true
    regex_skip(r, ":") && return regex_closed(r, regex_choice(r)), true
    regex_skip(r, "=") && return regex_look(r, false, false), true
    regex_skip(r, "!") && return regex_look(r, false, true), true
    regex_skip(r, "<=") && return regex_look(r, true, false), false
    regex_skip(r, "<!") && return regex_look(r, true, true), false
    regex_skip(r, "<") || regex_refuse("Invalid group")
    r.at = findnext(==(unit('>')), r.u, r.at) + 1
    return regex_capture(r), true
end

function regex_escape(r::RegexParser)
    regex_has(r) || regex_refuse("\\ at end of pattern")
    c = r.u[r.at]
    if c == unit('b') || c == unit('B')
        r.at += 1
        return assert_node(c == unit('b') ? AT_WORD : AT_NOT_WORD), false
    end
    group = regex_back_reference(r)
    group == 0 || return RegexNode(RX_BACK; a = group), true
    set = regex_class_escape(r)
    return unit_node(fold(r, set === nothing ? unit_set(regex_unit_escape(r, false)) : set)), true
end

# The number of the group that an escape refers to; 0 where it is no reference.
function regex_back_reference(r::RegexParser)
    c = r.u[r.at]
    if c == unit('k') && !isempty(r.names)
        (r.at + 1 > length(r.u) || r.u[r.at+1] != unit('<') || findnext(==(unit('>')), r.u, r.at) === nothing) && regex_refuse("Invalid named reference")
        name = group_name(r.u, r.at + 2)
        haskey(r.names, name) || regex_refuse("Invalid named capture referenced")
        r.at += unit_count(name) + 3
        return r.names[name]
    end
    unit('1') <= c <= unit('9') || return 0
    stop = r.at
    while stop <= length(r.u) && is_digit(r.u[stop])
        stop += 1
    end
    n = tryparse(Int32, text_of(r.u, r.at, stop - 1))
    (n === nothing || n > r.count) && return 0
    r.at = stop
    return Int(n)
end

function regex_class_escape(r::RegexParser)
    c = Char(r.u[r.at])
    set = c == 'd' ? SET_DIGITS : c == 'D' ? inverted(SET_DIGITS) : c == 'w' ? SET_WORDS : c == 'W' ? inverted(SET_WORDS) :
        c == 's' ? SET_BLANKS : c == 'S' ? inverted(SET_BLANKS) : nothing
    set === nothing || (r.at += 1)
    return set
end

function regex_unit_escape(r::RegexParser, in_class::Bool)
    c = r.u[r.at]
    r.at += 1
    i = findfirst(==(c), (unit('t'), unit('n'), unit('v'), unit('f'), unit('r')))
    i === nothing || return UInt16[0x09, 0x0a, 0x0b, 0x0c, 0x0d][i]
    c == unit('b') && in_class && return 0x0008
    c == unit('x') && return regex_hex(r, 2, c)
    c == unit('u') && return regex_hex(r, 4, c)
    c == unit('k') && !isempty(r.names) && regex_refuse("Invalid escape")
    if c == unit('c')
        if regex_has(r)
            d = r.u[r.at]
            letter = unit('a') <= (d | 0x20) <= unit('z') && d < 128
            if letter || in_class && (is_digit(d) || d == unit('_'))
                r.at += 1
                return d % UInt16(32)
            end
        end
        r.at -= 1            # the backslash stands for itself, and the c for itself after it
        return unit('\\')
    end
    if unit('0') <= c <= unit('7')
        r.at -= 1
        value = 0
        for _ in 1:3
            regex_has(r) && unit('0') <= r.u[r.at] <= unit('7') || break
            next = value * 8 + Int(r.u[r.at]) - 0x30
            next > 255 && break
            value = next
            r.at += 1
        end
        return UInt16(value)
    end
    return c
end
function regex_hex(r::RegexParser, digits::Int, c::UInt16)
    r.at + digits - 1 <= length(r.u) && all(i -> is_hex(r.u[i]), r.at:r.at+digits-1) || return c
    v = UInt16(0)
    for i in r.at:r.at+digits-1
        v = v << 4 | UInt16(hex_value(r.u[i]))
    end
    r.at += digits
    return v
end

function regex_class(r::RegexParser)
    negated = regex_skip(r, "^")
    parts = UnitSet[]
    while !regex_skip(r, "]")
        first = regex_class_atom(r)
        if r.at + 1 <= length(r.u) && r.u[r.at] == unit('-') && r.u[r.at+1] != unit(']')
            r.at += 1
            last = regex_class_atom(r)
            from, to = single(first), single(last)
            if from !== nothing && to !== nothing
                from <= to || regex_refuse("Range out of order in character class")
                push!(parts, unit_range(from, to))
                continue
            end
            push!(parts, unit_set(unit('-')), last)
        end
        push!(parts, first)
    end
    set = fold(r, union_of(parts))
    return negated ? inverted(set) : set
end
function regex_class_atom(r::RegexParser)
    regex_has(r) || regex_refuse("Unterminated character class")
    c = r.u[r.at]
    r.at += 1
    c == unit('\\') || return unit_set(c)
    regex_has(r) || regex_refuse("\\ at end of pattern")
    set = regex_class_escape(r)
    return set === nothing ? unit_set(regex_unit_escape(r, true)) : set
end

# The bounds of a quantifier, or nothing, with nothing consumed, where there is none.
function regex_quantifier(r::RegexParser)
    regex_skip(r, "*") && return 0, NO_LIMIT
    regex_skip(r, "+") && return 1, NO_LIMIT
    regex_skip(r, "?") && return 0, 1
    start = r.at
    if regex_skip(r, "{")
        least = regex_number(r)
        if least !== nothing
            regex_skip(r, "}") && return least, least
            if regex_skip(r, ",")
                most = regex_number(r)
                regex_skip(r, "}") && return least, something(most, NO_LIMIT)
            end
        end
    end
    r.at = start
    return nothing
end
function regex_number(r::RegexParser)
    start = r.at
    while regex_has(r) && is_digit(r.u[r.at])
        r.at += 1
    end
    r.at == start && return nothing
    n = tryparse(Int32, text_of(r.u, start, r.at - 1))
    return n === nothing ? NO_LIMIT : Int(n)
end
