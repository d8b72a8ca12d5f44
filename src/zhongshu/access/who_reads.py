"""Who reads what is personal in the tables of access, of sign-in and of the kit."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession

from zhongshu.access import models
from zhongshu.access.authorities.models import Elector
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.privacy.models import LegalHold, NoticeVersion, RetentionRun
from zhongshu.access.privacy.readers import Reader, read_by
from zhongshu.kit.models import IdempotentAnswer, SubjectKey

read_by(models.User, Reader.OWN, "language preferences password_set_at")
read_by(models.User, Reader.NOBODY, "password sort_key")
read_by(models.ApiToken, Reader.OWN, "user last_used_at")
read_by(models.DefaultView, Reader.OWN, "user")
read_by(models.FormerPassword, Reader.NOBODY, "user password")
read_by(models.RecoveryCode, Reader.OWN, "user used_at")
# Each is told what waits for their own vote.
read_by(Elector, Reader.OWN, "user")
# By it is found who may not confirm.
read_by(Lowering, Reader.NOBODY, "on_behalf_of")
read_by(LegalHold, "access.hold", "placed_by released_by somebody_id")
read_by(RetentionRun, "access.retain", "asked_by")
read_by(NoticeVersion, "access.manage_notices", "drafted_by published_by")

read_by(EmailAddress, Reader.OWN, "user email")
read_by(EmailConfirmation, Reader.NOBODY, "email_address")
read_by(Authenticator, Reader.OWN, "user created_at last_used_at")
read_by(Authenticator, Reader.NOBODY, "data")
read_by(SocialAccount, Reader.OWN, "user uid date_joined last_login")
read_by(SocialAccount, Reader.NOBODY, "extra_data")
read_by(SocialToken, Reader.NOBODY, "account")
read_by(UserSession, Reader.OWN, "user ip user_agent created_at last_seen_at")
read_by(UserSession, Reader.NOBODY, "data")

read_by(IdempotentAnswer, Reader.NOBODY, "actor_id")
read_by(SubjectKey, Reader.NOBODY, "subject_id")
