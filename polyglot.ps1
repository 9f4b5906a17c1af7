#!/usr/bin/env pwsh
# Polyglot from a checkout: builds on first use and after a change of the sources, then runs the program.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$built = Join-Path $root '.polyglot'
$onWindows = [System.IO.Path]::DirectorySeparatorChar -eq '\'
$program = Join-Path $built 'bin' | Join-Path -ChildPath $(if ($onWindows) { 'polyglot.exe' } else { 'polyglot' })
$stamp = Join-Path $built 'stamp'

function Test-Fresh {
    if (-not ((Test-Path $program) -and (Test-Path $stamp))) { return $false }
    $since = (Get-Item $stamp).LastWriteTimeUtc
    $sources = @(Get-ChildItem -Path (Join-Path $root 'src') -Recurse -File | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' })
    $sources += Get-ChildItem -Path $root -File | Where-Object { $_.Name -like 'Directory.*' -or $_.Name -eq 'global.json' }
    return -not ($sources | Where-Object { $_.LastWriteTimeUtc -gt $since } | Select-Object -First 1)
}

if (-not (Test-Fresh)) {
    [Console]::Error.WriteLine('Building polyglot (first use, or the sources changed) ...')
    $null = New-Item -ItemType Directory -Force -Path $built
    $begun = [DateTime]::UtcNow
    $output = & dotnet publish (Join-Path $root 'src/Polyglot.Cli/Polyglot.Cli.csproj') -c Release -o (Join-Path $built 'bin') --nologo -v quiet
    if ($LASTEXITCODE -ne 0) {
        $output | ForEach-Object { [Console]::Error.WriteLine($_) }
        exit 3
    }
    $null = New-Item -ItemType File -Force -Path $stamp
    (Get-Item $stamp).LastWriteTimeUtc = $begun
}

$env:POLYGLOT_HOME = $root
if (-not $env:DOTNET_ROOT) {
    $dotnet = (Get-Command dotnet).Source
    $env:DOTNET_ROOT = Split-Path -Parent $dotnet
}
& $program @args
exit $LASTEXITCODE
