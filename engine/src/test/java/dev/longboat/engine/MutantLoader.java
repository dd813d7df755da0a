package dev.longboat.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;

/// Loads the journal, the tables and the engine, with their tests, anew and with mistakes in them.
/// The disk and the testkit stay those of the test that runs. Safe for concurrent use.
final class MutantLoader extends ClassLoader {
    private static final Set<String> ROOMS =
            Set.of("dev.longboat.journal.", "dev.longboat.table.", "dev.longboat.engine.");

    private final List<Mutation> mutations;

    MutantLoader(Mutation... mutations) {
        super(MutantLoader.class.getClassLoader());
        this.mutations = List.of(mutations);
    }

    /// A task of the mutated house.
    Runnable task(StoreProof proof) throws ReflectiveOperationException {
        Field constant = loadClass(StoreProof.class.getName()).getDeclaredField(proof.name());
        constant.setAccessible(true);
        return (Runnable) constant.get(null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (ROOMS.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = file.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        for (Mutation mutation : mutations) {
            if (mutation.className().equals(name)) {
                bytes = mutation.apply(bytes);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
