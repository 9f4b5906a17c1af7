"Statistics of a series of values at equal distances, without transforms."
module Series

using LinearAlgebra, Statistics

require(condition, message) = condition || throw(ArgumentError(message))
same_length(x, y) = length(x) == length(y) || throw(DimensionMismatch("$(length(x)) values and $(length(y))"))

function summary(x)
    require(!isempty(x), "a summary needs at least one value")
    return (count = length(x), mean = mean(x), sd = length(x) == 1 ? 0.0 : std(x), min = minimum(x), median = median(x), max = maximum(x))
end

quantiles(x, probabilities) = (require(!isempty(x), "quantiles need at least one value"); Float64[quantile(x, p) for p in probabilities])
correlation(x, y) = (same_length(x, y); cor(x, y))

"At the lags 0 to `lags`, as parts of the variance."
function autocorrelation(x, lags)
    require(0 <= lags < length(x), "the lags go from 0 to $(length(x) - 1)")
    d = x .- mean(x)
    total = sum(abs2, d)
    return Float64[sum(d[i] * d[i+k] for i in 1:length(d)-k) / total for k in 0:lags]
end

"The means of `width` neighbours: fewer values than were given, by `width - 1`."
function moving_average(x, width)
    require(1 <= width <= length(x), "the width goes from 1 to $(length(x))")
    return Float64[mean(view(x, i:i+width-1)) for i in 1:length(x)-width+1]
end

"The line through points of least squares."
function trend(t, x)
    same_length(t, x)
    require(length(x) >= 2, "a line needs at least two points")
    dt, dx = t .- mean(t), x .- mean(x)
    slope = dot(dt, dx) / sum(abs2, dt)
    rest = sum(abs2, dx .- slope .* dt)
    return (intercept = mean(x) - slope * mean(t), slope = slope, r2 = 1 - rest / sum(abs2, dx))
end

"""
The series as a sum: a centred moving average over one period, what the seasons add to it on average, and the rest. At both ends,
half a period has no average.
"""
function seasons(x, period)
    n = length(x)
    require(period >= 2 && n >= 2 * period, "seasons need a period of at least 2 and two periods of values")
    half = period ÷ 2
    weights = iseven(period) ? vcat(0.5, ones(period - 1), 0.5) ./ period : ones(period) ./ period
    trend = Union{Nothing,Float64}[half < i <= n - half ? dot(weights, view(x, i-half:i-half+length(weights)-1)) : nothing for i in 1:n]
    effects = Float64[mean(x[i] - trend[i] for i in k:period:n if trend[i] !== nothing) for k in 1:period]
    effects .-= mean(effects)
    season = Float64[effects[mod1(i, period)] for i in 1:n]
    rest = Union{Nothing,Float64}[trend[i] === nothing ? nothing : x[i] - trend[i] - season[i] for i in 1:n]
    return (trend = trend, season = season, rest = rest)
end

"Holt's linear smoothing: one step ahead within the series, `horizon` steps beyond it."
function holt(x, rates, horizon)
    require(length(x) >= 2, "smoothing needs at least two values")
    require(0 <= rates.level <= 1 && 0 <= rates.trend <= 1, "the rates go from 0 to 1")
    level, slope = x[1], x[2] - x[1]
    fitted = Float64[]
    for (i, v) in enumerate(x)
        push!(fitted, i == 1 ? v : level + slope)
        i == 1 && continue
        before = level
        level = rates.level * v + (1 - rates.level) * (level + slope)
        slope = rates.trend * (level - before) + (1 - rates.trend) * slope
    end
    return (fitted = fitted, forecast = Float64[level + k * slope for k in 1:horizon])
end

"An autoregression by the equations of Yule and Walker."
function autoregression(x, order)
    require(1 <= order < length(x), "the order goes from 1 to $(length(x) - 1)")
    r = autocorrelation(x, order)
    toeplitz = Float64[r[abs(i - k)+1] for i in 1:order, k in 1:order]
    coefficients = toeplitz \ r[2:end]
    return (mean = mean(x), coefficients = coefficients, variance = var(x; corrected = false) * (1 - dot(coefficients, r[2:end])))
end

end
