using System.Net.Sockets;
using System.Text;
using Polyglot.Testing;

namespace Polyglot.Resident.Tests;

/// <summary>A host and its clients, over real sockets.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux,MacOsX")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ResidentServerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly HostAddress _address;
    private ResidentServer? _server;

    public ResidentServerTests() => _address = HostAddress.Of("/installation", "/project", name => name == "XDG_RUNTIME_DIR" ? _folder.Path : null);

    public void Dispose()
    {
        _server?.DisposeAsync().AsTask().Wait(Patience);
        _folder.Dispose();
    }

    [Test]
    public void A_command_is_run_with_what_was_sent_and_what_it_prints_comes_back()
    {
        Start(link =>
        {
            link.Error.Write("warning"u8);
            link.Out.Write(Encoding.UTF8.GetBytes($"{string.Join(' ', link.Command.Arguments)} in {link.Command.Folder} with {link.Command.Environment[0].Value}, {link.Columns} columns"));
            return Task.FromResult(7);
        });
        using var client = Connect();
        Assert.That(client.Host, Is.EqualTo(new HostMessage.Welcome(1, "b1", Environment.ProcessId, _time.GetUtcNow().UtcTicks, 0, false, "host")));
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        Assert.That(client.Run(Command("run", "-v"), output, error), Is.EqualTo(new HandOver.Done(7)));
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("run -v in /p with value, 99 columns"));
        Assert.That(Encoding.UTF8.GetString(error.ToArray()), Is.EqualTo("warning"));
        using var next = Connect();
        Assert.That(next.Host.Commands, Is.EqualTo(1));
    }

    [Test]
    public void More_output_than_a_message_holds_comes_whole()
    {
        var bytes = new byte[(3 * MessageCodec.MaxOutput) + 17];
        new Random(1).NextBytes(bytes);
        Start(link =>
        {
            link.Out.Write(bytes);
            return Task.FromResult(0);
        });
        using var client = Connect();
        using var output = new MemoryStream();
        client.Run(Command(), output, Stream.Null);
        Assert.That(output.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Who_comes_while_a_command_runs_is_told_and_nothing_of_it_begins()
    {
        var (started, mayEnd) = (NewSource(), NewSource());
        Start(async _ =>
        {
            started.TrySetResult();
            await mayEnd.Task;
            return 0;
        });
        using var first = Connect();
        var running = Task.Run(() => first.Run(Command(), Stream.Null, Stream.Null));
        await started.Task.WaitAsync(Patience);
        using var second = Connect();
        Assert.That(second.Host.IsBusy);
        Assert.That(second.Run(Command(), Stream.Null, Stream.Null), Is.EqualTo(new HandOver.None()));
        mayEnd.SetResult();
        Assert.That(await running.WaitAsync(Patience), Is.EqualTo(new HandOver.Done(0)));
    }

    [Test]
    public async Task Every_interrupt_of_the_client_reaches_the_command()
    {
        var (started, twice) = (NewSource(), NewSource());
        var count = 0;
        Start(async link =>
        {
            link.OnInterrupt(() =>
            {
                if (Interlocked.Increment(ref count) == 2) twice.TrySetResult();
            });
            started.TrySetResult();
            await twice.Task;
            return 130;
        });
        using var client = Connect();
        var running = Task.Run(() => client.Run(Command(), Stream.Null, Stream.Null));
        await started.Task.WaitAsync(Patience);
        client.Interrupt();
        client.Interrupt();
        Assert.That(await running.WaitAsync(Patience), Is.EqualTo(new HandOver.Done(130)));
    }

    [Test]
    public async Task A_client_that_goes_interrupts_its_command_and_the_host_stays()
    {
        var (started, interrupted) = (NewSource(), NewSource());
        Start(async link =>
        {
            link.OnInterrupt(() => interrupted.TrySetResult());
            started.TrySetResult();
            await interrupted.Task;
            link.Out.Write("to nobody"u8);
            return 0;
        });
        var client = Connect();
        var running = Task.Run(() => client.Run(Command(), Stream.Null, Stream.Null));
        await started.Task.WaitAsync(Patience);
        client.Dispose();
        await interrupted.Task.WaitAsync(Patience);
        Assert.That(await running.WaitAsync(Patience), Is.InstanceOf<HandOver.Lost>());
        Assert.That(SpinWait.SpinUntil(() => !IsBusy(), Patience));
    }

    [Test]
    public async Task A_host_that_ends_finishes_its_command_and_takes_no_other()
    {
        var (started, mayEnd) = (NewSource(), NewSource());
        Start(async _ =>
        {
            started.TrySetResult();
            await mayEnd.Task;
            return 5;
        });
        using var client = Connect();
        var running = Task.Run(() => client.Run(Command(), Stream.Null, Stream.Null));
        await started.Task.WaitAsync(Patience);
        using var other = Connect();
        var stopping = Task.Run(other.Stop);
        Assert.That(_server!.EndAsync().IsCompleted, Is.False);
        mayEnd.SetResult();
        Assert.That(await running.WaitAsync(Patience), Is.EqualTo(new HandOver.Done(5)));
        await stopping.WaitAsync(Patience);
        await _server!.Ended.WaitAsync(Patience);
        Assert.That(File.Exists(_address.SocketPath), Is.False);
        Assert.That(ResidentClient.Connect(_address, "b1"), Is.Null);
    }

    [Test]
    public async Task A_host_without_work_ends_after_a_while_and_not_while_it_works()
    {
        Start(_ =>
        {
            _time.Advance(TimeSpan.FromHours(1));
            return Task.FromResult(0);
        }, TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(9));
        using (var client = Connect()) Assert.That(client.Run(Command(), Stream.Null, Stream.Null), Is.EqualTo(new HandOver.Done(0)));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.That(_server!.Ended.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _server.Ended.WaitAsync(Patience);
    }

    [Test]
    public void One_project_has_one_host_and_what_a_killed_one_left_is_no_hindrance()
    {
        Directory.CreateDirectory(_address.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(_address.SocketPath, "left");
        Start(_ => Task.FromResult(0));
        using (Connect())
        {
        }
        Assert.That(ResidentServer.Start(new(_address, "b2", "host", null), _ => Task.FromResult(0), _time).Problem, Is.EqualTo(ResidentMessages.AlreadyRunning));
    }

    [Test]
    public void A_folder_that_others_can_open_is_not_used()
    {
        Start(_ => Task.FromResult(0));
        File.SetUnixFileMode(_address.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        Assert.That(ResidentClient.Connect(_address, "b1"), Is.Null);
        Assert.That(_address.Prepare(), Is.EqualTo(ResidentMessages.OpenFolder(_address.Folder)));
    }

    [Test]
    public void The_folder_is_made_for_its_owner_alone()
    {
        Assert.That(_address.Prepare(), Is.Null);
        Assert.That(File.GetUnixFileMode(_address.Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void Projects_and_installations_have_addresses_of_their_own()
    {
        var others = new[] { HostAddress.Of("/installation", "/other", _ => null), HostAddress.Of("/other", "/project", _ => null), HostAddress.Of("/installation", "/project", _ => null) };
        Assert.That(others.Select(a => Path.GetFileName(a.SocketPath)).Distinct().Count(), Is.EqualTo(3));
        Assert.That(Path.GetFileName(others[2].SocketPath), Is.EqualTo(Path.GetFileName(_address.SocketPath)));
    }

    [Test]
    public void Whether_there_is_any_host_is_seen_in_the_folder()
    {
        bool Any() => HostAddress.IsAnyThere(name => name == "XDG_RUNTIME_DIR" ? _folder.Path : null);
        Assert.That(Any(), Is.False, "no folder");
        Assert.That(_address.Prepare(), Is.Null);
        File.WriteAllText(_address.LockPath, "");
        Assert.That(Any(), Is.False, "no socket");
        Start(_ => Task.FromResult(0));
        Assert.That(Any(), Is.True);
    }

    [Test]
    public void Clients_that_talk_nonsense_do_no_harm()
    {
        Start(_ => Task.FromResult(4));
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(_address.SocketPath));
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0) socket.Send([.. MessageCodec.Encode(new HostMessage.Hello(1, "b1"))]);
            try
            {
                socket.Send(bytes);
            }
            catch (SocketException)
            {
                // The host has hung up already.
            }
        }
        using var client = Connect();
        Assert.That(client.Run(Command(), Stream.Null, Stream.Null), Is.EqualTo(new HandOver.Done(4)));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HostMessage.Command Command(params string[] arguments) => new(arguments, "/p", [new("NAME", "value")], true, true, 99);

    private void Start(Func<CommandLink, Task<int>> run, TimeSpan? idle = null)
    {
        (_server, var problem) = ResidentServer.Start(new(_address, "b1", "host", idle), run, _time);
        Assert.That(problem, Is.Null);
    }

    private ResidentClient Connect()
    {
        var client = ResidentClient.Connect(_address, "b1");
        Assert.That(client, Is.Not.Null);
        return client!;
    }

    private bool IsBusy()
    {
        using var client = Connect();
        return client.Host.IsBusy;
    }
}
