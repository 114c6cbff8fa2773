"""The input model of one line of returned goods, and its cross-field checks.

:class:`ReturnedGoods` is validated by pydantic alone where values are written plainly. Only where
that fails are the names and words people write (退运原因: 滞销) translated and tried once more, so
plain input pays nothing for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self, cast, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
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
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from retax.facts.catalogue import NAMES, format_value
from retax.facts.consistency import is_contradictory, list_contradictions
from retax.facts.messages import Refusal, RejectionCode, reject_no_mapping, reject_value
from retax.facts.parse_value import EXPORT_ENTRY, LONGEST_TEXT, RETURN_ENTRY
from retax.facts.validated_model import ValidatedModel
from retax.facts.validation_error import make_validation_error
from retax.facts.values import (
    PAPER_WORDS,
    Attribution,
    Cause,
    Destination,
    ExportRefund,
    Paper,
    ReturnReason,
    Use,
)
from retax.words import Words

EARLIEST_DATE = date(2000, 1, 1)
LATEST_DATE = date(2199, 12, 31)

# To pydantic $ is the end of a text; to the re module it is also the place before a last line
# break.
CODE_PATTERN = r"^(?:[0-9]{4}|none)$"
HS_CODE_PATTERN = r"^[0-9]{4}(?:[0-9]{2}){0,3}$"
ISO_DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOST_DIGITS = 24


class _DaySchema:
    """A calendar day: a ``date``, or text as 2026-01-31; no timestamp, no time of day."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Text first: a choice that does not fit costs 50 ns, and most days come from JSON.
        # Then strict, since a datetime is a date to Python: it is refused, at midnight, too.
        return core_schema.union_schema(
            [
                core_schema.chain_schema(
                    [
                        core_schema.str_schema(strict=True, pattern=ISO_DATE_PATTERN),
                        core_schema.date_schema(ge=EARLIEST_DATE, le=LATEST_DATE),
                    ]
                ),
                core_schema.date_schema(strict=True, ge=EARLIEST_DATE, le=LATEST_DATE),
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
        papers = core_schema.literal_schema(list(PAPER_WORDS))
        return {"type": "array", "uniqueItems": True, "items": handler(papers)}


def _check_digits(number: Decimal) -> Decimal:
    """Return a quantity as it is; ValueError for one whose digits would fill megabytes."""
    # max_digits counts those of 0E-50000000 as one.
    if abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError  # the refusal has its own words
    return number


# To Decimal the number of a list, 31042026E000000001, is 310,420,260, and 1_000 a thousand.
_NO_NUMBER = re.compile(r"_|[eE][+-]?[0-9]{5}")


def _check_writing(written: object) -> object:
    """Return what is to be a quantity as it is; ValueError for a text people write no number in."""
    if isinstance(written, str) and _NO_NUMBER.search(written):
        raise ValueError  # the refusal has its own words
    return written


_Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
]
_Day = Annotated[date, _DaySchema]
# Strict, since pydantic alone takes "off", "t" and 1.0 for yes or no, too.
_YesNo = Annotated[bool, Field(strict=True)]
_Quantity = Annotated[
    Decimal,
    Field(ge=0, max_digits=MOST_DIGITS),
    BeforeValidator(_check_writing),
    AfterValidator(_check_digits),
]
_SomeQuantity = Annotated[
    Decimal,
    Field(gt=0, max_digits=MOST_DIGITS),
    BeforeValidator(_check_writing),
    AfterValidator(_check_digits),
]
_ExportEntry = Annotated[str, StringConstraints(strict=True, pattern=EXPORT_ENTRY)]
_ReturnEntry = Annotated[str, StringConstraints(strict=True, pattern=RETURN_ENTRY)]
_Papers = Annotated[frozenset[Paper], _PapersSchema]
_Code = Annotated[str, StringConstraints(strict=True, pattern=CODE_PATTERN)]
_HsCode = Annotated[str, StringConstraints(strict=True, pattern=HS_CODE_PATTERN)]


def _describe(schema: dict[str, Any]) -> None:
    """Give every fact in the JSON Schema its words and the other names it goes by."""
    for fact_name, entry in NAMES.items():
        described = schema["properties"][fact_name]
        described["title"] = entry.label.zh
        described["description"] = entry.label.en
        described["x-names"] = list(entry.names)


class ReturnedGoods(ValidatedModel):
    """What is known of one line: one export item × one shipment back × one reason × one condition.

    Every fact may be unknown (``None``; a blank text counts as unknown). Input may use the English
    name, a Chinese name or, where there is one, the CEB603 name of a fact, and the English or
    Chinese word of a value. Days are ``date``, ``"2026-01-31"`` or ``"20260131"``, years 2000 to
    2199, never with a time of day; codes are texts of ASCII digits. What cannot be read, and facts
    that contradict each other, raise one ``pydantic.ValidationError`` whose messages each name the
    field, the value and what is accepted (in ``ctx["zh"]`` the same in Chinese).

    Names on the papers after GACC announcement 2020 No. 44 and the CEB603 message.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_describe)

    # carried through; no clause reads these
    reference: _Text | None = None
    enterprise: _Text | None = None
    enterprise_code: _Text | None = None
    goods_name: _Text | None = None
    sku: _Text | None = None
    serial_no: _Text | None = None
    unit: _Text | None = None
    order_no: _Text | None = None
    tracking_no: _Text | None = None
    note: _Text | None = None
    reason_note: _Text | None = None

    # the papers
    export_entry: _ExportEntry | None = None
    """Number of the export list (ninth character E) or declaration (ninth 0).

    A declaration's number of 21 digits, as the tax system writes it, is read as the number and
    :attr:`export_item`.
    """
    export_item: Annotated[int, Field(strict=True, ge=1, le=999_999_999)] | None = None
    return_entry: _ReturnEntry | None = None
    """Number of the return's declaration (ninth character 1) or list (ninth I)."""
    supervision_code: _Code | None = None
    """Supervision code (监管方式代码) of the paper on which the goods left the country.

    ``none`` (无): they left by post or express, without list or declaration. Codes of the return
    (4561, 9661, 1261) are refused.
    """

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
    """Day the return was declared; 1210: the declaration out of the zone."""
    extended_until: _Day | None = None
    """Last day of the longer period that customs approved in writing (Tariff Law Article 39)."""

    # the return
    destination: Destination | None = None
    reason: ReturnReason | None = None
    cause: Cause | None = None
    """Whether quality, specification or force majeure is the cause (Tariff Law Article 39)."""
    hs_code: _HsCode | None = None
    """4, 6, 8 or 10 digits; 13 are cut to 10; dots and spaces after digits 4, 6, 8 are dropped.

    A barcode (EAN-13) is refused.
    """
    is_food: _YesNo | None = None
    """For people to eat or drink."""
    export_refund: ExportRefund | None = None
    """State of the export tax refund of the units that come back.

    Exempt, or treated as a domestic sale (视同内销), counts as ``not_refunded``. Under 1210 a
    refund obtained on entry into the zone counts, also by the supplier.
    """

    # the state of the goods
    same_form: _YesNo | None = None
    parts_added: _YesNo | None = None
    processed: _YesNo | None = None
    use: Use | None = None
    parts_missing: _YesNo | None = None
    damaged: _YesNo | None = None
    repacked: _YesNo | None = None
    """The goods' own label or smallest sales packing was replaced; courier bags, outer cartons and
    transport packing do not count."""
    importer_differs: _YesNo | None = None
    attribution: Attribution | None = None
    """How the units are attributed to the export line; unknown: presumed ``traced``."""
    shipped_as_declared: _YesNo | None = None
    """The goods that left were those the export paper declares."""

    # quantities, in the unit of the export line
    exported_quantity: _SomeQuantity | None = None
    returned_quantity: _SomeQuantity | None = None
    returned_before: _Quantity | None = None

    # only for the consequences
    export_duty_paid: _YesNo | None = None
    taxed_at_export: _YesNo | None = None
    """VAT or consumption tax was charged at export, or paid since as on a domestic sale."""

    papers_held: _Papers | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _accept(cls, given: Any, accept: ModelWrapValidatorHandler[ReturnedGoods]) -> ReturnedGoods:
        try:
            goods = accept(given)
        except ValidationError:
            goods = _validate_normalized(given, accept)
        else:
            if _has_unread_names(given, goods):
                goods = _validate_normalized(given, accept)
        if is_contradictory(goods):
            raise make_validation_error(
                [
                    Refusal(
                        contradiction.fact,
                        getattr(goods, contradiction.fact),
                        contradiction.write_sentence(goods),
                        contradiction.code,
                    )
                    for contradiction in list_contradictions(goods)
                ]
            )
        return goods

    def known_facts(self) -> Iterator[tuple[str, Any]]:
        """Yield the facts that are known, each with its value, in the order of the model."""
        return self._list_known_values()

    def _repr_html_(self) -> str:
        """Show the known facts as a table in a notebook."""
        from retax.notebook import write_html_table

        return write_html_table(
            (NAMES[name].label.zh, format_value(name, value).zh)
            for name, value in self.known_facts()
        )

    def but(self, **changes: Any) -> Self:
        """Return the same goods with other values of some facts, validated as a whole.

        Names and words are those of any input: ``goods.but(use="unused")``,
        ``goods.but(**{"退运原因": "滞销"})``; ``None`` makes a fact unknown. What changes counts as
        set (``model_fields_set``), beside what was set before.

        Raises:
            pydantic.ValidationError: a change is not accepted, or contradicts another fact.
        """
        from retax.facts.parse import normalize_mapping  # names as people write them: seldom

        facts, _, refusals = normalize_mapping(changes)
        if refusals:
            raise make_validation_error(refusals)
        return super().but(**facts)


def _has_unread_names(given: Any, goods: ReturnedGoods) -> bool:
    """Say whether names went unread: pydantic can be asked to ignore them, or to keep them aside.

    Some of them may name facts in Chinese, and a circumstance that is not read counts as absent.
    """
    is_short = isinstance(given, _MAPPINGS) and len(given) != len(goods.__pydantic_fields_set__)
    return is_short or bool(goods.__pydantic_extra__)


_MAPPINGS = (dict, Mapping)
"""Mappings, most of which are dicts: to ask the abstract class alone takes twice as long."""


def _validate_normalized(
    given: Any, accept: ModelWrapValidatorHandler[ReturnedGoods]
) -> ReturnedGoods:
    """Translate names and words and try again; refuse what is still not accepted, in words."""
    from retax.facts.parse import normalize_mapping  # names as people write them: seldom

    if not isinstance(given, Mapping):
        start = Words("要素应为名称与值的对照（JSON 对象）", "the facts are")
        raise make_validation_error([reject_no_mapping(given, start)])
    facts, written, refusals = normalize_mapping(given)
    try:
        goods = accept(facts)
    except ValidationError as error:
        names = dict.fromkeys(str(line["loc"][0]) for line in error.errors())
        refusals += [reject_value(name, written[name]) for name in names]
    if refusals:
        raise make_validation_error(refusals)
    return goods


def list_plain_facts(goods: ReturnedGoods) -> dict[str, Any]:
    """Return the known facts as plain values: days as ISO text, papers in one order."""
    facts = goods.model_dump(mode="json", exclude_none=True)
    if "papers_held" in facts:
        # A set of texts has another order in each process.
        facts["papers_held"].sort()
    return facts


def refusals_of(error: ValueError) -> list[Refusal]:
    """Return what an error refuses, each with its sentence in both languages.

    The same is in ``error.errors()``, where ``loc`` names the fact, ``type`` the code and ``ctx``
    the sentences. Of an error that pydantic words by itself, as of text that is no JSON, both
    sentences are pydantic's. Of the ValueError of an option the one refusal names no fact, and
    both sentences are the error's.
    """
    if not isinstance(error, ValidationError):
        return [Refusal("", None, Words(str(error), str(error)), "not_accepted")]
    return [_make_refusal(line) for line in error.errors()]


def _make_refusal(line: ErrorDetails) -> Refusal:
    # The errors of a model around this one are pydantic's own, without words or a code of ours.
    context = line.get("ctx", {})
    words = Words(context.get("zh", line["msg"]), line["msg"])
    code = line["type"] if line["type"] in get_args(RejectionCode) else "unreadable"
    return Refusal(
        ".".join(map(str, line["loc"])), line["input"], words, cast("RejectionCode", code)
    )
