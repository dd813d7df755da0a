package dev.longboat.server;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The settings' twins among the variables of the environment. Immutable.
final class Environment {
    /// Names the configuration file.
    static final String CONFIG_VARIABLE = "LB_CONFIG";

    /// Variables of `lbclient` and of the launcher, which a shell may well have set.
    private static final Set<String> OF_OTHERS = Set.of(
            "LB_ENDPOINT", "LB_HOST", "LB_LANG", "LB_OUTPUT", "LB_TIMEOUT", "LB_JAVA_OPTS", "LB_HEAP", "LB_DIRECT");

    private Environment() {}

    /// What is set. A name that begins with `LB_` and that nobody knows is a fault: it was meant
    /// for us.
    static Map<Setting, Given> read(Map<String, String> variables, List<String> faults) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        List<String> known = Stream.concat(
                        Stream.of(CONFIG_VARIABLE),
                        Arrays.stream(Setting.values()).map(Setting::variable))
                .toList();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!name.startsWith("LB_") || OF_OTHERS.contains(name)) {
                return;
            }
            Optional<Setting> setting = Arrays.stream(Setting.values())
                    .filter(each -> each.variable().equals(name))
                    .findFirst();
            setting.ifPresent(found -> given.put(found, new Given(value, name)));
            if (!known.contains(name)) {
                faults.add("there is no setting for the variable " + name + Nearest.hint(name, known));
            }
        });
        return given;
    }
}
