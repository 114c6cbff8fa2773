package /*{package}*/;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * One announcement: when it was issued and published, and which exports it governs.
 *
 * @param id its id
 * @param issued the day it was issued
 * @param published the day it was published
 * @param firstDay the first day of declaration it governs
 * @param lastDay the last day of declaration it governs
 * @param cites how it is cited
 * @param caveat what of it is not certain; null where all is
 * @param clauses the words of the clauses it words anew, by id
 */
public record Announcement(
        String id,
        LocalDate issued,
        LocalDate published,
        LocalDate firstDay,
        LocalDate lastDay,
        Words cites,
        Words caveat,
        Map<String, Words> clauses) {

    /** Returns the known announcements, in the order of their issue. */
    public static List<Announcement> all() {
        return Tables.ANNOUNCEMENTS;
    }

    static Announcement find(String id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    }
}
