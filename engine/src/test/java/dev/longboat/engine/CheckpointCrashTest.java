package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.DelegatingDisk;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power is cut before, in and after every call that a checkpoint makes to its disk, and every
/// call of the store for a while after it. There is a whole checkpoint under its name or none, one
/// that was answered for stays (E10), and the store loses nothing.
final class CheckpointCrashTest {
    /// Mistakes in what a checkpoint asks of its disk. Each must be found.
    enum Bug {
        NONE {
            @Override
            Disk disk(Disk disk) {
                return disk;
            }
        },
        NAMES_OF_TABLES_ARE_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return withoutDirectorySync(disk, ".copy.making/tables");
            }
        },
        NAMES_OF_SEGMENTS_ARE_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return withoutDirectorySync(disk, ".copy.making/journal");
            }
        },
        NAME_OF_THE_MANIFEST_IS_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return withoutDirectorySync(disk, ".copy.making/manifest");
            }
        },
        ITS_DIRECTORIES_ARE_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return withoutDirectorySync(disk, ".copy.making");
            }
        },
        ITS_OWN_NAME_IS_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return withoutDirectorySync(disk, "");
            }
        },
        COPIES_ARE_NOT_SYNCED {
            @Override
            Disk disk(Disk disk) {
                return new DelegatingDisk(disk) {
                    @Override
                    public DiskFile create(String name, WriteMode mode) throws IOException {
                        DiskFile file = super.create(name, mode);
                        return name.startsWith(".copy.making/") ? unsynced(file) : file;
                    }
                };
            }
        },
        THE_TAIL_IS_LINKED {
            @Override
            Disk disk(Disk disk) {
                return new DelegatingDisk(disk) {
                    @Override
                    public DiskFile create(String name, WriteMode mode) throws IOException {
                        String original = name.replace(".copy.making/", CopiedStore.STORE + "/");
                        if (name.startsWith(".copy.making/journal/") && exists(original)) {
                            link(original, name);
                            return openToWrite(name, mode);
                        }
                        return super.create(name, mode);
                    }
                };
            }
        };

        abstract Disk disk(Disk disk);

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

        private static DiskFile unsynced(DiskFile file) {
            return new DelegatingDisk.DelegatingFile(file) {
                @Override
                public void sync(SyncKind kind) {}
            };
        }
    }

    private long states;

    @Test
    void cutAnywhere_leavesAWholeCheckpointOrNone() throws IOException {
        cutInCheckpoints();
    }

    void cutInCheckpoints() throws IOException {
        for (int runs = 1; runs <= 4; runs++) {
            cutEverywhere(Bug.NONE, runs);
        }
        System.out.printf("%,d crash states of checkpoints%n", states);
        assertThat(states).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void plantedBug_isFound(Bug bug) {
        assertThat(catchThrowable(() -> cutEverywhere(bug, 2))).isInstanceOf(AssertionError.class);
    }

    private void cutEverywhere(Bug bug, int runs) throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        Disk used = bug.disk(disk);
        try (Store store = CopiedStore.open(used)) {
            CopiedStore.fill(store, runs);
            Life life = new Life(CopiedStore.told(store));
            disk.onEveryCall(life::at);
            CopiedStore.checkpoint(store, used);
            life.answered = true;
            store.put(Key.of("later"), new byte[10]);
            life.revisionMin = store.revision();
            for (int i = 0; i < 12; i++) {
                store.put(Key.of("k" + i), new byte[3000]);
                life.revisionMin = store.revision();
            }
        }
        disk.rethrowListenerFailure();
    }

    /// What must hold at every moment.
    private final class Life {
        private final String then;
        private boolean answered;
        private long revisionMin;

        Life(String then) {
            this.then = then;
        }

        void at(CrashPoint point) {
            for (CrashChoice choice : choices(point.disk().pendingUnits())) {
                states++;
                SimDisk left = point.disk().crash(choice);
                try {
                    check(left);
                } catch (IOException | RuntimeException | AssertionError e) {
                    throw new AssertionError(point + ", " + choice + ": " + e, e);
                }
            }
        }

        private void check(SimDisk left) throws IOException {
            if (answered || left.exists(CopiedStore.COPY)) {
                try (Store copy = CopiedStore.open(left, CopiedStore.COPY)) {
                    assertThat(CopiedStore.told(copy)).isEqualTo(then);
                    copy.put(Key.of("written into the copy"), new byte[10_000]);
                }
            }
            try (Store store = CopiedStore.open(left)) {
                assertThat(store.revision()).isGreaterThanOrEqualTo(revisionMin);
                if (!answered) {
                    assertThat(CopiedStore.told(store)).isEqualTo(then);
                    CopiedStore.checkpoint(store, left, "another");
                    if (!left.exists(CopiedStore.COPY)) {
                        CopiedStore.checkpoint(store, left);
                    }
                } else {
                    SmallStore.contents(store);
                }
            }
            left.requireAllClosed();
        }
    }

    private List<CrashChoice> choices(int units) {
        List<CrashChoice> choices = new ArrayList<>();
        choices.add(CrashChoice.dropAll());
        if (units > 0) {
            choices.add(CrashChoice.keepAll());
            choices.add(CrashChoice.zeroAll());
            choices.add(CrashChoice.keepFirst(units / 2));
            choices.add(CrashChoice.dropFirst(1));
            choices.add(CrashChoice.random(states));
        }
        return choices;
    }
}
