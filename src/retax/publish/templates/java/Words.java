package /*{package}*/;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One text in Chinese and in English.
 *
 * @param zh the Chinese text
 * @param en the English text
 */
public record Words(String zh, String en) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");

    /** Returns the text in a language. */
    public String text(Lang lang) {
        return lang == Lang.ZH ? zh : en;
    }

    static Words both(String text) {
        return new Words(text, text);
    }

    static Words joined(List<Words> parts, String zh, String en) {
        return new Words(
            parts.stream().map(Words::zh).collect(Collectors.joining(zh)),
            parts.stream().map(Words::en).collect(Collectors.joining(en)));
    }

    /** Fills the places in braces. */
    Words filled(Map<String, Words> values) {
        return new Words(fill(zh, values, Lang.ZH), fill(en, values, Lang.EN));
    }

    private static String fill(String text, Map<String, Words> values, Lang lang) {
        return PLACE.matcher(text).replaceAll(found -> {
            Words value = values.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : value.text(lang));
        });
    }
}
