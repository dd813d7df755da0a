/// Append-only segments, frames, group commit, replay.
module dev.longboat.journal {
    requires transitive dev.longboat.disk;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.longboat.journal;
}
