"""A frozen pydantic model that has no way past its validation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from retax.facts.messages import Refusal
from retax.facts.repeated_names import describe_repeated_name, find_in_text
from retax.facts.validation_error import make_validation_error


class ValidatedModel(BaseModel):
    """A frozen model of values that may each be unknown; every way to make one validates."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    def _list_known_values(self) -> Iterator[tuple[str, Any]]:
        # pydantic fills __dict__ in the order of the fields, whatever the order of the input.
        return ((name, value) for name, value in self.__dict__.items() if value is not None)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        return self._list_known_values()

    def but(self, **changes: Any) -> Self:
        """Return the same with other values of some, validated as a whole.

        What changes counts as set (``model_fields_set``), beside what was set before.
        """
        was_set = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**was_set, **changes})

    def model_copy(
        self,
        *,
        update: Mapping[str, Any] | None = None,
        deep: bool = False,  # noqa: ARG002
    ) -> Self:
        """Return a copy; unlike pydantic's own it validates what ``update`` changes.

        ``deep`` makes no difference: nothing in the model can be changed.
        """
        return self.but(**(update or {}))

    def copy(self, **changes: Any) -> Self:
        """Return a copy as :meth:`model_copy` does; pydantic's former name of it."""
        return self.model_copy(update=changes.get("update"))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return the model a text of JSON states; a name that occurs twice in it is refused.

        pydantic's own readers of JSON keep the last value of such a name and say nothing of it:
        ``TypeAdapter.validate_json`` and a model this one is a field of do not come by here.

        Raises:
            pydantic.ValidationError: the text is no JSON, or states what is not accepted.
        """
        name = find_in_text(json_data)
        if name is not None:
            why = describe_repeated_name(name)
            raise make_validation_error(
                [Refusal(name, None, why, "conflicting_names")], cls.__name__
            )
        return super().model_validate_json(json_data, **options)

    @classmethod
    def model_construct(  # type: ignore[override]  # the signature pydantic writes for each model
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Self:
        """Return a validated model: there is no way past validation."""
        return cls.model_validate(values)
