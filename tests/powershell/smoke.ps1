#!/usr/bin/env pwsh
# Uses every cmdlet of the built module once, on a project of shell commands. Needs nothing but PowerShell 7.6 and a POSIX shell.
#
#   pwsh -NoProfile -File tests/powershell/smoke.ps1 <folder of Polyglot.psd1>
#
# The last line is `N passed, N failed`; the exit code is 1 when something failed.
param(
    [Parameter(Mandatory = $true)]
    [string] $Module
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$script:passed = 0
$script:failed = 0

function Test-That {
    param([string] $Name, [scriptblock] $Check)
    try {
        $result = & $Check
        if ($result -ne $true) { throw "gave $result" }
        $script:passed++
    }
    catch {
        $script:failed++
        Write-Output "failed $Name`: $_"
    }
}

# The error that a piece of script ends with.
function Get-Failure {
    param([scriptblock] $Script)
    try {
        $null = & $Script
    }
    catch {
        return $_
    }
    throw 'nothing failed'
}

$work = Join-Path ([System.IO.Path]::GetTempPath()) "polyglot-smoke-$PID"
$project = Join-Path $work 'words'
$other = Join-Path $work 'other'
$archive = Join-Path $work 'run.tar'
$null = New-Item -ItemType Directory -Force -Path $project, $other

$yaml = @'
name: words
inputs:
  words: { file: words.txt, type: Blob }
  parts: { value: [{ name: a, size: 1 }, { name: b, size: 2 }], type: "Array<Struct<name: String, size: Integer>>" }
tasks:
  sorted:
    runner: shell
    command: "sort -u < {inputs.words} > {output}; echo sorting"
    inputs: { words: words }
    output: String
  total:
    runner: shell
    command: "wc -l < {inputs.sorted} | tr -d ' ' > {output}"
    inputs: { sorted: sorted }
    output: String
outputs:
  out/sorted.txt: sorted
'@

try {
    foreach ($folder in $project, $other) {
        Set-Content -Path (Join-Path $folder 'polyglot.yaml') -Value $yaml
        Set-Content -Path (Join-Path $folder 'words.txt') -Value "pear`napple`nfig`napple"
    }
    Import-Module (Join-Path $Module 'Polyglot.psd1')
    Set-Location $project

    Test-That 'the manifest is one' { (Test-ModuleManifest (Join-Path $Module 'Polyglot.psd1')).Name -eq 'Polyglot' }
    Test-That 'the module has its cmdlets' { @(Get-Command -Module Polyglot).Count -eq 11 }
    Test-That 'every cmdlet has help with examples' {
        @(Get-Command -Module Polyglot | Where-Object {
            $help = Get-Help $_.Name -Full
            -not $help.Description -or -not $help.Examples
        }).Count -eq 0
    }
    Test-That 'about_Polyglot is found' { (Get-Help about_Polyglot | Out-String) -match 'POLYGLOT' }

    Test-That '-WhatIf makes no repository' {
        New-PolyglotRepository -WhatIf
        Invoke-PolyglotDataflow -WhatIf
        -not (Test-Path '.e3')
    }
    Test-That 'a repository is made' { (New-PolyglotRepository).Project -eq (Get-Location).ProviderPath }
    Test-That 'a second one is an error with its id' { (Get-Failure { New-PolyglotRepository }).FullyQualifiedErrorId -like 'RepositoryExists,*' }

    Test-That 'a project runs' {
        $run = Invoke-PolyglotDataflow -Verbose 4>$null
        $run.Status -eq 'Succeeded' -and $run.Ran -eq 2
    }
    Test-That 'and then nothing runs' { (Invoke-PolyglotDataflow -Jobs 2).Ran -eq 0 }
    Test-That 'its output is there' { (Get-Content 'out/sorted.txt' -First 1) -eq 'apple' }
    Test-That 'projects come from the pipeline' { (Get-Item $other | Invoke-PolyglotDataflow total).Tasks -eq 2 }
    Test-That 'a task is forced' { (Invoke-PolyglotDataflow -ForceTask total).Ran -ge 1 }

    Test-That 'runs are listed' { @(Get-PolyglotRun).Count -eq 3 -and @(Get-PolyglotRun -First 1).Count -eq 1 }
    Test-That 'a run has a name' { (Get-PolyglotRun last).Id -eq (Get-PolyglotRun -First 1).Id }
    Test-That 'tasks are listed' { (Get-PolyglotTask).Name -join ',' -eq 'sorted,total' }
    Test-That 'a task says what it printed' { (Get-PolyglotTask sorted -Detailed).Attempt.StandardOutput -match 'sorting' }
    Test-That 'tasks of a run come from the pipeline' { @(Get-PolyglotRun last~1 | Get-PolyglotTask).Count -eq 2 }

    Test-That 'a value is read' { (Get-PolyglotValue total).Trim() -eq '3' }
    Test-That 'values of tasks come from the pipeline' { @(Get-PolyglotTask | Get-PolyglotValue).Count -eq 2 }
    Test-That 'structs are objects' { (Get-PolyglotValue parts | Measure-Object size -Sum).Sum -eq 3 }
    Test-That 'a value has a type' { (Get-PolyglotValue parts -As Type) -eq 'Array<Struct<name: String, size: Integer>>' }
    Test-That 'a table is stored and comes back' {
        $rows = [pscustomobject]@{ day = '2026-01-01'; ppm = '427.5' }, [pscustomobject]@{ day = [datetime]::new(2026, 1, 8, 0, 0, 0, 'Utc'); ppm = 428 }
        $stored = $rows | Set-PolyglotValue data/weekly 'Array<Struct<day: DateTime, ppm: Float>>'
        $back = @($stored | Get-PolyglotValue)
        $back.Count -eq 2 -and $back[0].ppm -eq 427.5 -and $back[1].day.Kind -eq 'Utc'
    }
    Test-That 'a hashtable, nothing and bytes are stored and come back' {
        $null = Set-PolyglotValue data/dict 'Dict<String, Option<Blob>>' -InputObject @{ b = $null; a = [byte[]](1, 2) }
        $dict = Get-PolyglotValue data/dict
        ($dict.Keys -join ',') -eq 'a,b' -and $dict['a'].Length -eq 2 -and $null -eq $dict['b']
    }
    Test-That 'a file is stored' { (Set-PolyglotValue data/words -File 'words.txt').Type -eq 'Blob' }
    Test-That 'what is no value is an error at its place' { "$(Get-Failure { Set-PolyglotValue data/n Integer -InputObject 'three' })" -match 'value should be a whole number' }

    Test-That 'runners are listed' { (Get-PolyglotRunner shell).Available }
    Test-That 'a runner is tested' { Get-PolyglotRunner shell | Test-PolyglotRunner -Quiet }

    Test-That 'a run is exported' { (Get-PolyglotRun last | Export-PolyglotRun $archive).Runs.Count -eq 1 }
    Test-That 'and imported elsewhere' { (Import-PolyglotRun $archive -Project $other).Archive -eq $archive }
    Test-That 'a file that is to stay stays' { (Get-Failure { Export-PolyglotRun $archive -NoClobber }).CategoryInfo.Category -eq 'ResourceExists' }

    Test-That 'a watch goes around once' { (Watch-PolyglotDataflow -Cycles 1).Run.Status -eq 'Succeeded' }
    Test-That 'a watch ends when the pipeline has enough' { (Watch-PolyglotDataflow | Select-Object -First 1).Number -eq 1 }

    Test-That 'names are completed' {
        $completed = TabExpansion2 -inputScript 'Get-PolyglotValue so' -cursorColumn 20
        @($completed.CompletionMatches.CompletionText) -contains 'sorted'
    }
    Test-That 'a task that fails is an error with its id, and the run is given out' {
        Set-Content -Path 'polyglot.yaml' -Value $yaml.Replace('sort -u <', 'false <')
        $run = Invoke-PolyglotDataflow -ErrorAction SilentlyContinue -ErrorVariable errors
        $run.Status -eq 'Failed' -and @($errors)[0].FullyQualifiedErrorId -like 'TaskFailed,*' -and @($errors)[0].TargetObject -eq 'sorted'
    }
}
catch {
    $script:failed++
    Write-Output "failed to go on: $_"
}
finally {
    Set-Location ([System.IO.Path]::GetTempPath())
    Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
}

Write-Output "$script:passed passed, $script:failed failed"
exit [int]($script:failed -gt 0)
