package dev.longboat.testkit;

/// Looks at one world that a crash could leave: recovers from it and checks what it finds.
@FunctionalInterface
public interface CrashVisitor {
    /// Called once for each world.
    ///
    /// @param left the disk after the crash, the visitor's own
    void visit(SimDisk left) throws Exception;
}
