package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every [TextRule] over every file of the house, and over its own sample (H5).
final class TextTest {
    private static final List<Source> FILES = House.here().files();

    @ParameterizedTest
    @EnumSource
    void house_keepsTheRule(TextRule rule) {
        assertThat(FILES.stream().flatMap(rule::violations))
                .describedAs(rule.why())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rule_seesItsOwnSample(TextRule rule) {
        assertThat(rule.violations(rule.sample())).isNotEmpty();
    }
}
