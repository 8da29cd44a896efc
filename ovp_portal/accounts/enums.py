from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationKind(TextChoices):
    MINISTRY = "ministry", _("ministry")
    DIRECTORATE = "directorate", _("directorate inside a ministry")
    AGENCY = "agency", _("agency")
    COMMISSION = "commission", _("commission")
    PARLIAMENT = "parliament", _("parliament")
    COURT = "court", _("court or prosecution office")
    MUNICIPALITY = "municipality", _("municipality")
    CSO = "cso", _("civil-society organization")
    NETWORK = "network", _("network of civil-society organizations")
    DONOR = "donor", _("donor or international organization")

    @classmethod
    def civil_society(cls) -> list[str]:
        """Kinds whose members may attach an opinion."""
        return [cls.CSO, cls.NETWORK]


class LinkPurpose(TextChoices):
    INVITATION = "invitation", _("invitation")
    SIGN_IN = "sign_in", _("sign-in link")
