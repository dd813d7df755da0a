package dev.longboat.journal;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import dev.longboat.testkit.DelegatingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Mistakes that a journal could make, made for it by its disk or its chain: a crash test that does
/// not find them proves nothing. Each is an arrow of "what is synced before what", turned round or
/// left out. Immutable.
enum PlantedBug {
    /// The journal as it is.
    NONE,

    /// Batches are acknowledged when the operating system has them (J2).
    BATCHES_ARE_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public DiskFile create(String name, WriteMode mode) throws IOException {
                    return buffered(super.create(name, WriteMode.BUFFERED));
                }
            };
        }
    },

    /// Only the first block of a batch is synced (J2).
    LATER_BLOCKS_ARE_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public DiskFile create(String name, WriteMode mode) throws IOException {
                    DiskFile late = super.create(name, mode);
                    return mode == WriteMode.BUFFERED ? late : firstBlockOnly(late, openLater(name));
                }

                private DiskFile openLater(String name) throws IOException {
                    return super.openToWrite(name, WriteMode.BUFFERED);
                }
            };
        }
    },

    /// A segment is chained before its header is durable (J6).
    HEADER_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public DiskFile create(String name, WriteMode mode) throws IOException {
                    DiskFile file = super.create(name, mode);
                    return mode == WriteMode.BUFFERED ? file : headerLater(file, openLater(name));
                }

                private DiskFile openLater(String name) throws IOException {
                    return super.openToWrite(name, WriteMode.BUFFERED);
                }
            };
        }
    },

    /// A segment is chained before its name is durable, which then never becomes so (J6).
    SEGMENT_NAME_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public void syncDirectory(String directory) throws IOException {
                    if (directory.isEmpty()) {
                        super.syncDirectory(directory);
                    }
                }
            };
        }
    },

    /// A segment is chained first, and its name made durable right after (J6).
    SEGMENT_NAME_IS_SYNCED_AFTER_CHAINING {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                private boolean due;

                @Override
                public void syncDirectory(String directory) throws IOException {
                    if (directory.isEmpty()) {
                        super.syncDirectory(directory);
                        if (due) {
                            due = false;
                            super.syncDirectory(SegmentHeader.DIRECTORY);
                        }
                    } else {
                        due = true;
                    }
                }
            };
        }
    },

    /// The chain's edit counts before its new name is durable (J6).
    CHAIN_NAME_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public void syncDirectory(String directory) throws IOException {
                    if (!directory.isEmpty()) {
                        super.syncDirectory(directory);
                    }
                }
            };
        }
    },

    /// The chain's edit is renamed into place before its bytes are durable.
    CHAIN_BYTES_ARE_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                protected DiskFile written(DiskFile file) {
                    return file.name().equals(FileChain.NEW_NAME) ? withoutSync(file) : file;
                }
            };
        }
    },

    /// Frames are acknowledged in a segment that the chain does not know durably (J6).
    CHAIN_IS_EXTENDED_TOO_LATE {
        @Override
        FileChain chain(Disk disk) throws IOException {
            return new FileChain(disk) {
                private boolean due;
                private int dueEnd;
                private ChainedSegment dueNext = new ChainedSegment(1, 1, ChainedSegment.OPEN);

                @Override
                public void extend(int endOfLast, ChainedSegment next) throws IOException {
                    if (due) {
                        super.extend(dueEnd, dueNext);
                    }
                    due = true;
                    dueEnd = endOfLast;
                    dueNext = next;
                }
            };
        }
    },

    /// Frames are acknowledged when they are gathered (J2).
    ACKNOWLEDGED_BEFORE_SYNC,

    /// An entry that makes an extent visible is begun before the extent is synced.
    EXTENT_IS_NOT_SYNCED_FIRST,

    /// A batch that met a full disk is reported absent, and left in place (J3).
    FULL_BATCH_IS_NOT_TAKEN_BACK {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                protected DiskFile written(DiskFile file) {
                    return new DelegatingFile(file) {
                        private boolean failed;

                        @Override
                        public int write(ByteBuffer source, long position) throws IOException {
                            if (failed && isZeroBlock(source)) {
                                source.position(source.limit());
                                return Disk.BLOCK_BYTES;
                            }
                            try {
                                return super.write(source, position);
                            } catch (IOException e) {
                                failed = true;
                                throw e;
                            }
                        }
                    };
                }
            };
        }
    },

    /// A failed sync is tried again, and believed the second time (J3).
    FAILED_SYNC_IS_RETRIED {
        @Override
        Disk disk(Disk disk) {
            return new SyncingDisk(disk) {
                @Override
                void sync(DiskFile file) throws IOException {
                    try {
                        super.sync(file);
                    } catch (IOException _) {
                        super.sync(file);
                    }
                }
            };
        }
    };

    /// The disk as the journal with the bug would use it.
    Disk disk(Disk disk) {
        return disk;
    }

    /// The chain as the journal with the bug would use it.
    FileChain chain(Disk disk) throws IOException {
        return new FileChain(disk);
    }

    private static DiskFile buffered(DiskFile file) {
        return new DelegatingDisk.DelegatingFile(file);
    }

    private static boolean isZeroBlock(ByteBuffer source) {
        return source.remaining() == Disk.BLOCK_BYTES && source.getLong(source.position()) == 0;
    }

    private static DiskFile withoutSync(DiskFile file) {
        return new DelegatingDisk.DelegatingFile(file) {
            @Override
            public void sync(SyncKind kind) {}
        };
    }

    private static DiskFile headerLater(DiskFile durable, DiskFile unsynced) {
        return new DelegatingDisk.DelegatingFile(durable) {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                return position == 0 ? unsynced.write(source, position) : super.write(source, position);
            }

            @Override
            public void sync(SyncKind kind) {}
        };
    }

    private static DiskFile firstBlockOnly(DiskFile durable, DiskFile unsynced) {
        return new DelegatingDisk.DelegatingFile(durable) {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                ByteBuffer first = source.slice(source.position(), Disk.BLOCK_BYTES);
                ByteBuffer later =
                        source.slice(source.position() + Disk.BLOCK_BYTES, source.remaining() - Disk.BLOCK_BYTES);
                int count = super.write(first, position);
                if (later.hasRemaining()) {
                    count += unsynced.write(later, position + count);
                }
                source.position(source.position() + count);
                return count;
            }
        };
    }
}
