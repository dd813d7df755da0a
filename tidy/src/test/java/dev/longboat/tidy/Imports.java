package dev.longboat.tidy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which compiled class refers to which, and whether the order of the rooms allows it. Immutable.
record Imports(List<String> order) {
    private static final String HOUSE = "dev.longboat.";

    /// Rooms that tests may import, wherever they stand, and nothing else may.
    private static final Set<String> FOR_TESTS = Set.of("testkit", "races");

    Imports {
        order = List.copyOf(order);
    }

    /// The compiled classes of all rooms: `classes` or `test-classes`.
    static JavaClasses compiled(House house, String kind) {
        return new ClassFileImporter().importPaths(house.compiled(kind));
    }

    /// The room of a class, or "" for one from outside.
    static String room(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(HOUSE)) {
            return "";
        }
        String rest = name.substring(HOUSE.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /// Every reference to a room below, and to one for tests unless the classes are tests.
    List<String> outOfOrder(JavaClasses classes, boolean tests) {
        return dependencies(classes)
                .filter(dependency -> {
                    String from = room(dependency.getOriginClass());
                    String to = room(dependency.getTargetClass());
                    boolean below = order.indexOf(to) > order.indexOf(from);
                    boolean refused = FOR_TESTS.contains(to) ? !tests : below;
                    return !to.isEmpty() && !from.equals(to) && refused;
                })
                .map(Dependency::getDescription)
                .sorted()
                .toList();
    }

    /// Every reference from one of the rooms to something that is neither ours nor the JDK's.
    List<String> beyondTheJdk(JavaClasses classes, Set<String> rooms) {
        return dependencies(classes)
                .filter(dependency -> rooms.contains(room(dependency.getOriginClass())))
                .filter(dependency -> !harmless(dependency.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription)
                .sorted()
                .toList();
    }

    private static boolean harmless(JavaClass type) {
        String name = type.getName();
        return type.isPrimitive()
                || (name.startsWith("java.") && !name.startsWith("java.util.logging."))
                || name.startsWith(HOUSE)
                || name.startsWith("org.jspecify.annotations.")
                || name.startsWith("com.google.errorprone.annotations.");
    }

    private static Stream<Dependency> dependencies(JavaClasses classes) {
        return classes.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }
}
