import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps one retax process for the life of a program: one line of goods in, one verdict out.
 *
 * <pre>java KeptProcess.java goods.jsonl .venv/bin/retax check - --format jsonl</pre>
 *
 * Starting the command takes half a second, an answer of a process that runs less than one
 * millisecond. The main method asks line by line, prints the answers and, on standard error, the
 * time of one.
 */
public class KeptProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter goods;
    private final BufferedReader answers;

    public KeptProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        goods = new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns the answer to one line of goods; callers in several threads wait for each other. */
    public synchronized String ask(String line) throws IOException {
        goods.write(line);
        goods.newLine();
        goods.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("retax has ended; standard error says why");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        goods.close(); // the command ends where its input ends
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> command = Arrays.asList(arguments).subList(1, arguments.length);
        List<String> lines = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8);
        try (KeptProcess retax = new KeptProcess(command)) {
            System.out.println(retax.ask(lines.get(0))); // with the start of the process
            long start = System.nanoTime();
            for (String line : lines.subList(1, lines.size())) {
                System.out.println(retax.ask(line));
            }
            double milliseconds = (System.nanoTime() - start) / 1e6;
            System.err.printf("%.2f ms a line%n", milliseconds / Math.max(1, lines.size() - 1));
        }
    }
}
