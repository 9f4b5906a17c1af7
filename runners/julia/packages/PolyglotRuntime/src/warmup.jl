# What the first Execute is going to need, compiled while the worker waits for it. Inference is already in the package's
# cache (rehearsal.jl); this turns it into machine code, function by function, and stops when a request is there.

const WARM_UP = Any[
    (handle, (Worker, UInt64, Int, Table)), (execute, (Worker, UInt64, Table)), (read_table, (FrameReader, Symbol, Int, Int, Int)),
    (enter_surroundings, (Table,)), (leave_surroundings, (Surroundings,)), (user_code, (Shared, Any)), (swallow_interrupt, ()),
    (after_user_code, (Shared,)), (script_of, (Worker, String, String)), (new_space, (String,)), (load_into, (Script,)),
    (load_file, (Module, String)),
    (execute_function, (Worker, UInt64, Script, String, Table, Table, Int)), (call_of, (Script, String, Vector{Table}, Vector{UInt8})),
    (call_key, (String, Vector{Table}, Vector{UInt8})), (request_type, (Vector{UInt8}, Int)),
    (read_type, (Source, SharedLists, Int)), (read_list, (Source, SharedLists, Int, Symbol)), (function_of, (Script, String)),
    (choose_plans, (Any, String, Vector{EastType}, Vector{Table})), (annotations_of, (Method,)), (bounded, (Any, Any)),
    (annotation_of, (Method, Int)), (make_plan, (EastType, Any)), (has_zero_name, (EastType,)),
    (annotated_plan, (EastType, Any, Vector{Plan})), (read_input, (Call, Int, Table)), (with_file, (Function, String)),
    (with_read, (Function, Cint, Int, String)), (read_header, (Source, Vector{UInt8}, EastType)), (read_value, (Source, Plan)),
    (call_user, (Any, Vector{Any})), (write_output, (Call, Table, Any, Table)),
    (encode_result, (Plan, Vector{UInt8}, Any, Int)), (write_value, (Writer, Plan, Any)), (write_file, (String, Vector{UInt8})),
    (completed_frame, (UInt64, Vector{Int})), (reply, (Session, Vector{UInt8})), (read_string, (Source,)),
    (read_container, (Source, Plan)), (read_inline, (Source, Plan, Int)), (read_array, (Source, Plan, Int)),
    (array_plan, (EastType, Any, Vector{Plan})), (struct_plan, (EastType, Any, Vector{Plan})), (element_annotations, (UInt8, Any)),
    (fitting_type, (Any, Any, EastType)), (flatten!, (Plan,)), (write_array, (Writer, Plan, Any)),
    (Bulk.read_flat_array, (Source, Vector{FlatField}, Int, Ptr{UInt8}, Int, Int)),
    (Bulk.write_flat_array, (Sink, Int, Vector{FlatField}, Ptr{UInt8}, Int, Int)),
    (flat_layout, (Plan, Plan, Any)), (add_layout!, (Vector{FlatField}, Plan, Any, Int)),
    (println, (CapturedStream, String)), (capture_within_limit, (Shared, Int, Ptr{UInt8}, Int)),
    (read_struct, (Source, Plan)), (write_struct, (Writer, Plan, Any)), (read_variant, (Source, Plan)), (write_variant, (Writer, Plan, Any)),
    (variant_plan, (EastType, Any, Vector{Plan})), (option_plan, (EastType, Any, Vector{Plan})),
    (failed_frame, (UInt64, Table)), (write_table!, (FrameBytes, Symbol, Table)), (write_reference!, (FrameBytes, Field, Any, Int)),
    (user_failure, (String, Vector{Tuple{Any,Any}}, Symbol)), (describe_exception, (String, Any, Any, Symbol)),
    (all_frames, (Any, Symbol)), (trimmed, (Vector{Table},)), (render_frames, (Vector{Table},)),
]

function warm_up(c::Shared)
    for (f, types) in WARM_UP
        slot(c, STATE) == IDLE || return
        precompile(f, types)
    end
    return
end
