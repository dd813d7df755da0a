/// Values compressed by Zstandard.
module dev.longboat.zstd {
    requires transitive dev.longboat.engine;
    requires com.github.luben.zstd_jni;
    requires static org.jspecify;

    exports dev.longboat.zstd;

    provides dev.longboat.engine.ValueCompression with
            dev.longboat.zstd.ZstdCompression;
}
