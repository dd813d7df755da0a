package dev.longboat.client;

/// A comparison that must hold for a transaction's `then` to run. An absent key has the clocks 0;
/// no comparison with its value holds. Immutable.
///
/// ```java
/// Condition.on("config").version(Is.EQUAL, 3)
/// ```
///
/// @param key     the key that is looked at
/// @param is      how to compare
/// @param operand with what
public record Condition(Key key, Is is, Operand operand) {
    /// How what the key has compares with what is given.
    public enum Is {
        /// It is the same.
        EQUAL,
        /// It is another.
        NOT_EQUAL,
        /// It is smaller.
        LESS,
        /// It is larger.
        GREATER
    }

    /// What is compared.
    public sealed interface Operand {}

    /// Whether the key is there; takes EQUAL and NOT_EQUAL.
    public record Exists(boolean exists) implements Operand {}

    /// Puts since the key was created.
    public record Version(long version) implements Operand {}

    /// The revision at which the key was created.
    public record CreateRevision(long revision) implements Operand {}

    /// The revision of the newest version.
    public record Revision(long revision) implements Operand {}

    /// Puts since the key was first seen.
    public record Ordinal(long ordinal) implements Operand {}

    /// The lease that the key hangs on; 0: none.
    public record Lease(long lease) implements Operand {}

    /// The value, compared as unsigned bytes.
    public record ValueIs(Value value) implements Operand {}

    /// Starts a condition on a key.
    public static Subject on(Key key) {
        return new Subject(key);
    }

    /// Starts a condition on a key.
    public static Subject on(String key) {
        return new Subject(Key.of(key));
    }

    /// A key of which something is to be asked.
    ///
    /// @param key the key
    public record Subject(Key key) {
        /// The key is there.
        public Condition exists() {
            return new Condition(key, Is.EQUAL, new Exists(true));
        }

        /// The key is not there.
        public Condition isAbsent() {
            return new Condition(key, Is.EQUAL, new Exists(false));
        }

        /// Its version compares so.
        public Condition version(Is is, long version) {
            return new Condition(key, is, new Version(version));
        }

        /// Its create revision compares so.
        public Condition createRevision(Is is, long revision) {
            return new Condition(key, is, new CreateRevision(revision));
        }

        /// Its revision compares so: "unchanged since" is `revision(EQUAL, seen)`.
        public Condition revision(Is is, long revision) {
            return new Condition(key, is, new Revision(revision));
        }

        /// Its ordinal compares so.
        public Condition ordinal(Is is, long ordinal) {
            return new Condition(key, is, new Ordinal(ordinal));
        }

        /// The lease that it hangs on compares so.
        public Condition lease(Is is, long lease) {
            return new Condition(key, is, new Lease(lease));
        }

        /// Its value compares so.
        public Condition value(Is is, Value value) {
            return new Condition(key, is, new ValueIs(value));
        }
    }
}
