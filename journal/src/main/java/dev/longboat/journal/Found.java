package dev.longboat.journal;

/// What is at a place where a frame may begin. Immutable.
sealed interface Found permits Frame, NoFrame {}
