package /*{package}*/;

/** A word of the law: its id in code and its words. */
public interface Identified {
    /** Returns the id in code. */
    String id();

    /** Returns the words. */
    Words words();
}
