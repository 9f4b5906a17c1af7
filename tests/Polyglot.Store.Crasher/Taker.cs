using System.Globalization;

namespace Polyglot.Store.Crasher;

/// <summary>
/// Sees to it that a number of executions get done, together with others who do the same. While it has a claim it holds a lock of the kernel's
/// on a marker file, so that two who have the same claim at the same time find each other out.
/// </summary>
internal sealed class Taker(Repository repository, TextWriter report, string markers, int count)
{
    public async Task<int> RunAsync()
    {
        for (var i = 0; i < count; i++)
        {
            var execution = Hashing.Execution(TaskId.FromObject(Hashing.Object(BitConverter.GetBytes(i))), []);
            while (repository.Executions.Output(execution) is null)
            {
                if (repository.Executions.TryClaim(execution) is ClaimResult.Claimed claim)
                {
                    using (claim)
                        if (repository.Executions.Output(execution) is null && !Work(execution, i)) return 1;
                }
                else
                {
                    await repository.Executions.WaitAsync(execution, CancellationToken.None);
                }
            }
        }
        return 0;
    }

    private bool Work(ExecutionId execution, int i)
    {
        FileStream marker;
        try
        {
            marker = new FileStream(Path.Combine(markers, i.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            report.WriteLine($"clash {i}");
            return false;
        }
        using (marker)
        {
            report.WriteLine($"took {i}");
            report.Flush();
            var output = repository.Objects.Put(BitConverter.GetBytes(i));
            repository.Executions.Complete(execution, output, new Attempt
            {
                Status = AttemptStatus.Ok,
                StartedAt = DateTimeOffset.UnixEpoch,
                EndedAt = DateTimeOffset.UnixEpoch,
                Runner = "taker",
                Output = output,
            });
        }
        return true;
    }
}
