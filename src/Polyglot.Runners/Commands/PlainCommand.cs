using System.Buffers;

namespace Polyglot.Runners;

/// <summary>
/// A command that says the same to every POSIX shell: the name of a program and plain words. What a shell would do with it, after a start of its own that costs as
/// much as the program's, is to start that program; so a runner may leave the shell out (<see cref="PlainCommands.Direct"/>), as make does.
/// </summary>
internal static class PlainCommand
{
    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./- \t");

    // Reserved words and builtins of sh, dash, bash, ksh and zsh: a shell may do them itself, and not as the program of that name does.
    private static readonly HashSet<string> ShellWords = new(StringComparer.Ordinal)
    {
        ".", ":", "alias", "autoload", "bg", "bind", "break", "builtin", "caller", "case", "cd", "chdir", "command", "compgen", "complete", "compopt", "continue",
        "coproc", "declare", "dirs", "disown", "do", "done", "echo", "elif", "else", "enable", "esac", "eval", "exec", "exit", "export", "false", "fc", "fg", "fi",
        "for", "function", "getopts", "hash", "help", "history", "if", "in", "jobs", "kill", "let", "local", "logout", "mapfile", "newgrp", "noglob", "popd",
        "print", "printf", "pushd", "pwd", "read", "readarray", "readonly", "repeat", "return", "select", "set", "setopt", "shift", "shopt", "source", "suspend",
        "test", "then", "time", "times", "trap", "true", "type", "typeset", "ulimit", "umask", "unalias", "unset", "until", "wait", "whence", "which", "while",
    };

    /// <summary>The words of a plain command; null for one that a shell has to read.</summary>
    public static string[]? Words(string command)
    {
        if (command.AsSpan().ContainsAnyExcept(WordCharacters)) return null;
        var words = command.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        // A word with "=" in front would be an assignment, and a name with "/" depends on where it is looked up.
        return words.Length == 0 || words[0].AsSpan().ContainsAny('=', '/') || ShellWords.Contains(words[0]) ? null : words;
    }
}
