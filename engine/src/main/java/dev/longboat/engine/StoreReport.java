package dev.longboat.engine;

import java.util.List;

/// What an examination of a store's files has found. Immutable.
///
/// @param findings in the order in which they were met; none when all is well
/// @param segments that were read whole
/// @param tables that were read whole
/// @param rows of these tables
/// @param values that lie outside the rows and were read through their pointers
/// @param bytes read from files
/// @param revision at which the store stands; 0 when that cannot be told
public record StoreReport(
        List<Finding> findings, int segments, int tables, long rows, long values, long bytes, long revision) {
    public StoreReport {
        findings = List.copyOf(findings);
    }

    /// Whether everything that was durable is as it was written.
    public boolean isSound() {
        return findings.stream().noneMatch(finding -> finding.kind() == Finding.Kind.DAMAGE);
    }
}
