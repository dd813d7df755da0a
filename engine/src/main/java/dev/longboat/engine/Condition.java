package dev.longboat.engine;

/// What must hold for a transaction's `then` side. Over a range it must hold for every key there;
/// it holds for a range without keys, but a range of one key ([KeyRange#only]) is compared even
/// when the key does not exist. Immutable.
public sealed interface Condition {
    /// The keys that it looks at.
    KeyRange keys();

    /// A clock, or the lease, of the newest version compares so with a number. A key that does not
    /// exist compares as 0; every key that exists has a version of at least 1.
    record Numeric(KeyRange keys, Field field, Relation relation, long operand) implements Condition {}

    /// The newest value compares so, as unsigned bytes, with these. A key that does not exist has
    /// no value, and no comparison with it holds.
    record Content(KeyRange keys, Relation relation, byte[] operand) implements Condition {}

    /// The key exists.
    static Condition exists(Key key) {
        return new Numeric(KeyRange.only(key), Field.VERSION, Relation.GREATER, 0);
    }

    /// The key does not exist.
    static Condition absent(Key key) {
        return new Numeric(KeyRange.only(key), Field.VERSION, Relation.EQUAL, 0);
    }

    /// The newest version of the key was written by this revision; 0 when the key does not exist.
    static Condition writtenAt(Key key, long revision) {
        return new Numeric(KeyRange.only(key), Field.REVISION, Relation.EQUAL, revision);
    }

    /// The key's value is this.
    static Condition valueIs(Key key, byte[] value) {
        return new Content(KeyRange.only(key), Relation.EQUAL, value);
    }

    /// What a [Numeric] looks at: components of [KeyVersion].
    enum Field {
        CREATE_REVISION,
        REVISION,
        VERSION,
        ORDINAL,
        STAMP,
        LEASE
    }

    /// How what is found must relate to the operand.
    enum Relation {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        LESS;

        /// @param order the sign of (found − operand)
        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case GREATER -> order > 0;
                case LESS -> order < 0;
            };
        }
    }
}
