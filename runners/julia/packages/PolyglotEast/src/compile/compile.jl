compile_function!(code::Code) = (code.compiled = false; nothing)
compile_loop!(n::Node) = (n.compiled = false; nothing)
