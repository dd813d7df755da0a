package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.Transaction;
import dev.longboat.proto.v1.TrimToRequest;
import dev.longboat.proto.v1.WatchEvent;
import dev.longboat.proto.v1.WatchRequest;
import dev.longboat.proto.v1.WatchResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a watch tells what happens as `longboat.proto` says, and holds nothing while it waits
/// (G3). Method: generated stubs against a real store.
@Timeout(60)
final class WatchTest {
    private final Context.CancellableContext calls = Context.current().withCancellation();
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        calls.cancel(null);
        door.close();
    }

    private static WatchRequest.Builder prefix(String prefix) {
        return WatchRequest.newBuilder().setPrefix(bytes(prefix));
    }

    /// A watch that has begun.
    private Iterator<WatchResponse> watch(WatchRequest.Builder request) {
        Context before = calls.attach();
        try {
            return door.stub().watch(request.build());
        } finally {
            calls.detach(before);
        }
    }

    private static List<String> told(Iterator<WatchResponse> watch, int events) {
        List<String> told = new ArrayList<>();
        while (told.size() < events) {
            watch.next().getEventsList().forEach(event -> told.add(brief(event)));
        }
        return told;
    }

    private static String brief(WatchEvent event) {
        return event.getRevision() + " " + event.getVersion().getKey().toStringUtf8()
                + (event.getDeleted() ? " deleted" : "=" + event.getValue().toStringUtf8())
                + (event.hasPrevious()
                        ? " was " + event.getPrevious().getValue().toStringUtf8()
                        : "");
    }

    private static Operation set(String key, ByteString value) {
        return Operation.newBuilder()
                .setSet(SetRequest.newBuilder().setKey(bytes(key)).setValue(value))
                .build();
    }

    @Test
    void watch_fromNow_tellsWhatComes() {
        door.set("k", "old");
        Iterator<WatchResponse> watch = watch(prefix("k").setPrevious(true));
        assertThat(watch.next())
                .isEqualTo(WatchResponse.newBuilder().setRevision(2).build());
        door.set("k", "new");
        door.set("other", "x");
        door.stub().delete(DeleteRequest.newBuilder().setKey(bytes("k")).build());
        assertThat(told(watch, 2)).containsExactly("3 k=new was old", "5 k deleted was new");
    }

    @Test
    void watch_fromThePast_tellsOfOneKeyAndOfARange() {
        door.set("a", "1");
        door.set("b", "2");
        door.set("c", "3");
        assertThat(told(watch(WatchRequest.newBuilder().setKey(bytes("b")).setFromRevision(1)), 1))
                .containsExactly("3 b=2");
        WatchRequest.Builder range = WatchRequest.newBuilder().setFromRevision(3);
        range.getRangeBuilder().setFrom(bytes("a"));
        assertThat(told(watch(range), 2)).containsExactly("3 b=2", "4 c=3");
        assertThat(told(watch(range.setKeysOnly(true)), 2)).containsExactly("3 b=", "4 c=");
    }

    @Test
    void longRevision_comesInPartsThatSaySo() {
        Transaction.Builder transaction = Transaction.newBuilder();
        for (int i = 0; i < 20; i++) {
            transaction.addThen(set("k" + i, ByteString.copyFrom(new byte[20_000])));
        }
        door.stub().transact(transaction.build());
        door.set("k", "after");
        Iterator<WatchResponse> watch = watch(prefix("").setFromRevision(2));
        int events = 0;
        WatchResponse response = watch.next();
        while (events + response.getEventsCount() < 20) {
            events += response.getEventsCount();
            assertThat(response.getPartial()).isTrue();
            assertThat(response.getRevision()).isEqualTo(1);
            response = watch.next();
        }
        assertThat(response.getPartial()).isFalse();
        assertThat(response.getRevision())
                .isEqualTo(response.getEvents(response.getEventsCount() - 1).getRevision());
    }

    @Test
    void longValue_isLeftOut() {
        door.set("k", new byte[(1 << 20) + 1]);
        WatchResponse response = watch(prefix("").setFromRevision(2)).next();
        assertThat(response.getEvents(0).getValueOmitted()).isTrue();
        assertThat(response.getEvents(0).getVersion().getValueBytes()).isEqualTo((1 << 20) + 1);
    }

    @Test
    void horizon_endsTheWatch() {
        door.set("k", "1");
        door.set("k", "2");
        door.stub().trimTo(TrimToRequest.newBuilder().setRevision(3).build());
        assertThat(refusal(prefix("").setFromRevision(2))).contains("REVISION_TRIMMED {oldest=3, revision=2}");
        assertThat(told(watch(prefix("").setFromRevision(3)), 1)).containsExactly("3 k=2");
    }

    @Test
    void whatMakesNoSense_isRefused() {
        assertThat(refusal(WatchRequest.newBuilder())).contains("SELECTOR_MISSING");
        assertThat(refusal(WatchRequest.newBuilder().setKey(ByteString.EMPTY))).contains("KEY_EMPTY");
        assertThat(refusal(prefix("").setFromRevision(-1))).contains("NUMBER_OUT_OF_RANGE");
        assertThat(refusal(prefix("").setProgressMs(99))).contains("NUMBER_OUT_OF_RANGE");
    }

    private String refusal(WatchRequest.Builder request) {
        return reason(catchThrowableOfType(
                StatusRuntimeException.class, () -> watch(request).next()));
    }

    @Test
    void idleWatch_saysHowFarTheStoreHasCome_andHoldsNothing() {
        Iterator<WatchResponse> watch = watch(prefix("k").setProgressMs(100));
        assertThat(watch.next().getRevision()).isEqualTo(1);
        door.set("other", "x");
        WatchResponse progress = watch.next();
        while (progress.getRevision() < 2) {
            assertThat(progress.getEventsCount()).isZero();
            progress = watch.next();
        }
        while (door.resources.answers().bytesHeld() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        door.set("k", "1");
        assertThat(told(watch, 1)).containsExactly("3 k=1");
    }

    @Test
    void watchThatIsNotRead_holdsABoundedPart_andMissesNothing() {
        Iterator<WatchResponse> watch = watch(prefix("k"));
        watch.next();
        byte[] value = new byte[50_000];
        for (int i = 0; i < 200; i++) {
            door.set("k" + i, value);
        }
        assertThat(door.resources.answers().bytesHeld()).isLessThan(1 << 20);
        List<String> told = told(watch, 200);
        for (int i = 0; i < 200; i++) {
            assertThat(told.get(i)).startsWith((i + 2) + " k" + i + "=");
        }
    }

    @Test
    void stoppingServer_endsTheWatch() {
        Iterator<WatchResponse> watch = watch(prefix(""));
        watch.next();
        door.resources.draining().begin();
        assertThat(reason(catchThrowableOfType(StatusRuntimeException.class, watch::next)))
                .contains("SERVER_STOPPING");
    }
}
