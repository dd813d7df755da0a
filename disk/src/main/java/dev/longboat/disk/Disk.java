package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// A tree of files below one root: the only way this house reaches files.
///
/// Names are relative to the root, use `/`, and never contain `.` or `..` as a part. Every failure
/// is an [IOException] whose message names the file. Nothing is durable before it is synced (D1,
/// D2). `toString` is how errors name the root. Safe for concurrent use.
public interface Disk {
    /// The unit of [WriteMode#DURABLE] writes, in bytes.
    int BLOCK_BYTES = 4096;

    /// Creates an empty file and opens it for writing and reading.
    ///
    /// @throws FileAlreadyExistsException when the name is taken
    DiskFile create(String name, WriteMode mode) throws IOException;

    /// Opens an existing file for writing and reading.
    ///
    /// @throws NoSuchFileException when there is none
    DiskFile openToWrite(String name, WriteMode mode) throws IOException;

    /// Opens an existing file for reading. Positions, lengths and buffers need no alignment. What
    /// another open file wrote before a read began is seen by the read, whatever its mode.
    ///
    /// @throws NoSuchFileException when there is none
    DiskFile openToRead(String name) throws IOException;

    /// Whether a file or directory of this name exists.
    boolean exists(String name) throws IOException;

    /// The names in `directory` (without the directory's own), sorted; `""` is the root.
    List<String> list(String directory) throws IOException;

    /// Creates a directory unless it exists; its parent must.
    void createDirectory(String name) throws IOException;

    /// Gives the file `from` the name `to`, replacing atomically what had it.
    void rename(String from, String to) throws IOException;

    /// Gives the file `existing` a second name, which must not be taken; both names share the
    /// bytes.
    void link(String existing, String name) throws IOException;

    /// How many names the file has.
    int linkCount(String name) throws IOException;

    /// Removes a name; the bytes go with the last one.
    void delete(String name) throws IOException;

    /// Makes earlier changes of names in `directory` durable (D2); `""` is the root.
    void syncDirectory(String directory) throws IOException;

    /// Bytes that this process may still write below the root.
    long usableBytes() throws IOException;

    /// Takes the exclusive lock of the file `name`, creating it if need be, for the life of this
    /// process or until the result is closed.
    ///
    /// @throws LockedException when another process, or another part of this one, holds it
    Closeable lock(String name) throws IOException;
}
