"""The exit codes of the command, all of them, and what each means.

Those below 10 answer the question that was asked; the others say how a run ended that gave no
whole answer. A crash is never 1, which means "not eligible", and a reader that leaves never 0.
"""

from __future__ import annotations

import signal
from collections.abc import Mapping

from retax import Status, Words

ALL_WELL = 0
NOT_ELIGIBLE = 1
NOT_ACCEPTED = 2
TO_BE_CLARIFIED = 3

# 70 and 74 are EX_SOFTWARE and EX_IOERR of sysexits.h; 130, 141 and 143 are 128 and the number of
# SIGINT, SIGPIPE and SIGTERM, as shells have it.
CRASHED = 70
NOT_WRITTEN = 74
READER_LEFT = 141
INTERRUPTED = 130
TERMINATED = 143

OF_STATUSES: Mapping[Status, int] = {
    "eligible": ALL_WELL,
    "conditional": ALL_WELL,
    "needs_facts": TO_BE_CLARIFIED,
    "needs_review": TO_BE_CLARIFIED,
    "ineligible": NOT_ELIGIBLE,
    "not_covered": NOT_ELIGIBLE,
}

OVERDUE = NOT_ELIGIBLE
"""A last day has passed, as ``deadlines`` says it."""

_FROM_THE_BEST = (ALL_WELL, TO_BE_CLARIFIED, NOT_ELIGIBLE, NOT_ACCEPTED)

ENDING_SIGNALS: tuple[signal.Signals, ...] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""The signals that ask a run to end; Windows has no SIGHUP."""


def choose_worst_exit_code(one: int, other: int) -> int:
    """Return the worse of two answers: bad input, then a no, then what is still to be asked."""
    return max(one, other, key=_FROM_THE_BEST.index)


def get_of_signal(number: int) -> int:
    """Return the exit code of a run that a signal ended, as shells tell it."""
    return 128 + number


OF_COMMANDS: Mapping[str, Words] = {
    "check": Words(
        "退出码：0 均符合或附条件符合；3 有资料待补或口径待核，或退运数量超出出口数量；"
        "1 有不符合或无适用公告；2 有填写有误、待更正的行；以最差的一行为准。",
        "Exit code: 0 all eligible or conditional, 3 facts missing, review needed or more comes "
        "back of an export line than went out, 1 some not eligible or not covered, 2 something "
        "cannot be read; the worst row decides.",
    ),
    "deadlines": Words(
        "退出码：0 均未届满；3 有因资料不全而期限待定，或退运数量超出出口数量；"
        "1 有期限已过；2 有填写有误、待更正的行；以最差的一行为准。",
        "Exit code: 0 no last day has passed, 3 one is not known for want of facts, or more comes "
        "back of an export line than went out, 1 one has passed, 2 something cannot be read; the "
        "worst row decides.",
    ),
    "match": Words(
        "退出码：0 均有凭据且符合或附条件符合；3 有件数待定、资料待补或口径待核，"
        "或账上尚在境外的库存已届满（已售的应列入减少记录）；"
        "1 有矛盾、不符合或无适用公告；2 有无法读取的内容；以最差者为准。",
        "Exit code: 0 all units have evidence and are eligible or conditional, 3 some are open, or "
        "facts are missing or review needed, or the last day of stock abroad by the books has "
        "passed (what was sold belongs among the units gone), 1 there is a contradiction or some "
        "are not eligible or not covered, 2 something cannot be read; the worst decides.",
    ),
    "letter": Words(
        "退出码同 check；有未出具文书的行，至少为 3。",
        "Exit code: that of check, and at least 3 where a row got no letter.",
    ),
}
"""What the answers of the commands that judge files mean; the others return 0, or 2."""

OF_RUNS: Mapping[int, Words] = {
    CRASHED: Words("内部错误", "an internal error"),
    NOT_WRITTEN: Words("输出无法写入（如磁盘已满）", "the output cannot be written (a full disk)"),
    INTERRUPTED: Words("被 Ctrl-C 中止", "interrupted (Ctrl-C)"),
    get_of_signal(getattr(signal, "SIGHUP", 1)): Words("终端已关闭", "the terminal was closed"),
    READER_LEFT: Words("读取输出的程序提前退出", "the reader of the output left"),
    TERMINATED: Words("被终止（SIGTERM）", "terminated (SIGTERM)"),
}
"""How a run of any command may end without a whole answer."""


def describe_of_every_command() -> Words:
    """Say which exit codes any command may end in, whatever it was asked."""
    ends = sorted(OF_RUNS.items())
    zh = "；".join(f"{code} {words.zh}" for code, words in ends)
    en = ", ".join(f"{code} {words.en}" for code, words in ends)
    return Words(
        f"各命令的退出码：0 至 3 见各命令说明，2 均为输入或选项有误；未给出完整结果的：{zh}。",
        f"Exit codes of every command: for 0 to 3 see each command, 2 is always an input or option "
        f"that is not accepted; without a whole answer: {en}.",
    )
