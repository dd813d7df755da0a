package dev.longboat.engine;

import com.google.errorprone.annotations.Immutable;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A mistake inside a class of the house, made in its compiled code, so that the source needs no
/// place for it. Immutable.
///
/// @param type the class, by its simple name with the room before it: `engine.Manifest`
/// @param method in which the mistake is made
/// @param call which call there it concerns: `Manifest.sync`
/// @param kind what becomes of the call
@Immutable
record Mutation(String type, String method, String call, Kind kind) {
    /// What becomes of a call.
    enum Kind {
        /// It is not made; where it gave something, it gives zero or null.
        DROPPED,

        /// A static method of [MutantParts] with the name of the called one is called instead; it
        /// is given the object and the arguments.
        REPLACED,

        /// It is made, and the branch that looks at its outcome is taken whatever it is.
        NOT_LOOKED_AT
    }

    private static final ClassDesc PARTS = ClassDesc.of("dev.longboat.engine.MutantParts");

    static Mutation dropped(String type, String method, String call) {
        return new Mutation(type, method, call, Kind.DROPPED);
    }

    static Mutation replaced(String type, String method, String call) {
        return new Mutation(type, method, call, Kind.REPLACED);
    }

    static Mutation notLookedAt(String type, String method, String call) {
        return new Mutation(type, method, call, Kind.NOT_LOOKED_AT);
    }

    String className() {
        return "dev.longboat." + type;
    }

    /// The class with the mistake in it.
    ///
    /// @throws IllegalStateException when there is no such call: the mutation is out of date
    byte[] apply(byte[] classFile) {
        Rewriting rewriting = new Rewriting();
        ClassFile context = ClassFile.of();
        byte[] mutant = context.transformClass(
                context.parse(classFile),
                ClassTransform.transformingMethodBodies(
                        each -> each.methodName().equalsString(method), CodeTransform.ofStateful(() -> rewriting)));
        if (rewriting.places == 0) {
            throw new IllegalStateException("there is no such call any more; say where it went: " + this);
        }
        return mutant;
    }

    /// Rewrites the calls in one method. Confined to the test's thread.
    private final class Rewriting implements CodeTransform {
        private int places;
        private boolean branchIsNext;

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case InvokeInstruction invoke
                when isMeant(invoke) -> {
                    rewrite(code, invoke);
                }
                case BranchInstruction branch
                when branchIsNext && branch.opcode() != Opcode.GOTO -> {
                    branchIsNext = false;
                    places++;
                    if (branch.opcode().name().startsWith("IF_")) {
                        code.pop2();
                    } else {
                        code.pop();
                    }
                    code.goto_(branch.target());
                }
                default -> code.with(element);
            }
        }

        private boolean isMeant(InvokeInstruction invoke) {
            String owner = invoke.owner().asInternalName();
            String name = owner.substring(owner.lastIndexOf('/') + 1) + "."
                    + invoke.name().stringValue();
            return name.equals(call);
        }

        private void rewrite(CodeBuilder code, InvokeInstruction invoke) {
            boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
            MethodTypeDesc type = invoke.typeSymbol();
            switch (kind) {
                case DROPPED -> {
                    places++;
                    List<ClassDesc> arguments = new ArrayList<>(type.parameterList());
                    if (!isStatic) {
                        arguments.addFirst(invoke.owner().asSymbol());
                    }
                    Collections.reverse(arguments);
                    arguments.forEach(each -> drop(code, each));
                    putNothing(code, type.returnType());
                }
                case REPLACED -> {
                    places++;
                    MethodTypeDesc wanted = isStatic
                            ? type
                            : type.insertParameterTypes(0, invoke.owner().asSymbol());
                    code.invokestatic(PARTS, invoke.name().stringValue(), wanted);
                }
                case NOT_LOOKED_AT -> {
                    code.with(invoke);
                    branchIsNext = true;
                }
            }
        }

        private static void drop(CodeBuilder code, ClassDesc type) {
            if (TypeKind.from(type).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        }

        private static void putNothing(CodeBuilder code, ClassDesc type) {
            switch (TypeKind.from(type)) {
                case VOID -> {}
                case LONG -> code.lconst_0();
                case DOUBLE -> code.dconst_0();
                case FLOAT -> code.fconst_0();
                case REFERENCE -> code.aconst_null();
                case BOOLEAN, BYTE, CHAR, SHORT, INT -> code.iconst_0();
            }
        }
    }
}
