# Comparison, Boolean, Integer, Float, Ref.

@builtin function Is(s::Site, @nospecialize(x), @nospecialize(y))
    n = node(s, 1)
    has_identity(n, TNode[]) || fail(s, "Functions have no identity: Is cannot compare values of type $(type_text(s.types[1]))")
    return is_same(n, x, y)
end
@builtin Equal(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) == 0
@builtin NotEqual(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) != 0
@builtin Less(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) < 0
@builtin LessEqual(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) <= 0
@builtin Greater(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) > 0
@builtin GreaterEqual(s::Site, @nospecialize(x), @nospecialize(y)) = compare(node(s, 1), x, y) >= 0

@builtin BooleanNot(s::Site, x::Bool) = !x
@builtin BooleanOr(s::Site, x::Bool, y::Bool) = x | y
@builtin BooleanAnd(s::Site, x::Bool, y::Bool) = x & y
@builtin BooleanXor(s::Site, x::Bool, y::Bool) = xor(x, y)

@builtin IntegerNegate(s::Site, x::Int64) = -x
@builtin IntegerAdd(s::Site, x::Int64, y::Int64) = x + y
@builtin IntegerSubtract(s::Site, x::Int64, y::Int64) = x - y
@builtin IntegerMultiply(s::Site, x::Int64, y::Int64) = x * y
@builtin IntegerDivide(s::Site, x::Int64, y::Int64) = y == 0 ? (x == 0 ? Int64(0) : fail(s, "Division by zero")) : y == -1 ? -x : div(x, y)
@builtin IntegerRemainder(s::Site, x::Int64, y::Int64) = y == 0 ? (x == 0 ? Int64(0) : fail(s, "Division by zero")) : y == -1 ? Int64(0) : rem(x, y)
@builtin IntegerPow(s::Site, x::Int64, y::Int64) = integer_pow(x, y)
@builtin IntegerAbs(s::Site, x::Int64) = x < 0 ? -x : x
@builtin IntegerSign(s::Site, x::Int64) = Int64(sign(x))
@builtin IntegerLog(s::Site, x::Int64, base::Int64) = integer_log(x, base)
@builtin IntegerToFloat(s::Site, x::Int64) = Float64(x)

function integer_pow(x::Int64, exponent::Int64)
    exponent < 0 && return Int64(0)
    result = Int64(1)
    while exponent > 0
        exponent & 1 != 0 && (result *= x)
        x *= x
        exponent >>= 1
    end
    return result
end

function integer_log(x::Int64, base::Int64)
    base <= 1 && return Int64(0)
    rest = x < 0 ? (-x) % UInt64 : x % UInt64
    times = Int64(0)
    while rest >= base % UInt64
        rest = div(rest, base % UInt64)
        times += 1
    end
    return times
end

@builtin FloatNegate(s::Site, x::Float64) = -x
@builtin FloatAdd(s::Site, x::Float64, y::Float64) = x + y
@builtin FloatSubtract(s::Site, x::Float64, y::Float64) = x - y
@builtin FloatMultiply(s::Site, x::Float64, y::Float64) = x * y
@builtin FloatDivide(s::Site, x::Float64, y::Float64) = x / y
@builtin FloatRemainder(s::Site, x::Float64, y::Float64) = float_rem(x, y)
@builtin FloatPow(s::Site, x::Float64, y::Float64) = float_pow(x, y)
@builtin FloatAbs(s::Site, x::Float64) = x < 0 ? -x : x
@builtin FloatSign(s::Site, x::Float64) = x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0
@builtin FloatSqrt(s::Site, x::Float64) = x < 0 ? NaN : sqrt(x)
@builtin FloatExp(s::Site, x::Float64) = exp(x)
@builtin FloatLog(s::Site, x::Float64) = x < 0 ? NaN : log(x)
@builtin FloatSin(s::Site, x::Float64) = isinf(x) ? NaN : sin(x)
@builtin FloatCos(s::Site, x::Float64) = isinf(x) ? NaN : cos(x)
@builtin FloatTan(s::Site, x::Float64) = isinf(x) ? NaN : tan(x)
@builtin FloatToInteger(s::Site, x::Float64) = float_to_integer(s, x)

float_rem(x::Float64, y::Float64) = isinf(x) || y == 0 ? NaN : rem(x, y)
float_pow(x::Float64, y::Float64) = (x == 1 || x == -1) && isinf(y) || x == 1 && isnan(y) ? NaN :
    x < 0 && isfinite(x) && isfinite(y) && trunc(y) != y ? NaN : ccall((:pow, Base.Math.libm), Float64, (Float64, Float64), x, y)

function float_to_integer(s::Site, x::Float64)
    isnan(x) && fail(s, "Cannot convert NaN to integer")
    x >= 9223372036854775808.0 && fail(s, "Float too high to convert to integer")
    x < -9223372036854775808.0 && fail(s, "Float too low to convert to integer")
    trunc(x) == x || fail(s, "Cannot convert non-integer float to integer")
    return unsafe_trunc(Int64, x)
end

@builtin RefGet(s::Site, r::ERef) = r.value
@builtin function RefUpdate(s::Site, r::ERef, @nospecialize(v))
    changeable(s, r)
    r.value = v
    return nothing
end
@builtin function RefMerge(s::Site, r::ERef, @nospecialize(v), f::EFunction)
    changeable(s, r)
    r.value = call_back(s, f, r.value, v)
    return nothing
end
