from django import forms
from django.core.exceptions import ValidationError


def tell(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put a service's refusal beside its fields; what belongs to no field of this form stands above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
