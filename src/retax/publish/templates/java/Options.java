package /*{package}*/;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a judgement; {@link #published()} are those the law was published with.
 *
 * @param asOf the day as of which is asked; null: none
 * @param settled the questions of law that are settled, and on which side
 * @param daysOff exactly the rest days; null: Saturdays and Sundays
 * @param knownOn judge as one could on that day; null: by all that is published
 */
public record Options(
        LocalDate asOf, Map<Question, Side> settled, Set<LocalDate> daysOff, LocalDate knownOn) {

    /** Keeps copies; refuses a question that no answer settles in every case. */
    public Options {
        Map<Question, Side> sides = new EnumMap<>(Question.class);
        sides.putAll(settled);
        for (Question question : sides.keySet()) {
            if (!question.canBeSettled()) {
                throw new IllegalArgumentException("settled names the question " + question.id()
                    + ", which no answer covers in every case; accepted is to name the reason");
            }
        }
        settled = java.util.Collections.unmodifiableMap(sides);
        daysOff = daysOff == null
            ? null : java.util.Collections.unmodifiableSortedSet(new TreeSet<>(daysOff));
    }

    /** Returns the options the law was published with. */
    public static Options published() {
        return Tables.PUBLISHED;
    }

    /** Returns the same options as of a day. */
    public Options withAsOf(LocalDate day) {
        return new Options(day, settled, daysOff, knownOn);
    }

    /** Returns the same options with questions settled. */
    public Options withSettled(Map<Question, Side> sides) {
        return new Options(asOf, sides, daysOff, knownOn);
    }

    /** Returns the same options with rest days; null: Saturdays and Sundays. */
    public Options withDaysOff(Set<LocalDate> days) {
        return new Options(asOf, settled, days, knownOn);
    }

    /** Returns the same options as known on a day; null: by all that is published. */
    public Options withKnownOn(LocalDate day) {
        return new Options(asOf, settled, daysOff, day);
    }
}
