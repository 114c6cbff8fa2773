package /*{package}*/;

/** A compiled rule. */
@FunctionalInterface
interface Rule {
    Object of(Facts facts, Context given);
}
