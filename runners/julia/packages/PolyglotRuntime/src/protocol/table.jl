# A message's fields by name, in a form that Julia compiles once: a Dict would be compiled again for each type of value.

"""
A message or a part of one. Absent fields are absent: `haskey`, `field_of(table, name, default)`, `table[name]`.
"""
struct Table
    names::Vector{Symbol}
    values::Vector{Any}
end
Table() = Table(Symbol[], Any[])

"""
    table(:name => value, ...)
"""
@noinline function table(@nospecialize(pairs...))
    t = Table()
    for pair in pairs
        set_field!(t, pair.first, pair.second)
    end
    return t
end

@noinline function place(t::Table, name::Symbol)
    for i in 1:length(t.names)
        t.names[i] === name && return i
    end
    return 0
end

@noinline function field_of(t::Table, name::Symbol, @nospecialize(default))
    i = place(t, name)
    return i == 0 ? default : t.values[i]
end

@noinline function set_field!(t::Table, name::Symbol, @nospecialize(value))
    i = place(t, name)
    if i == 0
        push!(t.names, name)
        push!(t.values, value)
    else
        t.values[i] = value
    end
    return
end

Base.haskey(t::Table, name::Symbol) = place(t, name) != 0
Base.setindex!(t::Table, @nospecialize(value), name::Symbol) = set_field!(t, name, value)
@noinline function Base.getindex(t::Table, name::Symbol)
    i = place(t, name)
    i == 0 && throw(KeyError(name))
    return t.values[i]
end
Base.:(==)(a::Table, b::Table) = length(a.names) == length(b.names) &&
    all(name -> haskey(b, name) && a[name] == b[name], a.names)
