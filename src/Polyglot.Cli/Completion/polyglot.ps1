# Completion of polyglot's command line in PowerShell.
Register-ArgumentCompleter -Native -CommandName 'polyglot', 'polyglot.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $program = $words[0]
    $arguments = @($words | Select-Object -Skip 1)
    # Nothing has been typed of the word at the cursor: Windows PowerShell would lose an empty argument.
    if ($wordToComplete -eq '') { $arguments += if ($PSVersionTable.PSVersion.Major -lt 7) { '""' } else { '' } }
    & $program complete -- @arguments 2>$null | ForEach-Object {
        $text, $meaning = $_ -split "`t", 2
        if ($text -eq ':files') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
        else {
            if (-not $meaning) { $meaning = $text }
            $quoted = if ($text -match "[\s'`"``$;,(){}|&<>@#]") { "'" + $text.Replace("'", "''") + "'" } else { $text }
            [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $meaning)
        }
    }
}
