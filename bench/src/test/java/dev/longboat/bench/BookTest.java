package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A book allows what its writer was told and nothing else (B1): a checker that forgives proves
/// nothing.
final class BookTest {
    private final Tally tally = new Tally();
    private final Book book = new Book("book/", 100, tally);
    private final String key = book.key(0);

    @Test
    void keyNeverWritten_mayOnlyBeAbsent() {
        assertThat(isAllowed(Optional.empty())).isTrue();
        assertThat(isAllowed(Optional.of(book.value(book.next(key))))).isFalse();
    }

    @Test
    void acknowledgedWrite_mustBeFoundByteForByte() {
        byte[] value = written();
        assertThat(isAllowed(Optional.of(value))).isTrue();
        assertThat(isAllowed(Optional.empty())).isFalse();
        value[value.length - 1] ^= 1;
        assertThat(isAllowed(Optional.of(value))).isFalse();
    }

    @Test
    void laterWrite_takesThePlaceOfTheEarlier() {
        byte[] first = written();
        byte[] second = written();
        assertThat(isAllowed(Optional.of(first))).isFalse();
        assertThat(isAllowed(Optional.of(second))).isTrue();
    }

    @Test
    void refusedWrite_mayNotBeFound() {
        byte[] first = written();
        byte[] second = book.value(book.next(key));
        book.refused();
        assertThat(isAllowed(Optional.of(second))).isFalse();
        assertThat(isAllowed(Optional.of(first))).isTrue();
        assertThat(tally.refusals()).isEqualTo(1);
    }

    @Test
    void deletedKey_mayNotBeFound() {
        byte[] value = written();
        book.deleted(key);
        assertThat(isAllowed(Optional.of(value))).isFalse();
        assertThat(isAllowed(Optional.empty())).isTrue();
    }

    @Test
    void range_hasTheKeysThatAreThereAndNoOthers() {
        written();
        written(book.key(1));
        assertThat(isAllowed(List.of(key, book.key(1)))).isTrue();
        assertThat(isAllowed(List.of(key))).isFalse();
        assertThat(isAllowed(List.of(book.key(1), key))).isFalse();
        book.cleared();
        assertThat(isAllowed(List.of(key))).isFalse();
        assertThat(isAllowed(List.of())).isTrue();
    }

    @Test
    void error_isNeverAllowed() {
        book.unreadable(key, new IllegalStateException("EIO"));
        book.failed(book.next(key), new IllegalStateException("EIO"));
        assertThat(tally.violations()).hasSize(2).allMatch(what -> what.contains("EIO"));
    }

    private byte[] written() {
        return written(key);
    }

    private byte[] written(String at) {
        Book.Entry entry = book.next(at);
        book.written(entry);
        return book.value(entry);
    }

    private boolean isAllowed(Optional<byte[]> found) {
        int before = tally.violations().size();
        book.found(key, found);
        return tally.violations().size() == before;
    }

    private boolean isAllowed(List<String> found) {
        int before = tally.violations().size();
        book.found(found);
        return tally.violations().size() == before;
    }
}
