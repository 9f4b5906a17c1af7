# The functions that the conformance kit asks every runtime for (ir/protocol.md, "Conformance").

import Polyglot

echo(value) = value

add(a::Int64, b::Int64)::Int64 = a + b

fail(message::String)::Int64 = error(message)

"Prints the text to stdout and to stderr."
function speak(text::String)::Int64
    println(text)
    println(stderr, text)
    return length(text)
end

"Computes for so long without ever yielding."
function spin(seconds::Float64)::Int64
    until = time() + seconds
    n = 0
    while time() < until
        n += 1
    end
    return 1
end

"Reports progress after each step."
function steps(count::Int64)::Int64
    for i in 1:count
        Polyglot.progress(i / count, "step $i")
    end
    return count
end

wrong() = "not an Integer"

"A list that contains itself."
function cyclic()
    list = Any[]
    push!(list, list)
    return list
end

const COUNTER = Ref(0)
state()::Int64 = COUNTER[] += 1

"Writes to descriptor 1 with the system call, past everything that captures output."
raw_write(text::String)::Int64 = ccall(:write, Cssize_t, (Cint, Ptr{UInt8}, Csize_t), 1, text, sizeof(text))

die()::Int64 = ccall(:kill, Cint, (Cint, Cint), getpid(), 9)
