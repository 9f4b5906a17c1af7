# Deep calls, and what is left open when errors come through.

# f = fn(n) => if n = 0 then 0 else 1 + f(n - 1), by way of a mutable variable that holds it; main(n) = f(n).
function recursive_program()
    number = P.t_function(P.Ty[P.T_INTEGER], P.T_INTEGER)
    f_variable = variable_ir("f", number; mutable = true)
    function lambda(body)
        return P.EVariant(:Function, (type_ir(number), at(1), east_list(f_variable), east_list(variable_ir("n", P.T_INTEGER)), body))
    end
    n = variable_ir("n", P.T_INTEGER)
    call = node_ir(:Call, P.T_INTEGER, 7, f_variable, east_list(builtin_ir("IntegerSubtract", P.T_INTEGER, 1, [], n, value_ir(1))))
    step = builtin_ir("IntegerAdd", P.T_INTEGER, 1, [], value_ir(1), call)
    is_zero = builtin_ir("Equal", P.T_BOOLEAN, 1, [P.T_INTEGER], n, value_ir(0))
    body = node_ir(:IfElse, P.T_INTEGER, 1, east_list((is_zero, value_ir(0))), step)
    empty = P.EVariant(:Function, (type_ir(number), at(1), east_list(), east_list(variable_ir("n", P.T_INTEGER)), value_ir(0)))
    return function_ir([("n", P.T_INTEGER)], P.T_INTEGER, block_ir(P.T_INTEGER, node_ir(:Let, P.T_NULL, 1, f_variable, empty),
        node_ir(:Assign, P.T_NULL, 1, f_variable, lambda(body)), node_ir(:Call, P.T_INTEGER, 9, f_variable, east_list(n))))
end

function outcome_of(root, args...)
    try
        return P.run_program(P.load_program(root, P.Platform()), Any[args...], P.Platform())
    catch e
        e isa P.EastError || rethrow()
        return e
    end
end

for hot in (1 << 62, -1)
    before = P.HOT_WORK[]
    P.HOT_WORK[] = hot
    @testset "calls are nested 10,000 deep and no deeper $(hot < 0 ? "compiled" : "interpreted")" begin
        root = recursive_program()
        @test outcome_of(root, 9998) == 9998          # the program, f(9998) … f(0): 10,000 functions
        e = outcome_of(root, 9999)
        @test e isa P.EastError && e.message == "Maximum call depth exceeded"
        @test length(e.locations) == 10_000
        @test e.locations[1] == at(7) && e.locations[end] == at(9)
        @test outcome_of(root, 100) == 100
        @test P.RUN.depth == 0 || P.RUN.depth == 1
    end
    P.HOT_WORK[] = before
end
