# A small JSON reader for golden data: objects as Dict{String,Any}, integers exact, other numbers Float64.

function parse_json(text::String)
    value, at = json_value(text, json_blank(text, 1))
    json_blank(text, at) > ncodeunits(text) || error("JSON: text after the value")
    return value
end

function json_blank(t::String, i::Int)
    while i <= ncodeunits(t) && codeunit(t, i) in (0x20, 0x09, 0x0a, 0x0d)
        i += 1
    end
    return i
end

function json_value(t::String, i::Int)
    c = Char(codeunit(t, i))
    c == '"' && return json_string(t, i)
    if c == '{' || c == '['
        object = Dict{String,Any}()
        list = Any[]
        i = json_blank(t, i + 1)
        while !(Char(codeunit(t, i)) in ('}', ']'))
            if c == '{'
                key, i = json_string(t, i)
                i = json_blank(t, i)
                object[key], i = json_value(t, json_blank(t, i + 1))
            else
                value, i = json_value(t, i)
                push!(list, value)
            end
            i = json_blank(t, i)
            Char(codeunit(t, i)) == ',' && (i = json_blank(t, i + 1))
        end
        return c == '{' ? object : list, i + 1
    end
    for (word, value) in ("true" => true, "false" => false, "null" => nothing)
        startswith(SubString(t, i), word) && return value, i + length(word)
    end
    number = match(r"\G-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", t, i).match
    value = occursin(r"[.eE]", number) ? parse(Float64, number) : (n = parse(BigInt, number); typemin(Int64) <= n <= typemax(Int64) ? Int64(n) : n)
    return value, i + length(number)
end

function json_string(t::String, i::Int)
    out = IOBuffer()
    i += 1
    while (b = codeunit(t, i)) != UInt8('"')
        if b == UInt8('\\')
            c = Char(codeunit(t, i + 1))
            i += 2
            if c == 'u'
                unit = parse(UInt32, t[i:i+3]; base = 16)
                i += 4
                if 0xd800 <= unit < 0xdc00 && i + 5 <= ncodeunits(t) && t[i:i+1] == "\\u"
                    low = parse(UInt32, t[i+2:i+5]; base = 16)
                    if 0xdc00 <= low < 0xe000
                        unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
                        i += 6
                    end
                end
                print(out, Char(unit))
            else
                print(out, get(Dict('b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t'), c, c))
            end
        else
            write(out, b)
            i += 1
        end
    end
    return String(take!(out)), i + 1
end
