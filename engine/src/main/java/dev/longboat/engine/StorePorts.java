package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.Disk;
import dev.longboat.disk.Randomness;

/// The outside world of a store, so that a whole store can run in one thread under a seed.
/// Immutable.
///
/// @param disk whose root is the data directory
/// @param threads whether the store works on threads of its own; else every call does its work, and
///     the background's
///     work that became due, before it returns
public record StorePorts(Disk disk, Clock clock, Randomness randomness, boolean threads) {}
