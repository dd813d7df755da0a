package dev.longboat.server;

/// A value that was given for a setting, and where. Immutable.
///
/// @param source such as `--port`, `LB_PORT` or `lb.yaml:3`
record Given(String text, String source) {}
