/// Immutable sorted files and what reads them.
module dev.longboat.table {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.longboat.disk;

    exports dev.longboat.table;
}
