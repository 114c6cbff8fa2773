import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import retax.Answer;
import retax.Facts;
import retax.Lang;
import retax.Law;
import retax.Options;
import retax.RefusedException;

/**
 * Judges a CSV of returned goods with the published law: no Python, no library, no network.
 *
 * <pre>
 * retax publish java -o generated
 * javac -d classes generated/retax/*.java examples/published_law/JudgeCsv.java
 * java -cp classes JudgeCsv examples/data/returns_by_id.csv 2026-08-04
 * </pre>
 *
 * The first row names the facts by their ids. A program of your own builds its facts with
 * {@code Facts.builder()} instead, which takes dates, numbers and enums.
 */
public class JudgeCsv {
    public static void main(String[] arguments) throws Exception {
        List<String> rows = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8);
        Options options = arguments.length > 1
            ? Options.published().withAsOf(LocalDate.parse(arguments[1])) : Options.published();
        String[] names = rows.get(0).split(",");
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            Map<String, String> facts = new LinkedHashMap<>();
            for (int at = 0; at < names.length; at++) {
                facts.put(names[at], cells[at]);
            }
            System.out.println(cells[0] + " " + judged(facts, options));
        }
    }

    private static String judged(Map<String, String> facts, Options options) {
        try {
            Answer answer = Law.judge(Facts.of(facts), options);
            String toDo = answer.asks().stream().map(ask -> ask.fact().id())
                .collect(Collectors.joining(", "));
            toDo += answer.actions().stream().map(action -> action.words().text(Lang.EN))
                .collect(Collectors.joining("; "));
            return answer.status().id() + ", last day " + answer.lastDay()
                + (toDo.isEmpty() ? "" : ": " + toDo);
        } catch (RefusedException refused) {
            return "refused: " + refused.getMessage();
        }
    }
}
