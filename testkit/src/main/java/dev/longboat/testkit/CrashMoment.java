package dev.longboat.testkit;

/// Where, in a call, the power goes off.
public enum CrashMoment {
    /// Nothing of the call has happened.
    BEFORE,

    /// All of the call is under way and none of it is certain: a crash may keep any part, also of a
    /// write that would have been durable at its return.
    DURING
}
