package dev.longboat.cli;

/// The words of the classic system A, as its client printed them, and the same in English.
/// Immutable.
enum ClassicWords {
    /// A's own.
    es(
            "Set exitoso: True",
            "Valor: ",
            "Clave no encontrada.",
            "Se encontraron %d pares:",
            "No se encontraron claves con ese prefijo.",
            "Estadísticas del servidor:",
            "Número de claves: ",
            "Total de peticiones: ",
            "Servidor iniciado el: "),
    /// In English.
    en(
            "Set successful: True",
            "Value: ",
            "Key not found.",
            "Found %d pairs:",
            "No keys with that prefix.",
            "Server statistics:",
            "Number of keys: ",
            "Total requests: ",
            "Server started at: ");

    final String written;
    final String value;
    final String missing;
    final String pairs;
    final String noPairs;
    final String statistics;
    final String keys;
    final String requests;
    final String started;

    ClassicWords(
            String written,
            String value,
            String missing,
            String pairs,
            String noPairs,
            String statistics,
            String keys,
            String requests,
            String started) {
        this.written = written;
        this.value = value;
        this.missing = missing;
        this.pairs = pairs;
        this.noPairs = noPairs;
        this.statistics = statistics;
        this.keys = keys;
        this.requests = requests;
        this.started = started;
    }
}
