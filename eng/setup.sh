#!/bin/sh
# Installs what Polyglot's runtimes and tests need. Idempotent: what is there is left alone.
#
#   eng/setup.sh node julia python python:sklearn      these
#   eng/setup.sh examples                              all that the examples need
#   eng/setup.sh tests                                 all that ./test.sh needs
#
# On Debian and Ubuntu with root (or passwordless sudo) it installs with apt. Anywhere else it lists what is missing with the
# commands for apt, brew and winget and exits 0: Polyglot goes on with the runtimes that are there. Exit 1: an install failed.
#
# Where it has brought a Julia before 1.9 it lets runners/julia/image/build.sh make an image of it in the background, except in CI and
# with POLYGLOT_JULIA_IMAGE=off.
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
grammar=$root/tests/powershell

# ---- what each name means: how to see that it is there, and what brings it -------------------------------------------------

present() {
  case $1 in
    node) command -v node >/dev/null && node -e 'process.exit("register" in require("module") ? 0 : 1)' ;; # 18.19, 20.6 or later
    julia) command -v julia >/dev/null && julia_survives_exceptions ;;
    python) any_python 'import sys; sys.exit(sys.version_info < (3, 9))' ;;
    python:*) any_python "import importlib.util, sys; sys.exit(importlib.util.find_spec('${1#python:}') is None)" ;;
    flatc) command -v flatc >/dev/null ;;
    gzip) command -v gzip >/dev/null ;;
    powershell-grammar) [ -d "$grammar/node_modules/web-tree-sitter" ] && cmp -s "$grammar/package-lock.json" "$grammar/node_modules/.installed" ;;
    bubblewrap) command -v bwrap >/dev/null || [ "$(uname)" != Linux ] ;; # Linux alone has it
    *) echo "eng/setup.sh: unknown name '$1'" >&2; exit 2 ;;
  esac
}

# The previous release's julia with this release's libunwind dies at the first exception in compiled code.
julia_survives_exceptions() {
  julia --startup-file=no -e '@noinline g(x) = error(x); f(x) = g(x) + 1; try f(1) catch end' >/dev/null 2>&1
}

# The same candidates as in runners.json, so that what is found here is found there.
any_python() {
  for python in "$root/.venv/bin/python" /usr/bin/python3 python3 python; do
    command -v "$python" >/dev/null 2>&1 && "$python" -c "$1" >/dev/null 2>&1 && return 0
  done
  return 1
}

apt_package() {
  case $1 in
    node) echo nodejs ;;
    julia) echo julia ;;
    python) echo python3 ;;
    python:*) echo "python3-${1#python:}" ;;
    flatc) echo flatbuffers-compiler ;;
    gzip) echo gzip ;;
    bubblewrap) echo bubblewrap ;;
  esac
}

hint() {
  case $1 in
    node) echo "apt install nodejs | brew install node | winget install OpenJS.NodeJS.LTS" ;;
    julia) echo "see DEPENDENCIES.md (apt) | brew install julia | winget install julia -s msstore" ;;
    python) echo "apt install python3 | brew install python | winget install Python.Python.3.12" ;;
    python:sklearn) echo "apt install python3-sklearn | python3 -m venv .venv && .venv/bin/pip install scikit-learn (any system)" ;;
    python:*) echo "apt install python3-${1#python:} | python3 -m venv .venv && .venv/bin/pip install ${1#python:} (any system)" ;;
    flatc) echo "apt install flatbuffers-compiler | brew install flatbuffers | winget install Google.flatbuffers" ;;
    bubblewrap) echo "apt install bubblewrap | dnf install bubblewrap | pacman -S bubblewrap" ;;
    gzip) echo "apt install gzip | brew install gzip | winget install GnuWin32.Gzip" ;;
    powershell-grammar) echo "npm ci --ignore-scripts --prefix tests/powershell (any system with npm)" ;;
  esac
}

# ---- installing ------------------------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

quietly() {
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return 0; fi
  tail -n 20 "$log" >&2
  rm -f "$log"
  return 1
}

apt_get() {
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@"
}

# The machine's own Debian archive and what it is signed with, as the first source that serves a Debian main component says.
debian_source() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null
    # deb822 stanzas, one line each
    awk -v RS='' '{
      uri = suite = signed = ""; main = 0
      n = split($0, lines, "\n")
      for (i = 1; i <= n; i++) {
        if (lines[i] ~ /^URIs:/) { split(lines[i], f, " "); uri = f[2] }
        if (lines[i] ~ /^Suites:/) { split(lines[i], f, " "); suite = f[2] }
        if (lines[i] ~ /^Components:/ && lines[i] ~ / main/) main = 1
        if (lines[i] ~ /^Signed-By:/) { split(lines[i], f, " "); signed = f[2] }
      }
      if (uri != "" && main) print "deb " (signed ~ /^\// ? "[signed-by=" signed "] " : "") uri " " suite " main"
    }' /etc/apt/sources.list.d/*.sources 2>/dev/null
  } | grep -E '^deb ' | grep -vE 'security|-updates|-backports' | grep -E '[ /](bookworm|trixie|stable|testing|sid)( |/)' | grep -E ' main' | head -n 1
}

# Puts the libunwind that julia was built with into julia's own library folder, where it comes first for julia and for nothing else.
give_julia_its_libunwind() {
  julia_survives_exceptions && return 0
  folder=$(dirname "$(find /usr/lib -path '*/julia/libccalltest.so' -o -path '*/julia/libLLVM.so' 2>/dev/null | head -n 1)")
  [ -d "$folder" ] || return 1
  unpacked=$(mktemp -d)
  chmod 755 "$unpacked"
  (cd "$unpacked" && quietly apt-get download libunwind8/bullseye && quietly dpkg-deb -x libunwind8_*.deb .) &&
    as_root cp -P "$(find "$unpacked/usr" -name 'libunwind.so.8' | head -n 1)" "$(find "$unpacked/usr" -name 'libunwind.so.8.*' | head -n 1)" "$folder/"
  rm -rf "$unpacked"
  julia_survives_exceptions
}

# Debian 12 has no julia; its previous release does. Only julia is taken from there (priority 100 for everything else).
install_julia() {
  if apt-cache policy julia 2>/dev/null | grep -q 'Candidate: [0-9]'; then
    apt_get install -y --no-install-recommends julia
    return
  fi
  current=$(debian_source)
  [ -n "$current" ] || return 1
  previous=$(echo "$current" | sed -E 's/^(deb +(\[[^]]*\] +)?[^ ]+) +.*/\1 bullseye main/')
  echo "$previous" | as_root tee /etc/apt/sources.list.d/polyglot-julia.list >/dev/null
  printf 'Package: *\nPin: release n=bullseye\nPin-Priority: 100\n' | as_root tee /etc/apt/preferences.d/polyglot-julia >/dev/null
  apt_get update && apt_get install -y --no-install-recommends julia && give_julia_its_libunwind && return 0
  # The archive has moved: leave the machine as it was.
  as_root rm -f /etc/apt/sources.list.d/polyglot-julia.list /etc/apt/preferences.d/polyglot-julia
  return 1
}

# Julia before 1.9 compiles the runtime at every start, which an image of it ends. Nothing waits for that, and whatever else runs goes first.
make_image() {
  [ -z "${CI:-}" ] && [ "${POLYGLOT_JULIA_IMAGE:-}" != off ] || return 0
  julia --startup-file=no -e 'exit(VERSION < v"1.9-" ? 0 : 1)' || return 0
  awk '/^MemAvailable:/ { exit $2 < 3000000 }' /proc/meminfo || return 0      # it takes 2 GB
  command -v cc >/dev/null || command -v ld >/dev/null || apt_get install -y --no-install-recommends binutils || return 0
  image_log=$root/.polyglot/julia/image/build.log
  mkdir -p "$(dirname "$image_log")"
  setsid nice -n 19 "$root/runners/julia/image/build.sh" >"$image_log" 2>&1 </dev/null &
  echo "In the background an image is made with which Julia starts faster: some minutes of a processor, once (POLYGLOT_JULIA_IMAGE=off: never)" >&2
}

# A grammar of PowerShell for the tests: a wasm module, so nothing is compiled and no script of a package runs. It needs npm and no right to install.
install_grammar() {
  command -v npm >/dev/null || return 1
  quietly npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --prefix "$grammar" && cp "$grammar/package-lock.json" "$grammar/node_modules/.installed"
}

expand() {
  for name in "$@"; do
    case $name in
      examples) echo node julia python python:numpy python:sklearn gzip ;;
      tests) echo node julia python python:numpy python:pandas python:sklearn gzip flatc bubblewrap powershell-grammar ;;
      *) echo "$name" ;;
    esac
  done
}

[ $# -gt 0 ] || set -- examples
missing=
status=0
for name in $(expand "$@"); do
  present "$name" && continue
  if [ "$name" != powershell-grammar ]; then missing="$missing $name"; continue; fi
  install_grammar && present "$name" && continue
  printf 'Could not install %s. By hand: %s\n' "$name" "$(hint "$name")" >&2
  status=1
done
[ -n "$missing" ] || exit $status

if ! may_install; then
  echo "Not installed here (no apt, or no right to use it); Polyglot goes on without:" >&2
  for name in $missing; do printf '  %-18s %s\n' "$name" "$(hint "$name")" >&2; done
  exit $status
fi

echo "Installing:$missing" >&2
apt_get update || echo "apt-get update failed; trying with the lists that are there" >&2
packages=
julia=
for name in $missing; do
  if [ "$name" = julia ]; then
    # There already, but not in order: mend it first.
    if command -v julia >/dev/null && give_julia_its_libunwind; then continue; fi
    julia=1
  else
    packages="$packages $(apt_package "$name")"
  fi
done
# shellcheck disable=SC2086  # a list of package names
[ -z "$packages" ] || apt_get install -y --no-install-recommends $packages || status=1
[ -z "$julia" ] || install_julia || status=1
for name in $missing; do
  present "$name" && continue
  printf 'Could not install %s. By hand: %s\n' "$name" "$(hint "$name")" >&2
  status=1
done
if [ -n "$julia" ] && command -v julia >/dev/null; then make_image; fi
exit $status
