"""The state of the goods, and whether they are those that were exported."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.facts.values import ATTRIBUTIONS, USES, list_words_zh
from retax.words import Words

STATE_FACTS: Mapping[str, FactRecord] = {
    "same_form": FactRecord(
        kind="yes_no",
        label=Words("最小商品形态基本一致", "smallest commodity form basically the same"),
        aliases=("最小商品形态是否基本一致", "商品形态是否基本一致", "形态是否基本一致"),
        help=Words(
            "单看商品本身，是否与出口时基本一致？（外箱、运输包装不计）",
            "Is the single unit basically as it was exported? "
            "(Cartons and transport packing do not count.)",
        ),
        evidence="circumstance",
        statements=("最小商品形态与出口时基本一致", "最小商品形态与出口时不一致"),
    ),
    "parts_added": FactRecord(
        kind="yes_no",
        label=Words("增加或更换配件、部件", "accessories or parts added or exchanged"),
        aliases=("是否增加或更换配件、部件", "是否增加或更换配件", "增加或更换配件"),
        help=Words(
            "是否增加或更换过配件、部件？",
            "Have accessories or parts been added or exchanged?",
        ),
        evidence="circumstance",
        statements=("增加或更换过配件、部件", "未增加或更换配件、部件"),
    ),
    "processed": FactRecord(
        kind="yes_no",
        label=Words("加工、改装", "processed or refitted"),
        aliases=("加工或改装", "是否加工、改装", "是否加工或改装", "是否经过加工、改装"),
        help=Words(
            "是否经过加工、改装、维修或翻新？（拆箱、检（化）验、安装、调试不算）",
            "Have the goods been processed, refitted, repaired or refurbished? "
            "(Unpacking, inspection, testing, installation and commissioning do not count.)",
        ),
        evidence="circumstance",
        statements=("经过加工、改装", "未经加工、改装"),
    ),
    "use": FactRecord(
        kind="word",
        label=Words("使用情况", "use"),
        aliases=("商品使用情况", "使用状况"),
        help=Words(
            "商品是否用过？（" + list_words_zh(USES) + "）",
            "Have the goods been used? (" + ", ".join(USES) + ")",
        ),
        values=USES,
        evidence="circumstance",
    ),
    "parts_missing": FactRecord(
        kind="yes_no",
        label=Words("缺少配件或部件", "accessories or parts missing"),
        aliases=("是否缺少配件或部件", "缺少配件", "是否缺少配件", "缺件", "是否缺件"),
        help=Words(
            "与出口时相比，是否少了配件或部件？",
            "Are accessories or parts missing that went out with the goods?",
        ),
        asking="by_label",
        evidence="circumstance",
        statements=("缺少配件或部件", "不缺配件、部件"),
        near=(
            "缺件",
            "少件",
            "缺少",
            "缺失",
            "缺配件",
            "配件不全",
            "配件齐全",
            "partsmissing",
            "missingparts",
        ),
    ),
    "damaged": FactRecord(
        kind="yes_no",
        label=Words("商品破损", "damaged"),
        aliases=("破损", "是否破损", "商品是否破损", "损坏", "是否损坏", "商品损坏"),
        help=Words("退回的商品是否有破损？", "Have the goods come back damaged?"),
        asking="by_label",
        evidence="circumstance",
        statements=("商品有破损", "商品无破损"),
        near=(
            "破损",
            "破碎",
            "损坏",
            "损伤",
            "损毁",
            "残损",
            "毁损",
            "受损",
            "damage",
            "broken",
        ),
    ),
    "repacked": FactRecord(
        kind="yes_no",
        label=Words("换标或更换包装", "own label or smallest sales packing replaced"),
        aliases=("是否换标或更换包装", "换标", "是否换标", "更换包装", "是否更换包装"),
        help=Words(
            "出口后是否换过商品自身的标签或最小销售包装？（快递袋、外箱、运输包装不计）",
            "Has the goods' own label or smallest sales packing been changed since the export? "
            "(Courier bags, outer cartons and transport packing do not count.)",
        ),
        asking="by_label",
        evidence="circumstance",
        statements=("已换标或更换包装", "未换标或更换包装"),
        near=(
            "换标",
            "贴标",
            "贴新标",
            "标签更换",
            "换包装",
            "改包装",
            "再包装",
            "包装更换",
            "重新包装",
            "换过包装",
            "repack",
            "relabel",
        ),
    ),
    "importer_differs": FactRecord(
        kind="yes_no",
        label=Words(
            "退运企业与原出口企业不一致", "returned by an enterprise other than the exporter"
        ),
        aliases=("退运企业与出口企业不一致", "退运企业是否与原出口企业不一致"),
        help=Words(
            "办理退运的企业是否不是原出口企业？（代理报关的不算）",
            "Does an enterprise other than the exporter take the goods back? (A broker acting as "
            "agent is none.)",
        ),
        asking="by_label",
        evidence="circumstance",
        statements=("退运企业与原出口企业不一致", "退运企业与原出口企业一致"),
        column_after="papers_held",
        near=(
            "企业不一致",
            "企业是否一致",
            "企业一致",
            "企业不同",
            "其他企业",
            "退运主体",
            "importerdiffer",
        ),
    ),
    "attribution": FactRecord(
        kind="word",
        label=Words("与原出口批次的对应方式", "how the units are attributed to the export line"),
        aliases=("原出口批次对应方式", "批次对应方式", "对应方式"),
        help=Words(
            "退回的商品以何种方式对应到该出口单证？",
            "In which way are the goods attributed to this export paper?",
        ),
        asking="by_label",
        values=ATTRIBUTIONS,
        evidence="circumstance",
        ledger="neither",
        column_after="returned_before",
        near=(
            "可对应",
            "无法对应",
            "对应原出口",
            "对应关系",
            "批次对应",
            "来源批次",
            "追溯",
            "溯源",
            "逐件",
            "traced",
        ),
    ),
    "shipped_as_declared": FactRecord(
        kind="yes_no",
        label=Words("所发与所报一致", "the goods shipped are those declared"),
        aliases=("所发与所报是否一致", "实发与申报一致", "实发与申报是否一致"),
        help=Words(
            "当时实际发出的商品，是否就是出口单证上申报的商品？",
            "Were the goods that left those that the export paper declares?",
        ),
        evidence="circumstance",
        statements=("所发与所报一致", "所发与所报不一致"),
        near=(
            "所发",
            "实发",
            "与申报一致",
            "与申报不一致",
            "与申报是否一致",
            "与申报不符",
            "与申报相符",
            "货不对版",
            "asdeclared",
        ),
    ),
}
