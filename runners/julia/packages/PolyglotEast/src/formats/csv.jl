# Tables as CSV (spec 3.5).

mutable struct CsvOptions
    delimiter::UInt16
    quote_::UInt16
    escape::UInt16
    newline::String
    header::Bool
    nulls::Vector{String}
    skip_empty::Bool
    trim::Bool
    columns::Dict{String,String}
    strict::Bool
    null_string::String
    always_quote::Bool
end
CsvOptions() = CsvOptions(unit(','), unit('"'), unit('"'), "\r\n", true, String[""], true, false, Dict{String,String}(), false, "", false)

struct CsvFailure <: Exception
    message::String
end
csv_error(message::String) = throw(CsvFailure("CSV error: $message"))

# Stands for a text without any character, which no option allows.
first_unit(text::String) = isempty(text) ? 0xffff : units_of(text)[1]

function csv_options(node::TNode, @nospecialize(config), writing::Bool)
    o = CsvOptions()
    node.kind == STRUCT || return o
    for i in 1:length(node.names)
        v = getfield(config, i)
        v isa EVariant && v.tag === :some || continue
        name, x = node.names[i], v.payload
        if name == "delimiter"
            o.delimiter = first_unit(x)
        elseif name == "quoteChar"
            o.quote_ = first_unit(x)
        elseif name == "escapeChar"
            o.escape = first_unit(x)
        elseif writing
            name == "newline" ? (o.newline = x) : name == "includeHeader" ? (o.header = x) : name == "nullString" ? (o.null_string = x) :
            name == "alwaysQuote" && (o.always_quote = x)
        else
            name == "hasHeader" ? (o.header = x) : name == "nullStrings" ? (o.nulls = String[t for t in x.items]) : name == "skipEmptyLines" ? (o.skip_empty = x) :
            name == "trimFields" ? (o.trim = x) : name == "strict" ? (o.strict = x) :
            name == "columnMapping" && (o.columns = Dict{String,String}(zip(keys_of(x), values_of(x))))
        end
    end
    return o
end

function check_csv(row::TNode, o::CsvOptions)
    row.kind == STRUCT || throw(CsvFailure("CSV holds tables, that is Array<Struct<…>>, not $(friendly(row.ty))"))
    for i in 1:length(row.parts)
        csv_supported(row.parts[i]) || throw(CsvFailure("CSV field '$(row.names[i])' has unsupported type"))
    end
    for c in (o.delimiter, o.quote_, o.escape)
        c < 0x80 && c != 0x0d && c != 0x0a || csv_error("the delimiter, quote and escape characters must be ASCII and not a line end")
    end
    o.delimiter != o.quote_ && o.delimiter != o.escape || csv_error("the delimiter must differ from the quote and escape characters")
    return
end
csv_supported(t::TNode) = t.kind in (NULL, BOOLEAN, INTEGER, FLOAT, STRING, DATETIME, BLOB, NEVER) || is_option(t.ty) && csv_supported(t.parts[2])

# ---- Reading -------------------------------------------------------------------------------------------------------------

# The fields of each row, as bytes.
function csv_rows(bytes::Vector{UInt8}, o::CsvOptions)
    rows = Vector{Vector{UInt8}}[]
    n = length(bytes)
    i = n >= 3 && bytes[1:3] == UInt8[0xef, 0xbb, 0xbf] ? 4 : 1
    delimiter, q, escape = o.delimiter % UInt8, o.quote_ % UInt8, o.escape % UInt8
    fields, field = Vector{UInt8}[], UInt8[]
    open = false                     # a row has begun
    while i <= n
        b = bytes[i]
        i += 1
        if b == 0x0d || b == 0x0a
            b == 0x0d && i <= n && bytes[i] == 0x0a && (i += 1)
            push!(fields, field)
            push!(rows, fields)
            fields, field, open = Vector{UInt8}[], UInt8[], false
            continue
        end
        open = true
        if b == delimiter
            push!(fields, field)
            field = UInt8[]
        elseif b == q && isempty(field)
            i = csv_quoted!(field, bytes, i, q, escape)
            i == 0 && return rows, true
        else
            push!(field, b)
        end
    end
    if open
        push!(fields, field)
        push!(rows, fields)
    end
    return rows, false
end

# The rest of a quoted section; gives where it goes on, 0 where it is not closed.
function csv_quoted!(field::Vector{UInt8}, bytes::Vector{UInt8}, i::Int, q::UInt8, escape::UInt8)
    n = length(bytes)
    while i <= n
        b = bytes[i]
        i += 1
        if b == escape && i <= n && bytes[i] == q
            push!(field, q)
            i += 1
        elseif b == q
            return i
        else
            push!(field, b)
        end
    end
    return 0
end

function csv_text(bytes::Vector{UInt8})
    text = is_utf8(bytes) ? String(copy(bytes)) : lossy_utf8(bytes)
    return startswith(text, '\ufeff') ? text[4:end] : text
end
# Each maximal part of an ill-formed sequence becomes U+FFFD.
function lossy_utf8(bytes::Vector{UInt8})
    io = IOBuffer()
    i, n = 1, length(bytes)
    while i <= n
        b = bytes[i]
        if b < 0x80
            write(io, b)
            i += 1
            continue
        end
        len = 0xc2 <= b <= 0xdf ? 2 : 0xe0 <= b <= 0xef ? 3 : 0xf0 <= b <= 0xf4 ? 4 : 0
        low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80
        high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf
        k = 1
        while k < len && i + k <= n && (k == 1 ? low : 0x80) <= bytes[i+k] <= (k == 1 ? high : 0xbf)
            k += 1
        end
        k == len ? write(io, view(bytes, i:i+k-1)) : print(io, '\ufffd')
        i += k
    end
    return String(take!(io))
end

function decode_csv(row::TNode, bytes::Vector{UInt8}, o::CsvOptions)
    check_csv(row, o)
    rows, unclosed = csv_rows(bytes, o)
    out = Any[]
    columns = o.header ? Int[] : collect(1:length(row.parts))
    first_row = 1
    if o.header && !isempty(rows)
        columns = csv_columns(row, String[get(o.columns, n, n) for n in map(csv_text, rows[1])], o)
        first_row = 2
    end
    number = 0
    for r in first_row:length(rows)
        o.skip_empty && all(isempty, rows[r]) && continue
        number += 1
        push!(out, make_tuple(Any[csv_cell(row, i, columns[i], rows[r], number, o) for i in 1:length(columns)]))
    end
    unclosed && csv_error("unclosed quote at end of file")
    o.header && isempty(rows) && csv_columns(row, String[], o)
    return AnyArray(out, 0)
end

# The column of each field, 0 where an Option has none.
function csv_columns(row::TNode, names::Vector{String}, o::CsvOptions)
    columns = Int[]
    for i in 1:length(row.parts)
        c = findlast(==(row.names[i]), names)
        c === nothing && row.parts[i].kind != VARIANT && csv_error("missing required column '$(row.names[i])'")
        push!(columns, something(c, 0))
    end
    if o.strict
        for n in names
            n in row.names || csv_error("unexpected column '$n' in strict mode")
        end
    end
    return columns
end

function csv_cell(row::TNode, i::Int, column::Int, fields::Vector{Vector{UInt8}}, number::Int, o::CsvOptions)
    t = row.parts[i]
    option = t.kind == VARIANT
    column == 0 && return NONE
    wrong(message::String) = csv_error("$message at row $number, column $(column - 1) ($(row.names[i]))")
    if column > length(fields)
        option && return NONE
        wrong("row has $(length(fields)) fields, expected at least $column")
    end
    text = csv_text(fields[column])
    o.trim && (text = trim_text(text))
    if text in o.nulls
        option && return NONE
        wrong("null value for required field '$(row.names[i])'")
    end
    v = csv_value(option ? t.parts[2].kind : t.kind, text)
    v isa CsvFailure && wrong(v.message)
    return option ? some(v) : v
end

trim_text(text::String) = (u = units_of(text); text_of(u, trimmed_range(u)))

# The value, or what is wrong as a CsvFailure.
function csv_value(kind::UInt8, text::String)
    if kind == NULL
        return text == "" || text == "null" ? nothing : CsvFailure("expected null, got '$text'")
    elseif kind == BOOLEAN
        return text == "true" ? true : text == "false" ? false : CsvFailure("expected 'true' or 'false', got '$text'")
    elseif kind == INTEGER
        trimmed = trim_text(text)
        occursin(r"^-?[0-9]+\z", trimmed) || return CsvFailure("expected integer, got '$text'")
        v = tryparse(Int64, trimmed)
        return v === nothing ? CsvFailure("integer out of range (must be 64-bit signed), got '$text'") : v
    elseif kind == FLOAT
        trimmed = trim_text(text)
        trimmed == "NaN" && return NaN
        (trimmed == "Infinity" || trimmed == "+Infinity") && return Inf
        trimmed == "-Infinity" && return -Inf
        occursin(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", trimmed) || return CsvFailure("expected float, got '$text'")
        return parse_float(String(lstrip(trimmed, '+')))
    elseif kind == STRING
        return text
    elseif kind == DATETIME
        v = csv_date(units_of(trim_text(text)))
        return v === nothing ? CsvFailure("expected ISO 8601 date, got '$text'") : v
    elseif kind == BLOB
        startswith(text, "0x") || return CsvFailure("expected hex string starting with '0x', got '$text'")
        u = units_of(text)
        v = hex_bytes(u, 3, length(u))
        return v === nothing ? CsvFailure("invalid hex string '$text'") : v
    end
    return CsvFailure("unsupported field type $(KIND_NAMES[kind+1])")
end

# A year, a month, a day, or a day and a time with or without zone.
function csv_date(u::Units)
    text = all(c -> c < 0x80, u) ? text_of(u) : ""
    m = match(r"^(?:([0-9]{4})|([+-])([0-9]{6}))(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?\z", text)
    m === nothing && return nothing
    number(i, default = 0) = m[i] === nothing ? Int64(default) : parse(Int64, m[i])
    year = m[1] === nothing ? number(3) : number(1)
    if m[2] == "-"
        year == 0 && return nothing
        year = -year
    end
    date = ms_from(year, number(4, 1), number(5, 1), Int64(0), Int64(0), Int64(0), Int64(0))
    date === nothing && return nothing
    time = Int64(0)
    if m[6] !== nothing
        ms = m[9] === nothing ? Int64(0) : parse(Int64, rpad(m[9], 3, '0')[1:3])
        time = ms_from(Int64(1970), Int64(1), Int64(1), number(6), number(7), number(8), ms)
        time === nothing && return nothing
        if m[10] !== nothing && m[10] != "Z"
            zone = zone_minutes(units_of(String(m[10])))
            (zone === nothing || zone == typemax(Int64)) && return nothing
            time -= zone * 60_000
        end
    end
    ms = date + time
    return abs(ms) <= 8_640_000_000_000_000 ? ms : nothing
end

# ---- Writing -------------------------------------------------------------------------------------------------------------

function encode_csv(row::TNode, rows::Vector{Any}, o::CsvOptions)
    check_csv(row, o)
    io = IOBuffer()
    first_line = true
    o.header && (csv_line(io, row.names, o, true); first_line = false)
    for r in rows
        csv_line(io, String[csv_cell_text(row.parts[i], getfield(r, i), o) for i in 1:length(row.parts)], o, first_line)
        first_line = false
    end
    return take!(io)
end

function csv_line(io::IOBuffer, texts::Vector{String}, o::CsvOptions, first_line::Bool)
    q, e, d = Char(o.quote_), Char(o.escape), Char(o.delimiter)
    needs_quotes(t::String) = o.always_quote || any(c -> c == d || c == q || c == '\r' || c == '\n', t)
    for t in texts
        q != e && endswith(t, e) && needs_quotes(t) &&
            csv_error("the text '$t' ends in the escape character '$e' and needs quotes, which would then not close")
    end
    first_line || print(io, scrubbed(o.newline))
    for i in 1:length(texts)
        i == 1 || print(io, d)
        t = scrubbed(texts[i])
        needs_quotes(t) ? print(io, q, replace(t, q => string(e, q)), q) : print(io, t)
    end
    return
end

function csv_cell_text(t::TNode, @nospecialize(v), o::CsvOptions)
    k = t.kind
    k == VARIANT && return (v::EVariant).tag === :some ? csv_cell_text(t.parts[2], v.payload, o) : o.null_string
    k == NULL && return o.null_string
    k == BOOLEAN && return v::Bool ? "true" : "false"
    k == INTEGER && return string(v::Int64)
    k == FLOAT && return float_csv(v::Float64)
    k == STRING && return v::String
    k == DATETIME && return iso_text(v::Int64)
    k == BLOB && return "0x" * bytes2hex(v::Vector{UInt8})
    csv_error("unsupported field type $(KIND_NAMES[k+1])")
end
