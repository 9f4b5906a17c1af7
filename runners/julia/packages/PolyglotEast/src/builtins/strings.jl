# Strings. Lengths and indices count code points; text and its parts are compared unit by unit.

const MAX_TEXT = 536_870_888
text_room(s::Site, n::Integer) = n <= MAX_TEXT ? nothing : fail(s, "String too long: $n units, at most $MAX_TEXT are possible")

@builtin function StringConcat(s::Site, a::String, b::String)
    n = ncodeunits(a) + ncodeunits(b)
    n > MAX_TEXT && text_room(s, unit_count(a) + unit_count(b))
    c = Hot.concat(a, b)
    # A pair of surrogates may have met.
    ncodeunits(b) >= 3 && codeunit(b, 1) == 0xed && codeunit(b, 2) >= 0xb0 && return joined(c)
    return c
end
@builtin function StringRepeat(s::Site, t::String, n::Int64)
    (n <= 0 || isempty(t)) && return ""
    units = unit_count(t)
    n > MAX_TEXT ÷ units && text_room(s, min(Int128(units) * n, typemax(Int64)))
    return joined(repeat(t, n))
end
@builtin StringLength(s::Site, t::String) = point_count(t)

# The byte where the code point of an index (from 0) starts; one past the end when there are fewer.
function point_offset(t::String, index::Int64)
    n = ncodeunits(t)
    index >= n && return n + 1
    i = 1
    while index > 0 && i <= n
        b = codeunit(t, i)
        i += b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4
        index -= 1
    end
    return i
end
slice_text(t::String, from::Int, to::Int) = from > to ? "" : GC.@preserve t unsafe_string(pointer(t, from), to - from + 1)

@builtin function StringSubstring(s::Site, t::String, from::Int64, to::Int64)
    from = max(from, 0)
    from >= to && return ""
    return slice_text(t, point_offset(t, from), point_offset(t, to) - 1)
end
@builtin function StringSplit(s::Site, t::String, delimiter::String)
    if isempty(delimiter)
        isempty(t) && return AnyArray(Any[""], 0)
        out = Any[]
        i = 1
        while i <= ncodeunits(t)
            b = codeunit(t, i)
            next = i + (b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4)
            push!(out, slice_text(t, i, next - 1))
            i = next
        end
        return AnyArray(out, 0)
    end
    out = Any[]
    done = 1
    while (at = find_text(delimiter, t, done)) != 0
        push!(out, slice_text(t, done, at - 1))
        done = at + ncodeunits(delimiter)
    end
    push!(out, slice_text(t, done, ncodeunits(t)))
    return AnyArray(out, 0)
end

# The byte where a text is found from a byte on, else 0.
function find_text(part::String, t::String, from::Int)
    n, m = ncodeunits(t), ncodeunits(part)
    m == 0 && return from
    GC.@preserve part t begin
        i = from
        while i + m - 1 <= n
            p = ccall(:memchr, Ptr{UInt8}, (Ptr{UInt8}, Cint, Csize_t), pointer(t, i), codeunit(part, 1), n - i - m + 2)
            p == C_NULL && return 0
            i = Int(p - pointer(t)) + 1
            ccall(:memcmp, Cint, (Ptr{UInt8}, Ptr{UInt8}, Csize_t), pointer(t, i), pointer(part), m) == 0 && return i
            i += 1
        end
    end
    return 0
end

@builtin StringTrim(s::Site, t::String) = trim_text(t)
@builtin StringTrimStart(s::Site, t::String) = (u = units_of(t); text_of(u, first(trimmed_range(u)), length(u)))
@builtin StringTrimEnd(s::Site, t::String) = (u = units_of(t); i = length(u); while i > 0 && is_blank(u[i]); i -= 1; end; text_of(u, 1, i))
@builtin StringUpperCase(s::Site, t::String) = upper_text(t)
@builtin StringLowerCase(s::Site, t::String) = lower_text(t)
@builtin StringStartsWith(s::Site, t::String, part::String) = has_surrogates(part) ? starts_units(units_of(t), units_of(part)) : find_at(part, t, 1)
@builtin StringEndsWith(s::Site, t::String, part::String) = has_surrogates(part) ? starts_units(reverse(units_of(t)), reverse(units_of(part))) :
    find_at(part, t, ncodeunits(t) - ncodeunits(part) + 1)
@builtin StringContains(s::Site, t::String, part::String) = has_surrogates(part) ? find_units(units_of(part), units_of(t), 1) != 0 : find_text(part, t, 1) != 0
@builtin function StringIndexOf(s::Site, t::String, part::String)
    if has_surrogates(part)
        u = units_of(t)
        at = find_units(units_of(part), u, 1)
        return at == 0 ? -1 : point_count(text_of(u, 1, at - 1))
    end
    at = find_text(part, t, 1)
    return at == 0 ? -1 : point_count(slice_text(t, 1, at - 1))
end
starts_units(u::Units, part::Units) = length(part) <= length(u) && all(i -> u[i] == part[i], 1:length(part))
find_at(part::String, t::String, at::Int) = at >= 1 && at + ncodeunits(part) - 1 <= ncodeunits(t) &&
    GC.@preserve part t ccall(:memcmp, Cint, (Ptr{UInt8}, Ptr{UInt8}, Csize_t), pointer(t) + (at - 1), pointer(part), ncodeunits(part)) == 0

# Where units are found from a place on, else 0.
function find_units(part::Units, u::Units, from::Int)
    m = length(part)
    for i in from:length(u)-m+1
        all(k -> u[i+k-1] == part[k], 1:m) && return i
    end
    return 0
end

@builtin function StringReplace(s::Site, t::String, search::String, replacement::String)
    u, r, p = units_of(t), units_of(replacement), units_of(search)
    out = UInt16[]
    if isempty(p)
        i = 1
        while true
            expand!(out, r, u, i, 0)
            text_room(s, length(out))
            i > length(u) && return text_of(out)
            push!(out, u[i])
            if is_high(u[i]) && i < length(u) && is_low(u[i+1])
                i += 1
                push!(out, u[i])
            end
            i += 1
        end
    end
    at = find_units(p, u, 1)
    at == 0 && return t
    done = 1
    while at != 0
        append!(out, view(u, done:at-1))
        expand!(out, r, u, at, length(p))
        done = at + length(p)
        text_room(s, length(out))
        at = find_units(p, u, done)
    end
    append!(out, view(u, done:length(u)))
    text_room(s, length(out))
    return text_of(out)
end
# `$$`, `$&`, dollar-backtick and `$'` in a replacement mean a dollar sign, what was found, what precedes and what follows it.
function expand!(out::Units, r::Units, u::Units, at::Int, n::Int)
    i = 1
    while i <= length(r)
        next = r[i] == unit('$') && i < length(r) ? r[i+1] : 0x0000
        if next == unit('$')
            push!(out, next)
        elseif next == unit('&')
            append!(out, view(u, at:at+n-1))
        elseif next == unit('`')
            append!(out, view(u, 1:at-1))
        elseif next == unit('\'')
            append!(out, view(u, at+n:length(u)))
        else
            push!(out, r[i])
            i += 1
            continue
        end
        i += 2
    end
    return
end

@builtin StringEncodeUtf8(s::Site, t::String) = Vector{UInt8}(codeunits(scrubbed(t)))
@builtin function StringEncodeUtf16(s::Site, t::String)
    out = UInt8[0xff, 0xfe]
    for c in units_of(t)
        push!(out, c % UInt8, (c >> 8) % UInt8)
    end
    return out
end

# ---- Formats -------------------------------------------------------------------------------------------------------------

@builtin Print(s::Site, @nospecialize(v)) = east_text(node(s, 1), v)
@builtin function Parse(s::Site, t::String)
    v = parse_east(s.types[1], t)
    v isa TextProblem && fail(s, "Failed to parse $(type_text(s.types[1])) at $(v.position): $(v.message)")
    return v
end
check_json(s::Site) = s.types[1].is_data || fail(s, "$(friendly(s.types[1])) has no JSON form: functions cannot be written or read")
@builtin StringPrintJSON(s::Site, @nospecialize(v)) = (check_json(s); json_text(node(s, 1), v))
@builtin function StringParseJSON(s::Site, t::String)
    check_json(s)
    v = parse_json_value(s.types[1], t)
    v isa TextProblem && fail(s, v.message)
    return v
end

# ---- Blobs ---------------------------------------------------------------------------------------------------------------

@builtin BlobSize(s::Site, b::Vector{UInt8}) = length(b)
@builtin BlobGetUint8(s::Site, b::Vector{UInt8}, i::Int64) = 0 <= i < length(b) ? Int64(b[i+1]) : fail(s, "Blob index $i out of bounds")
without_mark(t::String) = startswith(t, '\ufeff') ? slice_text(t, 4, ncodeunits(t)) : t
@builtin BlobDecodeUtf8(s::Site, b::Vector{UInt8}) = is_utf8(b) ? without_mark(String(copy(b))) : fail(s, "Blob is not valid UTF-8")
@builtin function BlobDecodeUtf16(s::Site, b::Vector{UInt8})
    big = length(b) >= 2 && b[1] == 0xfe && b[2] == 0xff
    marked = big || length(b) >= 2 && b[1] == 0xff && b[2] == 0xfe
    isodd(length(b)) && fail(s, "Blob is not valid UTF-16")
    u = UInt16[big ? UInt16(b[i]) << 8 | b[i+1] : UInt16(b[i+1]) << 8 | b[i] for i in (marked ? 3 : 1):2:length(b)-1]
    t = text_of(u)
    has_surrogates(t) && fail(s, "Blob is not valid UTF-16")
    return without_mark(t)
end
beast1_supported(s::Site) = (p = beast1_problem(s.types[1]); p === nothing ? nothing : fail(s, p))
@builtin BlobEncodeBeast(s::Site, @nospecialize(v)) = (beast1_supported(s); encode_beast1(s.types[1], v))
@builtin function BlobDecodeBeast(s::Site, b::Vector{UInt8})
    beast1_supported(s)
    try
        return decode_beast1(b, s.types[1])
    catch e
        e isa DecodeFailure || rethrow()
        fail(s, "Failed to decode Beast data: $(e.message)")
    end
end
@builtin function BlobEncodeBeast2(s::Site, @nospecialize(v))
    try
        return encode_beast2(s.types[1], v)
    catch e
        e isa EncodeFailure || rethrow()
        fail(s, e.message)
    end
end
@builtin function BlobDecodeBeast2(s::Site, b::Vector{UInt8})
    try
        return decode_beast2(b, s.types[1]; any_order = true, functions = make_decoded_function)
    catch e
        e isa DecodeFailure || rethrow()
        fail(s, "Failed to decode Beast2 data: $(e.message)")
    end
end
@builtin function BlobDecodeCsv(s::Site, b::Vector{UInt8}, @nospecialize(config))
    try
        return decode_csv(node(s, 1), b, csv_options(node(s, 2), config, false))
    catch e
        e isa CsvFailure || rethrow()
        fail(s, "Failed to decode CSV data: $(e.message)")
    end
end
@builtin function ArrayEncodeCsv(s::Site, @nospecialize(a), @nospecialize(config))
    try
        return encode_csv(node(s, 1), Any[r for r in a.items], csv_options(node(s, 2), config, true))
    catch e
        e isa CsvFailure || rethrow()
        fail(s, "Failed to encode CSV data: $(e.message)")
    end
end
