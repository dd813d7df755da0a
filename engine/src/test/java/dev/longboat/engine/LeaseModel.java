package dev.longboat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The leases of a [StoreModel], the obvious way: everything that became of any, in a list.
/// Confined to the test's thread.
final class LeaseModel {
    /// What became of a lease; empty when it ended.
    private record Event(long revision, long id, Optional<Lease> lease) {}

    /// Oldest first.
    private final List<Event> events = new ArrayList<>();

    void granted(Lease lease) {
        events.add(new Event(lease.revision(), lease.id(), Optional.of(lease)));
    }

    void ended(long revision, long id) {
        events.add(new Event(revision, id, Optional.empty()));
    }

    void forgetAfter(long newest) {
        events.removeIf(event -> event.revision() > newest);
    }

    Optional<Lease> find(long id, long at) {
        return events.stream()
                .filter(event -> event.id() == id && event.revision() <= at)
                .reduce((_, last) -> last)
                .flatMap(Event::lease);
    }

    /// The leases that there are at a revision, in the order of their ids.
    List<Lease> all(long at) {
        return events.stream()
                .map(Event::id)
                .distinct()
                .sorted()
                .flatMap(id -> find(id, at).stream())
                .toList();
    }
}
