package /*{package}*/;

import java.util.List;
import java.util.stream.Collectors;

/** Facts that are not accepted; each refusal has a code and a field. */
public final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    RefusedException(List<Refusal> refusals) {
        super(refusals.stream().map(each -> each.words().en()).collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** Returns what is refused. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
