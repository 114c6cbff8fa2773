package /*{package}*/;

/** A language of the words. */
public enum Lang {
    /** Chinese. */
    ZH,
    /** English. */
    EN
}
