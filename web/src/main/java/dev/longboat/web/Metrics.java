package dev.longboat.web;

import dev.longboat.disk.Clock;
import dev.longboat.engine.StoreStatistics;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// Figures of a server, as text that Prometheus reads. `docs/metrics.md` describes them. Safe for
/// concurrent use.
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final DoorResources resources;
    private final CallTimer timer;

    /// The store's figures of one scrape, so that they belong together.
    private volatile StoreStatistics store;

    /// Figures of a server that works with `resources`.
    ///
    /// @param freeBytes how much more the data directory's disk takes
    public Metrics(DoorResources resources, LongSupplier freeBytes, Clock clock) {
        this.resources = resources;
        this.store = resources.store().statistics();
        this.timer = new CallTimer(registry, clock);
        operations(resources.statistics());
        journal();
        storage();
        compaction();
        caches();
        budget("writes", resources.writes());
        budget("answers", resources.answers());
        gauge("longboat.disk.free", "bytes", "what the data directory's disk still takes", _ -> freeBytes.getAsLong());
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /// What times the calls of the doors.
    public ServerInterceptor callTimer() {
        return timer;
    }

    /// All figures as they are now.
    String text() {
        store = resources.store().statistics();
        return registry.scrape();
    }

    private void operations(DoorStatistics doors) {
        Map<String, LongAdder> counts = Map.of(
                "set", doors.sets(),
                "get", doors.gets(),
                "prefix", doors.prefixes(),
                "range", doors.ranges(),
                "delete", doors.deletes(),
                "transaction", doors.transactions());
        counts.forEach((operation, count) -> FunctionCounter.builder("longboat.operations", count, LongAdder::sum)
                .description("operations that all doors were asked for, those of sessions too")
                .tag("operation", operation)
                .register(registry));
        Gauge.builder("longboat.watches", doors.watches(), LongAdder::sum)
                .description("watches that are open")
                .register(registry);
        FunctionCounter.builder("longboat.watch.events", doors.watchEvents(), LongAdder::sum)
                .description("changes that watches were told")
                .register(registry);
        FunctionCounter.builder("longboat.errors", doors.errors(), LongAdder::sum)
                .description("requests that were answered with an error")
                .register(registry);
    }

    private void journal() {
        counter("longboat.journal.syncs", "", "durable writes", StoreStatistics::syncs);
        counter("longboat.journal.batches", "", "groups of changes written together", StoreStatistics::batches);
        counter("longboat.journal.payload", "bytes", "changes and values written", StoreStatistics::payloadBytes);
        counter("longboat.journal.padding", "bytes", "written to fill blocks", StoreStatistics::paddingBytes);
    }

    private void storage() {
        gauge("longboat.revision", "", "of the newest change", s -> s.revision());
        gauge("longboat.revision.oldest", "", "the oldest that can be read", s -> s.oldestRevision());
        gauge("longboat.keys", "", "keys that exist", s -> s.keys());
        gauge("longboat.leases", "", "leases that there are", s -> s.leases());
        gauge("longboat.history", "bytes", "of all journal segments: values, history, padding", s -> s.journalBytes());
        gauge("longboat.tables", "", "sorted tables", s -> s.tables());
        gauge("longboat.tables.size", "bytes", "of all sorted tables", s -> s.tableBytes());
        gauge("longboat.memtables.size", "bytes", "of all memtables, on the heap", s -> s.memtableBytes());
    }

    private void compaction() {
        counter("longboat.compactions", "", "merges of tables", StoreStatistics::compactions);
        counter("longboat.compaction.read", "bytes", "of tables that merges read", StoreStatistics::compactedBytes);
        counter(
                "longboat.compaction.written",
                "bytes",
                "of tables that merges wrote",
                StoreStatistics::compactionBytes);
        counter("longboat.compaction.forgotten", "rows", "that merges left out", StoreStatistics::rowsForgotten);
    }

    private void caches() {
        gauge("longboat.cache.size", "bytes", "of both caches, in native memory", s -> s.cacheBytes());
        cache("value", StoreStatistics::valueHits, StoreStatistics::valueMisses);
        cache("block", StoreStatistics::blockHits, StoreStatistics::blockMisses);
    }

    private void cache(String name, ToDoubleFunction<StoreStatistics> hits, ToDoubleFunction<StoreStatistics> misses) {
        FunctionCounter.builder("longboat.cache.hits", this, metrics -> hits.applyAsDouble(metrics.store))
                .description("found in memory")
                .tag("cache", name)
                .register(registry);
        FunctionCounter.builder("longboat.cache.misses", this, metrics -> misses.applyAsDouble(metrics.store))
                .description("read from disk")
                .tag("cache", name)
                .register(registry);
    }

    private void budget(String name, ByteBudget budget) {
        Tags tags = Tags.of("budget", name);
        Gauge.builder("longboat.budget.held", budget, ByteBudget::bytesHeld)
                .description("bytes under way")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("longboat.budget.limit", budget, ByteBudget::bytesMax)
                .description("beyond which calls are refused")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
    }

    private void counter(String name, String unit, String description, ToDoubleFunction<StoreStatistics> value) {
        FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.store))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<StoreStatistics> value) {
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.store))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
