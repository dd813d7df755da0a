package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import dev.longboat.testkit.DelegatingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Mistakes that a store could make in what it asks of its disk, made for it by a disk in between.
/// Each is an arrow of "what is synced before what", turned round or left out; a crash test that
/// does not find them proves nothing. Immutable.
enum StoreBug {
    /// The store as it is.
    NONE {
        @Override
        Disk disk(Disk disk) {
            return disk;
        }
    },

    /// Batches are acknowledged when the operating system has them (E1).
    BATCHES_ARE_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return buffering(disk, "journal/");
        }
    },

    /// Batches are acknowledged first and written right after (E1).
    BATCHES_ARE_WRITTEN_LATE {
        @Override
        Disk disk(Disk disk) {
            return new LateDisk(disk);
        }
    },

    /// A segment is chained, and its name never made durable (E4).
    SEGMENT_NAME_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return withoutDirectorySync(disk, "journal");
        }
    },

    /// A segment is chained first, and its name made durable with the next (E4).
    SEGMENT_NAME_IS_SYNCED_LATE {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                private boolean due;

                @Override
                public void syncDirectory(String directory) throws IOException {
                    if (!directory.equals("journal")) {
                        super.syncDirectory(directory);
                    }
                    due |= directory.equals("journal");
                }

                @Override
                public DiskFile create(String name, WriteMode mode) throws IOException {
                    if (due && name.startsWith("journal/")) {
                        super.syncDirectory("journal");
                        due = false;
                    }
                    return super.create(name, mode);
                }
            };
        }
    },

    /// The manifest lists a table whose bytes may be lost (E4).
    TABLE_BYTES_ARE_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return buffering(disk, "tables/");
        }
    },

    /// The manifest lists a table whose name may be lost (E4).
    TABLE_NAME_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return withoutDirectorySync(disk, "tables");
        }
    },

    /// An edit counts before it is durable, and so do the segment or the table that it lists (E4).
    EDIT_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return withoutSync(disk, SyncKind.DATA);
        }
    },

    /// A new manifest gets its name before its bytes are durable.
    MANIFEST_IS_RENAMED_BEFORE_ITS_SYNC {
        @Override
        Disk disk(Disk disk) {
            return withoutSync(disk, SyncKind.FULL);
        }
    },

    /// The old manifest goes before the new one's name is durable.
    MANIFEST_NAME_IS_NOT_SYNCED {
        @Override
        Disk disk(Disk disk) {
            return withoutDirectorySync(disk, "manifest");
        }
    },

    /// The old manifest goes before the new one has its name.
    OLD_MANIFEST_GOES_FIRST {
        @Override
        Disk disk(Disk disk) {
            return new DelegatingDisk(disk) {
                @Override
                public void rename(String from, String to) throws IOException {
                    if (to.startsWith("manifest/")) {
                        for (String name : list("manifest")) {
                            if (name.endsWith(".man")) {
                                delete("manifest/" + name);
                            }
                        }
                        syncDirectory("manifest");
                    }
                    super.rename(from, to);
                }
            };
        }
    },

    /// Merged tables are deleted before the edit that retires them is durable (E4).
    OLD_TABLES_GO_BEFORE_THE_EDIT {
        @Override
        Disk disk(Disk disk) {
            return new EditsAfterDeletes(disk);
        }
    };

    /// The disk as a store with the bug would use it.
    abstract Disk disk(Disk disk);

    private static Disk buffering(Disk disk, String prefix) {
        return new DelegatingDisk(disk) {
            @Override
            public DiskFile create(String name, WriteMode mode) throws IOException {
                boolean concerned = name.startsWith(prefix) && mode == WriteMode.DURABLE;
                return concerned ? unsynced(super.create(name, WriteMode.BUFFERED)) : super.create(name, mode);
            }
        };
    }

    private static DiskFile unsynced(DiskFile file) {
        return new DelegatingDisk.DelegatingFile(file) {
            @Override
            public void sync(SyncKind kind) {}
        };
    }

    private static Disk withoutDirectorySync(Disk disk, String name) {
        return new DelegatingDisk(disk) {
            @Override
            public void syncDirectory(String directory) throws IOException {
                if (!directory.equals(name)) {
                    super.syncDirectory(directory);
                }
            }
        };
    }

    /// Leaves out syncs of one kind of the manifest: data for edits, full for a new file.
    private static Disk withoutSync(Disk disk, SyncKind left) {
        return new DelegatingDisk(disk) {
            @Override
            protected DiskFile written(DiskFile file) {
                return !file.name().startsWith("manifest/")
                        ? file
                        : new DelegatingFile(file) {
                            @Override
                            public void sync(SyncKind kind) throws IOException {
                                if (kind != left) {
                                    super.sync(kind);
                                }
                            }
                        };
            }
        };
    }

    /// Writes to the journal when the next call is made. Confined to the test's thread.
    private static final class LateDisk extends DelegatingDisk {
        private Runnable late = () -> {};

        LateDisk(Disk disk) {
            super(disk);
        }

        private void catchUp() {
            Runnable due = late;
            late = () -> {};
            due.run();
        }

        @Override
        protected DiskFile written(DiskFile file) {
            return new DelegatingFile(file) {
                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    catchUp();
                    if (!name().startsWith("journal/") || position == 0) {
                        return super.write(source, position);
                    }
                    ByteBuffer copy =
                            ByteBuffer.allocate(source.remaining()).put(source).flip();
                    int bytes = copy.remaining();
                    late = () -> {
                        try {
                            while (copy.hasRemaining()) {
                                super.write(copy, position + copy.position());
                            }
                        } catch (IOException _) {
                            // The process is gone, and never wrote it.
                        }
                    };
                    return bytes;
                }

                @Override
                public void sync(SyncKind kind) throws IOException {
                    catchUp();
                    super.sync(kind);
                }

                @Override
                public long size() throws IOException {
                    catchUp();
                    return super.size();
                }

                @Override
                public void close() throws IOException {
                    catchUp();
                    super.close();
                }
            };
        }

        @Override
        public DiskFile openToRead(String name) throws IOException {
            catchUp();
            return super.openToRead(name);
        }

        @Override
        protected DiskFile read(DiskFile file) {
            return new DelegatingFile(file) {
                @Override
                public int read(ByteBuffer target, long position) throws IOException {
                    catchUp();
                    return super.read(target, position);
                }

                @Override
                public long size() throws IOException {
                    catchUp();
                    return super.size();
                }
            };
        }

        @Override
        public DiskFile create(String name, WriteMode mode) throws IOException {
            catchUp();
            return super.create(name, mode);
        }

        @Override
        public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
            catchUp();
            return super.openToWrite(name, mode);
        }

        @Override
        public void delete(String name) throws IOException {
            catchUp();
            super.delete(name);
        }
    }

    /// Makes an edit of the manifest durable only behind the deletes that follow it. Confined to
    /// the test's thread.
    private static final class EditsAfterDeletes extends DelegatingDisk {
        private boolean due;

        EditsAfterDeletes(Disk disk) {
            super(disk);
        }

        @Override
        protected DiskFile written(DiskFile file) {
            return new DelegatingFile(file) {
                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    catchUp(file);
                    return super.write(source, position);
                }

                @Override
                public void sync(SyncKind kind) throws IOException {
                    if (name().startsWith("manifest/") && kind == SyncKind.DATA) {
                        due = true;
                    } else {
                        super.sync(kind);
                    }
                }

                private void catchUp(DiskFile written) throws IOException {
                    if (due && written.name().startsWith("manifest/")) {
                        due = false;
                        super.sync(SyncKind.DATA);
                    }
                }
            };
        }
    }
}
