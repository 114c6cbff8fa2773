import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import retax.Answer;
import retax.Facts;
import retax.Lang;
import retax.Law;
import retax.Options;
import retax.Question;
import retax.RefusedException;
import retax.Refusal;
import retax.Side;

/**
 * Judges cases with the published package: a case a line in, its answer or what is refused a line
 * out. A case is name=value, parted by tabs; names of options begin with a colon.
 */
public class JudgeLines {
    public static void main(String[] arguments) throws Exception {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(judged(line));
            out.write('\n');
            if (!in.ready()) {
                out.flush(); // before the next line is waited for
            }
        }
        out.flush();
    }

    private static String judged(String line) {
        Map<String, String> facts = new LinkedHashMap<>();
        Options options = Options.published();
        Lang lang = null;
        for (String part : line.isEmpty() ? new String[0] : line.split("\t")) {
            String name = part.substring(0, part.indexOf('='));
            String value = part.substring(part.indexOf('=') + 1);
            switch (name) {
                case ":as_of" -> options = options.withAsOf(LocalDate.parse(value));
                case ":known_on" -> options = options.withKnownOn(LocalDate.parse(value));
                case ":days_off" -> options = options.withDaysOff(days(value));
                case ":settled" -> options = options.withSettled(sides(value));
                case ":lang" -> lang = Lang.valueOf(value.toUpperCase());
                default -> facts.put(name, value);
            }
        }
        try {
            Answer answer = Law.judge(Facts.of(facts), options);
            return "{\"answer\": " + (lang == null ? answer.toJson() : answer.toJson(lang)) + "}";
        } catch (RefusedException refused) {
            List<String> told = new ArrayList<>();
            for (Refusal each : refused.refusals()) {
                told.add("[\"" + each.code() + "\", \"" + each.field() + "\", \""
                    + each.words().zh() + "\", \"" + each.words().en() + "\"]");
            }
            return "{\"refusals\": [" + String.join(", ", told) + "]}";
        }
    }

    private static TreeSet<LocalDate> days(String value) {
        TreeSet<LocalDate> days = new TreeSet<>();
        Arrays.stream(value.split(",")).filter(day -> !day.isEmpty())
            .forEach(day -> days.add(LocalDate.parse(day)));
        return days;
    }

    private static Map<Question, Side> sides(String value) {
        Map<Question, Side> sides = new LinkedHashMap<>();
        for (String pair : value.isEmpty() ? new String[0] : value.split(",")) {
            int at = pair.indexOf('/');
            sides.put(Question.find(pair.substring(0, at)), Side.valueOf(pair.substring(at + 1).toUpperCase()));
        }
        return sides;
    }
}
