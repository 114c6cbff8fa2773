"""Messages in XML, which are named for what they are: none is judged alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, NoReturn
from xml.parsers.expat import ExpatError

from retax.desk.readers.xml_parts import NotRead, XmlReader, strip_prefix
from retax.desk.source import DeskError
from retax.words import Words

NOT_XML = Words("不是有效的 XML，或文件不完整", "not valid XML, or only a part of it")
_OTHER = Words(
    "是 XML 文件（{root}），不能读取；请将商品导出为表格（.xlsx 或 .csv）",
    "is XML ({root}) and is not read; export the goods as a table (.xlsx or .csv)",
)
_MESSAGE = Words(
    "是海关报文 {root}（{what}），其中的商品不单独判断；"
    "CEB603、CEB604、CEB509、CEB213 和 DecMessage 请与退货清单一起交 retax match，"
    "或将其中的商品导出为表格，"
    "列名可用报文中的名称，如 invtNo、gnum、gcode、qty，并补上退运的要素",
    "is the customs message {root} ({what}), whose goods are not judged alone; give CEB603, "
    "CEB604, CEB509, CEB213 and DecMessage to retax match with the returns, or export the goods as "
    "a table, whose headings may be the message's own, such as invtNo, gnum, gcode, qty, and add "
    "the facts of the return",
)
_MESSAGES: Mapping[str, Words] = {
    "CEB213Message": Words("出口退货申请单", "application for the return of exports"),
    "CEB214Message": Words("出口退货申请单回执", "receipt of an application for the return"),
    "CEB303Message": Words("订单", "orders"),
    "CEB505Message": Words("运单", "waybills"),
    "CEB509Message": Words("离境单", "departures"),
    "CEB603Message": Words("出口申报清单", "export lists"),
    "CEB604Message": Words("清单回执", "receipts of export lists"),
    "CEB607Message": Words("总分单", "master waybills"),
    "DecMessage": Words("报关单", "declaration"),
}


def read_xml(stream: BinaryIO) -> NoReturn:
    """Say which message a file is.

    Raises:
        DeskError: always.
    """
    raise make_unread_message_error(read_root(stream))


def read_root(stream: BinaryIO) -> str:
    """Return the name of the outermost element of a message, without its prefix.

    Raises:
        DeskError: it is not XML, or has a document type.
    """
    reader = _Root()
    try:
        reader.read(stream)
    except _Found as found:
        return strip_prefix(str(found))[:_LONGEST_SHOWN]
    except (ExpatError, NotRead):
        pass
    raise DeskError(NOT_XML)


def make_unread_message_error(root: str) -> DeskError:
    """Return the error that says which message a file is."""
    what = _MESSAGES.get(root)
    return DeskError(_MESSAGE.filled(root=root, what=what) if what else _OTHER.filled(root=root))


_LONGEST_SHOWN = 60


class _Found(Exception):
    """The name of the outermost element."""


class _Root(XmlReader):
    def start(self, name: str, attributes: dict[str, str]) -> NoReturn:  # noqa: ARG002
        raise _Found(name)
