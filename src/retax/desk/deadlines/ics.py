"""The last days of a file as an iCalendar file with alarms, for any calendar program."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid5

from retax import ReturnedGoods
from retax.desk.extras import require_extra
from retax.desk.judging.deadlines import Deadline, Deadlines, write_in_one_line
from retax.desk.source import DeskError
from retax.desk.writers.atomic_file import open_new_file
from retax.facts.catalogue import NAMES, format_value
from retax.facts.messages import quote
from retax.law.outcome import STATUSES
from retax.words import Lang, Words, both, joined

with require_extra("calendar"):
    from icalendar import Alarm, Calendar, Event

MOST_EVENTS = 1_000
"""More lines than this become one event a last day and enterprise."""

MOST_DAYS = 366
"""The most days an alarm rings before."""

MOST_LINES_NAMED = 20
"""The most lines of an event that names many."""

# China has one time zone and no summer time; its entry need not be installed.
_CHINA = timezone(timedelta(hours=8))
_MORNING = time(9, tzinfo=_CHINA)
# Calendar programs know an event by its id: another namespace would double every event imported.
_NAMESPACE = UUID("6f0c6f2e-3f0b-5d0e-9a53-0d6a3f5a9810")

_IDENTITY = (
    "reference",
    "enterprise_code",
    "enterprise",
    "export_entry",
    "export_item",
    "sku",
    "order_no",
    "tracking_no",
    "goods_name",
    "supervision_code",
    "declared_on",
    "returned_quantity",
)
"""The facts that tell one line from another as long as it waits."""

_DESCRIBED = (
    "reference",
    "enterprise",
    "goods_name",
    "sku",
    "order_no",
    "tracking_no",
    "export_entry",
    "export_item",
    "returned_quantity",
    "supervision_code",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One event: its identity, its day, and what it says."""

    identity: tuple[str, ...]
    last_day: date
    summary: Words
    description: Words


def write_ics(
    file: str | Path, found: Deadlines, lang: Lang = "zh", alarms: Iterable[int] = (30, 7, 1)
) -> int:
    """Write an event on every last day still to come, today included; return how many.

    ``alarms``: days before the last one, at 09:00 in China; those already past on ``as_of`` are
    left out. Overdue lines and those whose last day is not known become no events; with no
    event there is no file. The same lines and day give the same bytes; importing a later file
    updates the events of lines whose last day is the same.

    Raises:
        DeskError: the file cannot be written, or an alarm is not 0 to 366 whole days.
    """
    return write_reminders(file, list(_list_reminders(found)), found.as_of, lang, alarms)


def write_reminders(
    file: str | Path,
    reminders: Sequence[Reminder],
    as_of: date,
    lang: Lang = "zh",
    alarms: Iterable[int] = (30, 7, 1),
) -> int:
    """Write events as :func:`write_ics` does; return how many.

    Raises:
        DeskError: the file cannot be written, or an alarm is not 0 to 366 whole days.
    """
    before = sorted(set(alarms), reverse=True)
    for days in before:
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
            raise DeskError(
                Words(
                    f"提醒天数{quote(days)}不在可填范围内；"
                    f"请改填届满日前 0 至 {MOST_DAYS} 天的整数，如 30、7、1",
                    f"an alarm is {quote(days)}; accepted are whole days before the last one, "
                    f"0 to {MOST_DAYS}, such as 30, 7, 1",
                )
            )
    if not reminders:
        return 0
    calendar = _make_calendar(lang)
    for reminder, uid in zip(reminders, _make_stable_uids(reminders), strict=True):
        calendar.add_component(_make_event(reminder, uid, as_of, before, lang))
    with open_new_file(file) as out:
        out.write(calendar.to_ical())
    return len(reminders)


# -- what is reminded of -------------------------------------------------------------------------


def _list_reminders(found: Deadlines) -> Iterator[Reminder]:
    lines = found.to_come
    if len(lines) <= MOST_EVENTS:
        for line in lines:
            yield _make_reminder(line, found.as_of)
        return
    grouped: defaultdict[tuple[date, str], list[Deadline]] = defaultdict(list)
    for line in lines:
        goods = line.goods
        grouped[line.last_day, goods.enterprise_code or goods.enterprise or ""].append(line)
    for (last_day, enterprise), group in grouped.items():
        yield _make_grouped_reminder(last_day, enterprise, group, found.as_of)


def _make_reminder(line: Deadline, as_of: date) -> Reminder:
    goods = line.goods
    known = [
        format_value(name, getattr(goods, name))
        for name in ("supervision_code", "reason")
        if getattr(goods, name) is not None
    ]
    more = (
        Words("（{more}）", " ({more})").filled(more=joined(known, zh="，")) if known else both("")
    )
    summary = Words("{label}：{words}{more}", "{label}: {words}{more}").filled(
        label=line.label, words=line.words, more=more
    )
    return Reminder(_list_identity(goods), line.last_day, summary, _describe(line, as_of))


def _list_identity(goods: ReturnedGoods) -> tuple[str, ...]:
    return tuple(str(getattr(goods, name)) for name in _IDENTITY)


def _describe(line: Deadline, as_of: date) -> Words:
    parts = [
        Words("{label}：{value}", "{label}: {value}").filled(
            label=NAMES[name].label,
            value=_put_in_one_line(format_value(name, getattr(line.goods, name))),
        )
        for name in _DESCRIBED
        if getattr(line.goods, name) is not None
    ]
    parts.append(
        Words("结论（截至 {day}）：{badge}", "Result (as of {day}): {badge}").filled(
            day=both(as_of), badge=STATUSES[line.status][0]
        )
    )
    if line.to_do:
        parts.append(Words("待办事项：", "To do:"))
        parts += [Words("· {step}", "- {step}").filled(step=step) for step in line.to_do]
    if line.missing:
        names = joined([NAMES[name].label for name in line.missing], zh="；", en="; ")
        parts.append(Words("请补充：{names}", "Please state: {names}").filled(names=names))
    if line.warning:
        parts.append(Words("注意：{warning}", "Note: {warning}").filled(warning=line.warning))
    parts.append(_INTERNAL)
    return joined(parts, zh="\n", en="\n")


def _put_in_one_line(words: Words) -> Words:
    return Words(write_in_one_line(words.zh), write_in_one_line(words.en))


_INTERNAL = Words("内部提醒，以海关审核为准。", "An internal reminder; customs decides.")


def _make_grouped_reminder(
    last_day: date, enterprise: str, lines: Sequence[Deadline], as_of: date
) -> Reminder:
    # Files that do not tell their enterprise must not overwrite each other's events.
    identity = (
        (enterprise,) if enterprise else tuple(chain(*(_list_identity(x.goods) for x in lines)))
    )
    summary = Words("期限届满日 {day}：{n} 行", "Last day {day}: {n} lines").filled(
        day=both(last_day), n=len(lines)
    )
    awaited = Counter(line.words for line in lines)
    named = joined([line.label for line in lines[:MOST_LINES_NAMED]])
    rest = len(lines) - MOST_LINES_NAMED
    parts = [
        *([_put_in_one_line(both(enterprise))] if enterprise else []),
        *(
            Words("· {words}：{n} 行", "- {words}: {n} lines").filled(words=words, n=n)
            for words, n in awaited.items()
        ),
        Words("{named}等", "{named} and {rest} more").filled(named=named, rest=rest)
        if rest > 0
        else named,
        Words(
            "补税/未退税证明未备或未说明：{n} 行",
            "certificate of the tax office not held or not told: {n} lines",
        ).filled(n=sum(line.certificate_to_obtain for line in lines)),
        Words("截至 {day}", "As of {day}").filled(day=both(as_of)),
        _INTERNAL,
    ]
    return Reminder(identity, last_day, summary, joined(parts, zh="\n", en="\n"))


# -- the calendar --------------------------------------------------------------------------------


def _make_calendar(lang: Lang) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//retax//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", Words("退运期限", "Last days of returns").text(lang))
    return calendar


def _make_stable_uids(reminders: Iterable[Reminder]) -> Iterator[str]:
    """Return the same id for the same line and last day; lines with equal labels are numbered."""
    alike: Counter[str] = Counter()
    for reminder in reminders:
        # repr() keeps the values apart: joined, ab and c would be a and bc.
        written = repr((reminder.last_day.isoformat(), *reminder.identity))
        alike[written] += 1
        yield f"{uuid5(_NAMESPACE, f'{written} {alike[written]}')}@retax"


def _make_event(
    reminder: Reminder, uid: str, as_of: date, alarms: Iterable[int], lang: Lang
) -> Event:
    event = Event()
    event.add("uid", uid)
    # The format asks for a moment of writing; the day asked about keeps the bytes the same.
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", reminder.last_day)
    # In iCalendar an event of whole days ends on the day after its last one.
    event.add("dtend", reminder.last_day + timedelta(1))
    # Otherwise the day would be shown as busy.
    event.add("transp", "TRANSPARENT")
    event.add("summary", reminder.summary.text(lang))
    event.add("description", reminder.description.text(lang))
    for days in alarms:
        rings = reminder.last_day - timedelta(days)
        if rings >= as_of:
            event.add_component(_make_alarm(rings, reminder.summary.text(lang)))
    return event


def _make_alarm(day: date, text: str) -> Alarm:
    # RFC 5545 has the moment of an alarm in UTC.
    at = datetime.combine(day, _MORNING).astimezone(UTC)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", at, parameters={"VALUE": "DATE-TIME"})
    alarm.add("description", text)
    return alarm
