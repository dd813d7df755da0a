package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.EraseRequest;
import dev.longboat.proto.v1.FindRevisionRequest;
import dev.longboat.proto.v1.HistoryEvent;
import dev.longboat.proto.v1.HistoryRequest;
import dev.longboat.proto.v1.HistoryResponse;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.SweepRequest;
import dev.longboat.proto.v1.SweepResponse;
import dev.longboat.proto.v1.TrimToRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the past is told, and forgotten, as `longboat.proto` says. Method: generated stubs against
/// a real store.
final class HistoryTest {
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void history_tellsPutsAndDeletes_byPages_andInAView() {
        door.set("k", "one");
        door.set("k", "two");
        door.set("other", "x");
        door.stub().delete(DeleteRequest.newBuilder().setKey(bytes("k")).build());
        door.set("k", "three");

        assertThat(told(history().build())).containsExactly("6 three #3", "5 deleted #2", "3 two #2", "2 one #1");
        assertThat(told(history().setView(ReadView.newBuilder().setRevision(3)).build()))
                .containsExactly("3 two #2", "2 one #1");
        HistoryResponse first = door.stub().history(history().setLimit(3).build());
        assertThat(first.getMore()).isTrue();
        HistoryResponse rest = door.stub()
                .history(history()
                        .setLimit(3)
                        .setBeforeRevision(first.getEvents(2).getVersion().getRevision())
                        .build());
        assertThat(rest.getEventsList()).hasSize(1);
        assertThat(rest.getMore()).isFalse();
        assertThat(door.stub().history(history().setKeysOnly(true).build()).getEventsList())
                .filteredOn(event -> !event.getDeleted())
                .allMatch(event -> event.getValueOmitted() && event.getValue().isEmpty());
        assertThat(told(HistoryRequest.newBuilder().setKey(bytes("none")).build()))
                .isEmpty();
    }

    @Test
    void anErasedVersion_isGone_andOnlyOnce() {
        door.set("k", "one");
        door.set("k", "two");
        EraseRequest erase =
                EraseRequest.newBuilder().setKey(bytes("k")).setRevision(2).build();
        assertThat(door.stub().erase(erase).getErased()).isTrue();
        assertThat(door.stub().erase(erase).getErased()).isFalse();
        assertThat(told(history().build())).containsExactly("3 two #2");
    }

    @Test
    void sweeps_goOnWhereTheBatchBeforeEnded_andDryOnesChangeNothing() {
        for (int i = 0; i < 5; i++) {
            door.set("k" + i, "v");
        }
        door.set("l", "v");
        SweepRequest.Builder sweep =
                SweepRequest.newBuilder().setPrefix(bytes("k")).setDelete(true).setLimit(2);
        assertThat(sweep(sweep.clone().setDryRun(true))).containsExactly(2L, 2L, 1L);
        assertThat(door.get("k4").hasVersion()).isTrue();
        assertThat(sweep(sweep)).containsExactly(2L, 2L, 1L);
        assertThat(door.get("k4").hasVersion()).isFalse();
        assertThat(door.get("l").hasVersion()).isTrue();
        assertThat(sweep(sweep)).containsExactly(0L);
    }

    @Test
    void trims_keepWhatTheyAreToldTo() {
        for (int i = 0; i < 4; i++) {
            door.set("k", "v" + i);
        }
        assertThat(sweep(key().setBeforeRevision(3))).containsExactly(1L);
        assertThat(told(history().build())).containsExactly("5 v3 #4", "4 v2 #3", "3 v1 #2");
        assertThat(sweep(key().setKeepNewest(2))).containsExactly(1L);
        assertThat(told(history().build())).containsExactly("5 v3 #4", "4 v2 #3");
        assertThat(sweep(key().setKeepNewest(2))).containsExactly(0L);
        assertThat(sweep(key().setPurge(true))).containsExactly(1L);
        assertThat(told(history().build())).isEmpty();
        assertThat(door.set("k", "again").getWritten().getOrdinal()).isEqualTo(5);
    }

    @Test
    void theHorizon_moves_andRefusesWhatLiesBelow() {
        door.set("k", "one");
        door.set("k", "two");
        long time = System.currentTimeMillis() + 10_000;
        assertThat(door.stub()
                        .findRevision(
                                FindRevisionRequest.newBuilder().setTimeMs(time).build())
                        .getRevision())
                .isEqualTo(3);
        assertThat(door.stub()
                        .trimTo(TrimToRequest.newBuilder().setRevision(3).build())
                        .getOldestRevision())
                .isEqualTo(3);
        assertThat(refusal(() -> door.stub()
                        .trimTo(TrimToRequest.newBuilder().setRevision(3).build())))
                .contains("REVISION_TRIMMED");
        assertThat(refusal(() -> door.stub()
                        .trimTo(TrimToRequest.newBuilder().setRevision(9).build())))
                .contains("REVISION_FUTURE");
        assertThat(told(history().build())).containsExactly("3 two #2");
    }

    @Test
    void whatMakesNoSense_isRefused_andChangesNothing() {
        door.set("k", "one");
        assertThat(refusal(() -> sweep(SweepRequest.newBuilder().setDelete(true))))
                .contains("SELECTOR_MISSING");
        assertThat(refusal(() -> sweep(key()))).contains("OPERATION_MISSING");
        assertThat(refusal(() -> sweep(key().setKeepNewest(0)))).contains("NUMBER_OUT_OF_RANGE");
        assertThat(refusal(() -> sweep(key().setBeforeRevision(0)))).contains("NUMBER_OUT_OF_RANGE");
        assertThat(refusal(() -> sweep(key().setBeforeRevision(3)))).contains("REVISION_FUTURE");
        assertThat(refusal(() -> sweep(key().setDelete(true).setLimit(-1)))).contains("NUMBER_OUT_OF_RANGE");
        assertThat(refusal(() -> door.stub().history(HistoryRequest.getDefaultInstance())))
                .contains("KEY_EMPTY");
        assertThat(door.store.revision()).isEqualTo(2);
    }

    /// Keys changed by each batch, to the end.
    private List<Long> sweep(SweepRequest.Builder sweep) {
        List<Long> keys = new ArrayList<>();
        SweepRequest.Builder next = sweep.clone();
        do {
            SweepResponse batch = door.stub().sweep(next.build());
            keys.add(batch.getKeys());
            next.setFrom(batch.getNext());
        } while (!next.getFrom().isEmpty());
        return keys;
    }

    private static SweepRequest.Builder key() {
        return SweepRequest.newBuilder().setKey(bytes("k"));
    }

    private static HistoryRequest.Builder history() {
        return HistoryRequest.newBuilder().setKey(bytes("k"));
    }

    private List<String> told(HistoryRequest request) {
        return door.stub().history(request).getEventsList().stream()
                .map(HistoryTest::told)
                .toList();
    }

    private static String told(HistoryEvent event) {
        return event.getVersion().getRevision() + " "
                + (event.getDeleted() ? "deleted" : event.getValue().toStringUtf8()) + " #"
                + event.getVersion().getOrdinal();
    }

    private static String refusal(Runnable call) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }
}
