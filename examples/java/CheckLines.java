import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges many lines of goods with one retax process: JSON Lines in, JSON Lines out.
 *
 * <pre>java CheckLines.java goods.jsonl [retax and its options ...]</pre>
 *
 * Each answer is one JSON object on a line with the input's line number as "row": a verdict with
 * its "status", or "error" with the sentences why the line cannot be read. A real caller reads them
 * with its JSON library; the two patterns keep this file free of any.
 */
public class CheckLines {
    private static final Pattern ROW = Pattern.compile("\"row\": ?(\\d+)");
    private static final Pattern STATUS = Pattern.compile("\"status\": ?\"(\\w+)\"");

    public static void main(String[] arguments) throws Exception {
        Path goods = Path.of(arguments[0]);
        ProcessBuilder retax = arguments.length > 1
            ? new ProcessBuilder(Arrays.asList(arguments).subList(1, arguments.length))
            : new ProcessBuilder("retax", "check", "-", "--format", "jsonl");
        retax.redirectError(ProcessBuilder.Redirect.INHERIT);
        retax.environment().put("PYTHONUTF8", "1");
        Process process = retax.start();

        // Written in a thread of its own: answers come while lines still go in.
        Thread writer = new Thread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                Files.copy(goods, in);
            } catch (IOException retaxHasEnded) {
                // its exit code and its message on standard error say why
            }
        });
        writer.start();

        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String answer = out.readLine(); answer != null; answer = out.readLine()) {
                Matcher row = ROW.matcher(answer);
                Matcher status = STATUS.matcher(answer);
                System.out.println((row.find() ? row.group(1) : "?") + " "
                    + (status.find() ? status.group(1) : "refused: " + answer));
            }
        }
        writer.join();
        // 0: all eligible or conditional; 1: some are not; 2: bad input; 3: facts or review needed
        System.exit(process.waitFor());
    }
}
