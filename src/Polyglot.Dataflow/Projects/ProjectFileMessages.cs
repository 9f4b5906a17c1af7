namespace Polyglot.Dataflow.Projects;

/// <summary>Messages about finding and opening project files.</summary>
internal static class ProjectFileMessages
{
    public const string TheProject = "the project file";
    public const string NoProjectFile = "the folder holds no polyglot.yaml";
    public const string NoProjectFileNext = "Run `polyglot init` there, or name the project file.";
    public const string UnreadableNext = "Check the path and its permissions.";

    public static string Unreadable(string detail) => $"the file cannot be read: {detail.TrimEnd('.')}";
}
