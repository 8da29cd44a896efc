"""What every act on the register shares: the row locked, what changed with both values, the line in the audit."""

from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslatedVirtualField

from ovp_portal.audit.services import record as audit
from ovp_portal.lib.canonical import canonical_json, checksum
from ovp_portal.lib.workflow import check_move

M = TypeVar("M", bound=models.Model)


class ChangedMeanwhile(ValidationError):
    """Somebody saved the record after this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed this after you opened it, so nothing was saved. "
                "Compare with the newest state; if you send the form again, your values replace it."
            ),
            code="changed_meanwhile",
        )


def locked(record: M) -> M:
    """The record as it is now, kept from others until the transaction ends."""
    return type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


def fingerprint(record: models.Model, names: Iterable[str]) -> str:
    """A short sign of these fields' values: it is another one when any of them was changed."""
    values = {name: _plain(_value(record, name)) for name in sorted(names)}
    return checksum(canonical_json(values))[:20]


def create(*, record: M, related: Mapping[str, Iterable[models.Model]], by: Any, at: datetime, action: str) -> M:
    """Save a new record with its related records; a rival that came first is named by its constraint."""
    if _has(record, "updated_at"):
        record.updated_at = at
    save(record)
    related = {name: list(others) for name, others in related.items()}
    for name, others in related.items():
        if others:
            getattr(record, name).set(others)
    names = [field.name for field in record._meta.concrete_fields if field.editable and not field.primary_key]
    values = {name: _told(value) for name, value in ({name: _value(record, name) for name in names} | related).items()}
    audit(actor=by, action=action, target=record, at=at, values=_without_empty(values))
    return record


@transaction.atomic
def amend(
    *,
    record: M,
    values: Mapping[str, Any],
    by: Any,
    at: datetime,
    action: str,
    seen: str = "",
    within: models.Model | None = None,
) -> M:
    """Change fields, texts (`title_en`) and related records; what is the same already leaves no trace.

    `seen` is the fingerprint of what the person had before his eyes: where it is
    not that any more, nothing is changed. `within` is the record above, for
    which this is the last change too.
    """
    record = locked(record)
    if seen and seen != fingerprint(record, values):
        raise ChangedMeanwhile
    before = {name: _value(record, name) for name in values}
    related = {name: value for name, value in values.items() if _is_related(record, name)}
    for name, value in values.items():
        if name not in related:
            setattr(record, name, value)
    after = {name: list(related[name]) if name in related else _value(record, name) for name in values}
    changed = {name for name in values if _plain(before[name]) != _plain(after[name])}
    if not changed:
        return record
    columns = {_column(record, name) for name in changed - set(related)}
    if _has(record, "updated_at"):
        record.updated_at = at
        columns.add("updated_at")
    save(record, update_fields=columns)
    for name in changed & set(related):
        getattr(record, name).set(after[name])
    if within is not None:
        touch(within, at)
    changes = {name: {"before": _told(before[name]), "after": _told(after[name])} for name in sorted(changed)}
    audit(actor=by, action=action, target=record, at=at, changes=changes)
    return record


def touch(record: models.Model, at: datetime) -> None:
    """Say that something below the record changed."""
    record.updated_at = at
    record.save(update_fields=["updated_at"])


@transaction.atomic
def move(
    *,
    record: M,
    moves: Mapping[str, Set[str]],
    to: str,
    by: Any,
    at: datetime,
    action: str,
    **values: Any,
) -> M:
    """Lead a record to another status, with the fields that the act fills."""
    check_move(moves, locked(record).status, to)
    return amend(record=record, values={"status": to, **values}, by=by, at=at, action=action)


def save(record: M, update_fields: Iterable[str] | None = None) -> M:
    """Save what the model and the database find right; what either refuses is said in words.

    The database checks its constraints anyway, so they are not asked for one by one before: only
    after a refusal does the whole `full_clean` look for what was wrong.
    """
    if update_fields is not None and not update_fields:
        return record
    try:
        record.full_clean(exclude=_there(record, update_fields), validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            record.save(update_fields=update_fields)
    except (DatabaseError, ValidationError):
        record.full_clean()
        raise
    return record


def upsert(rows: list[M], *, by: list[str], changing: list[str]) -> list[M]:
    """Save many rows in one statement, checked as `save` does; who stands there `by` these fields is changed."""
    try:
        for row in rows:
            row.full_clean(exclude=_there(row), validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            return (
                type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=by, update_fields=changing)
                if rows
                else []
            )
    except (DatabaseError, ValidationError):
        for row in rows:
            row.full_clean(validate_unique=False)
        raise


def _there(record: models.Model, update_fields: Iterable[str] | None = None) -> set[str]:
    """The relations that need no look whether the other record exists: it is at hand, or they do not change."""
    relations = (field for field in record._meta.concrete_fields if field.is_relation)
    kept = (lambda name: False) if update_fields is None else (lambda name: name not in update_fields)
    return {field.name for field in relations if field.is_cached(record) or kept(field.name)}


def _field(record: models.Model, name: str) -> models.Field | None:
    try:
        return record._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _has(record: models.Model, name: str) -> bool:
    return _field(record, name) is not None


def _is_related(record: models.Model, name: str) -> bool:
    field = _field(record, name)
    return field is not None and (field.many_to_many or field.one_to_many) is True


def _column(record: models.Model, name: str) -> str:
    """The field that a text's language is kept in."""
    field = _field(record, name)
    if isinstance(field, TranslatedVirtualField):
        return "i18n"
    return name


def _value(record: models.Model, name: str) -> Any:
    return list(getattr(record, name).all()) if _is_related(record, name) else getattr(record, name)


def _told(value: Any) -> Any:
    """The value as the audit keeps it: other records by their names, which people can read later."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list) and value and isinstance(value[0], models.Model):
        return sorted(str(one) for one in value)
    return _plain(value)


def _plain(value: Any) -> Any:
    """The value as it can be compared: nothing but texts, numbers and lists of them."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, str) or value is None:
        return str(value or "")
    if isinstance(value, Iterable):
        rows = [_plain(one) for one in value]
        return sorted(rows) if all(isinstance(one, int) for one in rows) else rows
    return value


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {})}
