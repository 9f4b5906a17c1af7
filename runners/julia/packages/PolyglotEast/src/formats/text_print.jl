# Printing values as East text (spec 3.4), and the texts of numbers and dates that all formats share.

mutable struct TextPrinter
    io::IOBuffer
    places::IdDict{Any,Place}
end

function east_text(node::TNode, @nospecialize(value))
    p = TextPrinter(IOBuffer(), IdDict{Any,Place}())
    print_east(p, node, value, root_place())
    return String(take!(p.io))
end
east_text(t::Ty, @nospecialize(value)) = east_text(graph(t), value)

function print_east(p::TextPrinter, node::TNode, @nospecialize(v), place::Place)
    k, io = node.kind, p.io
    if k == NULL
        print(io, "null")
    elseif k == BOOLEAN
        print(io, v::Bool ? "true" : "false")
    elseif k == INTEGER
        print(io, integer_text(v::Int64))
    elseif k == FLOAT
        print(io, float_text(v::Float64))
    elseif k == STRING
        print_quoted(io, v::String)
    elseif k == DATETIME
        print(io, iso_text(v::Int64)[1:23])
    elseif k == BLOB
        print_hex(io, v::Vector{UInt8})
    elseif k == STRUCT
        print(io, '(')
        for i in 1:length(node.parts)
            i == 1 || print(io, ", ")
            print(io, quoted_name(node.names[i]), '=')
            part = node.parts[i]
            print_east(p, part, getfield(v, i), part.holds ? place_in(place, S_FIELD, node.names[i]) : place)
        end
        print(io, ')')
    elseif k == VARIANT
        i = case_index(node, (v::EVariant).tag)
        print(io, '.', quoted_name(node.names[i]))
        part = node.parts[i]
        part.kind == NULL && return
        print(io, ' ')
        print_east(p, part, v.payload, part.holds ? place_in(place, S_CASE, node.names[i]) : place)
    elseif is_function_kind(k)
        print(io, k == FUNCTION ? "(" : "async (", join([type_text(t) for t in inputs_of(node.ty)], ", "), ") => ", type_text(output_of(node.ty)))
    elseif k == NEVER
        throw(EastError("type Never has no values to print", Loc[]))
    else
        print_container(p, node, v, place)
    end
    return
end

function print_container(p::TextPrinter, node::TNode, @nospecialize(v), place::Place)
    io = p.io
    known = get(p.places, v, nothing)
    if known !== nothing
        levels, down = way(place, known)
        print(io, levels, '#')
        for s in down
            print(io, step_text(s))
        end
        return
    end
    p.places[v] = place
    k = node.kind
    part = node.parts[1]
    if k == REF
        print(io, '&')
        print_east(p, part, (v::ERef).value, place_in(place, S_CONTENT))
    elseif k == ARRAY
        print(io, '[')
        for i in 1:length(v.items)
            i == 1 || print(io, ", ")
            print_east(p, part, v.items[i], part.holds ? place_in(place, S_ELEMENT, "", i - 1) : place)
        end
        print(io, ']')
    elseif k == SET
        print(io, '{')
        for (i, key) in enumerate(keys_of(v))
            i == 1 || print(io, ',')
            print_east(p, part, key, place)
        end
        print(io, '}')
    else
        ks, vs = keys_of(v), values_of(v)
        print(io, '{')
        isempty(ks) && print(io, ':')
        value = node.parts[2]
        for i in 1:length(ks)
            i == 1 || print(io, ',')
            print_east(p, part, ks[i], place)
            print(io, ':')
            print_east(p, value, vs[i], value.holds ? place_in(place, S_VALUE, "", i - 1, (ks[i], part)) : place)
        end
        print(io, '}')
    end
    return
end

"The text of the step to a place, as references write it."
step_text(p::Place) = p.step == S_FIELD || p.step == S_CASE ? "." * quoted_name(p.name) : p.step == S_ELEMENT ? "[$(p.index)]" :
    p.step == S_CONTENT ? "[]" : "[$(east_text(p.key[2]::TNode, p.key[1]))]"

# ---- Floats --------------------------------------------------------------------------------------------------------------

# ECMAScript's text of a finite number other than zero.
function number_text(x::Float64)
    s = string(abs(x))
    e = findfirst('e', s)
    exponent = e === nothing ? 0 : parse(Int, s[e+1:end])
    mantissa = e === nothing ? s : s[1:e-1]
    dot = findfirst('.', mantissa)
    whole, fraction = dot === nothing ? (mantissa, "") : (mantissa[1:dot-1], mantissa[dot+1:end])
    digits = whole * fraction
    n = length(whole) + exponent
    stripped = lstrip(digits, '0')
    n -= length(digits) - length(stripped)
    digits = String(rstrip(stripped, '0'))
    k = length(digits)
    sign = x < 0 ? "-" : ""
    if n <= -6 || n > 21
        m = n - 1
        return string(sign, digits[1], k > 1 ? "." * digits[2:end] : "", 'e', m < 0 ? '-' : '+', abs(m))
    end
    n <= 0 && return string(sign, "0.", "0"^(-n), digits)
    k <= n && return string(sign, digits, "0"^(n - k))
    return string(sign, digits[1:n], '.', digits[n+1:end])
end
special_text(x::Float64) = isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity"

function float_text(x::Float64)
    isfinite(x) || return special_text(x)
    x == 0 && return signbit(x) ? "-0.0" : "0.0"
    s = number_text(x)
    return '.' in s || 'e' in s ? s : s * ".0"
end
float_json(x::Float64) = !isfinite(x) ? string('"', special_text(x), '"') : x == 0 ? (signbit(x) ? "\"-0.0\"" : "0") : number_text(x)
float_csv(x::Float64) = !isfinite(x) ? special_text(x) : x == 0 ? (signbit(x) ? "-0" : "0") : number_text(x)
float_stringify(x::Float64) = !isfinite(x) ? "null" : x == 0 ? "0" : number_text(x)

# ---- Dates ---------------------------------------------------------------------------------------------------------------

const DAY_MS = 86_400_000

"Days since 1970-01-01 in the proleptic Gregorian calendar."
function days_from_civil(year::Int64, month::Int64, day::Int64)
    month <= 2 && (year -= 1)
    era = fld(year, 400)
    of_era = year - era * 400
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) ÷ 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era ÷ 4 - of_era ÷ 100 + of_year - 719_468
end
function civil_from_days(days::Int64)
    days += 719_468
    era = fld(days, 146_097)
    of_era = days - era * 146_097
    year_of_era = (of_era - of_era ÷ 1460 + of_era ÷ 36_524 - of_era ÷ 146_096) ÷ 365
    of_year = of_era - (365 * year_of_era + year_of_era ÷ 4 - year_of_era ÷ 100)
    shifted = (5 * of_year + 2) ÷ 153
    month = shifted < 10 ? shifted + 3 : shifted - 9
    return year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * shifted + 2) ÷ 5 + 1
end
pad(n::Integer, digits::Int) = lpad(string(n), digits, '0')

function date_parts(ms::Int64)
    days, time = fld(ms, DAY_MS), mod(ms, DAY_MS)
    year, month, day = civil_from_days(days)
    return year, string('-', pad(month, 2), '-', pad(day, 2), 'T', pad(time ÷ 3_600_000, 2), ':', pad(time ÷ 60_000 % 60, 2), ':', pad(time ÷ 1000 % 60, 2), '.', pad(time % 1000, 3))
end
function iso_text(ms::Int64)
    year, rest = date_parts(ms)
    return 0 <= year <= 9999 ? pad(year, 4) * rest : string(year < 0 ? '-' : '+', pad(abs(year), 6), rest)
end
function date_json(ms::Int64)
    year, rest = date_parts(ms)
    return string(year < 0 ? "-" : "", pad(abs(year), 4), rest, "+00:00")
end

"Milliseconds of a date and time as ECMAScript takes them, or nothing when a field is out of range."
function ms_from(year::Int64, month::Int64, day::Int64, hour::Int64, minute::Int64, second::Int64, ms::Int64)
    1 <= month <= 12 && 1 <= day <= 31 && hour <= 24 && minute <= 59 && second <= 59 || return nothing
    hour == 24 && (minute > 0 || second > 0 || ms > 0) && return nothing
    return days_from_civil(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms
end

two_digits(u::Units, i::Int) = Int64(u[i] - 0x30) * 10 + Int64(u[i+1] - 0x30)
const DATE_SHAPE = units_of("0000-00-00T00:00:00")
"The numbers of `dddd-dd-ddTdd:dd:dd` at a place, or nothing."
function date_fields(u::Units, at::Int)
    length(u) - at + 1 >= 19 || return nothing
    for i in 1:19
        (DATE_SHAPE[i] == 0x30 ? is_digit(u[at+i-1]) : u[at+i-1] == DATE_SHAPE[i]) || return nothing
    end
    return (two_digits(u, at) * 100 + two_digits(u, at + 2), two_digits(u, at + 5), two_digits(u, at + 8), two_digits(u, at + 11), two_digits(u, at + 14), two_digits(u, at + 17))
end
