"""How a run of the command ends: every way has its exit code, and none leaves a traceback."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from retax import Lang, Words
from retax.desk import exit_codes
from retax.desk.command.options import choose_language, find_language
from retax.desk.extras import MissingExtra
from retax.desk.source import DeskError
from retax.desk.streams import ReaderLeft, guard_streams, print_to_stderr
from retax.desk.write_errors import Unwritable

DEBUG = "RETAX_DEBUG"
"""The environment variable that has a crash print its traceback."""

_LONGEST_REASON = 200


class Stopped(BaseException):
    """A signal asks the run to end; what was begun is put away on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run_to_its_end(run: Callable[[], int], arguments: Sequence[str]) -> int:
    """Run the command on its arguments and return the exit code of whatever end it comes to."""
    with guard_streams(), _stop_on_signals() as signals:
        try:
            code = run()
            # What is still in the buffer would fail after the exit code is chosen.
            sys.stdout.flush()
        except ReaderLeft:
            return exit_codes.READER_LEFT
        except (Stopped, KeyboardInterrupt) as stop:
            number = stop.number if isinstance(stop, Stopped) else signal.SIGINT
            return _end_stopped(number, arguments)
        except DeskError as unusable:
            print_to_stderr(unusable.words, _find_language(arguments))
            unwritten = isinstance(unusable, Unwritable)
            return exit_codes.NOT_WRITTEN if unwritten else exit_codes.NOT_ACCEPTED
        except MissingExtra as missing:
            print_to_stderr(missing.words, _find_language(arguments))
            return exit_codes.NOT_ACCEPTED
        except Exception as error:
            if signals.received is not None:  # a library makes an error of its own of Stopped
                return _end_stopped(signals.received, arguments)
            _print_crash(error, _find_language(arguments))
            return exit_codes.CRASHED
        return code


def _end_stopped(number: int, arguments: Sequence[str]) -> int:
    _ignore_signals()  # Ctrl-C is pressed twice
    print_to_stderr(_STOPPED.filled(name=signal.Signals(number).name), _find_language(arguments))
    return exit_codes.get_of_signal(number)


def _find_language(arguments: Sequence[str]) -> Lang:
    try:
        return find_language(arguments)
    except DeskError:  # the language asked for is none
        return choose_language(None)


_STOPPED = Words("已中止（{name}）", "stopped ({name})")
_CRASHED = Words(
    "retax 内部出错（{error}），没有完整的结果；请报告此问题，设环境变量 "
    f"{DEBUG}=1 再运行可显示详情",
    "retax failed ({error}) and has no whole answer; please report this, with what the "
    f"same command prints under the environment variable {DEBUG}=1",
)


def _print_crash(error: Exception, lang: Lang) -> None:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    reason = str(error).partition("\n")[0][:_LONGEST_REASON]
    kind = type(error).__name__
    print_to_stderr(_CRASHED.filled(error=f"{kind}: {reason}" if reason else kind), lang)


# -- signals ---------------------------------------------------------------------------------------

_ALARM = [signal.SIGALRM] if hasattr(signal, "SIGALRM") else []  # Windows has none

_SECONDS_TO_END_IN = 1.0


class _Signals:
    """The signals of a run: the one received, which is raised each second until the run ends.

    An exception that a handler raises can be lost: Python drops it in callbacks of weak references
    (every import has one), extension modules while they are loaded. A run that waits for its input
    would then never end.
    """

    def __init__(self) -> None:
        self.received: int | None = None

    def stop(self, number: int, _: FrameType | None) -> NoReturn:
        self.received = number
        _set_timer(_SECONDS_TO_END_IN)
        raise Stopped(number)

    def stop_again(self, _: int, frame: FrameType | None) -> None:
        if self.received is not None:  # else the alarm is not the timer's
            self.stop(self.received, frame)


@contextmanager
def _stop_on_signals() -> Iterator[_Signals]:
    """Have signals raise :class:`Stopped` within; those that are ignored stay ignored."""
    signals = _Signals()
    if threading.current_thread() is not threading.main_thread():
        yield signals  # no other thread may say what a signal does
        return
    ending = exit_codes.ENDING_SIGNALS
    before = {number: signal.getsignal(number) for number in (*ending, *_ALARM)}
    # `nohup` has SIGHUP ignored, a script has SIGINT ignored for what it runs behind `&`.
    heard = [
        number
        for number in exit_codes.ENDING_SIGNALS
        if before[number] not in (signal.SIG_IGN, None)
    ]
    for number in _ALARM:
        signal.signal(number, signals.stop_again)
    for number in heard:
        signal.signal(number, signals.stop)
    try:
        yield signals
    finally:
        _set_timer(0)
        for number in (*heard, *_ALARM):
            signal.signal(number, before[number])


def _ignore_signals() -> None:
    _set_timer(0)
    if threading.current_thread() is threading.main_thread():
        for number in exit_codes.ENDING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def _set_timer(seconds: float) -> None:
    """Have an alarm sent after some seconds, where the system has alarms; 0 takes it back."""
    if _ALARM:
        signal.setitimer(signal.ITIMER_REAL, seconds)
