"""The error for refused inputs, as pydantic raises it."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from retax.facts.messages import Refusal


def make_validation_error(refusals: list[Refusal], model: str = "ReturnedGoods") -> ValidationError:
    """Return the error for refused inputs: code as ``type``, sentences and values in ``ctx``."""
    return ValidationError.from_exception_data(
        model,
        [
            InitErrorDetails(
                type=PydanticCustomError(
                    refusal.code,
                    "{en}",
                    {
                        "zh": refusal.words.zh,
                        "field": refusal.fact,
                        "accepted": refusal.accepted,
                        # Last: pydantic fills in one after another, also in what it filled in.
                        "en": refusal.words.en,
                    },
                ),
                loc=(refusal.fact,) if refusal.fact != "" else (),
                input=refusal.value,
            )
            for refusal in refusals
        ],
    )
