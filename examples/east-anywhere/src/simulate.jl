# Possible futures: the yearly rise wanders as it did in the record.

using Random, Statistics

const Year = NamedTuple{(:year, :mean, :low, :high, :weeks),Tuple{Int64,Float64,Float64,Float64,Int64}}
const Point = NamedTuple{(:year, :ppm),Tuple{Int64,Float64}}

"The yearly means of the record, and after them those of some simulated futures."
function simulate(record::Vector{Year}, years::Int64, futures::Int64)::Vector{Point}
    full = [y for y in record if y.weeks >= 48]
    rises = diff([y.mean for y in full])
    generator = MersenneTwister(1958)
    points = [(year = y.year, ppm = y.mean) for y in full]
    for _ in 1:futures
        rise, level = mean(rises[max(1, end - 9):end]), full[end].mean
        for ahead in 1:years
            rise += 0.1 * std(rises) * randn(generator)
            level += rise
            push!(points, (year = full[end].year + ahead, ppm = level))
        end
    end
    return points
end
