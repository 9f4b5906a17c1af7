# Possible futures of the fitted model.

using Dates, Random

const Model = NamedTuple{
    (:origin, :last, :trend, :seasons, :growth, :season, :persistence, :noise, :drift),
    Tuple{DateTime,DateTime,Vector{Float64},Vector{Float64},Float64,Float64,Float64,Float64,Float64},
}

const DAYS_A_YEAR = 365.2425
const WEEKS_A_YEAR = DAYS_A_YEAR / 7

# How much of the observed year-to-year variation of growth the future keeps.
const DRIFT_SCALE = 1.0

"One row per trajectory, one column per week after the end of the record, in ppm."
function simulate(model::Model, horizon::Int64, trajectories::Int64, seed::Int64)::Vector{Vector{Float64}}
    generator = MersenneTwister(seed)
    start = Dates.value(model.last - model.origin) / (DAYS_A_YEAR * 24 * 3600 * 1000)
    expected = [level(model, start + week / WEEKS_A_YEAR) for week in 1:horizon]
    step = DRIFT_SCALE * model.drift / sqrt(WEEKS_A_YEAR)
    return [trajectory(generator, model, expected, step) for _ in 1:trajectories]
end

function level(model, t)
    cycles = length(model.seasons) ÷ 2
    season = sum(model.seasons[2k-1] * cos(2π * k * t) + model.seasons[2k] * sin(2π * k * t) for k in 1:cycles)
    return model.trend[1] + model.trend[2] * t + model.trend[3] * t^2 + season
end

"Weekly noise that fades by the model's persistence, on a level that wanders as the record's yearly growth did."
function trajectory(generator, model, expected, step)
    path = similar(expected)
    deviation, wander = 0.0, 0.0
    for week in eachindex(expected)
        deviation = model.persistence * deviation + model.noise * randn(generator)
        wander += step * randn(generator)
        path[week] = expected[week] + deviation + wander
    end
    return path
end
