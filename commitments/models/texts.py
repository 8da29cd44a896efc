from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.languages import content_language, text_in


class TextsMixin:
    """Texts in several languages, of which one is required.

    The portal's own language stands in the field itself and every other in `i18n`, so a record
    that was written in another language may have an empty field.
    """

    required_texts: tuple[str, ...] = ("title",)

    def clean(self) -> None:
        super().clean()
        missing = [name for name in self.required_texts if not text_in(self, name, content_language(self))]
        if missing:
            raise ValidationError({name: _("Enter this text in the required language.") for name in missing})
