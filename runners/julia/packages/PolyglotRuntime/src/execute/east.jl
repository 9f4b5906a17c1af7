# East programs. The evaluator is a package of its own, which is loaded when the first program comes: other tasks do not
# wait for it.

mutable struct EastState
    evaluator::Any           # the module PolyglotEast, once it is loaded
end
const EAST = EastState(nothing)

function evaluator()
    EAST.evaluator === nothing || return EAST.evaluator
    # worker.jl knows how to load packages with the worker's cache.
    isdefined(Main, :load_package) ? Base.invokelatest(Main.load_package, :PolyglotEast) : Core.eval(Main, :(import PolyglotEast))
    EAST.evaluator = Base.invokelatest(getfield, Main, :PolyglotEast)
    return EAST.evaluator
end

function execute_east(w::Worker, id::UInt64, message::Table, limits::Table)
    t0 = now_ns()
    execute_program = Base.invokelatest(getfield, evaluator(), :execute_program)
    return Base.invokelatest(execute_program, w.session.shared, id, message, limits, t0)
end
