# Trend and seasons of the weekly means by least squares, and what they leave over.

using Dates, LinearAlgebra, Statistics

const Observation = NamedTuple{(:date, :ppm),Tuple{DateTime,Float64}}

"""
What the simulation needs. `trend` holds the coefficients of 1, t and t² with t in years since `origin`; `seasons` the pairs (cos, sin) of one to
three cycles a year. `growth` is the trend's slope in ppm a year at the end of the record, `season` the seasonal range in ppm from peak to peak.
"""
const Model = NamedTuple{
    (:origin, :last, :trend, :seasons, :growth, :season, :persistence, :noise, :drift),
    Tuple{DateTime,DateTime,Vector{Float64},Vector{Float64},Float64,Float64,Float64,Float64,Float64},
}

const CYCLES = 3
const DAYS_A_YEAR = 365.2425

years(from, to) = Dates.value(to - from) / (DAYS_A_YEAR * 24 * 3600 * 1000)

terms(t) = vcat([1.0, t, t^2], [f(2π * k * t) for k in 1:CYCLES for f in (cos, sin)])

"Fits trend and seasons; the residuals give week-to-week persistence and noise, the yearly means how much growth varies."
function fit(rows::Vector{Observation})::Model
    length(rows) > 5 * 52 || error("at least five years of weeks are needed, got $(length(rows)) weeks")
    origin, last_week = rows[1].date, rows[end].date
    t = [years(origin, row.date) for row in rows]
    design = permutedims(reduce(hcat, terms.(t)))
    coefficients = design \ [row.ppm for row in rows]
    residuals = [row.ppm for row in rows] .- design * coefficients

    # Only weeks that follow each other tell how much of a deviation lasts until the next week.
    consecutive = [i for i in 2:length(rows) if rows[i].date - rows[i-1].date == Day(7)]
    now, before = residuals[consecutive], residuals[consecutive.-1]
    persistence = dot(now, before) / dot(before, before)
    noise = std(now .- persistence .* before)

    trend, seasons = coefficients[1:3], coefficients[4:end]
    cycle = [dot(seasons, terms(x)[4:end]) for x in 0:0.001:1]
    t_end = years(origin, last_week)
    growth = trend[2] + 2 * trend[3] * t_end
    println("growth at the end ", round(growth; digits=2), " ppm a year, season ", round(maximum(cycle) - minimum(cycle); digits=2), " ppm")
    return (
        origin=origin, last=last_week, trend=trend, seasons=seasons, growth=growth, season=maximum(cycle) - minimum(cycle),
        persistence=persistence, noise=noise, drift=drift(rows, t, trend),
    )
end

"Standard deviation of a year's growth around the trend's, in ppm."
function drift(rows, t, trend)
    level = Dict{Int,Vector{Float64}}()
    for (row, x) in zip(rows, t)
        push!(get!(level, year(row.date), Float64[]), row.ppm - dot(trend, [1.0, x, x^2]))
    end
    complete = sort([y for (y, values) in level if length(values) >= 48])
    return std([mean(level[y]) - mean(level[y-1]) for y in complete if y - 1 in complete])
end
