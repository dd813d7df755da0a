package dev.longboat.journal;

/// There is no frame that a reader may accept. Immutable.
///
/// @param offset where one would begin
/// @param reason what was expected and what was found
record NoFrame(int offset, String reason) implements Found {}
