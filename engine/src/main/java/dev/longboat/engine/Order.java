package dev.longboat.engine;

/// In which direction keys are walked.
public enum Order {
    ASCENDING,
    DESCENDING
}
