# What the benchmarks let Julia do.

add(a::Int64, b::Int64)::Int64 = a + b

ramp(count::Int64)::Vector{Float64} = collect(0.0:(count-1))

total(values::Vector{Float64})::Float64 = values[1] + values[end]
