namespace Polyglot.East.Tests;

/// <summary>The checker on programs made by the reference, all of which are in order.</summary>
public sealed class CheckVectors
{
    private static readonly EastType Null = EastType.Null;

    private static readonly PlatformSignatures Platform = new(
    [
        new("describe", [EastType.String, EastType.AsyncFunction([], Null)], Null, IsAsync: true),
        new("test", [EastType.String, EastType.AsyncFunction([], Null)], Null, IsAsync: true),
        new("testPass", [], Null, IsAsync: false),
        new("testFail", [EastType.String], Null, IsAsync: false),
        new("log", [EastType.String], Null, IsAsync: false),
        new("fail", [EastType.String], EastType.Integer, IsAsync: false),
        new("later", [EastType.Integer], EastType.Integer, IsAsync: true),
    ]);

    [Test]
    public void The_suites_are_in_order()
    {
        foreach (var (name, file) in ProgramFiles.Suites()) Accept(name, IrReader.FromBeast2(file).Value);
    }

    [Test]
    public void The_functions_of_the_vectors_are_in_order()
    {
        foreach (var (item, value) in ProgramFiles.Vectors()) Accept(item.GetProperty("name").GetString()!, IrReader.FromValue(value).Value);
    }

    private static void Accept(string name, IrProgram program) => Assert.That(IrChecker.Check(program.Root, Platform), Is.Empty, name);
}
