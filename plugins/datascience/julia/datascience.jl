# The package `datascience` of the Julia runtime: LinearAlgebra and Statistics for East programs. `platform` says what there is;
# types are in the friendly syntax, values are Julia's own (runners/julia/README.md).

import Polyglot

include("algebra.jl")
include("series.jl")

const ROWS = "Array<Array<Float>>"
const FLOATS = "Array<Float>"

const platform = [
    Polyglot.platform("linalg_solve", "($ROWS, $FLOATS) -> $FLOATS", Algebra.solve),
    Polyglot.platform("linalg_least_squares", "($ROWS, $FLOATS) -> Struct<coefficients: $FLOATS, residual: Float, rank: Integer>", Algebra.least_squares),
    Polyglot.platform("linalg_inverse", "($ROWS) -> $ROWS", Algebra.inverse),
    Polyglot.platform("linalg_determinant", "($ROWS) -> Float", Algebra.determinant),
    Polyglot.platform("linalg_cholesky", "($ROWS) -> $ROWS", Algebra.lower_cholesky),
    Polyglot.platform("linalg_eigen", "($ROWS) -> Struct<values: $FLOATS, vectors: $ROWS>", Algebra.symmetric_eigen),
    Polyglot.platform("linalg_eigenvalues", "($ROWS) -> Array<Struct<re: Float, im: Float>>", Algebra.eigenvalues),
    Polyglot.platform("linalg_svd", "($ROWS) -> Struct<u: $ROWS, s: $FLOATS, v: $ROWS>", Algebra.singular_values),
    Polyglot.platform("series_summary", "($FLOATS) -> Struct<count: Integer, mean: Float, sd: Float, min: Float, median: Float, max: Float>", Series.summary),
    Polyglot.platform("series_quantiles", "($FLOATS, $FLOATS) -> $FLOATS", Series.quantiles),
    Polyglot.platform("series_correlation", "($FLOATS, $FLOATS) -> Float", Series.correlation),
    Polyglot.platform("series_autocorrelation", "($FLOATS, Integer) -> $FLOATS", Series.autocorrelation),
    Polyglot.platform("series_moving_average", "($FLOATS, Integer) -> $FLOATS", Series.moving_average),
    Polyglot.platform("series_trend", "($FLOATS, $FLOATS) -> Struct<intercept: Float, slope: Float, r2: Float>", Series.trend),
    Polyglot.platform("series_seasons", "($FLOATS, Integer) -> Struct<trend: Array<Option<Float>>, season: $FLOATS, rest: Array<Option<Float>>>", Series.seasons),
    Polyglot.platform("series_holt", "($FLOATS, Struct<level: Float, trend: Float>, Integer) -> Struct<fitted: $FLOATS, forecast: $FLOATS>", Series.holt),
    Polyglot.platform("series_autoregression", "($FLOATS, Integer) -> Struct<mean: Float, coefficients: $FLOATS, variance: Float>", Series.autoregression),
]
