"""The sheets of the workbooks the desk makes and reads, by name."""

from __future__ import annotations

from retax.words import Words

GOODS = Words("退运商品", "Goods")
"""The rows to judge."""

BATCH = Words("批次声明", "Batch")
"""Facts the enterprise states for all rows that leave them blank: two columns, fact and value."""

BATCH_COLUMNS = (Words("要素", "Fact"), Words("内容", "Value"))
"""Their headings."""

GUIDE = Words("填写说明", "Guide")
"""What each column asks for."""

SUMMARY = Words("汇总", "Summary")
"""How many rows came out how, and what was noticed about the file."""

CHOICES = Words("选项", "Choices")
"""What the drop-downs of the template offer; hidden."""
