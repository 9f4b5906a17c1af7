# Matching by backtracking, as ECMAScript defines it, unit by unit. What can be taken back is on one explicit stack, and steps
# are counted, so that a search that would practically never end fails, after as many steps on every machine.

const X_MATCH, X_UNIT, X_UNIT_BACK, X_LITERAL, X_RUN, X_FIRM_RUN, X_LAZY_RUN, X_SPLIT, X_SPLIT_LAZY, X_JUMP, X_SAVE, X_LOOP_ENTER, X_LOOP_NEXT,
    X_LOOP_BODY, X_LOOP_BACK, X_ASSERT, X_LOOK, X_BACK_REFERENCE = ntuple(i -> i - 1, 18)

struct RegexProgram
    code::Vector{Int}
    sets::Vector{UnitSet}
    groups::Int
    registers::Int
    names::Dict{String,Int}
    at_start::Bool           # a match begins only at the start of the text
    prefix::Units            # every match starts with this
    first::Union{Nothing,UnitSet}    # … with one of these; nothing when a match may be empty
end

mutable struct RegexCompiler
    code::Vector{Int}
    sets::Vector{UnitSet}
    ignore_case::Bool
    registers::Int
    backward::Bool
end

function compile_regex(pattern::Units, flags::Int)
    root, groups, names = parse_regex(pattern, flags)
    c = RegexCompiler(Int[], UnitSet[], flags & FLAG_IGNORE_CASE != 0, (groups + 1) * 2, false)
    emit_regex(c, root)
    push!(c.code, X_MATCH)
    items = root.kind == RX_SEQUENCE ? root.parts : [root]
    prefix = UInt16[]
    for i in items
        i.kind == RX_UNIT && single(i.set) !== nothing || break
        push!(prefix, single(i.set))
    end
    first, empty = first_set(root)
    starts = !isempty(items) && items[1].kind == RX_ASSERT && items[1].a == AT_TEXT_START
    return RegexProgram(c.code, c.sets, groups, c.registers, names, starts, prefix, empty ? nothing : first)
end

function first_set(n::RegexNode)
    n.kind == RX_UNIT && return n.set, false
    n.kind == RX_GROUP && return first_set(n.parts[1])
    if n.kind == RX_REPEAT
        set, empty = first_set(n.parts[1])
        return set, empty || n.a == 0
    elseif n.kind == RX_CHOICE
        found = map(first_set, n.parts)
        return union_of(UnitSet[f[1] for f in found]), any(f -> f[2], found)
    elseif n.kind == RX_SEQUENCE
        sets = UnitSet[]
        empty = true
        for p in n.parts
            set, empty = first_set(p)
            push!(sets, set)
            empty || break
        end
        return union_of(sets), empty
    end
    return n.kind == RX_BACK ? SET_ALL : SET_EMPTY, true
end

function set_number(c::RegexCompiler, set::UnitSet)
    i = findfirst(s -> same_set(s, set), c.sets)
    i === nothing || return i
    push!(c.sets, set)
    return length(c.sets)
end
op!(c::RegexCompiler, numbers::Int...) = (at = length(c.code) + 1; push!(c.code, numbers...); at)

function emit_regex(c::RegexCompiler, n::RegexNode)
    if n.kind == RX_UNIT
        c.backward ? op!(c, X_UNIT_BACK, set_number(c, n.set)) : single(n.set) !== nothing ? op!(c, X_LITERAL, Int(single(n.set))) : op!(c, X_UNIT, set_number(c, n.set))
    elseif n.kind == RX_SEQUENCE
        items = n.parts
        for i in 1:length(items)
            if c.backward
                emit_regex(c, items[end+1-i])
            elseif i < length(items) && items[i].kind == RX_REPEAT && items[i].flag && items[i].b > 0 && items[i].parts[1].kind == RX_UNIT &&
                   cannot_follow(items[i].parts[1].set, items[i+1])
                op!(c, X_FIRM_RUN, set_number(c, items[i].parts[1].set), items[i].a, items[i].b)
            else
                emit_regex(c, items[i])
            end
        end
    elseif n.kind == RX_CHOICE
        ends = Int[]
        for i in 1:length(n.parts)-1
            next = op!(c, X_SPLIT, 0) + 1
            emit_regex(c, n.parts[i])
            push!(ends, op!(c, X_JUMP, 0) + 1)
            c.code[next] = length(c.code) + 1
        end
        emit_regex(c, n.parts[end])
        for e in ends
            c.code[e] = length(c.code) + 1
        end
    elseif n.kind == RX_GROUP
        op!(c, X_SAVE, 2n.a + c.backward)
        emit_regex(c, n.parts[1])
        op!(c, X_SAVE, 2n.a + !c.backward)
    elseif n.kind == RX_REPEAT
        emit_repeat(c, n)
    elseif n.kind == RX_ASSERT
        op!(c, X_ASSERT, n.a)
    elseif n.kind == RX_LOOK
        outside = c.backward
        c.backward = n.flag
        stop = op!(c, X_LOOK, Int(n.negated), 0) + 2
        emit_regex(c, n.parts[1])
        op!(c, X_MATCH)
        c.code[stop] = length(c.code) + 1
        c.backward = outside
    else
        op!(c, X_BACK_REFERENCE, n.a, Int(c.ignore_case), Int(c.backward))
    end
    return
end

function emit_repeat(c::RegexCompiler, n::RegexNode)
    n.b == 0 && return
    body = n.parts[1]
    if body.kind == RX_UNIT && !c.backward
        if n.flag
            op!(c, X_RUN, set_number(c, body.set), n.a, n.b)
            return
        elseif n.b == NO_LIMIT
            op!(c, X_LAZY_RUN, set_number(c, body.set), n.a)
            return
        end
    end
    if n.a == 0 && n.b == 1 && n.first == n.stop && !can_be_empty(body)
        skip = op!(c, n.flag ? X_SPLIT : X_SPLIT_LAZY, 0) + 1
        emit_regex(c, body)
        c.code[skip] = length(c.code) + 1
        return
    end
    register = c.registers
    c.registers += 2
    op!(c, X_LOOP_ENTER, register)
    next = op!(c, X_LOOP_NEXT, register, n.a, n.b, Int(n.flag), 0)
    op!(c, X_LOOP_BODY, register, 2n.first, 2n.stop)
    emit_regex(c, body)
    op!(c, X_LOOP_BACK, register, n.a, next)
    c.code[next+5] = length(c.code) + 1
    return
end

# Where a unit of a set comes next, the node does not match: giving units back to it is of no use.
cannot_follow(set::UnitSet, n::RegexNode) = n.kind == RX_UNIT ? is_disjoint(set, n.set) : n.kind == RX_REPEAT ? n.a > 0 && cannot_follow(set, n.parts[1]) :
    n.kind == RX_GROUP ? cannot_follow(set, n.parts[1]) : n.kind == RX_SEQUENCE ? !isempty(n.parts) && cannot_follow(set, n.parts[1]) :
    n.kind == RX_CHOICE ? all(p -> cannot_follow(set, p), n.parts) : n.kind == RX_ASSERT && n.a == AT_TEXT_END
can_be_empty(n::RegexNode) = n.kind == RX_UNIT ? false : n.kind == RX_GROUP ? can_be_empty(n.parts[1]) : n.kind == RX_SEQUENCE ? all(can_be_empty, n.parts) :
    n.kind == RX_CHOICE ? any(can_be_empty, n.parts) : n.kind == RX_REPEAT ? n.a == 0 || can_be_empty(n.parts[1]) : true

# ---- Matching ------------------------------------------------------------------------------------------------------------

struct RegexTooCostly <: Exception end

const MAX_REGEX_STACK = 3 << 24
const CHOICE, LAZY = -1, -2

mutable struct Matcher
    program::RegexProgram
    u::Units
    registers::Vector{Int}   # register r is at r + 1; positions count from 0
    stack::Vector{Int}       # entries of three
    steps::Int
    start::Int
    stop::Int
end
Matcher(program::RegexProgram, u::Units) = Matcher(program, u, fill(-1, program.registers), Int[], 10_000_000 + 1000 * length(u), 0, 0)

"Finds the first match at or after a position (from 0)."
function find_match(m::Matcher, from::Int)
    at = from
    while at <= length(m.u)
        at = next_start(m.program, m.u, at)
        at < 0 && return false
        fill!(m.registers, -1)
        empty!(m.stack)
        stop = run_regex(m, 1, at)
        if stop >= 0
            m.start, m.stop = at, stop
            return true
        end
        at += 1
    end
    return false
end
function next_start(p::RegexProgram, u::Units, from::Int)
    p.at_start && return from == 0 ? 0 : -1
    isempty(p.prefix) || return find_units(p.prefix, u, from + 1) - 1
    p.first === nothing && return from
    for i in from:length(u)-1
        holds(p.first, u[i+1]) && return i
    end
    return -1
end

group_start(m::Matcher, i::Int) = m.registers[2i+1]
function group_units(m::Matcher, i::Int)
    a, b = m.registers[2i+1], m.registers[2i+2]
    return a < 0 || b < 0 ? UInt16[] : m.u[a+1:b]
end

function push_entry!(m::Matcher, a::Int, b::Int, c::Int)
    length(m.stack) < MAX_REGEX_STACK || throw(RegexTooCostly())
    push!(m.stack, a, b, c)
    return
end
# Changes a register so that the change is taken back with the last choice.
set_register!(m::Matcher, r::Int, v::Int) = (push_entry!(m, ~r, m.registers[r+1], 0); m.registers[r+1] = v; nothing)
@inline function spend!(m::Matcher, n::Int)
    before = m.steps >> 10
    m.steps -= n
    if m.steps >> 10 != before
        m.steps < 0 && throw(RegexTooCostly())
        look_around()
    end
    return
end

# The end of the match that begins here, or -1.
function run_regex(m::Matcher, pc::Int, position::Int)
    code, u, sets = m.program.code, m.u, m.program.sets
    bottom = length(m.stack)
    n = length(u)
    while true
        spend!(m, 1)
        ok = true
        op = code[pc]
        if op == X_MATCH
            return position
        elseif op == X_LITERAL
            ok = position < n && u[position+1] == code[pc+1]
            position += 1
            pc += 2
        elseif op == X_UNIT
            ok = position < n && holds(sets[code[pc+1]], u[position+1])
            position += 1
            pc += 2
        elseif op == X_UNIT_BACK
            position -= 1
            ok = position >= 0 && holds(sets[code[pc+1]], u[position+1])
            pc += 2
        elseif op == X_RUN || op == X_FIRM_RUN
            set = sets[code[pc+1]]
            limit, least = min(position + code[pc+3], n), position + code[pc+2]
            at = position
            while at < limit && holds(set, u[at+1])
                at += 1
            end
            spend!(m, (at - position) ÷ 4)
            position = at
            ok = at >= least
            ok && op == X_RUN && at > least && push_entry!(m, pc + 4, at, least)
            pc += 4
        elseif op == X_LAZY_RUN
            set = sets[code[pc+1]]
            for _ in 1:code[pc+2]
                ok = position < n && holds(set, u[position+1])
                ok || break
                position += 1
            end
            ok && push_entry!(m, pc, position, LAZY)
            pc += 3
        elseif op == X_SPLIT
            push_entry!(m, code[pc+1], position, CHOICE)
            pc += 2
        elseif op == X_SPLIT_LAZY
            push_entry!(m, pc + 2, position, CHOICE)
            pc = code[pc+1]
        elseif op == X_JUMP
            pc = code[pc+1]
        elseif op == X_SAVE
            set_register!(m, code[pc+1], position)
            pc += 2
        elseif op == X_LOOP_ENTER
            set_register!(m, code[pc+1], 0)
            pc += 2
        elseif op == X_LOOP_NEXT
            count, stop, body = m.registers[code[pc+1]+1], code[pc+5], pc + 6
            if count < code[pc+2]
                pc = body
            elseif count >= code[pc+3]
                pc = stop
            else
                greedy = code[pc+4] != 0
                push_entry!(m, greedy ? stop : body, position, CHOICE)
                pc = greedy ? body : stop
            end
        elseif op == X_LOOP_BODY
            set_register!(m, code[pc+1] + 1, position)
            for r in code[pc+2]:code[pc+3]-1
                m.registers[r+1] == -1 || set_register!(m, r, -1)
            end
            pc += 4
        elseif op == X_LOOP_BACK
            r = code[pc+1]
            ok = m.registers[r+1] < code[pc+2] || m.registers[r+2] != position
            ok && set_register!(m, r, m.registers[r+1] + 1)
            pc = code[pc+3]
        elseif op == X_ASSERT
            ok = regex_holds(u, code[pc+1], position)
            pc += 2
        elseif op == X_LOOK
            ok = look(m, pc, position)
            pc = code[pc+2]
        else
            position, ok = back_reference(m, pc, position)
            pc += 4
        end
        ok && continue
        pc, position = backtrack!(m, bottom)
        pc == 0 && return -1
    end
end

# Takes back what was done since the last choice, and chooses otherwise; place 0 when there is no choice left.
function backtrack!(m::Matcher, bottom::Int)
    stack = m.stack
    while length(stack) > bottom
        top = length(stack)
        first, second, third = stack[top-2], stack[top-1], stack[top]
        if first < 0
            m.registers[~first+1] = second
            resize!(stack, top - 3)
        elseif third == LAZY
            if second >= length(m.u) || !holds(m.program.sets[m.program.code[first+1]], m.u[second+1])
                resize!(stack, top - 3)
                continue
            end
            stack[top-1] = second + 1
            return first + 3, second + 1
        elseif third > CHOICE
            position = second - 1
            position == third ? resize!(stack, top - 3) : (stack[top-1] = position)
            return first, position
        else
            resize!(stack, top - 3)
            return first, second
        end
    end
    return 0, 0
end

# Tries the code of a look-around. What it captured stays if it holds, its choices do not.
function look(m::Matcher, pc::Int, position::Int)
    bottom = length(m.stack)
    negated = m.program.code[pc+1] != 0
    run_regex(m, pc + 3, position) < 0 && return negated
    kept = bottom
    for at in bottom+1:3:length(m.stack)
        m.stack[at] >= 0 && continue
        for k in 0:2
            m.stack[kept+1+k] = m.stack[at+k]
        end
        kept += 3
    end
    resize!(m.stack, kept)
    negated || return true
    while length(m.stack) > bottom
        top = length(m.stack)
        m.registers[~m.stack[top-2]+1] = m.stack[top-1]
        resize!(m.stack, top - 3)
    end
    return false
end

is_word(u::Units, at::Int) = 0 <= at < length(u) && holds(SET_WORDS, u[at+1])
regex_holds(u::Units, kind::Int, p::Int) = kind == AT_TEXT_START ? p == 0 : kind == AT_TEXT_END ? p == length(u) :
    kind == AT_LINE_START ? p == 0 || holds(SET_LINE_ENDS, u[p]) : kind == AT_LINE_END ? p == length(u) || holds(SET_LINE_ENDS, u[p+1]) :
    kind == AT_WORD ? is_word(u, p - 1) != is_word(u, p) : is_word(u, p - 1) == is_word(u, p)

function back_reference(m::Matcher, pc::Int, position::Int)
    captured = group_units(m, m.program.code[pc+1])
    ignore_case, backward = m.program.code[pc+2] != 0, m.program.code[pc+3] != 0
    k = length(captured)
    start = backward ? position - k : position
    (start < 0 || k > length(m.u) - start) && return position, false
    for i in 1:k
        a, b = captured[i], m.u[start+i]
        a == b || ignore_case && folded(a) == folded(b) || return position, false
    end
    spend!(m, k)
    return backward ? start : start + k, true
end
