package dev.longboat.disk;

import java.security.SecureRandom;

/// Where chance comes from. Safe for concurrent use.
public interface Randomness {
    /// Sixty-four bits, each as likely 0 as 1.
    long nextLong();

    /// The machine's own source.
    static Randomness system() {
        SecureRandom source = new SecureRandom();
        return source::nextLong;
    }
}
