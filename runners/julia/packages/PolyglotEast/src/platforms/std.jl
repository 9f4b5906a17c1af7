# The packages `std` and `time` (spec 7.3): what a pure task may ask for.

platform_error(name::String, message::String) = throw(EastError(message, (name, Int64(0), Int64(0))))

# ---- Paths with slashes, as text: the same on every system, and nothing is looked at -------------------------------------

function normal_path(path::String)
    isempty(path) && return "."
    absolute, slash = startswith(path, '/'), endswith(path, '/')
    parts = String[]
    for p in split(path, '/')
        if p == ".." && !isempty(parts) && parts[end] != ".."
            pop!(parts)
        elseif p == ".." && absolute
        elseif !isempty(p) && p != "."
            push!(parts, String(p))
        end
    end
    text = join(parts, '/')
    !isempty(text) && slash && (text *= "/")
    absolute && return "/" * text
    return !isempty(text) ? text : slash ? "./" : "."
end
join_path(parts::Vector{Any}) = normal_path(join(String[p for p in parts if !isempty(p)], '/'))
# One that is not absolute begins at the root: a task has no folder that its results may depend on.
function resolve_path(path::String)
    text = String(rstrip(normal_path("/" * path), '/'))
    return isempty(text) ? "/" : text
end
function directory_of(path::String)
    isempty(path) && return "."
    text = String(rstrip(path, '/'))
    isempty(text) && return "/"
    at = findlast('/', text)
    at === nothing && return "."
    head = String(rstrip(text[1:at], '/'))
    return !isempty(head) ? head : at == 2 ? "//" : "/"
end
base_of(path::String) = String(last(split(rstrip(path, '/'), '/')))
function extension_of(path::String)
    name = base_of(path)
    at = findlast('.', name)
    return at === nothing || at == 1 || name == ".." ? "" : name[at:end]
end

function random_in_range(args)
    a, b = args
    a <= b || platform_error("random_range", "Invalid range: min ($a) > max ($b)")
    return random_range(a, b)
end

print_text(io::IO, text::String) = (print(io, scrubbed(text)); nothing)

const STD_FUNCTIONS = Dict{String,Any}(
    "console_log" => args -> print_text(stdout, args[1] * "\n"), "console_error" => args -> print_text(stderr, args[1] * "\n"),
    "console_write" => args -> print_text(stdout, args[1]),
    "crypto_hash_sha256" => args -> bytes2hex(SHA.sha256(scrubbed(args[1]))), "crypto_hash_sha256_bytes" => args -> SHA.sha256(args[1]),
    "path_join" => args -> join_path(args[1].items), "path_resolve" => args -> resolve_path(args[1]), "path_dirname" => args -> directory_of(args[1]),
    "path_basename" => args -> base_of(args[1]), "path_extname" => args -> extension_of(args[1]),
    "random_uniform" => args -> uniform(), "random_normal" => args -> normal(), "random_range" => random_in_range,
    "random_exponential" => args -> -log(1 - uniform()) / args[1], "random_weibull" => args -> float_pow(-log(1 - uniform()), 1 / args[1]),
    "random_bernoulli" => args -> Int64(uniform() < args[1]), "random_binomial" => args -> binomial(args[1], args[2]),
    "random_geometric" => args -> geometric(args[1]),
    "random_poisson" => args -> poisson(args[1]), "random_pareto" => args -> float_pow(1 - uniform(), -1 / args[1]),
    "random_log_normal" => args -> exp(args[1] + args[2] * normal()), "random_irwin_hall" => args -> sum_of_uniforms(args[1]),
    "random_bates" => args -> sum_of_uniforms(args[1]) / args[1], "random_seed" => args -> (start_random(args[1] % UInt64); nothing),
    "time_now" => args -> round(Int64, time() * 1000), "time_sleep" => args -> (sleep(max(0, args[1]) / 1000); nothing))

function geometric(p::Float64)
    refuse() = platform_error("random_geometric", "Invalid probability: $(float_text(p))")
    0 < p <= 1 || refuse()
    count = log(1 - uniform()) / (p < 1 ? log(1 - p) : -Inf)
    return count < 9.2e18 ? Int64(floor(count)) + 1 : refuse()
end
