namespace Polyglot.Runners;

/// <summary>Numbers of the <c>Message</c> union in <c>ir/runner.fbs</c>.</summary>
internal enum MessageType : byte
{
    None = 0,
    Hello = 1,
    Ready = 2,
    Execute = 3,
    Describe = 4,
    Ping = 5,
    Cancel = 6,
    Shutdown = 7,
    Completed = 8,
    Failed = 9,
    Cancelled = 10,
    Rejected = 11,
    Log = 12,
    Output = 13,
    Progress = 14,
}
