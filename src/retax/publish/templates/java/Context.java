package /*{package}*/;

import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;

/** What is given to the compiled rules beside the facts. */
final class Context {
    LocalDate asOf;
    boolean[] lenient;
    Boolean givenStrict;
    Boolean givenLenient;
    Boolean givenOutstanding;
    Boolean givenUncovered;
    Boolean givenHolds;
    private Set<LocalDate> daysOff = Set.of();
    private Set<Integer> years = Set.of();

    static Context of(Options options, Side otherwise) {
        Context context = new Context();
        context.asOf = options.asOf();
        Question[] questions = Question.values();
        context.lenient = new boolean[questions.length];
        for (Question question : questions) {
            context.lenient[question.ordinal()] =
                options.settled().getOrDefault(question, otherwise) == Side.LENIENT;
        }
        if (options.daysOff() != null) {
            context.daysOff = options.daysOff();
            context.years =
                context.daysOff.stream().map(LocalDate::getYear).collect(Collectors.toSet());
        }
        return context;
    }

    Context withLenient(boolean[] sides) {
        Context context = new Context();
        context.asOf = asOf;
        context.lenient = sides;
        context.daysOff = daysOff;
        context.years = years;
        return context;
    }

    static Context truths(Boolean strict, Boolean lenient, Boolean outstanding, Boolean uncovered) {
        Context context = new Context();
        context.givenStrict = strict;
        context.givenLenient = lenient;
        context.givenOutstanding = outstanding;
        context.givenUncovered = uncovered;
        return context;
    }

    LocalDate workingDay(LocalDate day) {
        LocalDate working = day;
        while (rests(working)) {
            working = working.plusDays(1);
        }
        return working;
    }

    private boolean rests(LocalDate day) {
        return years.contains(day.getYear())
            ? daysOff.contains(day) : day.getDayOfWeek().getValue() >= 6;
    }
}
