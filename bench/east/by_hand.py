"""What the programs in this folder do, as somebody would write it in Python."""


def integers(n):
    total = 0
    for i in range(n):
        x = i
        while x > 1:
            x = x * 3 + 1 if x % 2 == 1 else x // 2
            total += 1
    return total


def mandelbrot(n):
    total = 0
    for row in range(n):
        for column in range(n):
            a, b = column * 3.0 / n - 2.0, row * 2.0 / n - 1.0
            x = y = 0.0
            for _ in range(200):
                if x * x + y * y > 4.0:
                    break
                x, y = x * x - y * y + a, 2.0 * x * y + b
                total += 1
    return total


def text(n):
    parts = []
    for i in range(n):
        parts.append("#" + str(i))
    return len("".join(parts))


def arrays(n):
    made = [i for i in range(n)]
    mapped = [x * 3 + k for k, x in enumerate(made)]
    kept = [x for x in mapped if x % 8 != 0]
    total = 0
    for x in kept:
        total += x % 1000
    return total


def dicts(n):
    counts, s = {}, 1
    for _ in range(n):
        s = (s * 1103515245 + 12345) % 2147483648
        key = "key" + str(s % 1000)
        counts[key] = counts.get(key, 0) + 1
    return len(counts)


def structs(n):
    bodies = [(float(i), 0.0, 1.0) for i in range(100)]
    for _ in range(n):
        for i, (x, v, m) in enumerate(bodies):
            v -= x * 0.0001
            bodies[i] = (x + v * 0.01, v, m)
    return sum(m * x for x, v, m in bodies)


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
