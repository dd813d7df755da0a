package dev.longboat.table;

/// What the last block of a table says; the bytes are drawn at [FooterLayout]. Immutable.
record Footer(long fileBytes, long rows, long revisionMin, long revisionMax, Span root, Span facts) {}
