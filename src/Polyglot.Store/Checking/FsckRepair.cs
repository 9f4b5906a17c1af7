using System.Globalization;

namespace Polyglot.Store;

/// <summary>What is done about each kind of finding.</summary>
internal static class FsckRepair
{
    /// <summary>Repairs one finding; false for one that only running again can.</summary>
    public static bool Repair(Repository repository, Finding finding)
    {
        switch (finding.Kind)
        {
            case FindingKind.DamagedObject:
                // Somebody may have put it again since it was found.
                if (ObjectLayout.IdOf(Path.GetFileName(Path.GetDirectoryName(finding.Path.AsSpan())), Path.GetFileName(finding.Path.AsSpan())) is not { } id) return false;
                return repository.FileObjects.Verify(id, finding.Path) is not ObjectLocation.Damaged || MoveToLost(repository, finding.Path);
            case FindingKind.Misplaced or FindingKind.BadRef or FindingKind.UnreadableAttempt or FindingKind.UnreadableRun:
                return MoveToLost(repository, finding.Path);
            case FindingKind.BadOutput or FindingKind.LostOutput:
                var folder = Path.GetDirectoryName(finding.Path);
                if (ExecutionLayout.IdOf(Path.GetFileName(Path.GetDirectoryName(folder.AsSpan())), Path.GetFileName(folder.AsSpan())) is not { } execution) return false;
                repository.Executions.Forget(execution);
                return true;
            case FindingKind.AbandonedLock:
                repository.Locks.RemoveDead(finding.Path);
                return true;
            case FindingKind.AbandonedTemp:
                TempSpace.Sweep(repository.Temp.Root, repository.Files, ProcessIdentity.Self);
                return true;
            default:
                return false;
        }
    }

    private static bool MoveToLost(Repository repository, string path)
    {
        var target = Path.Combine(repository.RepositoryPath, "lost", Path.GetRelativePath(repository.RepositoryPath, path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        for (var copy = 1; Path.Exists(target); copy++) target = string.Create(CultureInfo.InvariantCulture, $"{target}.{copy}");
        if (Directory.Exists(path)) Directory.Move(path, target);
        else if (File.Exists(path)) File.Move(path, target);
        else return false;
        return true;
    }
}
