# The random numbers of programs: xoshiro256** started by splitmix64 at the request's seed, the same in every runtime.

const RANDOM = zeros(UInt64, 4)

function start_random(seed::UInt64)
    state = seed
    for i in 1:4
        state += 0x9e3779b97f4a7c15
        z = state
        z = (z ⊻ (z >> 30)) * 0xbf58476d1ce4e5b9
        z = (z ⊻ (z >> 27)) * 0x94d049bb133111eb
        RANDOM[i] = z ⊻ (z >> 31)
    end
    return
end

rotate(x::UInt64, k::Int) = (x << k) | (x >> (64 - k))
function next_random()
    s = RANDOM
    result = rotate(s[2] * 5, 7) * 9
    t = s[2] << 17
    s[3] ⊻= s[1]
    s[4] ⊻= s[2]
    s[2] ⊻= s[3]
    s[1] ⊻= s[4]
    s[3] ⊻= t
    s[4] = rotate(s[4], 45)
    return result
end

uniform() = Float64(next_random() >> 11) * 2.0^-53

function random_range(a::Int64, b::Int64)
    n = (b - a + 1) % UInt64
    n == 0 && return next_random() % Int64
    # Below the largest multiple of n that 64 bits hold.
    rest = (typemax(UInt64) % n + 1) % n
    while true
        x = next_random()
        x <= typemax(UInt64) - rest && return a + (x % n) % Int64
    end
end

normal() = (u1 = 1 - uniform(); u2 = uniform(); sqrt(-2 * log(u1)) * cos(2 * pi * u2))
function sum_of_uniforms(n::Int64)
    total = 0.0
    for _ in 1:n
        total += uniform()
    end
    return total
end
function poisson(l::Float64)
    limit = l > -700 ? exp(-l) : Inf
    k, product = Int64(0), uniform()
    while product > limit
        poll()
        k += 1
        product *= uniform()
    end
    return k
end
function binomial(n::Int64, p::Float64)
    k = Int64(0)
    for _ in 1:n
        poll()
        k += uniform() < p
    end
    return k
end
