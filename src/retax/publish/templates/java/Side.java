package /*{package}*/;

import java.util.Locale;

/** The side of an open question on which a customs office stands. */
public enum Side {
    /** The strict reading. */
    STRICT,
    /** The lenient reading. */
    LENIENT;

    /** Returns the name of the side in code. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
