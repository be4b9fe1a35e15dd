package cockpit.core.ingest;

import cockpit.spi.Text;
import java.util.Locale;
import java.util.Optional;

/** Why facts or metadata could not be written, in a sentence that names what is to be mended. */
final class StorageProblem {

    private StorageProblem() {}

    static Problem of(Throwable why) {
        String words = words(why);
        if (words.contains("no space left")
                || words.contains("disk full")
                || words.contains("disk is full")
                || words.contains("disk quota exceeded")) {
            return problem(
                    "服务器的磁盘已满，数据写不进去；请腾出空间，之后自动继续，不会丢数据。",
                    "The server's disk is full and facts cannot be written; free some space and it goes on by itself."
                            + " Nothing is lost.");
        }
        if (words.contains("read-only file system") || words.contains("permission denied")) {
            return problem(
                    "数据目录不可写，请检查挂载与权限；之后自动继续，不会丢数据。",
                    "The data directory cannot be written; check its mount and permissions. It goes on by itself then."
                            + " Nothing is lost.");
        }
        if (isMetadata(why)) {
            return problem(
                    "元数据库连不上，暂时不读取；恢复后自动继续，不会丢数据。",
                    "The metadata database cannot be reached, so nothing is read for now; it goes on by itself when the"
                            + " database is back. Nothing is lost.");
        }
        return problem(
                "数据暂时无法写入仓库，稍后自动重试，不会丢数据。",
                "Facts cannot be stored at the moment; it is tried again. Nothing is lost.");
    }

    private static Problem problem(String zh, String en) {
        return new Problem(Optional.empty(), Text.of(zh, en), false);
    }

    private static boolean isMetadata(Throwable why) {
        for (Throwable one = why; one != null; one = one.getCause()) {
            String name = one.getClass().getName();
            if (name.startsWith("org.hibernate.")
                    || name.startsWith("jakarta.persistence.")
                    || name.startsWith("org.h2.")
                    || name.startsWith("org.postgresql.")) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable why) {
        StringBuilder words = new StringBuilder();
        int depth = 0;
        for (Throwable one = why; one != null && depth < 10; one = one.getCause(), depth++) {
            words.append(one.getMessage()).append('\n');
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }

    /** The deepest cause for the log: its type and the first line of its message. */
    static String cause(Throwable why) {
        Throwable deepest = why;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName() + ": "
                + String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    }
}
