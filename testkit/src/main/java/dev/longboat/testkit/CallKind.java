package dev.longboat.testkit;

/// The kinds of calls that reach a [SimDisk]. Immutable.
public enum CallKind {
    CREATE("create", true),
    OPEN("open", false),
    READ("read", false),
    WRITE("write", true),
    SYNC("sync", true),
    TRUNCATE("truncate", true),
    RENAME("rename", true),
    LINK("link", true),
    DELETE("delete", true),
    CREATE_DIRECTORY("mkdir", true),
    SYNC_DIRECTORY("syncdir", true),
    LOCK("lock", true),
    LIST("list", false),
    STAT("stat", false);

    private final String verb;
    private final boolean mutates;

    CallKind(String verb, boolean mutates) {
        this.verb = verb;
        this.mutates = mutates;
    }

    /// How a transcript calls it.
    public String verb() {
        return verb;
    }

    /// Whether a crash before it and one after it can leave different disks. Such calls are
    /// counted.
    public boolean mutates() {
        return mutates;
    }
}
