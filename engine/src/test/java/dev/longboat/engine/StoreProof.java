package dev.longboat.engine;

import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.FaultEffect;
import java.io.IOException;

/// The proofs that the house's tests give, each as a task that ends well or fails: so that they can
/// be given again in a house with a mistake in it, where they must fail. Immutable.
enum StoreProof implements Runnable {
    /// [StoreCrashTest].
    CRASHES {
        @Override
        void prove() throws IOException {
            StoreCrashTest.cutSeeds(StoreBug.NONE, 6);
        }
    },

    /// [StoreModelTest].
    MODEL {
        @Override
        void prove() {
            for (long seed = 1; seed <= 4; seed++) {
                StoreModelTest.run(seed, StoreOptions.tiny(), 12, 2_000, false);
            }
        }
    },

    /// [StoreDamageTest].
    DAMAGE {
        @Override
        void prove() {
            StoreDamageTest.flipBytes(SmallStore.make(), 13);
        }
    },

    /// [StoreFaultTest].
    FAULTS {
        @Override
        void prove() throws IOException {
            for (CallKind kind : new CallKind[] {CallKind.WRITE, CallKind.SYNC, CallKind.SYNC_DIRECTORY}) {
                for (FaultEffect effect : StoreFaultTest.effects(kind)) {
                    for (long nth = 1; StoreFaultTest.strike(kind, nth, effect, 1); nth++) {
                        // Each strike is a proof of its own.
                    }
                }
            }
        }
    },

    /// [SegmentLinkTest].
    LINKS {
        @Override
        void prove() throws IOException {
            SegmentLinkTest.linkedSegmentKeepsItsBytes();
        }
    },

    /// [StoreModelTest], where only few versions are kept.
    RETENTION {
        @Override
        void prove() {
            for (long seed = 1; seed <= 4; seed++) {
                StoreOptions options = StoreOptions.tiny().toBuilder()
                        .retention(new Retention.Versions((int) seed % 3 + 1))
                        .build();
                StoreModelTest.run(seed, options, 6, 2_000, false);
            }
        }
    },

    /// [StoreModelTest], with so many runs that most merges are above the bottom.
    MERGES {
        @Override
        void prove() throws IOException {
            StoreTest.versionBehindAnErasedOneStays();
            for (long seed = 1; seed <= 4; seed++) {
                StoreModelTest.runMerges(seed);
            }
        }
    },

    /// [StorePinsTest].
    PINS {
        @Override
        void prove() throws IOException {
            new StorePinsTest().snapshotKeepsItsValues();
            new StorePinsTest().uploadKeepsItsPieces();
            new StorePinsTest().imageKeepsItsFiles();
        }
    },

    /// [StoreWatchTest].
    WATCHES {
        @Override
        void prove() throws IOException {
            new StoreWatchTest().removalIsTold();
            new StoreWatchTest().cutPowerWhenTold();
            for (long seed = 0; seed < 4; seed++) {
                StoreWatchTest.run(seed, StoreWatchTest.options(seed));
            }
        }
    },

    /// [LeaseTest].
    LEASES {
        @Override
        void prove() {
            new LeaseTest().endInTime();
            new LeaseTest().refuseWhatIsDue();
            new LeaseTest().comeBackByAnErase();
            new LeaseTest().outliveARestart();
            new LeaseTest().tryAgain();
        }
    },

    /// [StoreTimeTest].
    TIME {
        @Override
        void prove() {
            new StoreTimeTest().tellRevisions();
            new StoreTimeTest().forgetByAge();
        }
    },

    /// [CompressedValuesTest], and [StoreModelTest] where values are compressed.
    COMPRESSION {
        @Override
        void prove() throws IOException {
            new CompressedValuesTest().hostileBytes();
            new CompressedValuesTest().olderBuildsAreKeptOut();
            new CompressedValuesTest().valuesMove();
            for (long seed = 1; seed <= 4; seed++) {
                StoreModelTest.runCompressing(seed);
            }
        }
    },

    /// [BackupTest].
    BACKUPS {
        @Override
        void prove() throws IOException {
            new BackupTest().restoreWhole();
            new BackupTest().damageEveryByte();
        }
    },

    /// [BackupTest], where the power is cut during a restore.
    RESTORES {
        @Override
        void prove() throws IOException {
            new BackupTest().cutInRestore();
        }
    },

    /// [CheckpointCrashTest].
    CHECKPOINTS {
        @Override
        void prove() throws IOException {
            new CheckpointCrashTest().cutInCheckpoints();
        }
    };

    abstract void prove() throws IOException;

    /// Compressions are found by the thread's loader: it is that of the house.
    @Override
    public void run() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(StoreProof.class.getClassLoader());
        try {
            prove();
        } catch (IOException | StoreException e) {
            throw new AssertionError(e.getMessage(), e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
