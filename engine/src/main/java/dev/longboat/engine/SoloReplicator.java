package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.Journal;
import dev.longboat.journal.Pointer;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Commits alone: append, sync, apply, answer. One step takes what waits, evaluates it in order
/// into one entry, and makes that durable with one sync, however many wait.
///
/// The order within a step is the promise of the house: effects are encoded, the batch is synced,
/// then the entry is applied and so becomes visible, then callers are answered (E1). Pieces of
/// large values ride along; the entry that makes them visible is proposed only after they were
/// answered, so it lies behind them in the journal.
///
/// Confined to the store-journal thread.
final class SoloReplicator {
    /// A store alone is group 0 and has one term.
    private static final int GROUP = 0;

    static final long TERM = 1;

    /// How much of large values goes with one sync, so that small transactions behind them need not
    /// wait long.
    private static final int EXTENT_BYTES_PER_STEP = 8 << 20;

    private final Journal journal;
    private final AppliedState state;
    private final ValueReader values;
    private final Clock clock;
    private final StoreHealth health;
    private final MemtableLimit limit;
    private final SegmentPins pins;
    private final SpaceGuard space;
    private final int payloadBytesLimit;
    private final int leasesMax;

    SoloReplicator(
            Journal journal,
            AppliedState state,
            ValueReader values,
            SegmentPins pins,
            Clock clock,
            StoreHealth health,
            MemtableLimit limit,
            SpaceGuard space,
            StoreOptions options) {
        this.journal = journal;
        this.state = state;
        this.values = values;
        this.pins = pins;
        this.clock = clock;
        this.health = health;
        this.limit = limit;
        this.space = space;
        this.payloadBytesLimit = options.frameBytesMax();
        this.leasesMax = options.leasesMax();
    }

    /// What is answered when the batch is durable.
    private record Answer(Runnable complete, Proposal proposal) {}

    /// Takes proposals from the head of the queue and commits them. At least one is taken, and all
    /// that fit.
    void step(Deque<Proposal> waiting) {
        List<Answer> answers = new ArrayList<>();
        try {
            space.nudge();
            journal.zeroAhead(!space.isPressed());
            limit.enforce();
            switch (waiting.getFirst()) {
                case Proposal.Seal seal -> {
                    limit.seal();
                    waiting.removeFirst();
                    answers.add(new Answer(() -> seal.done().complete(null), seal));
                }
                case Proposal.Cover cover -> {
                    journal.mark();
                    waiting.removeFirst();
                    answers.add(new Answer(() -> cover.done().complete(null), cover));
                }
                case Proposal.Transact _, Proposal.Trim _, Proposal.Extent _ -> commit(waiting, answers);
            }
        } catch (ExhaustedException e) {
            withdraw(waiting, answers, e);
            return;
        } catch (IOException | RuntimeException e) {
            failed(answers, e);
            return;
        } catch (Error e) { // Of memory, say: whoever waits is told before the thread ends.
            failed(answers, e);
            throw e;
        }
        answers.forEach(answer -> answer.complete().run());
    }

    /// Nothing of the step was done. When the ballast has made room, all of it is tried again, and
    /// what brings new values is refused then; else all of it is.
    private void withdraw(Deque<Proposal> waiting, List<Answer> answers, ExhaustedException e) {
        try {
            if (e instanceof DiskFullException full && space.full(full)) {
                answers.reversed().forEach(answer -> waiting.addFirst(answer.proposal()));
                return;
            }
        } catch (IOException also) {
            also.addSuppressed(e);
            failed(answers, also);
            return;
        }
        answers.forEach(answer -> answer.proposal().fail(Failures.ofWrite(e)));
        if (answers.isEmpty()) {
            waiting.removeFirst().fail(Failures.ofWrite(e));
        }
    }

    private void failed(List<Answer> answers, Throwable e) {
        health.fail(e);
        answers.forEach(answer -> answer.proposal().fail(Failures.ofWrite(e)));
    }

    /// How it stands.
    Replicator.Status status() {
        return new Replicator.Status(TERM, state.index());
    }

    private void commit(Deque<Proposal> waiting, List<Answer> answers) throws IOException {
        TableSet set = state.hold();
        try (InFlight inFlight = new InFlight(state.revision(), Math.max(clock.wallMillis(), state.commitTime()))) {
            ProposalView view = new ProposalView(set, state, values, inFlight);
            Proposer proposer = new Proposer(view, pins, space, payloadBytesLimit, leasesMax);
            gather(waiting, proposer, answers);
            if (inFlight.isEmpty()) {
                journal.sync();
            } else {
                commit(inFlight);
            }
        } finally {
            set.release();
        }
    }

    /// Evaluates transactions into the flight, and appends extents, until enough is gathered.
    private void gather(Deque<Proposal> waiting, Proposer proposer, List<Answer> answers) throws IOException {
        long extentBytes = 0;
        while (!waiting.isEmpty()) {
            switch (waiting.peekFirst()) {
                case Proposal.Extent extent -> {
                    if (extentBytes > 0 && extentBytes + extent.bytes() > EXTENT_BYTES_PER_STEP) {
                        return;
                    }
                    waiting.removeFirst();
                    Optional<StoreException> refusal = extent.moves() ? Optional.empty() : space.refusal();
                    if (refusal.isPresent()) {
                        extent.fail(refusal.get());
                        continue;
                    }
                    extentBytes += extent.bytes();
                    append(extent, answers);
                }
                case Proposal.Seal _, Proposal.Cover _ -> {
                    return; // Each has a step of its own: there, what is refused has not been done.
                }
                case Proposal.Trim trim -> {
                    waiting.removeFirst();
                    trim(trim, proposer, answers);
                }
                case Proposal.Transact transact -> {
                    if (!evaluate(transact, proposer, answers)) {
                        return;
                    }
                    waiting.removeFirst();
                }
            }
        }
    }

    /// @return false when the transaction must wait for the next step
    private static boolean evaluate(Proposal.Transact transact, Proposer proposer, List<Answer> answers) {
        try {
            return switch (proposer.evaluate(transact.transaction())) {
                case Proposer.Outcome.Deferred _ -> false;
                case Proposer.Outcome.Evaluated evaluated -> {
                    answers.add(new Answer(() -> transact.done().complete(evaluated.commit()), transact));
                    yield true;
                }
            };
        } catch (StoreException e) {
            transact.fail(e);
            return true;
        } catch (IOException e) {
            transact.fail(Failures.ofRead(e));
            return true;
        }
    }

    private static void trim(Proposal.Trim trim, Proposer proposer, List<Answer> answers) {
        try {
            proposer.trimTo(trim.revision());
            answers.add(new Answer(() -> trim.done().complete(null), trim));
        } catch (RevisionException e) {
            trim.fail(e);
        }
    }

    private void append(Proposal.Extent extent, List<Answer> answers) throws IOException {
        ByteBuffer content = extent.content();
        answers.add(new Answer(() -> {}, extent));
        ByteBuffer payload = journal.begin(Proposal.Extent.HEAD_BYTES + content.remaining());
        Position at = journal.payloadPosition();
        payload.putLong(extent.upload()).putInt(extent.number()).putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(content.duplicate());
        Pointer pointer = new Pointer(
                at.segment(), journal.generation(), at.offset() + Proposal.Extent.HEAD_BYTES, content.remaining(), (int)
                        crc.getValue());
        payload.put(content.duplicate());
        journal.end(new FrameHead(FrameType.EXTENT, GROUP, TERM, 0));
        answers.set(answers.size() - 1, new Answer(() -> extent.done().complete(pointer), extent));
    }

    private void commit(InFlight inFlight) throws IOException {
        ByteBuffer payload = journal.begin((int) inFlight.payloadBytesMax());
        int start = payload.position();
        EntryCodec.encode(
                payload, inFlight.baseRevision(), inFlight.commitTime(), inFlight.transactions(), inFlight.horizon());
        ByteBuffer entry = payload.slice(start, payload.position() - start).order(ByteOrder.LITTLE_ENDIAN);
        Position at = journal.payloadPosition();
        int generation = journal.generation();
        long index = state.index() + 1;
        journal.end(new FrameHead(FrameType.ENTRY, GROUP, TERM, index));
        journal.sync();
        state.apply(index, at, generation, entry);
    }

    /// No more steps come.
    void end() {
        try {
            if (!health.hasFailed()) {
                limit.end();
            }
        } catch (ExhaustedException _) {
            // The next start replays it.
        } catch (IOException | RuntimeException e) {
            health.fail(e);
        }
    }

    /// Covers the last batch with a mark when nothing else has done so.
    void idle() {
        try {
            if (!health.hasFailed() && journal.markNeeded()) {
                journal.mark();
            }
        } catch (ExhaustedException _) {
            // A mark only shortens what recovery must judge; the next batch carries it.
        } catch (IOException | RuntimeException e) {
            health.fail(e);
        }
    }
}
