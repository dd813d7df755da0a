package dev.longboat.testkit;

/// What a name can mean. Guarded by its disk's lock.
sealed interface SimNode permits SimInode, SimDirectory {}
