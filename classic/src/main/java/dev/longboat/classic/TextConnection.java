package dev.longboat.classic;

import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.Failures;
import dev.longboat.proto.v1.ErrorReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection of the text protocol. Commands are carried out in their order: writes overlap
/// each other, so that those sent together share a commit; a read waits for the writes before it.
/// Answers keep the order of the commands (N2). Input is read only while little waits.
///
/// Confined to its event loop; only [#stop] comes from elsewhere.
final class TextConnection extends ChannelInboundHandlerAdapter {
    private static final int QUIET_MS = 5;

    /// Of a command this long the rest may be on its way for longer.
    private static final int LONG_BYTES = 16 << 10;

    private static final int QUIET_LONG_MS = 100;
    private static final int COMMANDS_WAITING_MAX = 256;
    private static final int WRITES_IN_FLIGHT_MAX = 256;
    private static final int BYTES_WAITING_MAX = 1 << 20;
    private static final int BYTES_UNCOUNTED = 4 << 10;

    /// What a dump costs in the budget of answers: a chunk being made, and those in the transport.
    private static final int DUMP_BYTES = 256 << 10;

    private final DoorResources resources;
    private final TextDoor door;
    private final TextOperations operations;
    private final TextFraming framing = new TextFraming(TextDoor.COMMAND_BYTES_MAX);
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    /// Answers in the order of their commands; those that are there leave.
    private final Queue<Slot> slots = new ArrayDeque<>();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> quiet;
    private @Nullable TextDump dump;
    private boolean dumpMoves;
    private int bytesWaiting;
    private int bytesCounted;
    private boolean reading;
    private boolean inputEnded;
    private boolean stopping;

    /// Nothing more is read, and the connection closes when what was begun is answered.
    private boolean closing;

    private boolean ended;

    TextConnection(DoorResources resources, TextDoor door) {
        this.resources = resources;
        this.door = door;
        this.operations = new TextOperations(resources);
    }

    /// A command that waits for its turn. Immutable.
    ///
    /// @param bytes that it holds
    private record Waiting(TextCommand command, int bytes) {}

    /// The place of an answer. Confined to the connection's event loop.
    private static final class Slot {
        private byte @Nullable [] answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        door.opened(this);
        advance();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        waiting.clear();
        door.closed(this);
        resources.writes().release(bytesCounted);
        bytesCounted = 0;
        stopQuiet();
        closeDump();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf came = (ByteBuf) message;
        try {
            if (!closing) {
                framing.append(came);
                takeLines();
                awaitQuiet();
            }
        } finally {
            came.release();
        }
    }

    private void takeLines() {
        for (Optional<TextFrame> line = framing.nextLine(); line.isPresent(); line = framing.nextLine()) {
            take(line.get());
        }
        count();
    }

    private void take(TextFrame frame) {
        int bytes = frame instanceof TextFrame.Command(byte[] whole) ? whole.length : 0;
        waiting.add(new Waiting(TextCommand.of(frame), bytes));
        bytesWaiting += bytes;
    }

    /// Keeps what is held counted in the budget of writes; what does not fit is dropped.
    private void count() {
        int held = Math.max(0, framing.bytesHeld() + bytesWaiting - BYTES_UNCOUNTED);
        if (held > bytesCounted && !resources.writes().tryAcquire(held - bytesCounted)) {
            framing.drop(resources.writes().refusal());
            return;
        }
        if (held < bytesCounted) {
            resources.writes().release(bytesCounted - held);
        }
        bytesCounted = held;
    }

    private void awaitQuiet() {
        stopQuiet();
        if (!framing.hasLines() && framing.hasPart() && context != null) {
            quiet = context.executor()
                    .schedule(
                            () -> {
                                framing.rest().ifPresent(this::take);
                                advance();
                            },
                            framing.bytesWaiting() < LONG_BYTES ? QUIET_MS : QUIET_LONG_MS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void stopQuiet() {
        if (quiet != null) {
            quiet.cancel(false);
            quiet = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        advance();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        advance();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent _ -> {
                inputEnded = true;
                stopQuiet();
                framing.rest().ifPresent(this::take);
                advance();
            }
            case IdleStateEvent _ -> close(ctx);
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx);
    }

    private static void close(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    /// Tells the client that the server is stopping, when it has its answers.
    void stop() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                stopping = true;
                advance();
            });
        }
    }

    /// Does what can be done next.
    private void advance() {
        ChannelHandlerContext ctx = context;
        if (ctx == null || ended || !ctx.channel().isActive()) {
            return;
        }
        while (!closing && mayStart()) {
            Waiting next = waiting.remove();
            bytesWaiting -= next.bytes();
            start(next.command());
        }
        count();
        moveDump(ctx);
        if (isIdle() && (closing || stopping || inputEnded)) {
            end(ctx);
        } else if (!reading && !inputEnded && !closing && !stopping && hasRoom(ctx)) {
            reading = true;
            ctx.read();
        }
        ctx.flush();
    }

    private boolean isIdle() {
        return slots.isEmpty() && dump == null && (closing || waiting.isEmpty());
    }

    private boolean hasRoom(ChannelHandlerContext ctx) {
        return ctx.channel().isWritable() && waiting.size() < COMMANDS_WAITING_MAX && bytesWaiting < BYTES_WAITING_MAX;
    }

    private void end(ChannelHandlerContext ctx) {
        if (stopping && !closing && !inputEnded) {
            send(ctx, TextOperations.shown(Failure.of(ErrorReason.SERVER_STOPPING, "the server is stopping")));
        }
        closing = true;
        ended = true;
        var _ = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private boolean mayStart() {
        Waiting next = waiting.peek();
        if (next == null || dump != null) {
            return false;
        }
        return next.command().isRead() ? slots.isEmpty() : slots.size() < WRITES_IN_FLIGHT_MAX;
    }

    private void start(TextCommand command) {
        switch (command) {
            case TextCommand.Hopeless _ -> {
                closing = true;
                waiting.clear();
                bytesWaiting = 0;
            }
            case TextCommand.Dump _ -> startDump();
            case TextCommand.Invalid _,
                    TextCommand.Refused _,
                    TextCommand.Post _,
                    TextCommand.Put _,
                    TextCommand.Get _,
                    TextCommand.Delete _ -> {
                Slot slot = opened();
                operations.start(command, framing.hasLines(), answer -> deliver(slot, answer));
            }
        }
    }

    private Slot opened() {
        Slot slot = new Slot();
        slots.add(slot);
        return slot;
    }

    /// From any thread.
    private void deliver(Slot slot, byte[] answer) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        if (ctx.executor().inEventLoop()) {
            answer(slot, answer);
        } else {
            ctx.executor().execute(() -> {
                answer(slot, answer);
                advance();
            });
        }
    }

    private void answer(Slot slot, byte[] answer) {
        slot.answer = answer;
        ChannelHandlerContext ctx = context;
        while (ctx != null && !slots.isEmpty()) {
            byte[] ready = slots.element().answer;
            if (ready == null) {
                return;
            }
            slots.remove();
            send(ctx, ready);
        }
    }

    /// Sends an answer; a long one is counted until the transport has taken it.
    private void send(ChannelHandlerContext ctx, byte[] answer) {
        // An answer of no bytes would leave a client that reads one waiting for ever.
        boolean newline = framing.hasLines() || answer.length == 0;
        ByteBuf bytes = newline ? Unpooled.wrappedBuffer(answer, new byte[] {'\n'}) : Unpooled.wrappedBuffer(answer);
        if (answer.length <= BYTES_UNCOUNTED) {
            write(ctx, bytes);
        } else if (resources.answers().tryAcquire(answer.length)) {
            var _ = ctx.write(bytes).addListener(_ -> resources.answers().release(answer.length));
        } else {
            bytes.release();
            send(ctx, TextOperations.shown(resources.answers().refusal()));
        }
    }

    private static void write(ChannelHandlerContext ctx, ByteBuf bytes) {
        var _ = ctx.write(bytes, ctx.voidPromise());
    }

    private void startDump() {
        if (resources.answers().tryAcquire(DUMP_BYTES)) {
            resources.statistics().ranges().increment();
            dump = new TextDump(resources.store());
        } else {
            answer(opened(), TextOperations.shown(resources.answers().refusal()));
        }
    }

    /// Has the next chunk of a dump made, when the transport has room for it.
    private void moveDump(ChannelHandlerContext ctx) {
        TextDump moving = dump;
        if (moving == null || dumpMoves || !ctx.channel().isWritable()) {
            return;
        }
        dumpMoves = true;
        resources.readers().execute(() -> {
            Optional<byte[]> chunk = Optional.empty();
            boolean whole = false;
            try {
                chunk = moving.next();
                whole = true;
            } catch (RuntimeException e) {
                // Logged there. What was sent cannot be taken back: the end of the stream tells.
                var _ = Failures.ofRead(e);
            }
            Optional<byte[]> made = chunk;
            boolean good = whole;
            ctx.executor().execute(() -> dumped(ctx, made, good));
        });
    }

    private void dumped(ChannelHandlerContext ctx, Optional<byte[]> chunk, boolean good) {
        dumpMoves = false;
        if (closing) {
            closeDump();
        } else if (!good) {
            closeDump();
            close(ctx);
        } else if (chunk.isPresent()) {
            write(ctx, Unpooled.wrappedBuffer(chunk.get()));
        } else {
            closeDump();
            if (framing.hasLines()) {
                write(ctx, Unpooled.wrappedBuffer(new byte[] {'\n'}));
            }
        }
        advance();
    }

    /// Gives back what a dump holds, unless a chunk of it is being made: then that one's end does.
    private void closeDump() {
        TextDump closed = dump;
        if (closed != null && !dumpMoves) {
            dump = null;
            closed.close();
            resources.answers().release(DUMP_BYTES);
        }
    }
}
