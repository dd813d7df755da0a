/// Values compressed by LZ4.
@SuppressWarnings("module") // its name ends in a digit, as LZ4 does
module dev.longboat.lz4 {
    requires transitive dev.longboat.engine;
    requires org.lz4.java;
    requires static org.jspecify;

    exports dev.longboat.lz4;

    provides dev.longboat.engine.ValueCompression with
            dev.longboat.lz4.Lz4Compression;
}
