package dev.longboat.grpc;

/// The operations that calls and sessions share. Immutable.
record NativeOperations(
        PointOperations points, TransactOperation transactions, StatOperation statistics, HistoryOperations history) {
    static NativeOperations of(DoorResources resources) {
        PointOperations points = new PointOperations(resources);
        return new NativeOperations(
                points,
                new TransactOperation(resources, points),
                new StatOperation(resources),
                new HistoryOperations(resources, points));
    }

    /// Starts what an item of a session asks for.
    void start(SessionItem item, int bytes, Outcome outcome) {
        switch (item.request()) {
            case SessionItem.Request.Set(SetCommand command) -> points.set(command, bytes, outcome);
            case SessionItem.Request.Get(var get) -> points.get(get, outcome);
            case SessionItem.Request.Delete(var delete) -> points.delete(delete, bytes, outcome);
            case SessionItem.Request.Transact(var transaction) -> transactions.transact(transaction, bytes, outcome);
            case SessionItem.Request.Stat() -> statistics.stat(outcome);
            case SessionItem.Request.Missing() -> throw TransactionDecoder.operationMissing();
        }
    }
}
