package dev.longboat.tidy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What reaches past the ports of `disk` to files, clocks, threads and chance. Immutable.
///
/// A whole node must run under a seed in one thread; one stray clock or random number ends that.
/// Composers put real ones in, and a class named `…Driver` owns a thread around a step function.
final class OutsideWorld {
    private static final String ANY = "*";

    /// Types that must not be named at all.
    private static final Set<String> FILE_TYPES = Set.of(
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.nio.file.Files",
            "java.nio.channels.FileChannel",
            "java.nio.channels.AsynchronousFileChannel");

    /// Members that must not be used: owner → names, `<init>` for a constructor.
    private static final Map<String, Set<String>> MEMBERS = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.OffsetDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis")),
            Map.entry("java.lang.Thread", Set.of("<init>", "sleep", "ofPlatform", "ofVirtual", "startVirtualThread")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
            Map.entry("java.util.concurrent.Executors", Set.of(ANY)),
            Map.entry("java.util.Timer", Set.of(ANY)),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of(ANY)),
            Map.entry("java.security.SecureRandom", Set.of(ANY)));

    private OutsideWorld() {}

    /// Every use of the outside world by a class that has no right to it.
    static List<String> uses(JavaClasses classes, Set<String> freeRooms) {
        return classes.stream()
                .filter(type -> !freeRooms.contains(Imports.room(type)))
                .filter(type -> !outermost(type).getSimpleName().endsWith("Driver"))
                .flatMap(type -> Stream.concat(files(type), members(type)))
                .sorted()
                .distinct()
                .toList();
    }

    private static Stream<String> files(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> FILE_TYPES.contains(
                        dependency.getTargetClass().getBaseComponentType().getName()))
                .map(dependency -> dependency.getDescription());
    }

    private static Stream<String> members(JavaClass type) {
        return type.getAccessesFromSelf().stream()
                .filter(access -> isBanned(access) || isUnseeded(access))
                .map(access -> access.getDescription());
    }

    private static boolean isBanned(JavaAccess<?> access) {
        Set<String> names = MEMBERS.getOrDefault(access.getTargetOwner().getName(), Set.of());
        return names.contains(ANY) || names.contains(access.getTarget().getName());
    }

    private static boolean isUnseeded(JavaAccess<?> access) {
        return access.getTarget().getFullName().equals("java.util.Random.<init>()");
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
