/// The embeddable store.
module dev.longboat.engine {
    requires transitive dev.longboat.disk;
    requires transitive dev.longboat.journal;
    requires dev.longboat.table;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.longboat.engine;

    uses dev.longboat.engine.ValueCompression;
}
