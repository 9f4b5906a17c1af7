# Builtins in compiled code: scalars and elements in place, callbacks that are written where they are used inside the loop
# that calls them, everything else by a call.

const INTRINSICS = Dict{String,Any}()
const INLINED = Dict{String,Any}()

function emit_builtin(e::Emitter, env::Env, n::Node)
    site = n.x::Site
    t = type_at(n)
    inlined = get(INLINED, site.name, nothing)
    if inlined !== nothing
        made = inlined(e, env, n, site)
        made === nothing || return typed(made, t)
    end
    arguments = Any[typed(emit(e, env, k), type_at(k)) for k in n.kids]
    intrinsic = get(INTRINSICS, site.name, nothing)
    if intrinsic !== nothing
        made = intrinsic(site, arguments...)
        made === nothing || return made
    end
    return typed(Expr(:call, site.run, QuoteNode(site), arguments...), t)
end

ordered(f) = (e...) -> f(e...)

# ---- Scalars -------------------------------------------------------------------------------------------------------------

for (name, f) in ("IntegerAdd" => Base.add_int, "IntegerSubtract" => Base.sub_int, "IntegerMultiply" => Base.mul_int, "FloatAdd" => Base.add_float,
    "FloatSubtract" => Base.sub_float, "FloatMultiply" => Base.mul_float, "FloatDivide" => Base.div_float, "BooleanAnd" => Base.and_int,
    "BooleanOr" => Base.or_int, "BooleanXor" => Base.xor_int)
    INTRINSICS[name] = (s, a, b) -> Expr(:call, f, a, b)
end
INTRINSICS["IntegerNegate"] = (s, a) -> Expr(:call, Base.neg_int, a)
INTRINSICS["FloatNegate"] = (s, a) -> Expr(:call, Base.neg_float, a)
INTRINSICS["BooleanNot"] = (s, a) -> Expr(:call, Base.not_int, a)
INTRINSICS["IntegerToFloat"] = (s, a) -> Expr(:call, Base.sitofp, Float64, a)
INTRINSICS["FloatSqrt"] = (s, a) -> :(East.float_sqrt($a))
INTRINSICS["IntegerDivide"] = (s, a, b) -> plain_divisor(b) ? Expr(:call, Base.checked_sdiv_int, a, b) : :(East.integer_divide($(QuoteNode(s)), $a, $b))
INTRINSICS["IntegerRemainder"] = (s, a, b) -> plain_divisor(b) ? Expr(:call, Base.checked_srem_int, a, b) : :(East.integer_remainder($(QuoteNode(s)), $a, $b))

# A literal that neither fails nor wraps.
plain_divisor(@nospecialize(b)) = (x = b isa Expr && b.head === :(::) ? b.args[1] : b; x isa Int64 && x != 0 && x != -1)
@inline float_sqrt(x::Float64) = x < 0 ? NaN : sqrt(x)
@inline integer_divide(s::Site, x::Int64, y::Int64) = y == 0 || y == -1 ? b_IntegerDivide(s, x, y) : Base.checked_sdiv_int(x, y)
@inline integer_remainder(s::Site, x::Int64, y::Int64) = y == 0 || y == -1 ? b_IntegerRemainder(s, x, y) : Base.checked_srem_int(x, y)

# ---- Comparison ----------------------------------------------------------------------------------------------------------

@inline float_less(x::Float64, y::Float64) = x < y || !(x > y) && compare_floats(x, y) < 0
@inline float_equal(x::Float64, y::Float64) = x == y ? (x != 0 || signbit(x) == signbit(y)) : isnan(x) && isnan(y)

function comparison(integer, float, text, bool)
    return function (s, a, b)
        k = s.types[1].kind
        (k == INTEGER || k == DATETIME) && return integer(a, b)
        k == FLOAT && return float(a, b)
        k == STRING && return text(a, b)
        k == BOOLEAN && return bool === nothing ? nothing : bool(a, b)
        return nothing
    end
end
text_compare(a, b) = :(East.Hot.compare_texts($a, $b))
INTRINSICS["Equal"] = comparison((a, b) -> Expr(:call, Base.eq_int, a, b), (a, b) -> :(East.float_equal($a, $b)), (a, b) -> :($a === $b), (a, b) -> :($a === $b))
INTRINSICS["NotEqual"] = comparison((a, b) -> Expr(:call, Base.ne_int, a, b), (a, b) -> :(!East.float_equal($a, $b)), (a, b) -> :($a !== $b), (a, b) -> :($a !== $b))
INTRINSICS["Less"] = comparison((a, b) -> Expr(:call, Base.slt_int, a, b), (a, b) -> :(East.float_less($a, $b)), (a, b) -> :($(text_compare(a, b)) < 0), nothing)
INTRINSICS["LessEqual"] = comparison((a, b) -> Expr(:call, Base.sle_int, a, b), (a, b) -> :(!East.float_less($b, $a)), (a, b) -> :($(text_compare(a, b)) <= 0), nothing)
INTRINSICS["Greater"] = comparison((a, b) -> :($a > $b), (a, b) -> :(East.float_greater($a, $b)), (a, b) -> :($(text_compare(a, b)) > 0), nothing)
INTRINSICS["GreaterEqual"] = comparison((a, b) -> :($a >= $b), (a, b) -> :(!East.float_less($a, $b)), (a, b) -> :($(text_compare(a, b)) >= 0), nothing)
@inline float_greater(x::Float64, y::Float64) = x > y || !(x < y) && compare_floats(x, y) > 0

# ---- Text ----------------------------------------------------------------------------------------------------------------

INTRINSICS["Print"] = (s, a) -> s.types[1].kind == INTEGER ? :(East.integer_text($a)) : s.types[1].kind == FLOAT ? :(East.float_text($a)) : nothing
INTRINSICS["StringConcat"] = (s, a, b) -> :(East.b_StringConcat($(QuoteNode(s)), $a, $b))

# ---- Arrays, Refs, Dicts -------------------------------------------------------------------------------------------------

element_type(s::Site, i::Int = 1) = (t = julia_type(s.types[i]); exact(t) ? t : Any)

@inline array_get(s::Site, a::EArray, i::Int64) = (i % UInt64) < length(a.items) % UInt64 ? (@inbounds a.items[i+1]) : out_of_bounds(s, i)
@inline function array_update(s::Site, a::EArray{T}, i::Int64, v) where {T}
    changeable(s, a)
    (i % UInt64) < length(a.items) % UInt64 || out_of_bounds(s, i)
    @inbounds a.items[i+1] = v
    return nothing
end
@inline function array_push(s::Site, a::EArray, v)
    a.guard == 0 || refuse(s, a)
    push!(a.items, v)
    return nothing
end
INTRINSICS["ArraySize"] = (s, a) -> :(length($a.items))
INTRINSICS["ArrayHas"] = (s, a, i) -> :(East.has_index($a, $i))
INTRINSICS["ArrayGet"] = (s, a, i) -> typed(:(East.array_get($(QuoteNode(s)), $a, $i)), element_type(s))
INTRINSICS["ArrayUpdate"] = (s, a, i, v) -> :(East.array_update($(QuoteNode(s)), $a, $i, $v))
INTRINSICS["ArrayPushLast"] = (s, a, v) -> :(East.array_push($(QuoteNode(s)), $a, $v))
INTRINSICS["RefGet"] = (s, r) -> typed(:($r.value), element_type(s))
INTRINSICS["DictGet"] = (s, d, k) -> typed(:(East.dict_get_or_fail($(QuoteNode(s)), $d, $k)), element_type(s, 2))
INTRINSICS["DictHas"] = (s, d, k) -> :(East.dict_has($d, $k))
INTRINSICS["DictSize"] = (s, d) -> :($d.sorted.n)
INTRINSICS["SetHas"] = (s, c, k) -> :(East.set_has($c, $k))
INTRINSICS["SetSize"] = (s, c) -> :($c.sorted.n)
function dict_get_or_fail(s::Site, d::EDict, k)
    v = dict_get(d, k)
    return v === ABSENT ? no_key(s, "Dict", k) : v
end

# ---- Callbacks -----------------------------------------------------------------------------------------------------------

"Whether a function literal can be written out where it is called: nothing in it needs a frame of its own."
function is_inlinable(n::Node)
    n.op == O_FUNCTION || return false
    code = n.x::Code
    code.slots == 0 && resolve!(code)
    return isempty(code.cells) && needs_no_frame(code.body)
end
needs_no_frame(n::Node) = n.op == O_BUILTIN ? all(k -> k.op == O_FUNCTION ? haskey(INLINED, (n.x::Site).name) && is_inlinable(k) : needs_no_frame(k), n.kids) :
    !is_interpreted(n) && all(needs_no_frame, n.kids)

"""
A callback as code: gives (entry, call), where `entry` is done once and `call(arguments)` is the code of a call. A literal is
written out; another function is called.
"""
function callback(e::Emitter, env::Env, n::Node, site::Site, output)
    if is_inlinable(n)
        return Expr(:block), arguments -> inline_call(e, env, n, site, arguments, output)
    end
    f = fresh!(e, "f")
    return :($f = $(typed(emit(e, env, n), EFunction))), arguments -> typed(Expr(:call, :(East.call_back), QuoteNode(site), f, arguments...), output)
end

function inline_call(e::Emitter, env::Env, n::Node, site::Site, arguments, output)
    code = n.x::Code
    e.counter += 1
    inner = Env(code, e.counter, Dict{Int,Any}(), fresh!(e, "r"), label!(e, "done"))
    for (i, slot) in enumerate(n.slots)
        inner.vars[i] = var(env, slot)
    end
    block = Expr(:block)
    for (i, a) in enumerate(arguments)
        push!(block.args, let_var(e, inner, code.captures + i, a))
    end
    can_fail(code.body) || return Expr(:block, block, depth_checked(), finished(e, inner, code))
    return Expr(:block, block, :(push!(RUN.stack, $(QuoteNode(site.loc)))), :(East.go_deeper()), finished(e, inner, code; after = :(pop!(RUN.stack); RUN.depth -= 1)))
end
function finished(e::Emitter, inner::Env, code::Code; after = nothing)
    body = emit(e, inner, code.body)
    return Expr(:block, :($(inner.result) = $body), label_(inner.exit), after, inner.result)
end

depth_checked() = :(RUN.depth < $MAX_CALL_DEPTH || East.too_deep())
@noinline too_deep() = throw(EastError(TOO_DEEP, Loc[]))
@inline go_deeper() = (RUN.depth < MAX_CALL_DEPTH || too_deep(); RUN.depth += 1; nothing)

# Nothing in it raises errors or calls, so that nobody asks where it is.
can_fail(n::Node) = n.op in (O_CALL, O_ERROR, O_TRY, O_PLATFORM, O_MATCH) || n.op == O_BUILTIN && !((n.x::Site).name in INFALLIBLE) || any(can_fail, n.kids)
const INFALLIBLE = Set{String}(["IntegerAdd", "IntegerSubtract", "IntegerMultiply", "IntegerNegate", "IntegerAbs", "IntegerSign", "IntegerToFloat", "FloatAdd", "FloatSubtract",
    "FloatMultiply", "FloatDivide", "FloatNegate", "FloatSqrt", "FloatAbs", "BooleanAnd", "BooleanOr", "BooleanNot", "BooleanXor", "Equal", "NotEqual", "Less",
    "LessEqual", "Greater", "GreaterEqual", "ArraySize", "ArrayHas", "RefGet", "DictHas", "DictSize", "SetHas", "SetSize"])

# The walk over an array: `each(index, element)` is the code for one.
function over_array(e::Emitter, env::Env, n::Node, site::Site, each; before = (array) -> nothing)
    array, i, top, exit = fresh!(e, "array"), fresh!(e, "i"), label!(e, "top"), label!(e, "exit")
    # The array comes first, then the other operands, which `each` has made by now.
    e.locks += 1
    element = typed(:(@inbounds $array.items[$i+1]), element_type(site))
    body = each(i, element)
    e.locks -= 1
    return array, Expr(:block, before(array), :(East.lock!($array)), :($i = 0), label_(top), Expr(:if, :($i < length($array.items)), nothing, goto_(exit)), body, polled(), :($i += 1),
        goto_(top), label_(exit), :(East.unlock_last()))
end
array_operand(e::Emitter, env::Env, n::Node, array::Symbol) = :($array = $(typed(emit(e, env, n), type_at(n))))

INLINED["ArrayForEach"] = function (e, env, n, site)
    setup, call = callback(e, env, n.kids[2], site, Any)
    array, walk = over_array(e, env, n, site, (i, x) -> call([x, i]))
    return Expr(:block, array_operand(e, env, n.kids[1], array), setup, walk, nothing)
end
INLINED["ArrayMap"] = function (e, env, n, site)
    setup, call = callback(e, env, n.kids[2], site, element_type(site, 2))
    out = fresh!(e, "out")
    t = graph(site.types[2]).element
    T = t == 1 ? Int64 : t == 2 ? Float64 : Any
    array, walk = over_array(e, env, n, site, (i, x) -> :(push!($out, $(call([x, i])))); before = array -> :($out = $T[]; sizehint!($out, length($array.items))))
    return Expr(:block, array_operand(e, env, n.kids[1], array), setup, walk, :(EArray{$T}($out, 0)))
end
INLINED["ArrayFilter"] = function (e, env, n, site)
    setup, call = callback(e, env, n.kids[2], site, Bool)
    out, item = fresh!(e, "out"), fresh!(e, "x")
    T = type_at(n).parameters[1]
    array, walk = over_array(e, env, n, site, (i, x) -> Expr(:block, :($item = $x), :($(call([item, i])) && push!($out, $item))); before = array -> :($out = $T[]))
    return Expr(:block, array_operand(e, env, n.kids[1], array), setup, walk, :(EArray{$T}($out, 0)))
end
INLINED["ArrayFold"] = function (e, env, n, site)
    setup, call = callback(e, env, n.kids[3], site, element_type(site, 2))
    acc = fresh!(e, "acc")
    array, walk = over_array(e, env, n, site, (i, x) -> :($acc = $(call([acc, x, i]))))
    return Expr(:block, array_operand(e, env, n.kids[1], array), :($acc = $(typed(emit(e, env, n.kids[2]), element_type(site, 2)))), setup, walk, acc)
end
INLINED["ArrayMapReduce"] = function (e, env, n, site)
    setup, map = callback(e, env, n.kids[2], site, element_type(site, 2))
    setup2, reduce = callback(e, env, n.kids[3], site, element_type(site, 2))
    acc, item, has = fresh!(e, "acc"), fresh!(e, "x"), fresh!(e, "has")
    array, walk = over_array(e, env, n, site, (i, x) -> Expr(:block, :($item = $(map([x, i]))), Expr(:if, has, :($acc = $(reduce([acc, item]))), :($acc = $item; $has = true))))
    return Expr(:block, array_operand(e, env, n.kids[1], array), setup, setup2,
        :(isempty($array.items) && East.fail($(QuoteNode(site)), "Cannot reduce empty array with no initial value")), :($has = false), walk, acc)
end
INLINED["ArrayGenerate"] = function (e, env, n, site)
    setup, call = callback(e, env, n.kids[2], site, element_type(site))
    count, out, i, top, exit = fresh!(e, "n"), fresh!(e, "out"), fresh!(e, "i"), label!(e, "top"), label!(e, "exit")
    t = graph(site.types[1]).element
    T = t == 1 ? Int64 : t == 2 ? Float64 : Any
    return Expr(:block, :($count = $(emit(e, env, n.kids[1]))), setup, :(East.room_for($(QuoteNode(site)), $count)), :($out = $T[]), :($i = 0), label_(top),
        Expr(:if, :($i < $count), nothing, goto_(exit)), :(push!($out, $(call([i])))), polled(), :($i += 1), goto_(top), label_(exit), :(EArray{$T}($out, 0)))
end

# d[k] := f(existing or initial(k), x, k), with one search where the key is there.
INLINED["DictMerge"] = function (e, env, n, site)
    V = element_type(site, 2)
    d, k, x, known, c, i, found, acc = [fresh!(e, s) for s in ("d", "k", "x", "known", "c", "i", "found", "acc")]
    setup, f = callback(e, env, n.kids[4], site, V)
    setup2, initial = callback(e, env, n.kids[5], site, V)
    has = typed(:($d.sorted.vals[$c][$i]), V)
    return Expr(:block, :($d = $(typed(emit(e, env, n.kids[1]), type_at(n.kids[1])))), :($k = $(emit(e, env, n.kids[2]))), :($x = $(emit(e, env, n.kids[3]))), setup, setup2,
        :($d.guard == 0 || East.refuse($(QuoteNode(site)), $d)), :(($c, $i, $found) = East.locate($d.sorted, $k)),
        Expr(:if, found, :($acc = $has), :($acc = $(initial([k])))), :($acc = $(f([acc, x, k]))), :(East.dict_put!($d, $k, $acc, $c, $i)), nothing)
end
# Puts a value at a place that was found before, if the key is still there: callbacks may have changed the dict.
function dict_put!(d::EDict, k, @nospecialize(v), c::Int, i::Int)
    s = d.sorted
    if c <= length(s.keys) && i <= length(s.keys[c]) && s.keys[c][i] === k
        s.vals[c][i] = v
    else
        dict_set!(d, k, v)
    end
    return
end
INLINED["DictGetOrDefault"] = function (e, env, n, site)
    V = element_type(site, 2)
    d, k, v = fresh!(e, "d"), fresh!(e, "k"), fresh!(e, "v")
    setup, f = callback(e, env, n.kids[3], site, V)
    return Expr(:block, :($d = $(typed(emit(e, env, n.kids[1]), type_at(n.kids[1])))), :($k = $(emit(e, env, n.kids[2]))), setup, :($v = East.dict_get($d, $k)),
        Expr(:if, :($v === East.ABSENT), f([k]), typed(v, V)))
end
# d[k] := x, or f(existing, x, k) where the key is there.
INLINED["DictInsertOrUpdate"] = function (e, env, n, site)
    V = element_type(site, 2)
    d, k, x, c, i, found, acc = [fresh!(e, s) for s in ("d", "k", "x", "c", "i", "found", "acc")]
    setup, f = callback(e, env, n.kids[4], site, V)
    return Expr(:block, :($d = $(typed(emit(e, env, n.kids[1]), type_at(n.kids[1])))), :($k = $(emit(e, env, n.kids[2]))), :($x = $(emit(e, env, n.kids[3]))), setup,
        :($d.guard == 0 || East.refuse($(QuoteNode(site)), $d)), :(($c, $i, $found) = East.locate($d.sorted, $k)),
        Expr(:if, found, :($acc = $(f([typed(:($d.sorted.vals[$c][$i]), V), x, k]))), :($acc = $x)), :(East.dict_put!($d, $k, $acc, $c, $i)), nothing)
end
