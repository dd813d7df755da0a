package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The last word of `make test`: what it adds up, and everything that must turn it red.
final class GateTest {
    private static final String GOOD = report(5, 0, 0, 0, "");

    private final Shell shell;

    GateTest(@TempDir Path directory) {
        shell = new Shell(directory);
    }

    @BeforeEach
    void layOutARoom() throws IOException {
        shell.copy("scripts/count-tests");
        shell.write("pom.xml", """
                  <modules>
                    <module>disk</module>
                    <module>journal</module>
                  </modules>
                  <profiles>
                    <profile><modules>
                        <module>races</module>
                    </modules></profile>
                  </profiles>
                """);
        shell.write("disk/src/test/java/ATest.java", "    @Test\n");
    }

    @Test
    void goodReports_areAddedUp() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", GOOD);
        shell.write("disk/target/surefire-reports/TEST-b.xml", report(2, 0, 0, 0, ""));
        Shell.Ended ended = count("0");
        assertThat(ended.output()).endsWith("Tests run: 7, Failures: 0, Errors: 0, Skipped: 0\n7 passed, 0 failed\n");
        assertThat(ended.code()).isZero();
    }

    @Test
    void failuresAndErrors_areRed() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", report(5, 1, 2, 0, ""));
        Shell.Ended ended = count("0");
        assertThat(ended.output()).endsWith("Tests run: 5, Failures: 1, Errors: 2, Skipped: 0\n2 passed, 3 failed\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void skippedTest_isRed() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", report(5, 0, 0, 1, "<testcase><skipped/></testcase>"));
        Shell.Ended ended = count("0");
        assertThat(ended.output()).contains("1 tests were skipped").contains("TEST-a.xml");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void roomWhoseTestsDidNotRun_isRed() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", GOOD);
        shell.write("journal/src/test/java/BTest.java", "    @ParameterizedTest\n");
        Shell.Ended ended = count("0");
        assertThat(ended.output()).contains("journal has tests, and none of them ran.");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void roomOfAProfile_isNotAskedFor() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", GOOD);
        shell.write("races/src/test/java/CTest.java", "    @Test\n");
        assertThat(count("0").code()).isZero();
    }

    @Test
    void nothingRun_isRed() throws Exception {
        Shell.Ended ended = count("0");
        assertThat(ended.output()).contains("No test ran.").endsWith("0 passed, 0 failed\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void failedBuild_staysFailedWhateverTheReportsSay() throws Exception {
        shell.write("disk/target/surefire-reports/TEST-a.xml", GOOD);
        Shell.Ended ended = count("7");
        assertThat(ended.output()).contains("exit code 7").endsWith("5 passed, 0 failed\n");
        assertThat(ended.code()).isEqualTo(7);
    }

    private Shell.Ended count(String buildResult) throws Exception {
        return shell.run(Map.of(), "scripts/count-tests", buildResult);
    }

    private static String report(int tests, int failures, int errors, int skipped, String cases) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0"
                    name="dev.longboat.ATest" time="0.2" tests="%d" errors="%d" skipped="%d" failures="%d">
                  <properties><property name="x" value="y" tests="9"/></properties>%s
                </testsuite>
                """.formatted(tests, errors, skipped, failures, cases);
    }
}
