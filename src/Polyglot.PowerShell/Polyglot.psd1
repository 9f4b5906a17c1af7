#
# Polyglot in PowerShell: chains of work across languages, brought up to date, looked at and handed on.
# about_Polyglot and docs/powershell.md tell more.
#
@{
    RootModule           = 'Polyglot.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f6b3d7e-2c41-4a8b-9a36-0d1c7e94b2f1'
    Author               = 'Polyglot'
    CompanyName          = 'Polyglot'
    Copyright            = 'MIT licence'
    Description          = 'Runs typed chains of tasks across languages, keeps every result by its content, and never computes anything twice.'

    # The module is compiled for .NET 10, which is what PowerShell 7.6 runs on.
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')

    FormatsToProcess     = @('Polyglot.format.ps1xml')
    CmdletsToExport      = @(
        'Export-PolyglotRun'
        'Get-PolyglotRun'
        'Get-PolyglotRunner'
        'Get-PolyglotTask'
        'Get-PolyglotValue'
        'Import-PolyglotRun'
        'Invoke-PolyglotDataflow'
        'New-PolyglotRepository'
        'Set-PolyglotValue'
        'Test-PolyglotRunner'
        'Watch-PolyglotDataflow'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('dataflow', 'cache', 'pipeline', 'python', 'node', 'julia')
        }
    }
}
