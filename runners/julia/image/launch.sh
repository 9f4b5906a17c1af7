#!/bin/sh
# Starts Julia from the system image beside this file, as long as Julia and the runtime are what the image was made of, and as it is
# otherwise. build.sh puts it there; runners.json names it as the launcher.
#
#   launch <julia> <argument...>
#   launch --stamp <julia>            what the image was made of, as it is now
base='@BASE@'
folder=$(CDPATH= cd -- "${0%/*}" && pwd -P)
packages=${folder%/*/*/*}/runners/julia/packages
if command -v sha256sum >/dev/null; then hash=sha256sum; else hash='shasum -a 256'; fi

# The runtime's every byte; of Julia's large files, and of the image, which of them they are, their size and time.
stamp() {
  stat -Lc '%n %s %y' "$1" "$base" "$folder/image.so" 2>/dev/null || stat -Lf '%N %z %Fm' "$1" "$base" "$folder/image.so"
  find "$packages" \( -name '*.jl' -o -name '*.toml' \) -exec $hash {} + | sort
}

if [ "$1" = --stamp ]; then
  stamp "$2"
  exit
fi
julia=$1
shift
if [ -s "$folder/stamp" ] && [ "$(stamp "$julia" 2>/dev/null)" = "$(cat "$folder/stamp")" ]; then exec "$julia" --sysimage="$folder/image.so" "$@"; fi
exec "$julia" "$@"
