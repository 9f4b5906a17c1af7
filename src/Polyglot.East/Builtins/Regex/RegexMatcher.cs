using System.Runtime.CompilerServices;

namespace Polyglot.East;

/// <summary>
/// Matches a program against a text by backtracking, as ECMAScript defines it, unit by unit. Everything that can be taken back is on
/// one explicit stack, so the depth of a search is bounded by memory and not by the thread's stack; and steps are counted, so that a
/// search that would practically never end fails, after the same number of steps on every machine. Not thread-safe.
/// </summary>
/// <param name="program">The pattern.</param>
/// <param name="text">What is searched.</param>
/// <param name="steps">How many steps all searches together may take; a sensible pattern takes a few per unit of the text.</param>
internal sealed class RegexMatcher(RegexProgram program, string text, long steps)
{
    private const int FixedSteps = 10_000_000;
    private const int StepsPerUnit = 1000;
    private const int Lease = EastRun.Lease;
    private const int MaxStack = 3 * (1 << 24);
    // The third number of an entry on the stack whose first is the place in the code to go on at: a choice, a lazy run, or otherwise
    // the least position of a greedy run. An entry whose first is the complement of a register takes back a change of that.
    private const int Choice = -1;
    private const int LazyRun = -2;

    private readonly int[] _code = program.Code;
    private readonly int[] _registers = new int[program.Registers];
    private int[] _stack = new int[48];
    private int _top;
    private long _steps = steps;
    private int _lease = Lease;

    public RegexMatcher(RegexProgram program, string text) : this(program, text, FixedSteps + (long)text.Length * StepsPerUnit)
    {
    }

    /// <summary>Where the match starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where the match ends.</summary>
    public int End { get; private set; }

    /// <summary>The first match at or after a position.</summary>
    /// <exception cref="RegexTooCostlyException">The matcher has taken too many steps in all.</exception>
    public bool Find(int from)
    {
        for (var at = from; at <= text.Length; at++)
        {
            at = program.Start.Next(text, at);
            if (at < 0) return false;
            Array.Fill(_registers, -1);
            _top = 0;
            if (!Run(0, at, out var end)) continue;
            (Start, End) = (at, end);
            return true;
        }
        return false;
    }

    /// <summary>What a group captured in the match; empty when it did not take part.</summary>
    public ReadOnlySpan<char> Group(int index)
    {
        var start = _registers[index * 2];
        var end = _registers[index * 2 + 1];
        return start < 0 || end < 0 ? [] : text.AsSpan(start, end - start);
    }

    // A loop that must be fast from the first call on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Run(int pc, int position, out int end)
    {
        var bottom = _top;
        while (true)
        {
            if (--_lease < 0) Renew();
            var goesOn = true;
            switch ((RegexOp)_code[pc])
            {
                case RegexOp.Match:
                    end = position;
                    return true;
                case RegexOp.Literal:
                    goesOn = position < text.Length && text[position] == _code[pc + 1];
                    position++;
                    pc += 2;
                    break;
                case RegexOp.Unit:
                    goesOn = position < text.Length && program.Sets[_code[pc + 1]].Contains(text[position]);
                    position++;
                    pc += 2;
                    break;
                case RegexOp.UnitBack:
                    position--;
                    goesOn = position >= 0 && program.Sets[_code[pc + 1]].Contains(text[position]);
                    pc += 2;
                    break;
                case RegexOp.Run:
                    goesOn = TryRun(pc, ref position, mayGiveBack: true);
                    pc += 4;
                    break;
                case RegexOp.FirmRun:
                    goesOn = TryRun(pc, ref position, mayGiveBack: false);
                    pc += 4;
                    break;
                case RegexOp.LazyRun:
                    goesOn = TryLazyRun(pc, ref position);
                    pc += 3;
                    break;
                case RegexOp.Split:
                    Push(_code[pc + 1], position, Choice);
                    pc += 2;
                    break;
                case RegexOp.SplitLazy:
                    Push(pc + 2, position, Choice);
                    pc = _code[pc + 1];
                    break;
                case RegexOp.Jump:
                    pc = _code[pc + 1];
                    break;
                case RegexOp.Save:
                    Set(_code[pc + 1], position);
                    pc += 2;
                    break;
                case RegexOp.LoopEnter:
                    Set(_code[pc + 1], 0);
                    pc += 2;
                    break;
                case RegexOp.LoopNext:
                    pc = NextRound(pc, position);
                    break;
                case RegexOp.LoopBody:
                    BeginRound(pc, position);
                    pc += 4;
                    break;
                case RegexOp.LoopBack:
                    var register = _code[pc + 1];
                    goesOn = _registers[register] < _code[pc + 2] || _registers[register + 1] != position;
                    if (goesOn) Set(register, _registers[register] + 1);
                    pc = _code[pc + 3];
                    break;
                case RegexOp.Assert:
                    goesOn = Holds((RegexAssertion)_code[pc + 1], position);
                    pc += 2;
                    break;
                case RegexOp.Look:
                    goesOn = Look(pc, position);
                    pc = _code[pc + 2];
                    break;
                case RegexOp.BackReference:
                    goesOn = TryBackReference(pc, ref position);
                    pc += 4;
                    break;
            }
            if (goesOn) continue;
            if (!Backtrack(bottom, ref pc, ref position))
            {
                end = -1;
                return false;
            }
        }
    }

    /// <summary>Takes back what was done since the last choice, and chooses otherwise; false when there is no choice left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Backtrack(int bottom, ref int pc, ref int position)
    {
        while (_top > bottom)
        {
            var (first, second, third) = (_stack[_top - 3], _stack[_top - 2], _stack[_top - 1]);
            if (first < 0)
            {
                _registers[~first] = second;
                _top -= 3;
                continue;
            }
            if (third == LazyRun)
            {
                // One unit more, if it is in the set.
                if (second >= text.Length || !program.Sets[_code[first + 1]].Contains(text[second]))
                {
                    _top -= 3;
                    continue;
                }
                _stack[_top - 2] = position = second + 1;
                pc = first + 3;
                return true;
            }
            if (third > Choice)
            {
                // One unit less; third is where the run has its minimum.
                position = second - 1;
                pc = first;
                if (position == third) _top -= 3;
                else _stack[_top - 2] = position;
                return true;
            }
            (pc, position) = (first, second);
            _top -= 3;
            return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRun(int pc, ref int position, bool mayGiveBack)
    {
        var set = program.Sets[_code[pc + 1]];
        var limit = (int)Math.Min((long)position + _code[pc + 3], text.Length);
        var least = (long)position + _code[pc + 2];
        var at = position;
        while (at < limit && set.Contains(text[at])) at++;
        _lease -= (at - position) / 4;
        position = at;
        if (at < least) return false;
        if (mayGiveBack && at > least) Push(pc + 4, at, (int)least);
        return true;
    }

    private bool TryLazyRun(int pc, ref int position)
    {
        var set = program.Sets[_code[pc + 1]];
        for (var left = _code[pc + 2]; left > 0; left--)
        {
            if (position >= text.Length || !set.Contains(text[position])) return false;
            position++;
        }
        Push(pc, position, LazyRun);
        return true;
    }

    /// <summary>Another round of a loop or what follows it; the other of the two is kept as a choice where there is one.</summary>
    private int NextRound(int pc, int position)
    {
        var (count, end, body) = (_registers[_code[pc + 1]], _code[pc + 5], pc + 6);
        if (count < _code[pc + 2]) return body;
        if (count >= _code[pc + 3]) return end;
        var isGreedy = _code[pc + 4] != 0;
        Push(isGreedy ? end : body, position, Choice);
        return isGreedy ? body : end;
    }

    private void BeginRound(int pc, int position)
    {
        Set(_code[pc + 1] + 1, position);
        for (var register = _code[pc + 2]; register < _code[pc + 3]; register++)
            if (_registers[register] != -1) Set(register, -1);
    }

    /// <summary>Tries the code of a look-around. What it captured stays if it holds, its choices do not.</summary>
    private bool Look(int pc, int position)
    {
        var bottom = _top;
        var isNegated = _code[pc + 1] != 0;
        if (!Run(pc + 3, position, out _)) return isNegated;
        var kept = bottom;
        for (var at = bottom; at < _top; at += 3)
        {
            if (_stack[at] >= 0) continue;
            _stack.AsSpan(at, 3).CopyTo(_stack.AsSpan(kept));
            kept += 3;
        }
        _top = kept;
        if (!isNegated) return true;
        for (; _top > bottom; _top -= 3) _registers[~_stack[_top - 3]] = _stack[_top - 2];
        return false;
    }

    private bool Holds(RegexAssertion kind, int position) => kind switch
    {
        RegexAssertion.TextStart => position == 0,
        RegexAssertion.TextEnd => position == text.Length,
        RegexAssertion.LineStart => position == 0 || UnitSet.LineEnds.Contains(text[position - 1]),
        RegexAssertion.LineEnd => position == text.Length || UnitSet.LineEnds.Contains(text[position]),
        RegexAssertion.WordBoundary => IsWord(position - 1) != IsWord(position),
        _ => IsWord(position - 1) == IsWord(position),
    };

    private bool IsWord(int at) => at >= 0 && at < text.Length && UnitSet.Words.Contains(text[at]);

    private bool TryBackReference(int pc, ref int position)
    {
        var captured = Group(_code[pc + 1]);
        var start = _code[pc + 3] != 0 ? position - captured.Length : position;
        if (start < 0 || captured.Length > text.Length - start) return false;
        if (!IsSame(captured, text.AsSpan(start, captured.Length), ignoresCase: _code[pc + 2] != 0)) return false;
        position = _code[pc + 3] != 0 ? start : start + captured.Length;
        _lease -= captured.Length;
        return true;
    }

    private static bool IsSame(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoresCase)
    {
        if (!ignoresCase) return a.SequenceEqual(b);
        for (var i = 0; i < a.Length; i++)
            if (UnicodeCase.Folded(a[i]) != UnicodeCase.Folded(b[i])) return false;
        return true;
    }

    /// <summary>Every so many steps: the search may have become too long, and the run it belongs to may be over.</summary>
    private void Renew()
    {
        _steps -= Lease - _lease;
        if (_steps < 0) throw new RegexTooCostlyException();
        EastRun.Current?.Spend(Lease);
        _lease = Lease;
    }

    /// <summary>Changes a register so that the change is taken back with the last choice.</summary>
    private void Set(int register, int value)
    {
        Push(~register, _registers[register], 0);
        _registers[register] = value;
    }

    private void Push(int first, int second, int third)
    {
        if (_top + 3 > _stack.Length)
        {
            if (_stack.Length >= MaxStack) throw new RegexTooCostlyException();
            Array.Resize(ref _stack, _stack.Length * 2);
        }
        (_stack[_top], _stack[_top + 1], _stack[_top + 2]) = (first, second, third);
        _top += 3;
    }
}

/// <summary>A search has taken more steps, or more memory, than any sensible one.</summary>
internal sealed class RegexTooCostlyException : Exception;
