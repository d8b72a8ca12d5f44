"""Holds, retention, and the notices of what is done with personal data with their answers."""

from django.db import models
from django.db.models import F, Q

from zhongshu.kit.models import Model


class LegalHold(Model):
    """Why data must not be removed for a time: of one person or account, or of all below a scope.

    While it lasts, neither an erasure nor a retention job touches what it covers. ``until`` is
    the first day on which it no longer holds; a released hold holds no more either.
    """

    somebody_id = models.UUIDField(null=True)
    held_scope = models.ForeignKey("access.Scope", models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    placed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(somebody_id__isnull=False) ^ Q(held_scope__isnull=False),
                name="legal_hold_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="legal_hold_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} from {self.since} until {self.until}"


class RetentionPeriod(models.Model):
    """For how many days data of one retention class is kept, where it is not as by default."""

    code = models.CharField(max_length=20, primary_key=True)
    days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.code} {self.days} days"


class RetentionRun(models.Model):
    """What a retention job removed, or in a dry run would have removed, and what held it back."""

    id = models.UUIDField(primary_key=True)
    ran_at = models.DateTimeField()
    is_dry = models.BooleanField()
    asked_by = models.ForeignKey("access.User", models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.ran_at} {'dry' if self.is_dry else 'done'}"


class PrivacyNotice(Model):
    """What the company tells everybody with an account about their data, or asks consent for.

    ``information`` rests on a ground that needs no consent, such as the contract of employment and
    the rules made under it (PIPL 13 (1) 2): it is shown and acknowledged. A ``consent`` is asked
    for one purpose alone, may be refused and withdrawn. What it says is in its versions.
    """

    class Kind(models.TextChoices):
        """Whether something is only told, or asked."""

        INFORMATION = "information"
        CONSENT = "consent"

    class Basis(models.TextChoices):
        """The ground on which the data is processed."""

        EMPLOYMENT = "employment"
        LEGAL_DUTY = "legal_duty"
        LEGITIMATE_INTEREST = "legitimate_interest"
        CONSENT = "consent"

    kind = models.CharField(max_length=11, choices=Kind.choices)
    purpose = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=19, choices=Basis.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="consent", basis="consent") & ~Q(purpose="")
                | Q(kind="information", purpose="") & ~Q(basis="consent"),
                name="privacy_notice_consent_has_purpose",
            ),
            models.UniqueConstraint(
                fields=["purpose"], condition=~Q(purpose=""), name="privacy_notice_purpose_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.purpose or self.pk}"


class NoticeVersion(Model):
    """What a privacy notice says, in both languages: a draft, or published under a number for good.

    It is in force from its day on until the day of the next. ``covers_from`` is the number of the
    last version that had to be answered anew: who answered that or a later one owes nothing.
    """

    notice = models.ForeignKey(PrivacyNotice, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    is_material = models.BooleanField(default=True)
    covers_from = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)
    drafted_by = models.ForeignKey("access.User", models.SET_NULL, null=True, related_name="+")
    published_by = models.ForeignKey("access.User", models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"], name="notice_version_number_unique"
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(number=None), name="notice_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(number=None, covers_from=None, effective_on=None, published_at=None)
                | Q(
                    number__isnull=False,
                    covers_from__isnull=False,
                    effective_on__isnull=False,
                    published_at__isnull=False,
                ),
                name="notice_version_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.number or 'draft'}"


class NoticeAnswer(Model):
    """What somebody answered to a version of a privacy notice, in the language they were shown.

    Rows are only added, numbered for each account and notice; the last one counts. A withdrawal is
    an answer like any other.
    """

    class Answer(models.TextChoices):
        """That something was read, or what became of a question for consent."""

        ACKNOWLEDGED = "acknowledged"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="answers")
    notice_version = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="answers")
    account = models.ForeignKey("access.User", models.PROTECT, related_name="notice_answers")
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=12, choices=Answer.choices)
    language = models.CharField(max_length=10)
    text_digest = models.CharField(max_length=64)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "notice", "number"], name="notice_answer_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_version_id} {self.number}"
