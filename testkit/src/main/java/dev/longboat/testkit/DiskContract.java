package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LockedException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [Disk] does, as far as a running process can see. A subclass brings the disk.
///
/// The last test drives the disk and a plain array through the same random calls, in both write
/// modes, so that every mixture of reads and writes is held to one answer.
/// Confined to the test's thread.
public abstract class DiskContract {
    private static final int BLOCK = Disk.BLOCK_BYTES;

    /// An empty disk, the same one throughout a test.
    protected abstract Disk disk() throws IOException;

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer aligned(Arena arena, int bytes, int value) {
        ByteBuffer buffer = AlignedBuffers.allocate(arena, bytes);
        while (buffer.hasRemaining()) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    /// Creates a file that holds `text`.
    private void write(String name, String text) throws IOException {
        try (DiskFile file = disk().create(name, WriteMode.BUFFERED)) {
            file.writeFully(ascii(text), 0);
        }
    }

    private String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.US_ASCII);
    }

    private byte[] bytes(String name) throws IOException {
        try (DiskFile file = disk().openToRead(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(bytes, 0);
            return bytes.array();
        }
    }

    // ---- Bytes

    @Test
    void create_makesAnEmptyFile_thatCanBeReadAndWritten() throws IOException {
        try (DiskFile file = disk().create("f", WriteMode.BUFFERED)) {
            assertThat(file.name()).isEqualTo("f");
            assertThat(file.size()).isZero();
            assertThat(file.write(ascii("hello"), 0)).isEqualTo(5);
            assertThat(file.size()).isEqualTo(5);
            ByteBuffer read = ByteBuffer.allocate(3);
            file.readFully(read, 1);
            assertThat(new String(read.array(), StandardCharsets.US_ASCII)).isEqualTo("ell");
        }
        assertThat(text("f")).isEqualTo("hello");
    }

    @Test
    void create_takenName_isRefusedAndTheFileKept() throws IOException {
        write("f", "kept");
        disk().createDirectory("d");
        assertThatThrownBy(() -> disk().create("f", WriteMode.BUFFERED).close())
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("f");
        assertThatThrownBy(() -> disk().create("d", WriteMode.DURABLE).close())
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(text("f")).isEqualTo("kept");
    }

    @Test
    void open_missingName_isRefused() {
        assertThatThrownBy(() -> disk().openToRead("no").close()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().openToWrite("no", WriteMode.BUFFERED).close())
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().openToWrite("no", WriteMode.DURABLE).close())
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().create("no/f", WriteMode.BUFFERED).close())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no/f");
    }

    @Test
    void openToWrite_keepsWhatIsThere() throws IOException {
        write("f", "abcdef");
        try (DiskFile file = disk().openToWrite("f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("XY"), 2);
            assertThat(file.size()).isEqualTo(6);
        }
        assertThat(text("f")).isEqualTo("abXYef");
    }

    @Test
    void read_atAndBeyondTheEnd_isMinusOne_andFullyIsAnError() throws IOException {
        write("f", "abc");
        try (DiskFile file = disk().openToRead("f")) {
            assertThat(file.read(ByteBuffer.allocate(1), 3)).isEqualTo(-1);
            assertThat(file.read(ByteBuffer.allocate(1), 100_000)).isEqualTo(-1);
            assertThat(file.read(ByteBuffer.allocate(10), 1)).isEqualTo(2);
            assertThat(file.read(ByteBuffer.allocate(0), 1)).isZero();
            assertThatThrownBy(() -> file.readFully(ByteBuffer.allocate(4), 0))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("f");
        }
    }

    @Test
    void read_movesThePositionOfTheBufferAlone() throws IOException {
        write("f", "abcdef");
        try (DiskFile file = disk().openToRead("f")) {
            ByteBuffer target = ByteBuffer.allocate(8).position(2).limit(5);
            assertThat(file.read(target, 1)).isEqualTo(3);
            assertThat(target.position()).isEqualTo(5);
            assertThat(target.limit()).isEqualTo(5);
            assertThat(target.array()).startsWith(0, 0, 'b', 'c', 'd', 0);
        }
    }

    @Test
    void write_beyondTheEnd_leavesZerosBetween() throws IOException {
        try (DiskFile file = disk().create("f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("x"), 10_000);
        }
        assertThat(bytes("f")).hasSize(10_001).startsWith(0, 0, 0).endsWith(0, 0, 'x');
    }

    @Test
    void write_nothing_isZeroAndDoesNotGrow() throws IOException {
        try (DiskFile file = disk().create("f", WriteMode.BUFFERED)) {
            assertThat(file.write(ByteBuffer.allocate(0), 5000)).isZero();
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void truncate_cutsAndWhatGrowsAgainIsZeros() throws IOException {
        try (DiskFile file = disk().create("f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("abcdef"), 0);
            file.truncate(2);
            assertThat(file.size()).isEqualTo(2);
            file.writeFully(ascii("Z"), 4);
            file.sync(SyncKind.FULL);
        }
        assertThat(bytes("f")).containsExactly('a', 'b', 0, 0, 'Z');
    }

    @Test
    void truncate_beyondTheEnd_isRefused() throws IOException {
        try (DiskFile file = disk().create("f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("abc"), 0);
            assertThatThrownBy(() -> file.truncate(4)).isInstanceOf(IllegalArgumentException.class);
            assertThat(file.size()).isEqualTo(3);
        }
    }

    @Test
    void file_openedToRead_cannotBeWritten() throws IOException {
        write("f", "abc");
        try (DiskFile file = disk().openToRead("f")) {
            assertThatThrownBy(() -> file.write(ascii("x"), 0)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(RuntimeException.class);
        }
        assertThat(text("f")).isEqualTo("abc");
    }

    @Test
    void file_closed_isRefused_andClosingAgainDoesNothing() throws IOException {
        DiskFile file = disk().create("f", WriteMode.BUFFERED);
        file.close();
        file.close();
        List<ThrowingCallable> calls = List.of(
                () -> file.write(ascii("x"), 0),
                () -> file.read(ByteBuffer.allocate(1), 0),
                () -> file.sync(SyncKind.DATA),
                () -> file.truncate(0));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining("f");
        }
    }

    // ---- Durable mode

    @Test
    void durableWrite_isSeenByEveryOpenFile() throws IOException {
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk().create("f", WriteMode.DURABLE);
                DiskFile reader = disk().openToRead("f")) {
            file.writeFully(aligned(arena, 2 * BLOCK, 7), BLOCK);
            assertThat(file.size()).isEqualTo(3L * BLOCK);
            ByteBuffer read = ByteBuffer.allocate(3);
            reader.readFully(read, BLOCK - 1);
            assertThat(read.array()).containsExactly(0, 7, 7);
            read.clear();
            file.readFully(read, BLOCK - 1);
            assertThat(read.array()).containsExactly(0, 7, 7);
        }
    }

    @Test
    void durableWrite_ofUnalignedPositionLengthOrBuffer_isRefused() throws IOException {
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk().create("f", WriteMode.DURABLE)) {
            ByteBuffer good = aligned(arena, 2 * BLOCK, 1);
            List<Write> refused = List.of(
                    new Write(good.duplicate(), 512),
                    new Write(good.duplicate().limit(BLOCK + 1), 0),
                    new Write(good.duplicate().position(512).limit(512 + BLOCK), 0),
                    new Write(ByteBuffer.allocate(BLOCK), 0));
            for (Write each : refused) {
                assertThatThrownBy(() -> file.write(each.source(), each.position()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("f");
            }
            assertThat(file.size()).isZero();
            file.writeFully(good.duplicate().position(BLOCK), 0);
            assertThat(file.size()).isEqualTo(BLOCK);
        }
    }

    private record Write(ByteBuffer source, long position) {}

    @Test
    void durableFile_canBeReadAtAnyPositionAndLength() throws IOException {
        byte[] expected = new byte[3 * BLOCK];
        new SplittableRandom(1).nextBytes(expected);
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk().create("f", WriteMode.DURABLE)) {
            file.writeFully(
                    AlignedBuffers.allocate(arena, 3 * BLOCK).put(expected).flip(), 0);
            for (int from : new int[] {0, 1, 511, 512, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1}) {
                for (int count : new int[] {1, 2, 512, BLOCK, BLOCK + 1, 3 * BLOCK}) {
                    int fits = Math.min(count, expected.length - from);
                    for (ByteBuffer target : List.of(ByteBuffer.allocate(fits), ByteBuffer.allocateDirect(fits))) {
                        file.readFully(target, from);
                        byte[] read = new byte[fits];
                        target.flip().get(read);
                        assertThat(read).isEqualTo(Arrays.copyOfRange(expected, from, from + fits));
                    }
                }
            }
        }
    }

    // ---- Names

    @Test
    void list_isSortedAndWithoutTheDirectory() throws IOException {
        disk().createDirectory("d");
        write("d/b", "");
        write("d/a", "");
        write("c", "");
        disk().createDirectory("d/e");
        assertThat(disk().list("d")).containsExactly("a", "b", "e");
        assertThat(disk().list("")).containsExactly("c", "d");
        assertThat(disk().list("d/e")).isEmpty();
        assertThatThrownBy(() -> disk().list("no")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().list("c")).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void exists_knowsFilesAndDirectories() throws IOException {
        write("f", "");
        disk().createDirectory("d");
        assertThat(disk().exists("f")).isTrue();
        assertThat(disk().exists("d")).isTrue();
        assertThat(disk().exists("")).isTrue();
        assertThat(disk().exists("no")).isFalse();
        assertThat(disk().exists("no/f")).isFalse();
    }

    @Test
    void createDirectory_twice_isFine_butNotOverAFileOrWithoutParent() throws IOException {
        write("f", "");
        disk().createDirectory("d");
        disk().createDirectory("d");
        assertThatThrownBy(() -> disk().createDirectory("f")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().createDirectory("no/d")).isInstanceOf(NoSuchFileException.class);
        disk().syncDirectory("");
        disk().syncDirectory("d");
    }

    @Test
    void rename_replacesWhatHadTheName() throws IOException {
        disk().createDirectory("d");
        write("a", "new");
        write("d/b", "old");
        disk().rename("a", "d/b");
        assertThat(disk().exists("a")).isFalse();
        assertThat(text("d/b")).isEqualTo("new");
        assertThatThrownBy(() -> disk().rename("a", "x")).isInstanceOf(NoSuchFileException.class);
        disk().syncDirectory("d");
    }

    @Test
    void rename_overADirectory_isRefused() throws IOException {
        write("f", "");
        disk().createDirectory("d");
        write("d/g", "");
        assertThatThrownBy(() -> disk().rename("f", "d")).isInstanceOf(FileSystemException.class);
        assertThat(disk().exists("f")).isTrue();
        assertThat(disk().list("d")).containsExactly("g");
    }

    @Test
    void rename_leavesOpenFilesWithTheirBytes() throws IOException {
        write("a", "one");
        write("b", "two");
        try (DiskFile old = disk().openToRead("b");
                DiskFile moved = disk().openToWrite("a", WriteMode.BUFFERED)) {
            disk().rename("a", "b");
            moved.writeFully(ascii("O"), 0);
            ByteBuffer read = ByteBuffer.allocate(3);
            old.readFully(read, 0);
            assertThat(new String(read.array(), StandardCharsets.US_ASCII)).isEqualTo("two");
        }
        assertThat(text("b")).isEqualTo("One");
    }

    @Test
    void link_sharesTheBytes_andIsCounted() throws IOException {
        write("a", "one");
        disk().createDirectory("d");
        assertThat(disk().linkCount("a")).isEqualTo(1);
        disk().link("a", "d/b");
        assertThat(disk().linkCount("a")).isEqualTo(2);
        assertThat(disk().linkCount("d/b")).isEqualTo(2);
        try (DiskFile file = disk().openToWrite("d/b", WriteMode.BUFFERED)) {
            file.writeFully(ascii("O"), 0);
        }
        assertThat(text("a")).isEqualTo("One");
        disk().delete("a");
        assertThat(text("d/b")).isEqualTo("One");
        assertThat(disk().linkCount("d/b")).isEqualTo(1);
        assertThatThrownBy(() -> disk().linkCount("a")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void link_overATakenName_isRefused() throws IOException {
        write("a", "one");
        write("b", "two");
        assertThatThrownBy(() -> disk().link("a", "b")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().link("no", "c")).isInstanceOf(NoSuchFileException.class);
        assertThat(text("b")).isEqualTo("two");
    }

    @Test
    void delete_removesTheName_whileOpenFilesReadOn() throws IOException {
        write("f", "abc");
        try (DiskFile file = disk().openToRead("f")) {
            disk().delete("f");
            assertThat(disk().exists("f")).isFalse();
            assertThat(disk().list("")).isEmpty();
            ByteBuffer read = ByteBuffer.allocate(3);
            file.readFully(read, 0);
            assertThat(new String(read.array(), StandardCharsets.US_ASCII)).isEqualTo("abc");
        }
        assertThatThrownBy(() -> disk().delete("f")).isInstanceOf(NoSuchFileException.class);
        write("f", "again");
        assertThat(text("f")).isEqualTo("again");
    }

    @Test
    void delete_ofADirectory_needsItEmpty() throws IOException {
        disk().createDirectory("d");
        write("d/f", "");
        assertThatThrownBy(() -> disk().delete("d")).isInstanceOf(DirectoryNotEmptyException.class);
        disk().delete("d/f");
        disk().delete("d");
        assertThat(disk().exists("d")).isFalse();
    }

    @Test
    void names_withDotsOrEmptyParts_areRefused() {
        for (String name : List.of(".", "..", "a/../b", "a//b", "/a", "a/")) {
            assertThatThrownBy(() -> disk().exists(name))
                    .as("name '%s'", name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    // ---- Space and locks

    @Test
    void usableBytes_isPositive() throws IOException {
        assertThat(disk().usableBytes()).isPositive();
    }

    @Test
    void lock_isExclusive_untilItIsClosed() throws IOException {
        try (Closeable held = disk().lock("LOCK")) {
            assertThat(held).isNotNull();
            assertThat(disk().exists("LOCK")).isTrue();
            assertThatThrownBy(() -> disk().lock("LOCK").close()).isInstanceOf(LockedException.class);
            disk().lock("OTHER").close();
        }
        disk().lock("LOCK").close();
    }

    @Test
    void lock_closedTwice_doesNotReleaseTheNextHolders() throws IOException {
        Closeable first = disk().lock("LOCK");
        first.close();
        try (Closeable second = disk().lock("LOCK")) {
            assertThat(second).isNotNull();
            first.close();
            assertThatThrownBy(() -> disk().lock("LOCK").close()).isInstanceOf(LockedException.class);
        }
    }

    // ---- Threads

    @Test
    void interrupt_ofAReader_leavesTheFileOpenForOthers() throws Exception {
        write("f", "abc");
        try (DiskFile file = disk().openToRead("f");
                var threads = Executors.newSingleThreadExecutor()) {
            boolean flagKept = threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        file.readFully(ByteBuffer.allocate(3), 0);
                        return Thread.interrupted();
                    })
                    .get();
            assertThat(flagKept).isTrue();
            file.readFully(ByteBuffer.allocate(3), 0);
        }
    }

    // ---- All together

    @Test
    void randomCalls_giveWhatAPlainArrayGives() throws IOException {
        for (WriteMode mode : WriteMode.values()) {
            Seeds.of(getClass()).run(8, seed -> driveAgainstAnArray(mode, new Samples(seed)));
        }
    }

    private void driveAgainstAnArray(WriteMode mode, Samples samples) throws IOException {
        int unit = mode == WriteMode.DURABLE ? BLOCK : 1;
        int unitsMax = 6 * BLOCK / unit;
        byte[] model = new byte[12 * BLOCK];
        int size = 0;
        String name = "model";
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk().create(name, mode);
                DiskFile reader = disk().openToRead(name)) {
            for (int step = 0; step < 60; step++) {
                switch (samples.below(5)) {
                    case 0, 1 -> {
                        int at = samples.below(unitsMax) * unit;
                        byte[] bytes = samples.bytes((1 + samples.below(unitsMax)) * unit);
                        int capacity = (int) AlignedBuffers.roundUp(bytes.length);
                        file.writeFully(
                                AlignedBuffers.allocate(arena, capacity)
                                        .put(bytes)
                                        .flip(),
                                at);
                        System.arraycopy(bytes, 0, model, at, bytes.length);
                        size = Math.max(size, at + bytes.length);
                    }
                    case 2 -> {
                        int cut = samples.below(size / unit + 1) * unit;
                        file.truncate(cut);
                        Arrays.fill(model, cut, model.length, (byte) 0);
                        size = cut;
                    }
                    case 3 -> file.sync(samples.oneOf(SyncKind.DATA, SyncKind.FULL));
                    default -> {
                        int at = samples.below(size + 1);
                        int count = samples.below(size - at + 1);
                        ByteBuffer read = ByteBuffer.allocate(count);
                        samples.oneOf(file, reader).readFully(read, at);
                        assertThat(read.array()).isEqualTo(Arrays.copyOfRange(model, at, at + count));
                    }
                }
                assertThat(reader.size()).isEqualTo(size);
            }
        }
        assertThat(bytes(name)).isEqualTo(Arrays.copyOf(model, size));
        disk().delete(name);
    }
}
