#!/bin/sh
# Publishes the command line into .polyglot/bin. Several at once are safe: one builds, the others wait for it.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
built=$root/.polyglot
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# The SDK itself needs no ICU data for a build.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

if ! command -v dotnet >/dev/null; then
  echo "The .NET SDK is missing: see README.md, 'What it needs'." >&2
  exit 3
fi

mkdir -p "$built"
if command -v flock >/dev/null && [ -z "${POLYGLOT_BUILD_LOCKED:-}" ]; then
  POLYGLOT_BUILD_LOCKED=1 exec flock "$built/build.lock" "$0" "$@"
fi

sources() {
  find "$root/src" "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" "$root/global.json" \
    \( -name obj -o -name bin \) -prune -o -type f "$@" -print
}

# Whoever waited for the lock finds the work done.
if [ -x "$built/bin/polyglot" ] && [ -f "$built/stamp" ] && [ -z "$(sources -newer "$built/stamp")" ] &&
  [ "$(sources | wc -l)" -eq "$(cat "$built/stamp")" ]; then exit 0; fi

echo "Building polyglot (first use, or the sources changed) ..." >&2
# The stamp is taken before the build, so that an edit during it is seen next time.
sources | wc -l | tr -d " " > "$built/stamp.new"
rm -rf "$built/new"
log=$built/build.log
# -p:RestoreLockedMode would fail where the lock file's runtime identifier differs; the lock still pins every version.
# Analysers have their say in test.sh; whoever only wants to run the program need not wait for them.
publish() {
  dotnet publish "$root/src/Polyglot.Cli/Polyglot.Cli.csproj" -c Release -o "$built/new" --nologo -v quiet -p:RunAnalyzersDuringBuild=false "$@" >"$log" 2>&1
}

# Where the packages of the framework itself cannot be had, a program without it does the same and starts slower.
if ! publish && { ! grep -q 'NU1[0-9]*:.*Microsoft\.NETCore\.App\.' "$log" || ! publish -p:WithFramework=false; }; then
  cat "$log" >&2
  echo "The build failed; its output is above and in $log" >&2
  exit 3
fi

# The running program keeps its files open: the old folder is moved away whole, never written into.
rm -rf "$built/old"
if [ -e "$built/bin" ]; then mv "$built/bin" "$built/old"; fi
mv "$built/new" "$built/bin"
rm -rf "$built/old"
dotnet=$(command -v dotnet)
while [ -L "$dotnet" ]; do
  target=$(readlink "$dotnet")
  case $target in /*) dotnet=$target ;; *) dotnet=$(dirname "$dotnet")/$target ;; esac
done
echo "${DOTNET_ROOT:-$(dirname "$dotnet")}" > "$built/dotnet-root"
mv "$built/stamp.new" "$built/stamp"
