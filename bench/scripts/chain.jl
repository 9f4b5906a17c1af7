# A step of the chain that bench/watch.py watches.

advance(values::Vector{Float64})::Vector{Float64} = cumsum(values) .% 83
