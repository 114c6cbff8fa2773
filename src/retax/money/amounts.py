"""The amounts of one line of returned goods, in yuan.

Apart from the facts, since no clause reads money. There is no database of rates and no exchange
rate here: each figure is the user's, for the *returned* units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import (
    ConfigDict,
    ModelWrapValidatorHandler,
    model_validator,
)

from retax.facts.messages import reject_no_mapping
from retax.facts.validated_model import ValidatedModel
from retax.facts.validation_error import make_validation_error
from retax.money.catalogue import AMOUNTS, find_amount
from retax.money.parse import read_amounts, write_value
from retax.notebook import write_html_table
from retax.words import Words


def _describe(schema: dict[str, Any]) -> None:
    """Give every amount in the JSON Schema its words, where it comes from and its other names."""
    for name, record in AMOUNTS.items():
        described = schema["properties"][name]
        described["title"] = record.label.zh
        described["description"] = f"{record.label.en}: {record.accepted.en}. {record.help.en}."
        described["x-names"] = list(record.names)


class Amounts(ValidatedModel):
    """The amounts of one line: in yuan (CNY), for the returned units.

    Every amount may be unknown (``None``; a blank text counts as unknown). Input may use the
    English name or a Chinese one. Rates are fractions (``Decimal("0.065")``) or texts with a sign
    of per cent (``"6.5%"``): a bare number of 1 or more is refused. Floats are taken by their
    decimal text; what is money is rounded half up to the fen. What cannot be read raises one
    ``pydantic.ValidationError`` whose messages each name the amount, the value and what is
    accepted (in ``ctx["zh"]`` the same in Chinese).
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_describe)

    dutiable_value: Decimal | None = None
    """计税价格: above 0 and below 10^10."""
    duty_rate: Decimal | None = None
    """Most-favoured-nation or provisional rate of the day of declaration; 0 to 3."""
    duty_per_unit: Decimal | None = None
    duty_units: Decimal | None = None
    vat_rate: Decimal | None = None
    """0.13 or 0.09; 0 only where the law exempts the goods."""
    consumption_tax_rate: Decimal | None = None
    """From 0 to below 1; unknown counts as none, save under a heading that may bear it."""
    consumption_tax_per_unit: Decimal | None = None
    consumption_tax_units: Decimal | None = None
    refund_received: Decimal | None = None
    """Export VAT refunded or claimed; or :attr:`purchase_value` and :attr:`refund_rate`."""
    purchase_value: Decimal | None = None
    refund_rate: Decimal | None = None
    consumption_tax_refunded: Decimal | None = None
    export_duty_amount: Decimal | None = None
    return_cost: Decimal | None = None
    vat_deductible: bool | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _accept(cls, given: Any, accept: ModelWrapValidatorHandler[Amounts]) -> Amounts:
        # Amounts are frozen, so what was accepted once needs no second reading.
        if isinstance(given, cls):
            return given
        if not isinstance(given, Mapping):
            start = Words("金额应为名称与值的对照（JSON 对象）", "the amounts are")
            raise make_validation_error([reject_no_mapping(given, start)], cls.__name__)
        known, refusals = read_amounts(given)
        if refusals:
            raise make_validation_error(refusals, cls.__name__)
        return accept(known)

    def known_amounts(self) -> Iterator[tuple[str, Any]]:
        """Yield the amounts that are known, each with its value, in the order of the model."""
        return self._list_known_values()

    def _repr_html_(self) -> str:
        """Show the known amounts as a table in a notebook."""
        return write_html_table(
            (AMOUNTS[name].label.zh, write_value(value, name))
            for name, value in self.known_amounts()
        )

    def but(self, **changes: Any) -> Self:
        """Return the same amounts with other values of some, validated as a whole.

        Raises:
            pydantic.ValidationError: a change is not accepted.
        """
        named = {find_amount(name) or name: value for name, value in changes.items()}
        return super().but(**named)
