package /*{package}*/;

/**
 * One refused input.
 *
 * @param code why: unknown_name, unreadable, not_accepted or contradiction
 * @param field the id of the fact, or the unknown name
 * @param value the value as given
 * @param words the sentence in both languages
 */
public record Refusal(String code, String field, Object value, Words words) {
}
