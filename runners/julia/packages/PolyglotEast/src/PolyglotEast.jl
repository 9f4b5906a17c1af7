"""
Runs East programs in the Julia worker: values, formats, builtins, and an evaluator with two tiers. `PolyglotRuntime` loads
it when the first program comes. See the runtime's README.md for the map.
"""
module PolyglotEast

import PolyglotRuntime
import SHA
const R = PolyglotRuntime
import .R: ARRAY, ASYNC_FUNCTION, BLOB, BOOLEAN, DATETIME, DICT, FLOAT, FUNCTION, INTEGER, NEVER, NULL, RECURSIVE, REF, SET, STRING, STRUCT, VARIANT,
    KIND_NAMES

# Most of this runs once or twice in a worker; what is hot is compiled from programs, with all optimisations.
Base.Experimental.@optlevel 1

include("values/hot.jl")
include("formats/units.jl")
include("types/types.jl")
include("values/values.jl")
include("values/order.jl")
include("values/sorted.jl")
include("formats/beast2_read.jl")
include("formats/beast2_files.jl")
include("formats/beast2_write.jl")
include("formats/place.jl")
include("formats/text_print.jl")
include("formats/text_read.jl")
include("formats/json.jl")
include("formats/json_read.jl")
include("formats/beast1.jl")
include("formats/csv.jl")
include("program/ir.jl")
include("program/run.jl")
include("builtins/site.jl")
include("program/nodes.jl")
include("platforms/platform.jl")
include("program/evaluate.jl")
include("program/calls.jl")
include("program/control.jl")
include("program/functions.jl")
include("program/program.jl")
include("builtins/scalars.jl")
include("builtins/arrays.jl")
include("builtins/array_folds.jl")
include("builtins/sets.jl")
include("builtins/dicts.jl")
include("builtins/unicode_case_table.jl")
include("builtins/unicode_case.jl")
include("builtins/strings.jl")
include("builtins/unit_sets.jl")
include("builtins/regex_parse.jl")
include("builtins/regex_match.jl")
include("builtins/regex.jl")
include("builtins/datetimes.jl")
include("platforms/random.jl")
include("platforms/testing.jl")
include("platforms/std.jl")
include("platforms/plugins.jl")
include("compile/compile.jl")
include("compile/nodes.jl")
include("compile/builtins.jl")
include("execute.jl")
include("rehearsal.jl")

end
