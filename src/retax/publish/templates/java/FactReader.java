package /*{package}*/;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads values of facts, and refuses what is not accepted. */
final class FactReader {
    private static final Object NOT_ACCEPTED = new Object();
    private static final Pattern NUMBER =
        Pattern.compile("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final Pattern ISO_DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final double SIMILAR = 0.65;

    private FactReader() {
    }

    /** Returns the values by fact; throws RefusedException. */
    static Map<Fact, Object> read(Map<String, ?> given) {
        List<Refusal> refusals = new ArrayList<>();
        for (Map.Entry<String, ?> entry : given.entrySet()) {
            if (Fact.find(entry.getKey()) == null) {
                refusals.add(refusedName(entry.getKey(), entry.getValue()));
            }
        }
        Map<Fact, Object> values = new HashMap<>();
        for (Fact fact : Fact.values()) {
            Object value = value(fact, given.get(fact.id()));
            if (value == NOT_ACCEPTED) {
                refusals.add(refusedValue(fact, given.get(fact.id())));
            } else if (value != null) {
                values.put(fact, value);
            }
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
        return values;
    }

    private static Object value(Fact fact, Object given) {
        Object value = given instanceof String text ? text.strip() : given;
        if (value == null || value.equals("")) {
            return null;
        }
        return switch (fact.kind()) {
            case "text" -> value instanceof String text && fits(text) ? text : NOT_ACCEPTED;
            case "day" -> day(value);
            case "yes_no" -> yesNo(value);
            case "quantity" -> quantity(fact, value);
            case "count" -> count(fact, value);
            case "papers" -> papers(fact, value);
            case "word" -> word(fact, value);
            default -> value instanceof String text && fact.pattern().matcher(text).matches()
                ? text : NOT_ACCEPTED;
        };
    }

    private static boolean fits(String text) {
        return text.codePointCount(0, text.length()) <= Tables.LONGEST_TEXT;
    }

    private static Object day(Object value) {
        LocalDate day = value instanceof LocalDate date
            ? date : value instanceof String text ? parsedDay(text) : null;
        boolean accepted = day != null
            && !day.isBefore(Tables.EARLIEST_DATE) && !day.isAfter(Tables.LATEST_DATE);
        return accepted ? day : NOT_ACCEPTED;
    }

    private static LocalDate parsedDay(String text) {
        if (!ISO_DAY.matcher(text).matches()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    private static Object yesNo(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        return "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE : NOT_ACCEPTED;
    }

    private static Object quantity(Fact fact, Object value) {
        String text = value instanceof Number number ? number.toString() : value instanceof String s ? s : "";
        if (!NUMBER.matcher(text).matches()) {
            return NOT_ACCEPTED;
        }
        BigDecimal number = new BigDecimal(text.startsWith("+") ? text.substring(1) : text);
        BigDecimal least = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        int exponent = -least.scale();
        int length = Math.max(least.precision() + Math.max(exponent, 0), -exponent);
        int adjusted = number.precision() - number.scale() - 1;
        boolean accepted = length <= Tables.MOST_DIGITS && Math.abs(adjusted) <= Tables.MOST_DIGITS
            && !(fact.isAboveZero() && number.signum() == 0);
        return accepted ? number : NOT_ACCEPTED;
    }

    private static Object count(Fact fact, Object value) {
        String text = value instanceof Integer || value instanceof Long || value instanceof String
            ? value.toString() : "";
        if (!text.matches("[0-9]{1,9}")) {
            return NOT_ACCEPTED;
        }
        int number = Integer.parseInt(text);
        return number >= fact.least() && number <= fact.most() ? number : NOT_ACCEPTED;
    }

    private static Object word(Fact fact, Object value) {
        String id = value instanceof Identified named ? named.id() : value.toString();
        return fact.accepted().containsKey(id) ? id : NOT_ACCEPTED;
    }

    private static Object papers(Fact fact, Object value) {
        Collection<?> given = severalOf(value);
        if (given == null || given.size() > Tables.MOST_PAPERS) {
            return NOT_ACCEPTED;
        }
        TreeSet<String> papers = new TreeSet<>();
        for (Object one : given) {
            Object paper = one == null ? NOT_ACCEPTED : word(fact, one);
            if (paper == NOT_ACCEPTED) {
                return NOT_ACCEPTED;
            }
            papers.add((String) paper);
        }
        return papers;
    }

    private static Collection<?> severalOf(Object value) {
        if (value instanceof String text) {
            return Arrays.stream(text.split(";")).map(String::strip)
                .filter(one -> !one.isEmpty()).toList();
        }
        return value instanceof Collection<?> several ? several : null;
    }

    // -- refusals ---------------------------------------------------------------------------------

    private static Refusal refusedValue(Fact fact, Object value) {
        List<Words> papers = unknownPapers(fact, value);
        Words given = papers.isEmpty() ? quoted(value) : Words.joined(papers, "\u3001", ", ");
        Words sentence =
            !papers.isEmpty() || isMistaken(fact, value) ? fact.mistaken() : fact.refused();
        String code = isReadable(fact, value) ? "not_accepted" : "unreadable";
        return new Refusal(code, fact.id(), value, sentence.filled(Map.of("given", given)));
    }

    private static List<Words> unknownPapers(Fact fact, Object value) {
        Collection<?> given = fact.kind().equals("papers") ? severalOf(value) : null;
        return given == null ? List.of() : given.stream()
            .filter(one -> one == null || word(fact, one) == NOT_ACCEPTED)
            .limit(10).map(FactReader::quoted).toList();
    }

    private static Words quoted(Object value) {
        String text = String.valueOf(value);
        String shown = text.length() <= 58 ? text : text.substring(0, 55) + "...";
        return value instanceof String
            ? new Words("\u201c" + shown + "\u201d", "'" + shown + "'") : Words.both(shown);
    }

    private static boolean isMistaken(Fact fact, Object value) {
        String text = value instanceof String given ? given.strip().toUpperCase() : "";
        return switch (fact.kind()) {
            case "hs" -> isBarcode(text);
            case "entry" -> Arrays.stream(Fact.values()).anyMatch(other ->
                other != fact && other.kind().equals("entry") && other.pattern().matcher(text).matches());
            default -> false;
        };
    }

    private static boolean isReadable(Fact fact, Object value) {
        String text = value instanceof String given ? given.strip() : "";
        return switch (fact.kind()) {
            case "word", "yes_no", "papers" -> !text.isEmpty() || value instanceof Collection;
            case "hs" -> isBarcode(text);
            case "entry" -> Arrays.stream(Fact.values()).anyMatch(other -> other.kind().equals("entry")
                && other.pattern().matcher(text.toUpperCase()).matches());
            case "day" -> value instanceof LocalDate
                || parsedDay(text.replaceAll("^(\\d{4})(\\d{2})(\\d{2})$", "$1-$2-$3")) != null;
            case "quantity", "count" -> value instanceof Number
                || NUMBER.matcher(text.startsWith("-") ? text.substring(1) : text).matches();
            default -> false;
        };
    }

    private static boolean isBarcode(String text) {
        String digits = text.replaceAll("[. ]", "");
        if (!digits.matches("[0-9]{13}")) {
            return false;
        }
        int sum = 0;
        for (int at = 0; at < digits.length(); at++) {
            sum += (digits.charAt(at) - '0') * (at % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    // -- names that are none of a fact --------------------------------------------------------------

    private static Refusal refusedName(String name, Object value) {
        String near = nearName(name.length() <= 200 ? name : name.substring(0, 200));
        Words given = Words.both(name);
        Words words = near == null
            ? Tables.UNKNOWN_NAME.filled(Map.of("given", given))
            : Tables.UNKNOWN_NAME_NEAR.filled(Map.of("given", given, "near", Words.both(near)));
        return new Refusal("unknown_name", name, value, words);
    }

    private static String nearName(String given) {
        String name = given.strip().toLowerCase();
        String near = null;
        double best = SIMILAR;
        for (Fact fact : Fact.values()) {
            if (fact.names().contains(given.strip())) {
                return fact.id();
            }
            List<String> known = new ArrayList<>(fact.names());
            known.add(0, fact.id());
            for (String each : known) {
                double ratio = likeness(name, each.toLowerCase());
                if (ratio > best || (ratio == best && near == null)) {
                    near = fact.id();
                    best = ratio;
                }
            }
        }
        if (near != null) {
            return near;
        }
        return Arrays.stream(Fact.values()).filter(fact -> fact.near().stream().anyMatch(name::contains))
            .map(Fact::id).findFirst().orElse(null);
    }

    private static double likeness(String one, String other) {
        return one.isEmpty() && other.isEmpty() ? 1
            : 2.0 * alike(one, other) / (one.length() + other.length());
    }

    private static int alike(String one, String other) {
        int best = 0;
        int inOne = 0;
        int inOther = 0;
        for (int i = 0; i < one.length(); i++) {
            for (int j = 0; j < other.length(); j++) {
                int length = 0;
                while (i + length < one.length() && j + length < other.length()
                        && one.charAt(i + length) == other.charAt(j + length)) {
                    length++;
                }
                if (length > best) {
                    best = length;
                    inOne = i;
                    inOther = j;
                }
            }
        }
        return best == 0 ? 0 : best + alike(one.substring(0, inOne), other.substring(0, inOther))
            + alike(one.substring(inOne + best), other.substring(inOther + best));
    }

    /** Says a value in words. */
    static Words wordsOf(Fact fact, Object value) {
        if (value == null) {
            return new Words("\u672a\u77e5", "unknown");
        }
        if (value instanceof Collection<?> held) {
            List<Words> papers = fact.accepted().entrySet().stream()
                .filter(paper -> held.contains(paper.getKey())).map(Map.Entry::getValue)
                .collect(Collectors.toList());
            return papers.isEmpty() ? new Words("\u65e0", "none") : Words.joined(papers, "\u3001", ", ");
        }
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        boolean isPlain = fact.kind().equals("code") && text.matches("[0-9]{4}");
        Words listed = isPlain ? null : fact.accepted().get(text);
        return listed == null ? Words.both(text) : listed;
    }
}
