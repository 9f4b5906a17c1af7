# Exceptions of user code as the protocol's Error: the user's own file and line first, nothing of the runtime's frames.

const RUNTIME_FOLDER = abspath(joinpath(@__DIR__, "..", "..", ".."))

# The exceptions being handled, the current one last, each with its backtrace.
function exceptions_now()
    @static if isdefined(Base, :current_exceptions)
        return Tuple{Any,Any}[(e.exception, e.backtrace) for e in Base.current_exceptions()]
    else
        return Tuple{Any,Any}[(e, bt) for (e, bt) in Base.catch_stack()]
    end
end

"""
    user_failure(code, exceptions, boundary) -> Failure

`boundary`: the runtime's function at which backtraces end.
"""
function user_failure(code::String, exceptions::Vector{Tuple{Any,Any}}, boundary::Symbol)
    e, bt = last(exceptions)
    error = describe_exception(code, e, bt, boundary)
    inner = error
    for (cause, cause_bt) in reverse(exceptions[1:end-1])
        cause isa LoadError && e isa LoadError && continue
        inner[:cause] = describe_exception("user_error", cause, cause_bt, boundary)
        inner = inner[:cause]::Table
        length(exceptions) > 12 && break
    end
    return Failure(error)
end

function describe_exception(code::String, @nospecialize(e), @nospecialize(bt), boundary::Symbol)
    frames = user_frames(bt, boundary)
    while e isa LoadError
        place = table(:file => abspath(String(e.file)), :line => Int(e.line), :function => "top-level scope", :is_user => true)
        known = any(f -> f[:file] == place[:file] && f[:line] == place[:line], frames)
        known || e.error isa LoadError || pushfirst!(frames, place)
        e = e.error
    end
    if nameof(typeof(e)) === :TaskFailedException && e.task.exception isa Exception
        task = e.task
        task_bt = isdefined(task, :backtrace) ? task.backtrace : nothing
        e = task.exception
        frames = trimmed(vcat(all_frames(task_bt, boundary), frames))
    end
    text = exception_text(e)
    e isa OutOfMemoryError && (code = "out_of_memory")
    return table(:side => SIDE_TASK, :code => code, :summary => first_line(text), :error_type => string(nameof(typeof(e))),
        :frames => frames, :details => string(text, render_frames(frames)))
end

function exception_text(@nospecialize(e))
    e isa ErrorException && return valid_text(e.msg)
    try
        return valid_text(Base.invokelatest(sprint, showerror, e)::String)
    catch
        return string("an exception of type ", nameof(typeof(e)), " that cannot be shown")
    end
end

# Frames carry UTF-8 only.
function valid_text(text::AbstractString)
    text = String(text)
    isvalid(text) && return text
    return String(Char[isvalid(c) ? c : '\ufffd' for c in text])
end

# `DomainError with -1:` goes on on the next line.
function first_line(text::String)
    lines = split(text, '\n'; limit = 3)
    line = length(lines) > 1 && endswith(lines[1], ':') ? string(lines[1], ' ', lstrip(lines[2])) : String(lines[1])
    return length(line) > 500 ? string(first(line, 497), "...") : line
end

# Innermost first. What lies around the user's frames on both sides (Base below `error`, the runtime above) is left out.
user_frames(@nospecialize(bt), boundary::Symbol) = trimmed(all_frames(bt, boundary))

function all_frames(@nospecialize(bt), boundary::Symbol)
    frames = Table[]
    bt isa AbstractVector || return frames
    for f in stacktrace(length(bt) > 100 ? bt[1:100] : bt)
        f.func === boundary && startswith(String(f.file), RUNTIME_FOLDER) && break
        f.from_c && continue
        file = String(f.file)
        push!(frames, table(:file => valid_text(file), :line => max(Int(f.line), 0), :function => valid_text(String(f.func)),
            :is_user => is_user_file(file)))
    end
    return frames
end

function trimmed(frames::Vector{Table})
    first_user = findfirst(f -> f[:is_user], frames)
    first_user === nothing && return frames[1:min(10, end)]
    last_user = findlast(f -> f[:is_user], frames)
    return frames[first_user:last_user]
end

function is_user_file(file::String)
    isabspath(file) || return false
    startswith(file, RUNTIME_FOLDER) && return startswith(file, joinpath(RUNTIME_FOLDER, "conformance"))
    julia = normpath(joinpath(Sys.BINDIR, "..", "share", "julia"))
    startswith(file, julia) && return false
    return !any(depot -> startswith(file, joinpath(depot, "packages")), DEPOT_PATH)
end

function render_frames(frames::Vector{Table})
    isempty(frames) && return ""
    io = IOBuffer()
    print(io, "\nStacktrace:")
    for (i, f) in enumerate(frames)
        print(io, "\n [", i, "] ", f[:function], " at ", f[:file], ":", f[:line])
    end
    return String(take!(io))
end
