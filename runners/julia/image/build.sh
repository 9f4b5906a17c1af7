#!/bin/sh
# Makes a system image of Julia that has the runtime in it as machine code, in .polyglot/julia/image: a worker's first result is then
# there in less than a second, where Julia before 1.9 compiles for three. It takes four to five minutes of one processor, 2 GB of memory,
# 170 MB of disk and a linker. From 1.9 on Julia keeps machine code of packages by itself.
#
#   runners/julia/image/build.sh
#
# Workers use it from then on (launch.sh). With another Julia, or after a change of the runtime, they start without it until it is made
# again. Removing the folder undoes it. Several at once are safe: one builds, the others wait for it and find the work done.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
root=${here%/*/*/*}
folder=$root/.polyglot/julia/image

fail() { echo "runners/julia/image/build.sh: $*" >&2; exit 1; }

julia=$(command -v julia) || fail "there is no julia: eng/setup.sh julia"
ask() { "$julia" --startup-file=no -e "print($1)"; }
[ "$(ask 'VERSION < v"1.9-"')" = true ] || fail "$("$julia" --version) needs none: it keeps machine code of packages by itself"
[ "$(ask 'realpath(joinpath(Sys.BINDIR, "julia"))')" = "$(ask "realpath(raw\"$julia\")")" ] || fail "$julia only chooses among Julias: put the one that is meant first on PATH"
command -v sha256sum >/dev/null || command -v shasum >/dev/null || fail "neither sha256sum nor shasum is there"
for linker in cc ld; do command -v "$linker" >/dev/null && break; done
command -v "$linker" >/dev/null || fail "there is no linker: apt install binutils | xcode-select --install"

mkdir -p "$folder"
if command -v flock >/dev/null && [ -z "${POLYGLOT_IMAGE_LOCKED:-}" ]; then
  POLYGLOT_IMAGE_LOCKED=1 exec flock "$folder/lock" "$0"
fi
if [ -x "$folder/launch" ] && [ "$("$folder/launch" --stamp "$julia" 2>/dev/null)" = "$(cat "$folder/stamp" 2>/dev/null)" ]; then
  echo "$folder/image.so is up to date"
  exit
fi

work=$(mktemp -d "$folder/new.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
echo "making a system image for $("$julia" --version), which takes some minutes ..."
base=$(ask 'abspath(unsafe_string(Base.JLOptions().image_file))')
POLYGLOT_JULIA_STDLIB=$(ask Sys.STDLIB)
export POLYGLOT_JULIA_STDLIB
sed -e "s|@BASE@|$base|" "$here/launch.sh" > "$work/launch"
chmod 755 "$work/launch"
mv "$work/launch" "$folder/launch"
sources() { "$folder/launch" --stamp "$julia" 2>/dev/null | grep -E '^[0-9a-f]{64} '; }
before=$(sources)
"$julia" --startup-file=no --history-file=no -O2 --compiled-modules=no --sysimage="$base" --output-o "$work/image.o" "$here/contents.jl"
case $(uname)-$linker in
  Darwin-*) "$linker" -shared -o "$work/image.so" -Wl,-all_load "$work/image.o" -L"$(dirname "$base")/.." -ljulia ;;
  *-cc) cc -shared -o "$work/image.so" -Wl,--whole-archive "$work/image.o" -Wl,--no-whole-archive ;;
  *) ld -shared -o "$work/image.so" --whole-archive "$work/image.o" ;;
esac
"$julia" --sysimage="$work/image.so" --startup-file=no -e 'exit(any(id -> id.name == "PolyglotRuntime", keys(Base.loaded_modules)) ? 0 : 1)' ||
  fail "Julia does not start with the image"
[ "$(sources)" = "$before" ] || fail "the runtime was changed meanwhile: once more, please"

# The stamp comes last: until then the launcher goes without the image.
rm -f "$folder/stamp"
mv "$work/image.so" "$folder/image.so"
"$folder/launch" --stamp "$julia" > "$work/stamp"
mv "$work/stamp" "$folder/stamp"
echo "made $folder/image.so"
