package /*{package}*/;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The law, compiled: each method computes one rule, or several. */
final class Rules {
    private Rules() {
    }

    static Boolean and(Boolean one, Boolean other) {
        return one != null ? other : Boolean.FALSE.equals(other) ? Boolean.FALSE : null;
    }

    static Boolean or(Boolean one, Boolean other) {
        return one != null ? other : Boolean.TRUE.equals(other) ? Boolean.TRUE : null;
    }

    static Map<String, String> prefixTable(String... wordsAndPrefixes) {
        Map<String, String> table = new HashMap<>();
        for (int at = 0; at < wordsAndPrefixes.length; at += 2) {
            for (String prefix : wordsAndPrefixes[at + 1].split(" ")) {
                table.put(prefix, wordsAndPrefixes[at]);
            }
        }
        return table;
    }

    static String longestPrefix(String code, Map<String, String> table) {
        for (int length = code.length(); length > 0; length--) {
            String word = table.get(code.substring(0, length));
            if (word != null) {
                return word;
            }
        }
        return null;
    }

/*{methods}*/
}
