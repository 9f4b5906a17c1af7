@echo off
rem Polyglot from a checkout, for cmd.exe; polyglot.ps1 does the work.
where pwsh >nul 2>nul
if %ERRORLEVEL% equ 0 (
  pwsh -NoProfile -ExecutionPolicy Bypass -File "%~dp0polyglot.ps1" %*
) else (
  powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0polyglot.ps1" %*
)
exit /b %ERRORLEVEL%
