package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.Identity;
import dev.longboat.journal.JournalReader;
import dev.longboat.table.BlockCache;
import dev.longboat.table.RowCursor;
import dev.longboat.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// One look at everything in a data directory, from what says most to what says least: identity,
/// manifest, journal, tables, values. What cannot be known since something before is damaged is not
/// guessed at. Confined to one thread.
final class StoreExamination {
    static final String RESTORE =
            "keep a copy of the directory, and bring the store back from a backup" + " (lbclient restore)";

    private static final String TABLES = "tables";
    private static final Set<String> ROOT =
            Set.of(DataDirectory.LOCK, DataDirectory.IDENTITY, "journal", TABLES, "manifest", "lost+found", "BALLAST");

    private final Disk disk;
    private final Consumer<String> progress;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, KeyList> damagedKeys = new TreeMap<>();
    private int segments;
    private int tables;
    private int tablesListed;
    private long rows;
    private long values;
    private long revision;

    StoreExamination(Disk disk, Consumer<String> progress) {
        this.disk = disk;
        this.progress = progress;
    }

    /// Looks at everything.
    ///
    /// @throws ForeignFormatException when it is no store's directory
    StoreReport run() throws IOException {
        Optional<UUID> store = examineRoot();
        Optional<ManifestState> live = store.isPresent() ? examineManifest(store.get()) : Optional.empty();
        if (live.isPresent()) {
            examineFiles(store.get(), live.get());
        }
        return new StoreReport(findings, segments, tables, rows, values, 0, revision);
    }

    private Optional<UUID> examineRoot() throws IOException {
        for (String name : disk.list("")) {
            if (name.equals(DataDirectory.IDENTITY + ".new")) {
                leftover(name, "an identity that was being made when the process ended");
            } else if (!ROOT.contains(name)) {
                findings.add(
                        new Finding(Finding.Kind.STRANGER, name, 0, "none of a store's files", "", "it is left alone"));
            }
        }
        try {
            Optional<Identity> identity = DataDirectory.identityOn(disk);
            if (identity.isEmpty()) {
                throw new ForeignFormatException(disk + ": no store has been made here yet");
            }
            progress.accept("IDENTITY  store " + identity.get().store());
            return Optional.of(identity.get().store());
        } catch (DamagedFileException e) {
            Optional<UUID> store = storeByManifest();
            String known = store.map(id -> "; the manifest says that it is store " + id)
                    .orElse("");
            damage(
                    DataDirectory.IDENTITY,
                    e.offset(),
                    StoreVerifier.Fault.problemOf(e),
                    "no key is concerned, but no build opens the store without it" + known
                            + ": bring back IDENTITY alone from a backup of the same store, or " + RESTORE);
            return store;
        }
    }

    private Optional<UUID> storeByManifest() throws IOException {
        try {
            long newest = Manifest.newest(disk);
            return newest == 0 ? Optional.empty() : ManifestFile.storeOf(disk, ManifestFile.nameOf(newest));
        } catch (DamagedFileException _) {
            return Optional.empty();
        }
    }

    private Optional<ManifestState> examineManifest(UUID store) throws IOException {
        String name = "manifest";
        try {
            long newest = Manifest.newest(disk);
            if (newest == 0) {
                return Optional.of(ManifestState.EMPTY);
            }
            name = ManifestFile.nameOf(newest);
            ManifestFile.Contents contents = ManifestFile.read(disk, name, store, newest);
            progress.accept(name + "  " + contents.sequence() + " records");
            for (String other : disk.list("manifest")) {
                if (!("manifest/" + other).equals(name)) {
                    leftover("manifest/" + other, "a manifest that a newer one has taken the place of");
                }
            }
            return Optional.of(contents.state());
        } catch (DamagedFileException | ForeignFormatException e) {
            StoreVerifier.Fault fault = StoreVerifier.Fault.of(e);
            damage(
                    name,
                    fault.offset(),
                    fault.problem(),
                    "which files are live, and where the journal ends, is written nowhere else: " + RESTORE);
            return Optional.empty();
        }
    }

    private void examineFiles(UUID store, ManifestState live) throws IOException {
        JournalExamination journal = new JournalExamination(disk, store, live, this);
        journal.run();
        segments = journal.soundSegments();
        revision = journal.revision();
        try (JournalReader reader = new JournalReader(disk, store)) {
            ValueCheck check = new ValueCheck(reader::read, _ -> true);
            journal.checkValues(check);
            for (ManifestState.TableEntry table : live.tables()) {
                examine(store, table, check);
            }
            values = check.values();
        }
        tablesListed = live.tables().size();
        nameDamagedKeys();
        examineOtherTables(live);
    }

    private void examine(UUID store, ManifestState.TableEntry entry, ValueCheck check) throws IOException {
        String name = LiveTable.nameOf(entry.id());
        String keys = "";
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, name, store, entry.id(), cache)) {
            keys = "some of " + table.summary().rows() + " rows from "
                    + EntryDump.key(table.summary().firstKey()) + " to "
                    + EntryDump.key(table.summary().lastKey());
            if (table.summary().footerCrc32c() != entry.footerCrc32c()) {
                throw new DamagedFileException(
                        name, entry.fileBytes() - Disk.BLOCK_BYTES, "it is not the table that the manifest lists");
            }
            table.verify();
            tables++;
            rows += table.summary().rows();
            progress.accept(name + "  " + table.summary().rows() + " rows");
            try (RowCursor cursor = table.scan()) {
                check.check(cursor, this::damagedValue);
            }
        } catch (IOException e) {
            StoreVerifier.Fault fault = StoreVerifier.Fault.of(e);
            String concerned = keys.isEmpty()
                    ? "of revisions " + entry.revisionMin() + " to " + entry.revisionMax() + ", " + entry.rows()
                            + " rows"
                    : keys;
            findings.add(new Finding(Finding.Kind.DAMAGE, name, fault.offset(), fault.problem(), concerned, RESTORE));
        }
    }

    /// A value that a row points at is not whole.
    void damagedValue(byte[] storedKey, long atRevision, DamagedFileException damage) {
        damagedKeys
                .computeIfAbsent(damage.file(), file -> {
                    boolean told =
                            findings.stream().anyMatch(finding -> finding.file().equals(file));
                    if (!told) {
                        damage(file, damage.offset(), StoreVerifier.Fault.problemOf(damage), RESTORE);
                    }
                    return new KeyList();
                })
                .add(storedKey, atRevision);
    }

    private void nameDamagedKeys() {
        findings.replaceAll(finding -> {
            KeyList keys = damagedKeys.get(finding.file());
            if (!finding.keys().isEmpty()) {
                return finding;
            }
            if (keys != null) {
                return finding.concerning("the value of " + keys);
            }
            boolean allTold = tables == tablesListed && finding.kind() == Finding.Kind.DAMAGE;
            return allTold && finding.file().startsWith("journal/")
                    ? finding.concerning("none of those in tables: their values lie elsewhere")
                    : finding;
        });
    }

    private void examineOtherTables(ManifestState live) throws IOException {
        if (!disk.exists(TABLES)) {
            return;
        }
        Set<String> listed = new HashSet<>();
        live.tables().forEach(entry -> listed.add(LiveTable.nameOf(entry.id())));
        for (String name : disk.list(TABLES)) {
            if (!listed.contains(TABLES + "/" + name)) {
                leftover(TABLES + "/" + name, "no manifest lists it");
            }
        }
    }

    void damage(String file, long offset, String problem, String advice) {
        damage(file, offset, problem, "", advice);
    }

    void damage(String file, long offset, String problem, String keys, String advice) {
        findings.add(new Finding(Finding.Kind.DAMAGE, file, offset, problem, keys, advice));
    }

    void tail(String file, long offset, String problem) {
        findings.add(new Finding(
                Finding.Kind.TAIL,
                file,
                offset,
                problem,
                "",
                "nothing acknowledged is concerned; the next start passes it over, and a repair cuts it off"));
    }

    void leftover(String file, String problem) {
        findings.add(new Finding(
                Finding.Kind.LEFTOVER,
                file,
                0,
                problem,
                "",
                "nothing points at it; the next start or a repair removes it"));
    }

    void read(String line) {
        progress.accept(line);
    }
}
