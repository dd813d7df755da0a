package dev.longboat.bench;

/// What one client of a [Check] asks for. Immutable.
///
/// @param verb what
/// @param key of which pair
/// @param value what to store; empty where nothing is stored
record Act(Verb verb, String key, String value) {
    /// The operations of all doors; each door has some of them.
    enum Verb {
        /// Stores a pair whose key is not there yet.
        CREATE,
        /// Stores a pair whose key is there.
        UPDATE,
        /// Stores a pair.
        SET,
        GET,
        DELETE
    }
}
