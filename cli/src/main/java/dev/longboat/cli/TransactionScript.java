package dev.longboat.cli;

import dev.longboat.client.Condition;
import dev.longboat.client.Condition.Is;
import dev.longboat.client.KeySelector;
import dev.longboat.client.Lifetime;
import dev.longboat.client.Operation;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.EOFError;

/// Lines that say what a transaction does; [TxnVerb] describes them. Confined to the main thread.
final class TransactionScript {
    private final Call call;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Operation> then = new ArrayList<>();
    private final List<Operation> otherwise = new ArrayList<>();

    TransactionScript(Call call) {
        this.call = call;
    }

    boolean isEmpty() {
        return conditions.isEmpty() && then.isEmpty() && otherwise.isEmpty();
    }

    Transaction transaction() {
        return new Transaction(conditions, then, otherwise);
    }

    /// Takes all lines of a file or a pipe.
    void read(InputStream in) throws IOException {
        try (PipedLines lines = new PipedLines(in)) {
            for (List<String> words = lines.next(); words != null; words = lines.next()) {
                take(words);
            }
        }
    }

    /// Takes a line.
    void line(String line) {
        try {
            take(ShellParser.words(line));
        } catch (EOFError _) {
            throw new UsageException("a quote is never closed");
        }
    }

    private void take(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "if" -> conditions.add(condition(rest));
            case "then" -> then.add(operation(words));
            case "else" -> otherwise.add(operation(words));
            default -> throw new UsageException("a line begins with if, then or else, not with '%s'", words.getFirst());
        }
    }

    private Condition condition(List<String> words) {
        if (words.size() == 2 && words.getLast().equals("exists")) {
            return subject(words).exists();
        }
        if (words.size() == 2 && words.getLast().equals("absent")) {
            return subject(words).isAbsent();
        }
        if (words.size() != 4) {
            throw notUnderstood("if", words);
        }
        Is is = switch (words.get(2)) {
            case "=" -> Is.EQUAL;
            case "!=" -> Is.NOT_EQUAL;
            case "<" -> Is.LESS;
            case ">" -> Is.GREATER;
            default -> throw new UsageException("compare by =, !=, < or >, not by '%s'", words.get(2));
        };
        String operand = words.get(3);
        return switch (words.get(1)) {
            case "version" -> subject(words).version(is, number(operand));
            case "revision" -> subject(words).revision(is, number(operand));
            case "created" -> subject(words).createRevision(is, number(operand));
            case "ordinal" -> subject(words).ordinal(is, number(operand));
            case "lease" -> subject(words).lease(is, number(operand));
            case "value" -> subject(words).value(is, call.value(operand));
            default -> throw notUnderstood("if", words);
        };
    }

    private Condition.Subject subject(List<String> words) {
        return Condition.on(call.key(words.getFirst()));
    }

    /// @param line its first word included
    private Operation operation(List<String> line) {
        List<String> words = line.subList(1, line.size());
        boolean isSet = !words.isEmpty() && words.getFirst().equals("set");
        if (isSet && (words.size() == 3 || words.size() == 5)) {
            return set(words);
        }
        if (isSet || words.size() != 2) {
            throw notUnderstood(line.getFirst(), words);
        }
        String subject = words.get(1);
        return switch (words.getFirst()) {
            case "get" -> Operation.get(call.key(subject));
            case "del" -> Operation.delete(call.key(subject));
            case "getprefix" -> new Operation.Range(RangeQuery.of(new KeySelector.Prefix(call.key(subject))));
            case "delprefix" -> new Operation.DeleteRange(new KeySelector.Prefix(call.key(subject)));
            default -> throw notUnderstood(line.getFirst(), words);
        };
    }

    private Operation set(List<String> words) {
        Operation.Set set = Operation.set(call.key(words.get(1)), call.value(words.get(2)));
        return words.size() == 3 ? set : set.living(lifetime(words.get(3), words.get(4)));
    }

    private static Lifetime lifetime(String option, String operand) {
        return switch (option) {
            case "--ttl" -> Lifetime.of(LifetimeOptions.time(option, operand));
            case "--lease" -> Lifetime.ofLease(number(operand));
            default -> throw new UsageException("a key lives by --ttl or --lease, not by '%s'", option);
        };
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new UsageException("'%s' is not a whole number", text);
        }
    }

    private static UsageException notUnderstood(String begin, List<String> words) {
        return new UsageException("not understood behind '%s': %s", begin, String.join(" ", words));
    }
}
