"""Texts that fill a cell and name nothing: -, 无, N/A, 同上, 待定, 见附件.

A number that is such a text on an export line and on a returned unit ties the two together no
more than two blanks do, and a letter in the name of such an enterprise is in nobody's name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOTHING = (
    "无|暂无|没有|尚无|均无|空|空白|未填|未填写|未提供|未记录|未知|不知|不知道|不详|不明|不清楚|不清|"
    "不适用|待定|待补|待补充|待查|待核|待核实|待确认|待填|待提供|待更新"
)
_ELSEWHERE = "[同如][上前左右][行列栏]?|上同|详?见(?:附件|附表|附页|清单|备注|明细|单证|上|下)"
_IN_LATIN = (
    "na|nil|null|none|nan|nat|unknown|tbd|tba|tbc|ditto|same(?:asabove)?|asabove|empty|blank|"
    "missing|notavailable|notapplicable|(?:see)?attached"
)
_OF_WHAT = (
    "货号|品名|商品名称|企业名称|企业|公司|序列号|序号|sn|imei|订单号?|运单号?|快递单号|物流单号|单号|"
    "批次号?|批号|箱号|箱唛|编号|号码|号|sku|信息|资料|数据|记录"
)
_PLACEHOLDER = re.compile(
    rf"(?:(?:{_NOTHING})(?:{_OF_WHAT})?|(?:{_OF_WHAT})?(?:{_NOTHING})|{_ELSEWHERE}|{_IN_LATIN}|0*|々+)"
)
"""What such a text is without case, width, spaces and signs; of signs alone nothing is left."""

_LONGEST = 20
"""The most characters of a text that is looked at; a longer one says something."""

_KEPT = 4096


@lru_cache(_KEPT)
def is_placeholder(text: str) -> bool:
    """Say whether a text names nothing, or refers to what another place holds."""
    if len(text) > _LONGEST:
        return False
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _PLACEHOLDER.fullmatch("".join(filter(str.isalnum, plain))) is not None
