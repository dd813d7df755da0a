package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.LinuxDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A durable key-value store that keeps every version, in a directory of its own.
///
/// ```java
/// try (Store store = Store.open(Path.of("data"), StoreOptions.defaults())) {
///     store.put(Key.of("greeting"), "hello".getBytes(UTF_8));
///     store.get(Key.of("greeting")).ifPresent(found -> System.out.write(found.value().toBytes()));
/// }
/// ```
///
/// A call that returned, or a future that completed, is durable: it survives the end of the
/// process, of the system and of the power. Every later read sees it. What failed with
/// [StoreFailedException] may or may not have happened; what failed with any other [StoreException]
/// has not.
///
/// Reads block nobody and nobody blocks them. A blocking call that is interrupted keeps waiting and
/// leaves the thread interrupted.
///
/// Safe for concurrent use.
public final class Store implements AutoCloseable {
    /// A test proposes through it what only housekeeping does.
    final OpenStore parts;

    private final LargeValues largeValues;
    private final Compressor compressor;
    private final AtomicLong nextUpload;
    private final int segmentBytes;
    private final Scrub scrub;
    private final LongSupplier leaseIds;
    private final AtomicBoolean closed = new AtomicBoolean();

    Store(OpenStore parts, Compressor compressor, StoreOptions options, StorePorts ports) {
        this.parts = parts;
        this.scrub = new Scrub(parts, ports.clock(), ports.threads());
        this.largeValues =
                new LargeValues(this::upload, options.extentBytes(), options.frameBytesMax() / 2, compressor);
        this.compressor = compressor;
        this.segmentBytes = options.segmentBytes();
        this.leaseIds = ports.randomness()::nextLong;
        this.nextUpload = new AtomicLong(ports.randomness().nextLong());
    }

    /// Opens the store in a directory, or makes a new one where there is no directory or an empty
    /// one.
    ///
    /// @throws StoreLockedException when it is open elsewhere
    /// @throws StoreFormatException when it is not a store, or of a newer format
    /// @throws CorruptionException when something that was durable is damaged
    /// @throws CompressionException when the options name a compression that is not there
    /// @throws ResourceExhaustedException when the disk is full
    /// @throws StoreFailedException when the directory cannot be read or written
    public static Store open(Path directory, StoreOptions options) {
        try {
            return StoreOpening.open(directory, options);
        } catch (IOException e) {
            throw Failures.ofOpen(e);
        }
    }

    /// Opens the store on any disk, with any clock: for tests and simulations.
    ///
    /// @throws StoreException as [#open(Path, StoreOptions)]
    public static Store open(StorePorts ports, StoreOptions options) {
        try {
            return StoreOpening.open(ports, options);
        } catch (IOException e) {
            throw Failures.ofOpen(e);
        }
    }

    /// Commits a transaction and waits until it is durable.
    public Commit commit(Transaction transaction) {
        return join(commitAsync(transaction));
    }

    /// Commits a transaction. Where the store compresses values, the calling thread does it. The
    /// future completes when it is durable, or with a [StoreException]; it may complete on a thread
    /// of the store, which must not be held up.
    public CompletableFuture<Commit> commitAsync(Transaction transaction) {
        return largeValues.commit(transaction, this::propose);
    }

    private CompletableFuture<Commit> propose(Transaction transaction) {
        CompletableFuture<Commit> done = new CompletableFuture<>();
        Proposal proposal = new Proposal.Transact(transaction, LargeValues.bytes(transaction), done);
        parts.replicator().propose(proposal);
        parts.foresight().look(transaction);
        return done;
    }

    /// Writes a new version of a key.
    ///
    /// @param value handed over: it is not changed any more
    public KeyVersion put(Key key, byte[] value) {
        return join(putAsync(key, value));
    }

    /// As [#put], without waiting.
    public CompletableFuture<KeyVersion> putAsync(Key key, byte[] value) {
        return commitAsync(Transaction.of(new Operation.Put(key, NewValue.of(value))))
                .thenApply(commit -> ((OperationResult.Put) commit.results().getFirst()).written());
    }

    /// Ends a key; its history stays.
    ///
    /// @return whether it existed
    public boolean delete(Key key) {
        return join(deleteAsync(key));
    }

    /// As [#delete], without waiting.
    public CompletableFuture<Boolean> deleteAsync(Key key) {
        return commitAsync(Transaction.of(new Operation.Delete(KeyRange.only(key))))
                .thenApply(Commit::changed);
    }

    /// Grants a lease with an id that is drawn.
    ///
    /// @param ttl how long it lives unless it is renewed, 1 ms to [Lease#TTL_MILLIS_MAX]
    /// @throws ResourceExhaustedException when there are [StoreOptions#leasesMax()] leases
    public Lease grant(Duration ttl) {
        Commit commit = commit(Transaction.of(new Operation.Grant(drawLease(), ttl.toMillis())));
        return ((OperationResult.Granted) commit.results().getFirst()).lease();
    }

    /// An id that no lease has now; drawn so that it is another every time.
    public long drawLease() {
        while (true) {
            long id = leaseIds.getAsLong() & Long.MAX_VALUE;
            if (id != 0 && parts.lease(id).isEmpty()) {
                return id;
            }
        }
    }

    /// Gives a lease its whole time to live again. Takes no revision, and is not kept on disk: with
    /// a restart every lease has its whole time to live before it. Never blocks.
    ///
    /// @return the time to live; empty when there is no such lease, or it is about to end
    public Optional<Duration> renew(long lease) {
        checkOpen();
        OptionalLong millis = parts.lessor().renew(lease);
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    /// Ends a lease and the keys that it holds: up to [Operation.Revoke#KEYS_MAX] of them in one
    /// change, more in several.
    ///
    /// @return how many keys ended
    /// @throws InvalidRequestException when there is no such lease
    public long revoke(long lease) {
        long keys = 0;
        while (true) {
            Commit commit = commit(Transaction.of(new Operation.Revoke(lease)));
            OperationResult.Revoked revoked =
                    (OperationResult.Revoked) commit.results().getFirst();
            keys += revoked.previous().size();
            if (revoked.ended()) {
                return keys;
            }
        }
    }

    /// How a lease stands; empty when there is no such lease. Never blocks.
    public Optional<LeaseStatus> lease(long id) {
        checkOpen();
        return parts.lease(id);
    }

    /// The leases in the order of their ids. Never blocks.
    ///
    /// @param after only those with a higher id; 0 for the first
    /// @param limit the most to answer
    public List<LeaseStatus> leases(long after, int limit) {
        checkOpen();
        return parts.leases(after, limit);
    }

    /// Keys that a lease holds, a MiB of them at most, or one. May block on disk.
    ///
    /// @param after only keys behind these bytes; none for the first
    /// @param keysMax the most to answer
    public HeldKeys heldKeys(Lease lease, byte[] after, int keysMax) {
        checkOpen();
        return parts.heldKeys(lease, after, keysMax);
    }

    /// Ends leases that are due. For a store without threads.
    void endDueLeases() {
        while (parts.lessor().step()) {
            // Each step ends some.
        }
    }

    /// Does something to every key of a range, however many, in batches: each is durable before the
    /// next begins.
    ///
    /// @return how many keys it changed
    /// @throws StoreException what the batch that failed met; those before it are done
    public long sweep(KeyRange range, Sweep sweep) {
        long keys = 0;
        for (Optional<KeyRange> rest = Optional.of(range); rest.isPresent(); ) {
            SweptBatch batch = join(sweepBatchAsync(rest.get(), sweep, SweptBatch.KEYS_MAX));
            keys += batch.keys();
            rest = batch.rest();
        }
        return keys;
    }

    /// Sweeps the first keys of a range in one transaction, and says what is left. May block on
    /// disk to find them; the future completes as that of [#commitAsync] does.
    ///
    /// @param keysMax the most keys to look at, from 1; [SweptBatch#KEYS_MAX] at most
    public CompletableFuture<SweptBatch> sweepBatchAsync(KeyRange range, Sweep sweep, int keysMax) {
        checkOpen();
        return SweptBatch.sweep(this, range, sweep, keysMax);
    }

    /// What [#sweepBatchAsync] would do now. May block on disk.
    public SweptBatch foreseeBatch(KeyRange range, Sweep sweep, int keysMax) {
        checkOpen();
        return SweptBatch.foresee(this, range, sweep, keysMax);
    }

    /// Makes `revision` the oldest that can be read, and lets everything be forgotten that can be
    /// seen only before it: of each key what is older than its newest change at or before
    /// `revision`. Space is given back in the background.
    ///
    /// Takes no revision of its own. A read that has begun keeps what it saw.
    ///
    /// @throws RevisionException when the revision lies ahead, or is not above the oldest readable
    ///     one
    public void trimTo(long revision) {
        join(trimToAsync(revision));
    }

    /// As [#trimTo], without waiting.
    public CompletableFuture<Void> trimToAsync(long revision) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        parts.replicator().propose(new Proposal.Trim(revision, done));
        return done;
    }

    /// Begins to bring in a large value.
    public Upload upload() {
        checkOpen();
        return new Upload(
                parts.replicator(), parts.pinUpload(), nextUpload.getAndIncrement(), parts.extentBytes(), compressor);
    }

    /// The newest version of a key. May block on disk.
    public Optional<KeyValue> get(Key key) {
        return get(key, View.NEWEST);
    }

    /// The version of a key that a view sees. May block on disk.
    ///
    /// @throws RevisionException when the view's revision cannot be read
    public Optional<KeyValue> get(Key key, View view) {
        try (Snapshot snapshot = snapshot(view)) {
            return snapshot.get(key);
        }
    }

    /// The version of a key that a view sees, as far as memory alone tells. Never blocks on disk.
    ///
    /// @throws RevisionException when the view's revision cannot be read
    public Lookup tryGet(Key key, View view) {
        checkOpen();
        return parts.tryGet(key, view);
    }

    /// The store as it is now.
    public Snapshot snapshot() {
        return snapshot(View.NEWEST);
    }

    /// The store as a view sees it from now on.
    ///
    /// @throws RevisionException when the view's revision cannot be read
    public Snapshot snapshot(View view) {
        checkOpen();
        return parts.snapshot(view);
    }

    /// Watches keys.
    ///
    /// @throws RevisionException when the revision to begin with lies below the horizon
    public Watch watch(WatchRequest request) {
        return watch(request, () -> {});
    }

    /// Watches keys.
    ///
    /// @param signal called when there is something to tell again after a batch that said there was
    ///     no more, and when the store fails or is closed; it may come without need. It runs on a
    ///     thread of the store, which must not be held up, and may come before this call returns
    /// @throws RevisionException when the revision to begin with lies below the horizon
    public Watch watch(WatchRequest request, Runnable signal) {
        checkOpen();
        long horizon = parts.state().reach().horizon();
        long from = request.from() == 0 ? revision() + 1 : request.from();
        if (from < horizon) {
            throw RevisionException.trimmed(from, horizon);
        }
        return new Watch(parts, request, from, signal);
    }

    /// The revision of the newest change; 1 for a new store.
    public long revision() {
        return parts.state().revision();
    }

    /// The oldest revision that can be read.
    public long oldestRevision() {
        return Math.max(1, parts.state().reach().horizon());
    }

    /// The revision that was the newest when the second began in which `time` lies: what to look
    /// back to for the store as it was then. Not below [#oldestRevision()]. May block on disk.
    public long revisionAt(Instant time) {
        checkOpen();
        return parts.revisionAt(time.toEpochMilli());
    }

    /// Who this store is: drawn when the directory was made.
    public UUID id() {
        return parts.directory().identity().store();
    }

    /// Makes a durable, consistent copy of the store in another directory of its file system, which
    /// can be opened as a store. Files that never change again are shared by hard links, so it
    /// costs little time and room. The store goes on meanwhile.
    ///
    /// @param directory to be made; new, or an empty one
    /// @throws BackupException when it is taken, or on another file system
    /// @throws ResourceExhaustedException when the disk is full
    public Checkpoint checkpoint(Path directory) {
        checkOpen();
        Path place = directory.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null || !(parts.directory().disk() instanceof LinuxDisk own)) {
            throw new BackupException("no checkpoint can be made at " + place);
        }
        LinuxDisk target = LinuxDisk.at(parent);
        try {
            target.createRoot();
        } catch (IOException e) {
            throw new BackupException(parent + " cannot be made: " + e.getMessage(), e);
        }
        String name = place.getFileName().toString();
        return checkpoint(target, name, (existing, link) -> own.link(existing, target, link));
    }

    /// As [#checkpoint(Path)], on any disk.
    Checkpoint checkpoint(Disk parent, String name, Checkpoint.Linking linking) {
        try (StoreImage image = image()) {
            return CheckpointWriter.write(image, parent, name, linking);
        }
    }

    /// Brings a backup of the store in a directory, on any file system, up to the store as it is
    /// now. What the directory has of it already is not written again. The store goes on meanwhile.
    ///
    /// @param directory of a backup of this store, or new, or empty
    /// @throws BackupException when it holds something else
    /// @throws CorruptionException when a file of the store or the backup's catalogue is damaged;
    ///     the backup that was there is still whole
    /// @throws ResourceExhaustedException when the disk is full; a repeated call goes on
    public BackupCatalogue backup(Path directory) {
        checkOpen();
        try (BackupDirectory target = BackupDirectory.open(directory)) {
            return backup(target);
        }
    }

    /// As [#backup(Path)], into a directory that is open.
    BackupCatalogue backup(BackupDirectory target) {
        try (BackupSource source = new BackupSource(image(), target.held())) {
            for (Optional<BackupPart> part = source.next(); part.isPresent(); part = source.next()) {
                target.accept(part.get());
            }
        }
        return target.received().orElseThrow();
    }

    /// The search for damage in the store's files.
    public Scrub scrub() {
        return scrub;
    }

    /// Makes tables of all rows in memory. For a store without threads.
    void flush() throws IOException {
        parts.state().seal(parts.journal().durable());
        parts.background().wake();
        health().check();
        if (parts.state().sealedCount() > 0) {
            throw new IOException("memtables could not be flushed");
        }
    }

    private StoreHealth health() {
        return parts.health();
    }

    /// The store's files as they are now, held until it is closed: what a backup is made from.
    ///
    /// @throws CorruptionException when what is not in tables yet is damaged
    public StoreImage image() {
        checkOpen();
        try {
            return StoreImage.of(parts, segmentBytes);
        } catch (IOException e) {
            throw Failures.ofRead(e);
        }
    }

    public StoreStatistics statistics() {
        return parts.statistics();
    }

    /// Completes, with the cause, when the store has failed and will answer no more writes: the
    /// process should stop, and the next start will serve what is on the medium.
    public CompletableFuture<Throwable> failure() {
        return parts.health().failure();
    }

    /// Commits what is on its way, covers it, and lets go of the directory. Calls that come later
    /// are refused.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            scrub.close();
            try {
                parts.close();
            } catch (IOException e) {
                throw Failures.ofWrite(e);
            }
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new StoreClosedException("the store is closed");
        }
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException cause) {
                cause.addSuppressed(new CallerTrace());
                throw cause;
            }
            throw e;
        }
    }

    /// Shows where the caller was when a failure on another thread reached it.
    private static final class CallerTrace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallerTrace() {
            super("the call that waited for it");
        }
    }
}
