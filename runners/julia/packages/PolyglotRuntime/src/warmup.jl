# What the first Execute is going to need, compiled while the worker waits for it. Inference is already in the package's
# cache (rehearsal.jl); this turns it into machine code, function by function, and stops when a request is there.

# Made when this package is compiled: destructuring a list of functions would compile a method for each of them.
signature(@nospecialize(f), @nospecialize(types...)) = Tuple{Core.Typeof(f),types...}

const WARM_UP = Any[
    signature(handle, Worker, UInt64, Int, Table), signature(execute, Worker, UInt64, Table),
    signature(read_table, FrameReader, Symbol, Int, Int, Int), signature(enter_surroundings, Table), signature(leave_surroundings, Surroundings),
    signature(user_code, Shared, Any), signature(swallow_interrupt), signature(after_user_code, Shared), signature(script_of, Worker, String, String),
    signature(new_space, String), signature(load_into, Script), signature(load_file, Module, String),
    signature(execute_function, Worker, UInt64, Script, String, Table, Table, Int), signature(call_of, Script, String, Vector{Table}, Vector{UInt8}),
    signature(call_key, String, Vector{Table}, Vector{UInt8}), signature(request_type, Vector{UInt8}, Int),
    signature(read_type, Source, SharedLists, Int), signature(read_list, Source, SharedLists, Int, Symbol), signature(function_of, Script, String),
    signature(choose_plans, Any, String, Vector{EastType}, Vector{Table}), signature(annotations_of, Method), signature(bounded, Any, Any),
    signature(annotation_of, Method, Int), signature(make_plan, EastType, Any), signature(has_zero_name, EastType),
    signature(annotated_plan, EastType, Any, Vector{Plan}), signature(read_input, Call, Int, Table), signature(with_file, Function, String),
    signature(with_read, Function, Cint, Int, String), signature(read_header, Source, Vector{UInt8}, EastType), signature(read_value, Source, Plan),
    signature(call_user, Any, Vector{Any}), signature(write_output, Call, Table, Any, Table), signature(encode_result, Plan, Vector{UInt8}, Any, Int),
    signature(write_value, Writer, Plan, Any), signature(write_file, String, Vector{UInt8}), signature(completed_frame, UInt64, Vector{Int}),
    signature(reply, Session, Vector{UInt8}), signature(read_string, Source), signature(read_container, Source, Plan),
    signature(read_inline, Source, Plan, Int), signature(read_array, Source, Plan, Int), signature(array_plan, EastType, Any, Vector{Plan}),
    signature(struct_plan, EastType, Any, Vector{Plan}), signature(element_annotations, UInt8, Any), signature(fitting_type, Any, Any, EastType),
    signature(flatten!, Plan), signature(write_array, Writer, Plan, Any),
    signature(Bulk.read_flat_array, Source, Vector{FlatField}, Int, Ptr{UInt8}, Int, Int),
    signature(Bulk.write_flat_array, Sink, Int, Vector{FlatField}, Ptr{UInt8}, Int, Int), signature(flat_layout, Plan, Plan, Any),
    signature(add_layout!, Vector{FlatField}, Plan, Any, Int), signature(println, CapturedStream, String),
    signature(capture_within_limit, Shared, Int, Ptr{UInt8}, Int), signature(read_struct, Source, Plan), signature(write_struct, Writer, Plan, Any),
    signature(read_variant, Source, Plan), signature(write_variant, Writer, Plan, Any), signature(variant_plan, EastType, Any, Vector{Plan}),
    signature(option_plan, EastType, Any, Vector{Plan}), signature(failed_frame, UInt64, Table), signature(write_table!, FrameBytes, Symbol, Table),
    signature(write_reference!, FrameBytes, Field, Any, Int), signature(user_failure, String, Vector{Tuple{Any,Any}}, Symbol),
    signature(describe_exception, String, Any, Any, Symbol), signature(all_frames, Any, Symbol), signature(trimmed, Vector{Table}),
    signature(render_frames, Vector{Table}),
]

function warm_up(c::Shared)
    for wanted in WARM_UP
        slot(c, STATE) == IDLE || return
        ccall(:jl_compile_hint, Int32, (Any,), wanted)        # what `precompile` is
    end
    return
end
