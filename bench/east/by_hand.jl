# What the programs in this folder do, as somebody would write it in Julia.

module ByHand

function integers(n::Int64)
    total = 0
    for i in 0:n-1
        x = i
        while x > 1
            x = x % 2 == 1 ? x * 3 + 1 : x ÷ 2
            total += 1
        end
    end
    return total
end

function mandelbrot(n::Int64)
    total = 0
    for row in 0:n-1, column in 0:n-1
        a, b = column * 3.0 / n - 2.0, row * 2.0 / n - 1.0
        x = y = 0.0
        for _ in 1:200
            x * x + y * y > 4.0 && break
            x, y = x * x - y * y + a, 2.0 * x * y + b
            total += 1
        end
    end
    return total
end

function text(n::Int64)
    parts = String[]
    for i in 0:n-1
        push!(parts, "#" * string(i))
    end
    return length(join(parts))
end

function arrays(n::Int64)
    made = collect(0:n-1)
    mapped = [made[k] * 3 + k - 1 for k in 1:n]
    kept = filter(x -> x % 8 != 0, mapped)
    total = 0
    for x in kept
        total += x % 1000
    end
    return total
end

function dicts(n::Int64)
    counts = Dict{String,Int64}()
    s = 1
    for _ in 1:n
        s = (s * 1103515245 + 12345) % 2147483648
        key = "key" * string(s % 1000)
        counts[key] = get(counts, key, 0) + 1
    end
    return length(counts)
end

function structs(n::Int64)
    bodies = [(Float64(i), 0.0, 1.0) for i in 0:99]
    for _ in 1:n
        for i in 1:length(bodies)
            x, v, m = bodies[i]
            v -= x * 0.0001
            bodies[i] = (x + v * 0.01, v, m)
        end
    end
    total = 0.0
    for (x, _, m) in bodies
        total += m * x
    end
    return total
end

fibonacci(n::Int64) = n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)

end
