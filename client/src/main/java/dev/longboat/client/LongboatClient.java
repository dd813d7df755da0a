package dev.longboat.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A connection to one server. Calls block; [#async] gives their twins. Every failure is a
/// [LongboatException]. Safe for concurrent use: one client serves any number of threads.
///
/// ```java
/// try (LongboatClient client = LongboatClient.connect("localhost:50051")) {
///     client.set("greeting", "hello");
///     String hello = client.get("greeting").orElseThrow().value().text();
/// }
/// ```
///
/// What may safely be sent again is, with growing pauses, until the deadline: reads, and writes
/// that certainly changed nothing.
public final class LongboatClient implements AutoCloseable {
    /// The server answers with less; system A's answers, which may be larger, are not read here.
    private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;

    private final ManagedChannel channel;
    private final CallDriver calls;
    private final AsyncLongboatClient async;

    /// Its own threads; empty when it shares those of other clients.
    private final Optional<EventLoopGroup> threads;

    private LongboatClient(ManagedChannel channel, ClientOptions options, Optional<EventLoopGroup> threads) {
        this.channel = channel;
        this.threads = threads;
        this.calls = new CallDriver(channel, options);
        this.async = new AsyncLongboatClient(calls);
    }

    /// A client of the server at `endpoint`, such as `localhost:50051`. The connection is made with
    /// the first call.
    public static LongboatClient connect(String endpoint) {
        return connect(endpoint, ClientOptions.DEFAULTS);
    }

    /// A client of the server at `endpoint`, such as `localhost:50051`. The connection is made with
    /// the first call.
    public static LongboatClient connect(String endpoint, ClientOptions options) {
        return new LongboatClient(channel(endpoint, options).build(), options, Optional.empty());
    }

    /// The same with a thread of its own, which ends when it is closed: for a program that asks a
    /// few things and exits. The threads that clients share stay a second longer, and a virtual
    /// machine that exits meanwhile waits 0.3 s for them.
    public static LongboatClient connectBriefly(String endpoint, ClientOptions options) {
        EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ManagedChannel channel = channel(endpoint, options)
                .eventLoopGroup(thread)
                .channelType(NioSocketChannel.class)
                .build();
        return new LongboatClient(channel, options, Optional.of(thread));
    }

    private static NettyChannelBuilder channel(String endpoint, ClientOptions options) {
        Endpoint where = Endpoint.parse(endpoint);
        return NettyChannelBuilder.forAddress(where.host(), where.port())
                .usePlaintext()
                .directExecutor()
                .disableServiceConfigLookUp()
                .initialFlowControlWindow(options.windowBytes())
                .maxInboundMessageSize(ANSWER_BYTES_MAX)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /// The same connection with futures.
    public AsyncLongboatClient async() {
        return async;
    }

    /// Stores a value of any length. Durable when it returns.
    public KeyVersion set(Key key, Value value) {
        return set(Operation.set(key, value)).written();
    }

    /// Stores text.
    public KeyVersion set(String key, String value) {
        return set(Key.of(key), Value.of(value));
    }

    /// Stores bytes, which must not change before this returns.
    public KeyVersion set(byte[] key, byte[] value) {
        return set(Key.of(key), Value.wrap(value));
    }

    /// Stores a value of any length. A long one is sent in chunks, and says nothing of what was
    /// there.
    public OperationResult.Set set(Operation.Set set) {
        if (set.value().size() > calls.options().streamThresholdBytes() && !set.returnPrevious()) {
            return calls.run(() -> CallDriver.await(LargeSet.start(calls, set), Effect.WRITE));
        }
        return calls.run(UnaryCall.set(set));
    }

    /// Stores what `source` gives to its end; memory is taken for a window of it.
    ///
    /// @param bytesTotal the length of the source, checked on both sides; -1 when it is not known
    /// @throws IOException when the source fails; nothing is stored then
    public KeyVersion setStream(Key key, InputStream source, long bytesTotal, Progress progress) throws IOException {
        return setStream(key, Lifetime.UNLIMITED, source, bytesTotal, progress);
    }

    /// The same for a key with a lifetime.
    public KeyVersion setStream(Key key, Lifetime lifetime, InputStream source, long bytesTotal, Progress progress)
            throws IOException {
        return new ValueUpload(calls, progress)
                .send(key, lifetime, source, bytesTotal)
                .written();
    }

    /// Reads the newest version of a key, with its value of any length.
    public Optional<KeyValue> get(Key key) {
        return get(key, View.NEWEST);
    }

    /// Reads the newest version of a key, with its value of any length.
    public Optional<KeyValue> get(String key) {
        return get(Key.of(key));
    }

    /// Reads the newest version of a key, with its value of any length.
    public Optional<KeyValue> get(byte[] key) {
        return get(Key.of(key));
    }

    /// Reads a key in a view, with its value of any length.
    public Optional<KeyValue> get(Key key, View view) {
        Optional<KeyValue> found = calls.run(UnaryCall.get(key, view, false));
        return found.isPresent() && found.get().valueOmitted()
                ? calls.run(
                        () -> CallDriver.await(LargeGet.start(calls, found.get().version()), Effect.READ))
                : found;
    }

    /// What is known of a key in a view, without its value.
    public Optional<KeyVersion> version(Key key, View view) {
        return calls.run(UnaryCall.get(key, view, true)).map(KeyValue::version);
    }

    /// Writes the value of a key in a view to `sink`; memory is taken for a window of it. Empty,
    /// and nothing written, when there is none.
    ///
    /// @throws IOException when the sink fails
    public Optional<KeyVersion> getStream(Key key, View view, OutputStream sink, Progress progress) throws IOException {
        return new ValueDownload(calls, key, view, sink, progress).receive();
    }

    /// Deletes a key; its history stays. Answers whether there was something to delete.
    public boolean delete(Key key) {
        return delete(Operation.delete(key)).deleted();
    }

    /// Deletes a key; its history stays. Answers whether there was something to delete.
    public boolean delete(String key) {
        return delete(Key.of(key));
    }

    /// Deletes a key; its history stays. Answers whether there was something to delete.
    public boolean delete(byte[] key) {
        return delete(Key.of(key));
    }

    /// Deletes a key; its history stays.
    public OperationResult.Delete delete(Operation.Delete delete) {
        return calls.run(UnaryCall.delete(delete));
    }

    /// Reads many pairs, as they are asked for. To be closed.
    public RangeCursor range(RangeQuery query) {
        return new RangeCursor(calls, query);
    }

    /// Reads the pairs whose keys start with `prefix`, as they are asked for. To be closed.
    public RangeCursor prefix(String prefix) {
        return range(RangeQuery.prefix(prefix));
    }

    /// The number of keys that a query selects, its limit aside.
    public long count(RangeQuery query) {
        return calls.run(() -> RangeCount.read(calls, query));
    }

    /// Runs a transaction.
    public TransactionResult transact(Transaction transaction) {
        return calls.run(UnaryCall.transact(transaction));
    }

    /// Watches keys. What is refused is told by the first [Watch#hasNext()].
    public Watch watch(WatchQuery query) {
        return new Watch(calls, query);
    }

    /// A page of what happened to a key, newest first.
    public HistoryPage history(HistoryQuery query) {
        return calls.run(HistoryCalls.history(query));
    }

    /// The revision that was the newest when the second began in which `time` lies: what to look
    /// back to for the store as it was then. Not below the oldest that can be read.
    public long revisionAt(Instant time) {
        return calls.run(HistoryCalls.revisionAt(time));
    }

    /// Removes the version of a key that was written at `revision`, for every read that begins
    /// afterwards. Answers whether there was one.
    public boolean erase(Key key, long revision) {
        return calls.run(HistoryCalls.erase(key, revision));
    }

    /// Makes a revision the oldest that can be read; what can be seen only before it is forgotten.
    /// Answers the oldest.
    public long trimTo(long revision) {
        return calls.run(HistoryCalls.trimTo(revision));
    }

    /// One batch of a sweep.
    ///
    /// @param from where it begins: [Sweep.Batch#next] of the one before; empty for the first
    public Sweep.Batch sweepBatch(Sweep sweep, Key from) {
        return calls.run(HistoryCalls.sweep(sweep, from));
    }

    /// A sweep to its end. When a batch fails, those before it are done. Answers how many keys were
    /// changed.
    public long sweep(Sweep sweep) {
        long keys = 0;
        Sweep.Batch batch = sweepBatch(sweep, Key.of(""));
        while (!batch.isLast()) {
            keys += batch.keys();
            batch = sweepBatch(sweep, batch.next());
        }
        return keys + batch.keys();
    }

    /// Grants a lease, which ends when nobody renews it for `ttl`.
    ///
    /// @param ttl 1 ms to 9,000,000,000 s
    public Lease grantLease(Duration ttl) {
        return grantLease(0, ttl);
    }

    /// Grants a lease with an id.
    ///
    /// @param id from 1, of no lease that there is; 0 for one that is drawn
    public Lease grantLease(long id, Duration ttl) {
        return calls.run(LeaseCalls.grant(id, ttl));
    }

    /// Grants a lease and renews it until it is closed, which revokes it. To be closed.
    public KeptLease keepLease(Duration ttl) {
        return KeptLease.begin(this, calls, ttl);
    }

    /// Gives a lease its whole time to live again, and answers that. Refused with
    /// `LEASE_NOT_FOUND` when there is no such lease any more.
    public Duration renewLease(long id) {
        return calls.run(LeaseCalls.renew(id));
    }

    /// Ends a lease and its keys. Answers how many keys ended. Of many, at most 1,024 end in one
    /// revision; when this fails some may have ended.
    public long revokeLease(long id) {
        LeaseCalls.Revoked revoked = calls.run(LeaseCalls.revoke(id));
        long keys = revoked.keys();
        while (revoked.more()) {
            revoked = calls.run(LeaseCalls.revoke(id));
            keys += revoked.keys();
        }
        return keys;
    }

    /// How a lease stands, and a page of the keys that it holds.
    ///
    /// @param keysAfter only keys behind this one; empty: from the first
    /// @param keysLimit the most keys, to 1,000; 0: none
    public LeaseStatus lease(long id, Key keysAfter, int keysLimit) {
        return calls.run(LeaseCalls.get(id, keysAfter, keysLimit));
    }

    /// How a lease stands, without its keys.
    public LeaseStatus lease(long id) {
        return lease(id, Key.of(""), 0);
    }

    /// The leases in the order of their ids, a page of them.
    ///
    /// @param after only leases with a higher id; 0: from the first
    /// @param limit the most, to 1,000; 0: 1,000
    public LeasePage leases(long after, int limit) {
        return calls.run(LeaseCalls.list(after, limit));
    }

    /// Opens a session. To be closed.
    public Session session() {
        return session(SessionOptions.DEFAULTS);
    }

    /// Opens a session. To be closed.
    public Session session(SessionOptions options) {
        return new Session(calls, options);
    }

    /// What the server is and has done.
    public ServerStat stat() {
        return calls.run(UnaryCall.stat());
    }

    /// Streams a consistent copy of the store as it is now, without what the caller has.
    ///
    /// @param held what the caller has of earlier backups
    /// @throws IOException when the sink fails
    public void backup(List<BackupSink.Held> held, BackupSink sink) throws IOException {
        new BackupDownload(calls, sink).receive(held);
    }

    /// Starts or pauses the server's search for damage, and says how it stands.
    ///
    /// @param bytesPerSecond how fast it reads from now on; 0: as before
    public ScrubReport scrub(ScrubReport.Action action, long bytesPerSecond) {
        return calls.run(UnaryCall.scrub(action, bytesPerSecond));
    }

    /// Ends the connection. What is in flight fails.
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (threads.isPresent()) {
                threads.get().shutdownGracefully(0, 1, TimeUnit.SECONDS).await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
