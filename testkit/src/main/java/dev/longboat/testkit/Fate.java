package dev.longboat.testkit;

/// What a crash does to one unit of unsynced work.
///
/// Sizes and names are kept or dropped; for them a harmed unit ([#ZEROED], [#GARBLED]) is a kept
/// one, so that a size may lead its data.
public enum Fate {
    /// It reached the medium.
    KEPT,

    /// It did not; what was there before is still there.
    DROPPED,

    /// The place reads as zeros.
    ZEROED,

    /// The place reads as nonsense: noise, flipped bits, or the old and the new mixed.
    GARBLED
}
