# Builtins that search with a pattern (spec 5.1). A bad pattern, bad flags and a search without end are East errors.

const REGEXES = Dict{Tuple{String,String},RegexProgram}()

function regex_of(s::Site, pattern::String, flags::String)
    known = get(REGEXES, (pattern, flags), nothing)
    known === nothing || return known
    bits = 0
    for c in flags
        i = findfirst(==(c), "imsg")
        bit = i === nothing ? 0 : 1 << (i - 1)
        (bit == 0 || bits & bit != 0) && fail(s, "Invalid regular expression flags '$flags': each of g, i, m and s may be there once")
        bits |= bit
    end
    program = try
        compile_regex(units_of(pattern), bits)
    catch e
        e isa RegexProblem || rethrow()
        fail(s, "Invalid regular expression: /$pattern/: $(e.message)")
    end
    length(REGEXES) >= 256 && empty!(REGEXES)
    REGEXES[(pattern, flags)] = program
    return program
end

function searching(f, s::Site, pattern::String)
    try
        return f()
    catch e
        e isa RegexTooCostly || rethrow()
        fail(s, "Regular expression /$pattern/ takes too many steps on this text: it tries the same characters in too many ways")
    end
end

function first_match(s::Site, u::Units, pattern::String, flags::String)
    m = Matcher(regex_of(s, pattern, flags), u)
    return searching(() -> find_match(m, 0) ? m.start : -1, s, pattern)
end

@builtin RegexContains(s::Site, t::String, pattern::String, flags::String) = first_match(s, units_of(t), pattern, flags) >= 0
@builtin function RegexIndexOf(s::Site, t::String, pattern::String, flags::String)
    u = units_of(t)
    at = first_match(s, u, pattern, flags)
    return 0 <= at < length(u) ? point_count(text_of(u, 1, at)) : -1
end
@builtin function RegexReplace(s::Site, t::String, pattern::String, flags::String, replacement::String)
    r = units_of(replacement)
    problem = replacement_problem(r)
    problem === nothing || fail_at(s, 4, problem)
    program = regex_of(s, pattern, flags)
    u = units_of(t)
    m = Matcher(program, u)
    return searching(s, pattern) do
        find_match(m, 0) || return t
        out = UInt16[]
        done = 0
        while true
            append!(out, view(u, done+1:m.start))
            append_replacement!(out, r, m)
            text_room(s, length(out))
            done = m.stop
            find_match(m, m.stop == m.start ? m.stop + 1 : m.stop) || break
        end
        append!(out, view(u, done+1:length(u)))
        return text_of(out)
    end
end

character_at(u::Units, i::Int) = text_of(u, i, is_high(u[i]) && i < length(u) && is_low(u[i+1]) ? i + 1 : i)

# The first thing in a replacement that means nothing, read from the left.
function replacement_problem(r::Units)
    i = 1
    while i <= length(r)
        if r[i] != unit('$')
            i += 1
            continue
        end
        i += 1
        i > length(r) && return "invalid regex replacement string: unescaped \$ at end of string"
        if r[i] == unit('$') || unit('1') <= r[i] <= unit('9')
            i += 1
            continue
        end
        r[i] == unit('<') || return "invalid regex replacement string: unescaped \$ at \$$(character_at(r, i))"
        i += 1
        start = i
        while true
            i > length(r) && return "invalid regex replacement string: unterminated group name in \$<...>"
            r[i] == unit('>') && break
            r[i] < 0x80 && is_name_part(Char(r[i])) || return "invalid regex replacement string: invalid character \"$(character_at(r, i))\" in group name in \$<...>"
            i += 1
        end
        i == start && return "invalid regex replacement string: empty group name in \$<>"
        i += 1
    end
    return nothing
end

function append_replacement!(out::Units, r::Units, m::Matcher)
    p = m.program
    i = 1
    while i <= length(r)
        if r[i] != unit('$')
            push!(out, r[i])
            i += 1
            continue
        end
        c = r[i+1]
        if c == unit('$')
            push!(out, c)
            i += 2
        elseif c == unit('<')
            if isempty(p.names)
                push!(out, unit('$'), c)
                i += 2
            else
                stop = findnext(==(unit('>')), r, i)
                g = get(p.names, text_of(r, i + 2, stop - 1), 0)
                g == 0 || append!(out, group_units(m, g))
                i = stop + 1
            end
        else
            one = Int(c) - 0x30
            two = i + 2 <= length(r) && is_digit(r[i+2]) ? one * 10 + Int(r[i+2]) - 0x30 : typemax(Int)
            if two <= p.groups
                append!(out, group_units(m, two))
                i += 3
            else
                one <= p.groups ? append!(out, group_units(m, one)) : push!(out, unit('$'), c)
                i += 2
            end
        end
    end
    return
end
