# DateTimes: taking apart, putting together, printing and reading by tokens (spec 5.2).

const LARGEST_DATE = 8_640_000_000_000_000
const DATE_RANGE = "DateTime is out of range: years go from -271821 to 275760"
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const SHORT_MONTHS = String[m[1:3] for m in MONTHS]
const SHORT_WEEKDAYS = String[d[1:3] for d in WEEKDAYS]
const MINIMAL_WEEKDAYS = String[d[1:2] for d in WEEKDAYS]

day_of(t::Int64) = fld(t, DAY_MS)
time_of(t::Int64) = mod(t, DAY_MS)
weekday_of(days::Int64) = mod(days + 3, 7) + 1

@builtin DateTimeGetYear(s::Site, t::Int64) = civil_from_days(day_of(t))[1]
@builtin DateTimeGetMonth(s::Site, t::Int64) = civil_from_days(day_of(t))[2]
@builtin DateTimeGetDayOfMonth(s::Site, t::Int64) = civil_from_days(day_of(t))[3]
@builtin DateTimeGetHour(s::Site, t::Int64) = time_of(t) ÷ 3_600_000
@builtin DateTimeGetMinute(s::Site, t::Int64) = time_of(t) ÷ 60_000 % 60
@builtin DateTimeGetSecond(s::Site, t::Int64) = time_of(t) ÷ 1000 % 60
@builtin DateTimeGetMillisecond(s::Site, t::Int64) = time_of(t) % 1000
@builtin DateTimeGetDayOfWeek(s::Site, t::Int64) = weekday_of(day_of(t))
@builtin DateTimeToEpochMilliseconds(s::Site, t::Int64) = t
@builtin DateTimeFromEpochMilliseconds(s::Site, t::Int64) = t
@builtin DateTimeAddMilliseconds(s::Site, t::Int64, ms::Int64) = t + ms
@builtin DateTimeDurationMilliseconds(s::Site, a::Int64, b::Int64) = a - b
@builtin function DateTimeFromComponents(s::Site, year::Int64, month::Int64, day::Int64, hour::Int64, minute::Int64, second::Int64, ms::Int64)
    0 <= year <= 99 && (year += 1900)
    months = Int128(year) * 12 + month - 1
    of_year = mod(months, 12)
    whole = (months - of_year) ÷ 12
    abs(whole) > 1_000_000 && fail(s, DATE_RANGE)
    days = days_from_civil(Int64(whole), Int64(of_year) + 1, Int64(1)) + Int128(day) - 1
    total = days * DAY_MS + Int128(hour) * 3_600_000 + Int128(minute) * 60_000 + Int128(second) * 1000 + ms
    abs(total) <= LARGEST_DATE || fail(s, DATE_RANGE)
    return Int64(total)
end

@builtin function DateTimePrintFormat(s::Site, t::Int64, tokens::AnyArray)
    -LARGEST_DATE <= t <= LARGEST_DATE || fail(s, DATE_RANGE)
    io = IOBuffer()
    for token in tokens.items
        print(io, token_text(token::EVariant, t))
    end
    text = joined(String(take!(io)))
    text_room(s, unit_count(text))
    return text
end

function token_text(token::EVariant, t::Int64)
    year, month, day = civil_from_days(day_of(t))
    time = time_of(t)
    hour, minute, second = time ÷ 3_600_000, time ÷ 60_000 % 60, time ÷ 1000 % 60
    hour12 = (hour + 11) % 12 + 1
    weekday = weekday_of(day_of(t))
    tag = token.tag
    tag === :literal && return token.payload::String
    tag === :year4 && return string(year)
    tag === :year2 && return pad(abs(rem(year, 100)), 2)
    tag === :month1 && return string(month)
    tag === :month2 && return pad(month, 2)
    tag === :monthNameShort && return SHORT_MONTHS[month]
    tag === :monthNameFull && return MONTHS[month]
    tag === :day1 && return string(day)
    tag === :day2 && return pad(day, 2)
    tag === :weekdayNameMin && return MINIMAL_WEEKDAYS[weekday]
    tag === :weekdayNameShort && return SHORT_WEEKDAYS[weekday]
    tag === :weekdayNameFull && return WEEKDAYS[weekday]
    tag === :hour24_1 && return string(hour)
    tag === :hour24_2 && return pad(hour, 2)
    tag === :hour12_1 && return string(hour12)
    tag === :hour12_2 && return pad(hour12, 2)
    tag === :minute1 && return string(minute)
    tag === :minute2 && return pad(minute, 2)
    tag === :second1 && return string(second)
    tag === :second2 && return pad(second, 2)
    tag === :millisecond3 && return pad(time % 1000, 3)
    return tag === :ampmUpper ? (hour < 12 ? "AM" : "PM") : (hour < 12 ? "am" : "pm")
end

# ---- Reading -------------------------------------------------------------------------------------------------------------

mutable struct DateReader
    u::Units
    at::Int                          # from 0
    parts::Dict{Symbol,Int}          # :year … :millisecond, :weekday, :hour24, :hour12, :pm
end

struct DateProblem
    position::Int
    message::String
end

@builtin function DateTimeParseFormat(s::Site, text::String, tokens::AnyArray)
    r = DateReader(units_of(text), 0, Dict{Symbol,Int}())
    v = read_date(r, tokens.items)
    v isa DateProblem && fail(s, "Failed to parse datetime at position $(v.position): $(v.message)")
    return v
end

function read_date(r::DateReader, tokens::Vector{Any})
    for token in tokens
        start = r.at
        message = read_token(r, token::EVariant)
        message === nothing && continue
        named = token.tag === :monthNameFull || token.tag === :monthNameShort
        return DateProblem(named ? r.at : start, message)
    end
    r.at < length(r.u) && return DateProblem(r.at, "Unexpected trailing characters: \"$(text_of(r.u, r.at + 1, length(r.u)))\"")
    return complete_date(r.parts)
end

# What tokens with a number look for: how many digits, the message otherwise, the part, its name, least, most, how these are written.
const NUMBER_TOKENS = Dict{Symbol,Tuple{Int,String,Symbol,String,Int,Int,String}}(
    :year4 => (4, "Expected 4-digit year", :year, "Year", 0, 9999, ""),
    :year2 => (2, "Expected 2-digit year", :year, "Year", 0, 9999, ""),
    :month1 => (1, "Expected 1 or 2-digit month", :month, "Month", 1, 12, "1-12"),
    :month2 => (2, "Expected 2-digit month (01-12)", :month, "Month", 1, 12, "01-12"),
    :day1 => (1, "Expected 1 or 2-digit day", :day, "Day", 1, 31, "1-31"),
    :day2 => (2, "Expected 2-digit day (01-31)", :day, "Day", 1, 31, "01-31"),
    :hour24_1 => (1, "Expected 1 or 2-digit hour", :hour24, "Hour (24-hour)", 0, 23, "0-23"),
    :hour24_2 => (2, "Expected 2-digit hour (00-23)", :hour24, "Hour (24-hour)", 0, 23, "00-23"),
    :hour12_1 => (1, "Expected 1 or 2-digit hour", :hour12, "Hour (12-hour)", 1, 12, "1-12"),
    :hour12_2 => (2, "Expected 2-digit hour (01-12)", :hour12, "Hour (12-hour)", 1, 12, "01-12"),
    :minute1 => (1, "Expected 1 or 2-digit minute", :minute, "Minute", 0, 59, "0-59"),
    :minute2 => (2, "Expected 2-digit minute (00-59)", :minute, "Minute", 0, 59, "00-59"),
    :second1 => (1, "Expected 1 or 2-digit second", :second, "Second", 0, 59, "0-59"),
    :second2 => (2, "Expected 2-digit second (00-59)", :second, "Second", 0, 59, "00-59"),
    :millisecond3 => (3, "Expected 3-digit millisecond (000-999)", :millisecond, "Millisecond", 0, 999, ""))
const NAME_TOKENS = Dict{Symbol,Tuple{Vector{String},String}}(
    :monthNameFull => (MONTHS, "Expected full month name (e.g., \"January\")"), :monthNameShort => (SHORT_MONTHS, "Expected short month name (e.g., \"Jan\")"),
    :weekdayNameFull => (WEEKDAYS, "Expected full weekday name (e.g., \"Monday\")"), :weekdayNameShort => (SHORT_WEEKDAYS, "Expected short weekday name (e.g., \"Mon\")"),
    :weekdayNameMin => (MINIMAL_WEEKDAYS, "Expected minimal weekday name (e.g., \"Mo\")"))

# Nothing, or what is wrong.
function read_token(r::DateReader, token::EVariant)
    tag = token.tag
    if tag === :literal
        expected = units_of(token.payload::String)
        got = r.u[r.at+1:min(r.at + length(expected), length(r.u))]
        got == expected || return "Expected literal \"$(token.payload)\", got \"$(text_of(got))\""
        r.at += length(expected)
        return nothing
    elseif tag === :ampmUpper || tag === :ampmLower
        i = find_name(r, ["AM", "PM"])
        i == 0 && return tag === :ampmUpper ? "Expected \"AM\" or \"PM\"" : "Expected \"am\" or \"pm\""
        r.parts[:pm] = i - 1
        r.at += 2
        return nothing
    elseif haskey(NAME_TOKENS, tag)
        names, problem = NAME_TOKENS[tag]
        i = find_name(r, names)
        i == 0 && return problem
        r.at += ncodeunits(names[i])
        month = length(names) == 12
        twice = set_part!(r, month ? :month : :weekday, month ? "Month" : "Weekday", i)
        return twice === nothing || month ? twice : "Weekday specified multiple times with different values"
    end
    digits, problem, part, what, least, most, range = NUMBER_TOKENS[tag]
    digits == 1 && are_digits(r, 2) && (digits = 2)
    are_digits(r, digits) || return problem
    number = parse(Int, text_of(r.u, r.at + 1, r.at + digits))
    r.at += digits
    least <= number <= most || return "$(String(split(what, " (")[1])) out of range (got $number, expected $range)"
    return set_part!(r, part, what, tag === :year2 ? 2000 + number : number)
end

are_digits(r::DateReader, n::Int) = r.at + n <= length(r.u) && all(i -> is_digit(r.u[i]), r.at+1:r.at+n)
function find_name(r::DateReader, names::Vector{String})
    lower(c::UInt16) = 0x41 <= c <= 0x5a ? c | 0x0020 : c
    for i in 1:length(names)
        n = ncodeunits(names[i])
        r.at + n <= length(r.u) && all(k -> lower(r.u[r.at+k]) == lower(UInt16(codeunit(names[i], k))), 1:n) && return i
    end
    return 0
end
function set_part!(r::DateReader, part::Symbol, what::String, value::Int)
    before = get(r.parts, part, value)
    before == value || return "$what specified multiple times with different values: $before and $value"
    r.parts[part] = value
    return nothing
end

function complete_date(parts::Dict{Symbol,Int})
    refuse(message::String) = DateProblem(0, message)
    part(name::Symbol) = get(parts, name, nothing)
    hour = part(:hour24)
    if haskey(parts, :hour12)
        haskey(parts, :pm) || return refuse("12-hour format specified without AM/PM indicator")
        implied = parts[:hour12] % 12 + 12 * parts[:pm]
        hour === nothing || hour == implied ||
            return refuse("Hour mismatch: 24-hour format specifies $hour, but 12-hour format with $(parts[:pm] == 1 ? "PM" : "AM") implies $implied")
        hour = implied
    end
    year, month, day, minute, second = part(:year), part(:month), part(:day), part(:minute), part(:second)
    month !== nothing && year === nothing && return refuse("Invalid format: cannot have month without year")
    day !== nothing && (year === nothing || month === nothing) && return refuse("Invalid format: cannot have day without year and month")
    hour !== nothing && year !== nothing && day === nothing && return refuse("Invalid format: cannot have hour without year, month, and day (or use time-only format)")
    minute !== nothing && hour === nothing && return refuse("Invalid format: cannot have minute without hour")
    second !== nothing && minute === nothing && return refuse("Invalid format: cannot have second without minute")
    haskey(parts, :millisecond) && second === nothing && return refuse("Invalid format: cannot have millisecond without second")
    y, m, d = something(year, 1970), something(month, 1), something(day, 1)
    leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)
    length_of_month = m == 2 ? (leap ? 29 : 28) : m in (4, 6, 9, 11) ? 30 : 31
    (y <= 99 || d > length_of_month) && return refuse("Invalid date: $y-$(pad(m, 2))-$(pad(d, 2))")
    days = days_from_civil(y, m, d)
    weekday = part(:weekday)
    weekday === nothing || weekday == weekday_of(days) ||
        return refuse("Weekday mismatch: parsed \"$(WEEKDAYS[weekday])\" but date is actually \"$(WEEKDAYS[weekday_of(days)])\"")
    return days * DAY_MS + something(hour, 0) * 3_600_000 + something(minute, 0) * 60_000 + something(second, 0) * 1000 + get(parts, :millisecond, 0)
end
