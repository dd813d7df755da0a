package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.pattern;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.proto.v1.Condition;
import dev.longboat.proto.v1.Condition.Comparison;
import dev.longboat.proto.v1.DeleteRangeRequest;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.RangeResult;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.TransactResponse;
import dev.longboat.proto.v1.Transaction;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: transactions decide, act and answer as `longboat.proto` says. Method: generated stubs
/// against a real store.
final class TransactTest {
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
    void conditions_decideWhichBranchRuns() {
        door.set("k", "one");
        Transaction.Builder swap = Transaction.newBuilder()
                .addConditions(condition("k", Comparison.EQUAL).setValue(bytes("one")))
                .addThen(set("k", "two"))
                .addOtherwise(get("k"));
        TransactResponse first = transact(swap);
        TransactResponse second = transact(swap);
        assertThat(first.getSucceeded()).isTrue();
        assertThat(first.getRevision()).isEqualTo(3);
        assertThat(first.getResults(0).getSet().getWritten().getVersion()).isEqualTo(2);
        assertThat(second.getSucceeded()).isFalse();
        assertThat(second.getRevision()).isEqualTo(3);
        assertThat(second.getResults(0).getGet().getValue()).isEqualTo(bytes("two"));
    }

    @Test
    void everyOperand_isCompared() {
        door.set("k", "v");
        door.set("k", "v");
        List<Condition.Builder> holding = List.of(
                condition("k", Comparison.EQUAL).setExists(true),
                condition("k", Comparison.NOT_EQUAL).setExists(false),
                condition("none", Comparison.EQUAL).setExists(false),
                condition("k", Comparison.EQUAL).setVersion(2),
                condition("k", Comparison.LESS).setCreateRevision(3),
                condition("k", Comparison.GREATER).setRevision(2),
                condition("k", Comparison.NOT_EQUAL).setOrdinal(1),
                condition("k", Comparison.LESS).setValue(bytes("w")),
                condition("none", Comparison.EQUAL).setVersion(0));
        for (Condition.Builder condition : holding) {
            assertThat(transact(Transaction.newBuilder().addConditions(condition))
                            .getSucceeded())
                    .as("%s", condition)
                    .isTrue();
        }
        assertThat(transact(Transaction.newBuilder()
                                .addConditions(
                                        condition("none", Comparison.NOT_EQUAL).setValue(bytes("x"))))
                        .getSucceeded())
                .isFalse();
        assertThat(door.store.revision()).isEqualTo(3);
    }

    @Test
    void operations_seeTheOnesBeforeThem_andShareARevision() {
        door.set("a/1", "x");
        door.set("a/2", "y");
        TransactResponse answer = transact(Transaction.newBuilder()
                .addThen(set("b", "new"))
                .addThen(Operation.newBuilder()
                        .setDeleteRange(DeleteRangeRequest.newBuilder().setPrefix(bytes("a/"))))
                .addThen(get("b"))
                .addThen(range("").setRange(RangeRequest.newBuilder().setPrefix(bytes(""))))
                .addThen(Operation.newBuilder()
                        .setDelete(
                                DeleteRequest.newBuilder().setKey(bytes("none")).setReturnPrevious(true)))
                .addThen(Operation.newBuilder()
                        .setTransaction(Transaction.newBuilder()
                                .addConditions(condition("b", Comparison.EQUAL).setExists(true))
                                .addThen(set("c", "then"))
                                .addOtherwise(set("c", "otherwise")))));
        assertThat(answer.getRevision()).isEqualTo(4);
        assertThat(answer.getResults(1).getDeleteRange().getDeleted()).isEqualTo(2);
        assertThat(answer.getResults(2).getGet().getVersion().getRevision()).isEqualTo(4);
        assertThat(keys(answer.getResults(3).getRange())).containsExactly("b");
        assertThat(answer.getResults(4).getDelete().getDeleted()).isFalse();
        TransactResponse nested = answer.getResults(5).getTransaction();
        assertThat(nested.getSucceeded()).isFalse();
        assertThat(nested.getResults(0).getSet().getWritten().getKey()).isEqualTo(bytes("c"));
        assertThat(door.get("c").getValue()).isEqualTo(bytes("otherwise"));
    }

    @Test
    void ranges_obeyLimitDirectionAndCount() {
        List.of("a", "b", "c").forEach(key -> door.set(key, key));
        RangeRequest.Builder all = RangeRequest.newBuilder().setPrefix(bytes(""));
        TransactResponse answer = transact(Transaction.newBuilder()
                .addThen(Operation.newBuilder().setRange(all.clone().setLimit(2)))
                .addThen(Operation.newBuilder().setRange(all.clone().setLimit(2).setReverse(true)))
                .addThen(Operation.newBuilder().setRange(all.clone().setCountOnly(true)))
                .addThen(Operation.newBuilder().setRange(all.clone().setKeysOnly(true))));
        assertThat(keys(answer.getResults(0).getRange())).containsExactly("a", "b");
        assertThat(answer.getResults(0).getRange().getMore()).isTrue();
        assertThat(keys(answer.getResults(1).getRange())).containsExactly("c", "b");
        assertThat(answer.getResults(1).getRange().getMore()).isTrue();
        assertThat(answer.getResults(2).getRange().getCount()).isEqualTo(3);
        assertThat(answer.getResults(3).getRange().getPairs(0).getValue().isEmpty())
                .isTrue();
        assertThat(answer.getRevision()).isEqualTo(4);
    }

    /// G4. What only read is refused, what changed something is cut and says so.
    @Test
    void answersBeyondEightMebibytes_areRefusedOrCut() {
        for (int i = 0; i < 9; i++) {
            door.set("big/" + i, pattern(1 << 20, i));
        }
        assertThat(refused(Transaction.newBuilder().addThen(range("big/"))))
                .startsWith("RESOURCE_EXHAUSTED ANSWER_TOO_LARGE {applied=no, bytes=")
                .endsWith("bytes_max=8388608}");
        TransactResponse cut =
                transact(Transaction.newBuilder().addThen(range("big/")).addThen(set("k", "v")));
        RangeResult pairs = cut.getResults(0).getRange();
        assertThat(pairs.getPairsCount()).isEqualTo(9);
        assertThat(pairs.getPairsList()).filteredOn(KeyValue::getValueOmitted).hasSize(2);
        assertThat(cut.getSerializedSize()).isLessThan(8 << 20);
        assertThat(door.get("k").getValue()).isEqualTo(bytes("v"));
    }

    /// G4.
    @Test
    void badTransactions_areRefused() {
        assertThat(refused(Transaction.newBuilder().addThen(set("k", "1")).addThen(set("k", "2"))))
                .startsWith("INVALID_ARGUMENT KEY_TWICE {applied=no");
        assertThat(refused(Transaction.newBuilder().addThen(Operation.newBuilder())))
                .isEqualTo("INVALID_ARGUMENT OPERATION_MISSING {applied=no}");
        assertThat(refused(Transaction.newBuilder().addConditions(condition("k", Comparison.EQUAL))))
                .isEqualTo("INVALID_ARGUMENT CONDITION_INVALID {applied=no}");
        assertThat(refused(Transaction.newBuilder()
                        .addConditions(condition("k", Comparison.LESS).setExists(true))))
                .isEqualTo("INVALID_ARGUMENT CONDITION_INVALID {applied=no}");
        assertThat(refused(Transaction.newBuilder()
                        .addThen(Operation.newBuilder()
                                .setGet(GetRequest.newBuilder()
                                        .setKey(bytes("k"))
                                        .setView(ReadView.newBuilder().setRevision(1))))))
                .isEqualTo("INVALID_ARGUMENT VIEW_IN_TRANSACTION {applied=no}");
        assertThat(refused(Transaction.newBuilder()
                        .addThen(set("k", "v"))
                        .addThen(Operation.newBuilder()
                                .setGet(GetRequest.newBuilder()
                                        .setKey(bytes("k"))
                                        .setInlineBytesMax(-1)))))
                .isEqualTo("INVALID_ARGUMENT NUMBER_OUT_OF_RANGE {applied=no, field=inline_bytes_max, value=-1}");
        assertThat(door.get("k").hasVersion()).isFalse();
        Transaction.Builder large = Transaction.newBuilder();
        for (int i = 0; i < 129; i++) {
            large.addThen(set("k" + i, "v"));
        }
        assertThat(refused(large))
                .isEqualTo("INVALID_ARGUMENT TRANSACTION_TOO_LARGE {applied=no, count=129, count_max=128}");
        assertThat(refused(nested(5))).isEqualTo("INVALID_ARGUMENT TRANSACTION_TOO_DEEP {applied=no, depth_max=4}");
        assertThat(transact(nested(4)).getSucceeded()).isTrue();
        assertThat(refused(nested(150))).startsWith("INVALID_ARGUMENT MESSAGE_MALFORMED {");
    }

    private static Transaction.Builder nested(int depth) {
        Transaction.Builder transaction = Transaction.newBuilder();
        for (int i = 1; i < depth; i++) {
            transaction =
                    Transaction.newBuilder().addThen(Operation.newBuilder().setTransaction(transaction));
        }
        return transaction;
    }

    private TransactResponse transact(Transaction.Builder transaction) {
        return door.stub().withMaxOutboundMessageSize(16 << 20).transact(transaction.build());
    }

    private String refused(Transaction.Builder transaction) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, () -> transact(transaction)));
    }

    private static List<String> keys(RangeResult range) {
        return range.getPairsList().stream()
                .map(pair -> pair.getVersion().getKey().toStringUtf8())
                .toList();
    }

    private static Operation.Builder set(String key, String value) {
        return Operation.newBuilder()
                .setSet(SetRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)));
    }

    private static Operation.Builder get(String key) {
        return Operation.newBuilder().setGet(GetRequest.newBuilder().setKey(bytes(key)));
    }

    private static Operation.Builder range(String prefix) {
        return Operation.newBuilder().setRange(RangeRequest.newBuilder().setPrefix(bytes(prefix)));
    }

    private static Condition.Builder condition(String key, Comparison comparison) {
        return Condition.newBuilder().setKey(bytes(key)).setComparison(comparison);
    }
}
