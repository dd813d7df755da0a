package dev.longboat.cli;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.longboat.proto.v1.ErrorReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Every sentence that the program says: those of its sources, the texts of its help, the names of
/// its facts, and the reasons of servers. In the sources they are the first argument of
/// `Phrase.of`, `say`, `told` and `new UsageException`. The classic clients have words of their
/// own. Confined to its test's thread.
final class Sentences extends TreeScanner<Void, Void> {
    private static final Path SOURCES = Path.of("src/main/java/dev/longboat/cli");
    private static final Set<String> SAYING = Set.of("say", "told");
    private static final Set<String> NAMING = Set.of("text", "number", "bytes", "said");
    private static final String FACT = "[a-z]+(_[a-z]+)*";

    /// What a method calls the sentence that it only passes on.
    private static final String PASSED_ON = "english";

    private final Set<String> all = new TreeSet<>();
    private final List<String> unknown = new ArrayList<>();

    /// Of the whole program.
    static Sentences ofProgram() throws IOException {
        Sentences sentences = new Sentences();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith("Classic")) {
                    sentences.read(Files.readString(file));
                }
            }
        }
        HelpTexts.translate(LbClient.grammar(Words.ENGLISH).commandLine(), text -> {
            sentences.all.add(text);
            return text;
        });
        Arrays.stream(ErrorReason.values())
                .filter(reason -> reason != ErrorReason.UNRECOGNIZED && reason.getNumber() != 0)
                .forEach(reason -> sentences.all.add(reason.name()));
        return sentences;
    }

    /// Of some source text.
    static Sentences of(String source) throws IOException {
        Sentences sentences = new Sentences();
        sentences.read(source);
        return sentences;
    }

    /// The English of each, in the order of the alphabet.
    Set<String> all() {
        return all;
    }

    /// What is said without being written down in one piece, so that nobody can translate it.
    List<String> unknown() {
        return unknown;
    }

    private void read(String source) throws IOException {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
        task.parse().forEach(unit -> scan(unit, null));
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        String name = call.getMethodSelect() instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : call.getMethodSelect().toString();
        if (call.getMethodSelect().toString().equals("Phrase.of")) {
            sentence(call.getArguments().getFirst(), true);
        } else if (SAYING.contains(name) && !call.getArguments().isEmpty()) {
            sentence(call.getArguments().getFirst(), false);
        } else if (NAMING.contains(name) && !call.getArguments().isEmpty()) {
            fact(call.getArguments().getFirst());
        }
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void nothing) {
        String name = made.getIdentifier().toString();
        if (name.equals("UsageException")) {
            sentence(made.getArguments().getFirst(), true);
        } else if (name.equals("Field")) {
            fact(made.getArguments().getFirst());
        }
        return super.visitNewClass(made, null);
    }

    private void sentence(ExpressionTree argument, boolean always) {
        List<String> texts = texts(argument);
        all.addAll(texts);
        boolean passedOn =
                argument instanceof IdentifierTree name && (name.getName().contentEquals(PASSED_ON) || !always);
        if (texts.isEmpty() && always && !passedOn) {
            unknown.add(argument.toString());
        }
    }

    /// Tables show a fact's name as words.
    private void fact(ExpressionTree argument) {
        texts(argument).stream()
                .filter(text -> text.matches(FACT))
                .map(text -> text.replace("_ms", "").replace('_', ' '))
                .forEach(all::add);
    }

    /// The constant texts that an expression may be.
    private static List<String> texts(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal when literal.getValue() instanceof String text -> List.of(text);
            case ParenthesizedTree inner -> texts(inner.getExpression());
            case ConditionalExpressionTree choice ->
                Stream.concat(texts(choice.getTrueExpression()).stream(), texts(choice.getFalseExpression()).stream())
                        .toList();
            case BinaryTree sum -> {
                List<String> left = texts(sum.getLeftOperand());
                List<String> right = texts(sum.getRightOperand());
                yield left.isEmpty() || right.isEmpty() ? List.of() : List.of(left.getFirst() + right.getFirst());
            }
            default -> List.of();
        };
    }
}
