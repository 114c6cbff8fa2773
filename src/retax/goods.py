"""What is known of one line of returned goods, and what cannot be.

:class:`ReturnedGoods` is validated by pydantic alone where values are written plainly. Only where
that fails are the names and words people write (退运原因: 滞销) translated and tried once more, so
plain input pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from retax.as_written import Refusal, in_quotes, refusal, translated
from retax.contradictions import CONTRADICTIONS, contradicts_itself
from retax.vocabulary import (
    NAMES,
    PAPERS,
    Destination,
    ExportRefund,
    Paper,
    ReturnReason,
    Use,
)
from retax.words import Words

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2199, 12, 31)

CODE = r"^[0-9]{4}$"
HS_CODE = r"^[0-9]{4}(?:[0-9]{2}){0,3}$"
EXPORT_ENTRY = r"^[0-9]{8}[0E][0-9]{9}$"
RETURN_ENTRY = r"^[0-9]{8}[1I][0-9]{9}$"
ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOST_DIGITS = 24


class _DaySchema:
    """A calendar day: a ``date``, or text as 2026-01-31; no timestamp, no time of day."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.union_schema(
            [
                core_schema.date_schema(strict=True, ge=FIRST_DAY, le=LAST_DAY),
                core_schema.chain_schema(
                    [
                        core_schema.str_schema(strict=True, pattern=ISO_DAY),
                        core_schema.date_schema(ge=FIRST_DAY, le=LAST_DAY),
                    ]
                ),
            ],
            mode="left_to_right",
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


class _PapersSchema:
    """A list, tuple or set of papers; what can be read only once is refused."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        collections = core_schema.union_schema(
            [
                core_schema.list_schema(strict=True),
                core_schema.frozenset_schema(strict=True),
                core_schema.set_schema(strict=True),
                core_schema.tuple_variable_schema(strict=True),
            ]
        )
        return core_schema.chain_schema([collections, handler(source)])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        papers = core_schema.literal_schema(list(PAPERS))
        return {"type": "array", "uniqueItems": True, "items": handler(papers)}


_Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
_Day = Annotated[date, _DaySchema]
_YesNo = Annotated[bool, Field(strict=True)]
_Quantity = Annotated[Decimal, Field(ge=0, max_digits=MOST_DIGITS)]
_ExportEntry = Annotated[str, StringConstraints(strict=True, pattern=EXPORT_ENTRY)]
_ReturnEntry = Annotated[str, StringConstraints(strict=True, pattern=RETURN_ENTRY)]
_Papers = Annotated[frozenset[Paper], _PapersSchema]
_Code = Annotated[str, StringConstraints(strict=True, pattern=CODE)]
_HsCode = Annotated[str, StringConstraints(strict=True, pattern=HS_CODE)]


def _describe(schema: dict[str, Any]) -> None:
    """Give every fact in the JSON Schema its words and the other names it goes by."""
    for fact_name, entry in NAMES.items():
        described = schema["properties"][fact_name]
        described["title"] = entry.label.zh
        described["description"] = entry.label.en
        described["x-names"] = list(entry.names)


class ReturnedGoods(BaseModel):
    """What is known of one line: one export item × one shipment back × one reason × one condition.

    Every fact may be unknown (``None``; a blank text counts as unknown). Input may use the English
    name, a Chinese name or, where there is one, the CEB603 name of a fact, and the English or
    Chinese word of a value. Days are ``date``, ``"2026-01-31"`` or ``"20260131"``, years 2000 to
    2199, never with a time of day; codes are texts of ASCII digits. What cannot be read, and facts
    that contradict each other, raise one ``pydantic.ValidationError`` whose messages each name the
    field, the value and what is accepted (in ``ctx["zh"]`` the same in Chinese).

    Names on the papers after GACC announcement 2020 No. 44 and the CEB603 message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_describe)

    # carried through; no clause reads these
    reference: _Text | None = None
    enterprise: _Text | None = None
    enterprise_code: _Text | None = None
    goods_name: _Text | None = None
    sku: _Text | None = None
    unit: _Text | None = None
    order_no: _Text | None = None
    tracking_no: _Text | None = None
    note: _Text | None = None

    # the papers
    export_entry: _ExportEntry | None = None
    """Number of the export list (ninth character E) or declaration (ninth 0)."""
    export_item: Annotated[int, Field(strict=True, ge=1, le=999_999_999)] | None = None
    return_entry: _ReturnEntry | None = None
    """Number of the return declaration (ninth character 1 or I)."""
    supervision_code: _Code | None = None
    """Supervision code (监管方式代码) of the paper on which the goods left the country."""

    # the days
    declared_on: _Day | None = None
    """Day the export was declared; selects the announcement. 9610: the list's day."""
    released_on: _Day | None = None
    exported_on: _Day | None = None
    """Day the carrier cleared outbound (出口日期)."""
    left_zone_on: _Day | None = None
    """1210: gate-out of the special customs supervision zone or type-B bonded logistics centre."""
    returned_on: _Day | None = None
    domestic_on: _Day | None = None
    """1210: day the goods reached 境内区外, inside the country but outside any zone."""
    return_declared_on: _Day | None = None

    # the return
    destination: Destination | None = None
    reason: ReturnReason | None = None
    hs_code: _HsCode | None = None
    """4, 6, 8 or 10 digits; 13 are cut to 10; dots and spaces are dropped."""
    is_food: _YesNo | None = None
    """For people to eat or drink."""
    export_refund: ExportRefund | None = None

    # the state of the goods
    same_form: _YesNo | None = None
    parts_added: _YesNo | None = None
    processed: _YesNo | None = None
    use: Use | None = None
    parts_missing: _YesNo | None = None
    damaged: _YesNo | None = None
    repacked: _YesNo | None = None
    importer_differs: _YesNo | None = None
    batch_traced: _YesNo | None = None

    # quantities, in the unit of the export line
    exported_quantity: _Quantity | None = None
    returned_quantity: Annotated[_Quantity, Field(gt=0)] | None = None
    returned_before: _Quantity | None = None

    # only for the consequences
    export_duty_paid: _YesNo | None = None
    taxed_at_export: _YesNo | None = None

    papers_held: _Papers | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _accepted(
        cls, given: Any, accept: ModelWrapValidatorHandler[ReturnedGoods]
    ) -> ReturnedGoods:
        try:
            goods = accept(given)
        except ValidationError:
            goods = _accepted_as_written(given, accept)
        if contradicts_itself(goods):
            raise _refused(
                [
                    (
                        contradiction.fact,
                        getattr(goods, contradiction.fact),
                        contradiction.sentence(goods),
                    )
                    for contradiction in CONTRADICTIONS
                    if contradiction.found_in(goods)
                ]
            )
        return goods


def _accepted_as_written(
    given: Any, accept: ModelWrapValidatorHandler[ReturnedGoods]
) -> ReturnedGoods:
    """Translate names and words and try again; refuse what is still not accepted, in words."""
    if not isinstance(given, Mapping):
        kind, shown = type(given).__name__, in_quotes(given)
        sentence = Words(
            f"要素应为名称与值的对照（JSON 对象），所给为 {kind}：{shown.zh}",
            f"the facts are {shown.en} ({kind}); accepted is a mapping of names to values",
        )
        raise _refused([("", given, sentence)])
    facts, written, refusals = translated(given)
    try:
        goods = accept(facts)
    except ValidationError as error:
        refused = dict.fromkeys(str(line["loc"][0]) for line in error.errors())
        refusals += [(name, written[name], refusal(name, written[name])) for name in refused]
    if refusals:
        raise _refused(refusals)
    return goods


def _refused(refusals: list[Refusal]) -> ValidationError:
    return ValidationError.from_exception_data(
        "ReturnedGoods",
        [
            InitErrorDetails(
                type=PydanticCustomError("refused", "{en}", {"zh": words.zh, "en": words.en}),
                loc=(name,) if name != "" else (),
                input=value,
            )
            for name, value, words in refusals
        ],
    )
