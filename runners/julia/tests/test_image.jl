# The launcher that starts Julia from a system image, with a Julia that only tells what it was given. That workers do from an image what they
# do without is tested by test.sh, which runs the worker's topics again where an image was made.

const LAUNCHER = joinpath(RUNTIME, "image", "launch.sh")

# A folder as build.sh leaves it.
function made_image(folder)
    source = mkpath(joinpath(folder, "runners", "julia", "packages", "Some", "src"))
    write(joinpath(source, "a.jl"), "a = 1")
    write(joinpath(source, "Project.toml"), "name")
    write(joinpath(folder, "base.so"), "base")
    told = joinpath(folder, "julia")
    write(told, "#!/bin/sh\necho \"\$@\"\n")
    chmod(told, 0o755)
    image = mkpath(joinpath(folder, ".polyglot", "julia", "image"))
    @test occursin("@BASE@", read(LAUNCHER, String))
    write(joinpath(image, "launch"), replace(read(LAUNCHER, String), "@BASE@" => joinpath(folder, "base.so")))
    chmod(joinpath(image, "launch"), 0o755)
    write(joinpath(image, "image.so"), "image")
    stamp(image, told)
    return image, told
end

stamp(image, julia) = write(joinpath(image, "stamp"), read(`$(joinpath(image, "launch")) --stamp $julia`, String))

@testset "the image is used as long as all is as it was" begin
    mktempdir() do folder
        folder = realpath(folder)
        image, julia = made_image(folder)
        given(program = julia) = chomp(read(pipeline(`$(joinpath(image, "launch")) $program --version "two words"`, stderr = devnull), String))
        with, without = "--sysimage=$image/image.so --version two words", "--version two words"
        @test given() == with
        source = joinpath("runners", "julia", "packages", "Some", "src")
        @testset "$name" for (name, content) in [("base.so", "another"), (joinpath(source, "a.jl"), "a = 2"), (joinpath(source, "Project.toml"), "nama"),
            ("julia", "#!/bin/sh\necho  \"\$@\"\n"), (joinpath(".polyglot", "julia", "image", "image.so"), "imag"), (joinpath(".polyglot", "julia", "image", "stamp"), "")]
            before = read(joinpath(folder, name))
            write(joinpath(folder, name), content)
            @test given() == without
            write(joinpath(folder, name), before)
            stamp(image, julia)
            @test given() == with
        end
        @testset "the same bytes at another time" begin
            write(joinpath(folder, source, "a.jl"), "a = 1")
            @test given() == with
        end
        @testset "a file more" begin
            write(joinpath(folder, source, "b.jl"), "")
            @test given() == without
            rm(joinpath(folder, source, "b.jl"))
            @test given() == with
        end
        @testset "no $name" for name in ("image.so", "stamp")
            mv(joinpath(image, name), joinpath(image, "away"))
            @test given() == without
            mv(joinpath(image, "away"), joinpath(image, name))
            @test given() == with
        end
        @testset "another Julia" begin
            cp(julia, joinpath(folder, "other"))
            @test given(joinpath(folder, "other")) == without
        end
        @testset "nothing to reckon with" begin
            bare = mkpath(joinpath(folder, "bin"))
            for name in ("sh", "dirname", "stat", "find", "sort", "cat")
                symlink(Sys.which(name), joinpath(bare, name))
            end
            @test chomp(read(pipeline(setenv(`$(joinpath(image, "launch")) $julia x`, Dict("PATH" => bare)), stderr = devnull), String)) == "x"
        end
        @testset "a moved checkout" begin
            moved = folder * "-moved"
            mv(folder, moved)
            @test chomp(read(pipeline(`$(joinpath(moved, ".polyglot", "julia", "image", "launch")) $(joinpath(moved, "julia")) x`, stderr = devnull), String)) == "x"
            mv(moved, folder)
        end
    end
end
