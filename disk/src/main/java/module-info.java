/// The port to files, clocks and randomness, and its Linux implementation.
module dev.longboat.disk {
    requires jdk.unsupported;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.longboat.disk;
}
