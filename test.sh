#!/bin/bash
# Builds everything and runs every test in every language. The last line is `N passed, N failed, N skipped`.
#
#   ./test.sh                 everything
#   ./test.sh dotnet python   only these parts: format, dotnet, python, node, julia, powershell, conformance, suites, frames
#
# With CI set, a runtime that is missing is an error; elsewhere its tests are skipped with the reason.
set -u
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
passed=0 failed=0 skipped=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
parts=${*:-format dotnet python node julia powershell conformance suites frames}

has() { [[ " $parts " == *" $1 "* ]]; }

title() { printf '\n== %s\n' "$*"; }

# count <passed> <failed> <skipped>
count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

broken() {
  echo "FAILED: $*"
  echo "$*" >> "$logs/failures"
  count 0 1 0
}

# Remembers what failed, to name it once more at the end: blame <part> <log> <what a line that names a failure begins with>
blame() { grep -E "$3" "$2" | sed "s|^ *|$1: |" >> "$logs/failures"; }

missing() {
  if [ -n "${CI:-}" ]; then broken "$1 is missing, which CI does not allow"; else
    echo "skipped: $1 is missing (eng/setup.sh $2)"
    count 0 0 1
  fi
}

# The number that stands before a word in a summary line; 0 where the word is absent.
number() { grep -oE "$2" "$1" | grep -oE '[0-9]+' | tail -n 1 || true; }

# tally <part> <log> <what a line that names a failure begins with>: counts what the log's summary line says, `N passed, N failed[, N skipped]`.
tally() {
  grep -E '^[0-9]+ passed, [0-9]+ failed' "$2" | tail -n 1 > "$logs/line"
  if [ ! -s "$logs/line" ]; then broken "$1 did not end"; return; fi
  blame "$1" "$2" "$3"
  count "$(number "$logs/line" '[0-9]+ passed')" "$(number "$logs/line" '[0-9]+ failed')" "$(number "$logs/line" '[0-9]+ skipped' | grep . || echo 0)"
}

eng/setup.sh tests || echo "Set-up did not bring everything; what needs the rest is reported below."

if has format || has dotnet || has conformance || has suites; then
  title "build"
  if ! dotnet build Polyglot.sln -c Release --nologo -v quiet; then
    broken "build"
    printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    exit 1
  fi
fi

if has format; then
  title "format"
  if dotnet format Polyglot.sln --verify-no-changes --no-restore; then count 1 0 0; else broken "dotnet format Polyglot.sln"; fi
fi

if has dotnet; then
  for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    title "$name"
    dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=minimal" 2>&1 | tee "$logs/$name"
    line=$(grep -E '(Passed|Failed|Skipped)! +- Failed:' "$logs/$name" | tail -n 1)
    if [ -z "$line" ]; then broken "$name ran no test"; continue; fi
    echo "$line" > "$logs/line"
    blame "$name" "$logs/$name" '^ *Failed [^!]'
    count "$(number "$logs/line" 'Passed: +[0-9]+')" "$(number "$logs/line" 'Failed: +[0-9]+')" "$(number "$logs/line" 'Skipped: +[0-9]+')"
  done
fi

if has python; then
  # Once with the libraries of the system's Python, and once with a Python that has none, where there is one.
  seen=
  for python in /usr/bin/python3 python3; do
    command -v "$python" >/dev/null || continue
    resolved=$("$python" -c 'import os, sys; print(os.path.realpath(sys.executable))')
    case " $seen " in *" $resolved "*) continue ;; esac
    seen="$seen $resolved"
    title "python ($("$python" --version), $("$python" -c 'import importlib.util as u; print("with numpy" if u.find_spec("numpy") else "without numpy")'))"
    "$python" -m unittest discover -s runners/python/tests -t runners/python 2>&1 | tee "$logs/python"
    ran=$(number "$logs/python" 'Ran [0-9]+ tests?')
    bad=$(($(number "$logs/python" 'failures=[0-9]+' | grep . || echo 0) + $(number "$logs/python" 'errors=[0-9]+' | grep . || echo 0)))
    omitted=$(number "$logs/python" 'skipped=[0-9]+')
    if [ -z "$ran" ]; then broken "python tests did not run"; continue; fi
    blame python "$logs/python" '^(FAIL|ERROR): '
    count $((ran - bad - ${omitted:-0})) "$bad" "${omitted:-0}"
  done
  [ -n "$seen" ] || missing python python
fi

# node_tests <part> <file...>
node_tests() {
  local part=$1
  shift
  node --test --test-reporter=tap "$@" > "$logs/tap" 2>&1
  grep -E '^ *not ok|^# (tests|pass|fail|skipped)' "$logs/tap"
  if grep -qE '^# fail [1-9]' "$logs/tap"; then cat "$logs/tap"; fi
  if ! grep -q '^# pass' "$logs/tap"; then
    cat "$logs/tap"
    broken "$part: the tests of $* did not run"
    return
  fi
  blame "$part" "$logs/tap" '^ *not ok '
  count "$(number "$logs/tap" '^# pass [0-9]+')" "$(number "$logs/tap" '^# fail [0-9]+')" "$(number "$logs/tap" '^# skipped [0-9]+')"
}

if has node; then
  title "node"
  if command -v node >/dev/null; then
    node_tests node runners/node/tests/*.test.mjs
  else
    missing node node
  fi
fi

if has julia; then
  title "julia"
  if command -v julia >/dev/null; then
    # The compliance suites take long to compile: once is enough.
    POLYGLOT_SUITES_APART=$(has suites && echo 1) julia --startup-file=no runners/julia/tests/runtests.jl 2>&1 | tee "$logs/julia"
    tally julia "$logs/julia" 'Test Failed at|Error During Test'
    image=.polyglot/julia/image
    if [ -s $image/stamp ] && [ "$($image/launch --stamp "$(command -v julia)" 2>/dev/null)" = "$(cat $image/stamp)" ]; then
      title "julia from a system image"
      POLYGLOT_TEST_LAUNCHER=$PWD/$image/launch julia --startup-file=no runners/julia/tests/runtests.jl worker describe hostile starting east_worker east_plugin 2>&1 | tee "$logs/image"
      tally "julia from a system image" "$logs/image" 'Test Failed at|Error During Test'
    else
      # Allowed in CI too: making one takes five minutes of a processor, and nothing needs it.
      echo "skipped: no system image of Julia was made of this runtime (runners/julia/image/build.sh)"
      count 0 0 1
    fi
  else
    missing julia julia
  fi
fi

if has powershell; then
  title "powershell: every script parses"
  if [ -d tests/powershell/node_modules/web-tree-sitter ] && command -v node >/dev/null; then
    node_tests powershell tests/powershell/grammar.test.mjs
  else
    # Allowed in CI too: it is no runtime, and comes from a registry that not every machine reaches.
    echo "skipped: a grammar of PowerShell is not there (eng/setup.sh powershell-grammar, with npm)"
    count 0 0 1
  fi

  title "powershell: the module in a shell"
  # The module is published even where there is nothing to run it in: that it can be is worth knowing.
  if dotnet publish src/Polyglot.PowerShell -c Release -o "$logs/Polyglot" --nologo -v quiet && [ -f "$logs/Polyglot/Polyglot.psd1" ] && [ -f "$logs/Polyglot/runners.json" ]; then
    count 1 0 0
    if command -v pwsh >/dev/null; then
      pwsh -NoProfile -File tests/powershell/smoke.ps1 "$logs/Polyglot" 2>&1 | tee "$logs/smoke"
      tally "the smoke script of the PowerShell module" "$logs/smoke" '^failed '
    else
      # Allowed in CI too: PowerShell is in no archive that eng/setup.sh may use.
      echo "skipped: pwsh is not there; the module was not run in a shell"
      count 0 0 1
    fi
  else
    broken "publishing the PowerShell module"
  fi
fi

if has conformance; then
  # The runtimes over the real protocol, from the outside, as whoever adds a runtime tests theirs.
  for runner in python node julia; do
    title "conformance of $runner"
    if ! command -v "${runner/python/python3}" >/dev/null; then missing "$runner" "$runner"; continue; fi
    POLYGLOT_HOME=$PWD dotnet src/Polyglot.Cli/bin/Release/net10.0/polyglot.dll conformance --runner "$runner" 2>&1 | tee "$logs/conformance" | grep -v '^ok'
    tally "conformance of $runner" "$logs/conformance" '^ *failed '
  done
fi

if has suites; then
  # The public compliance suites in every runtime, over the real protocol. Those in .NET are also a test of the command line.
  suites=${POLYGLOT_CONFORMANCE:-../shared/conformance}/suites
  if [ -d "$suites" ]; then
    for runner in $(has dotnet || echo dotnet) python node julia; do
      title "East's compliance suites in $runner"
      command=${runner/python/python3}
      if ! command -v "$command" >/dev/null; then missing "$runner" "$runner"; continue; fi
      POLYGLOT_HOME=$PWD dotnet src/Polyglot.Cli/bin/Release/net10.0/polyglot.dll conformance --runner "$runner" --suites "$suites" 2>&1 | tee "$logs/suites"
      tally "suites in $runner" "$logs/suites" '^ *failed '
    done
  else
    echo "skipped: no suites in $suites"
    count 0 0 1
  fi
fi

if has frames; then
  title "golden frames and the released schema"
  if command -v flatc >/dev/null; then
    if python3 eng/golden-frames.py --check; then count 1 0 0; else broken "golden frames"; fi
    if flatc --conform ir/runner.v1.fbs ir/runner.fbs; then count 1 0 0; else broken "ir/runner.fbs does not conform to its released copy"; fi
  else
    missing flatc flatc
  fi
fi

if [ -s "$logs/failures" ]; then
  title "what failed"
  cat "$logs/failures"
fi
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
