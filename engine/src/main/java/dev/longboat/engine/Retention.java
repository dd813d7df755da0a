package dev.longboat.engine;

import java.time.Duration;

/// How much of a key's past a store keeps when nobody trims it. The newest version of a key that
/// exists is kept whatever the policy. Immutable.
public sealed interface Retention {
    /// Every version.
    record All() implements Retention {}

    /// The newest `count` versions of a key that exists, and nothing of one that was deleted. What
    /// is older cannot be seen by any read that begins later, whether or not its space has already
    /// been given back.
    ///
    /// @param count at least 1
    record Versions(int count) implements Retention {
        public Versions {
            if (count < 1) {
                throw new IllegalArgumentException("at least 1 version is kept, not " + count);
            }
        }
    }

    /// What could be seen at any moment of this last span of time: the store trims itself up to the
    /// revision that was newest then, about once a second while it has work, as [Store#trimTo]
    /// does.
    ///
    /// @param age positive; measured by the commit times of entries
    record Age(Duration age) implements Retention {
        public Age {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("an age of " + age + " is not positive");
            }
        }
    }

    /// Every version, for ever: the default.
    static Retention all() {
        return new All();
    }

    /// Only what is newest.
    static Retention newest() {
        return new Versions(1);
    }

    /// How many versions of a key are kept at most.
    default int versionsMax() {
        return this instanceof Versions versions ? versions.count() : Integer.MAX_VALUE;
    }
}
