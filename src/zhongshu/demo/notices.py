"""What the demo company tells its people about their data, what it asks, and what they answered."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhongshu.access import services
from zhongshu.access.models import NoticeVersion, PrivacyNotice, User
from zhongshu.access.privacy.wording import text_digest
from zhongshu.demo.company import Company
from zhongshu.demo.logins import Accounts
from zhongshu.organisation.models import Person

Words = dict[str, str]


def _text(wrapped: str) -> str:
    """A text without the breaks of its lines; paragraphs and lists keep theirs."""
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", wrapped)


_FIRST: Words = {
    "title": "员工个人信息告知书",
    "title_en": "Privacy notice for employees",
    "text": """为订立和履行劳动合同、依规章制度实施人力资源管理，公司在本平台处理您的以下个人信息：

- **身份与联系方式**：姓名、工号、工作邮箱、部门、岗位、工作地点；
- **工作记录**：任务分配、进度、评论和上传的文件；
- **登录与审计记录**：登录时间、网络地址、所做的操作。

只有工作需要的人能看到，每次查看敏感字段都会留痕。离职后按公司规定的期限保存，到期抹除。

您可以随时在“偏好设置”中导出您的全部数据，或联系数据保护官更正、删除。""",
    "text_en": _text("""To conclude and perform your employment contract, and to manage staff
under the company's rules, we process on this platform:

- **who you are and how to reach you**: name, number, work e-mail, unit, position, place of work;
- **what you work on**: assignments, progress, comments and files that you upload;
- **sign-ins and the audit trail**: when, from which address, and what you did.

Only those see it who need it for their work, and each look at a sensitive field is recorded.
After you leave it is kept for the company's periods and then erased.

You can take out everything that is held of you under Preferences at any time, or ask the data
protection officer to correct or delete it."""),
}
_SECOND: Words = {
    "text": _FIRST["text"].replace(
        "所做的操作。\n", "所做的操作；\n- **工时**：您在任务上填报的实际工时。\n"
    ),
    "text_en": _FIRST["text_en"].replace(
        "and what you did.\n",
        "and what you did;\n- **effort**: the hours that you report on tasks.\n",
    ),
}
_PRESENCE: Words = {
    "title": "向同事显示您的在线状态",
    "title_en": "Showing colleagues where you are in the platform",
    "text": """多人编辑同一计划时，平台可以向能看到该项目的同事显示您打开的页面和正在编辑的任务。

只显示当下状态，离开页面 15 秒后消失，不留记录，也不用于考核。

不同意不影响其他功能：您仍可看到同事的状态，只是同事看不到您的。您可以随时改变决定。""",
    "text_en": _text("""While several people edit one plan, the platform can show colleagues who may
see that project which page you have open and which task you are editing.

It shows the moment only: it is gone 15 seconds after you leave, nothing is kept, and it is not used
to judge anybody's work.

If you do not agree, everything else works as before: you still see colleagues, they do not see
you. You can change your mind at any time."""),
}
# How many days ago each was published.
_AGO = {"first": 200, "presence": 90, "second": 20}
# Of the logins, who has not answered the last version yet, nor the question.
_OWING = {"auditor"}
_N_HEADS = 18


def tell_people(company: Company, accounts: Accounts, *, today: date) -> None:
    """Publish a notice twice and ask for a consent; some have answered, in different ways."""
    officer = accounts["privacy"]
    logins = [accounts[name] for name in sorted(accounts)]
    heads = _heads(company, logins)
    first = _publish(officer, _begin(officer, _FIRST), _day(today, "first"))
    _answer(company, [*logins, *heads[3:]], first, "acknowledged")
    asked = _publish(officer, _begin(officer, _PRESENCE, "presence"), _day(today, "presence"))
    present = [one for one in logins if one.username not in _OWING]
    _answer(company, [*present, *heads[:9]], asked, "agreed")
    _answer(company, heads[9:13], asked, "refused")
    _answer(company, heads[:3], asked, "withdrawn", after=31)
    services.draft_notice(officer, notice=first.notice, words=_FIRST | _SECOND, expected_version=0)
    second = _publish(officer, first.notice, _day(today, "second"))
    _answer(company, [*present, *heads[6:]], second, "acknowledged")


def _heads(company: Company, logins: Sequence[User]) -> list[User]:
    """Some heads of units who have an account of their own."""
    keys = [company.head(code).pk for code in sorted(company.units)]
    people = Person.objects.filter(pk__in=keys, user__isnull=False).select_related("user")
    known = {one.pk for one in logins}
    found = [one.user for one in people.order_by("employee_number") if one.user is not None]
    return [one for one in found if one.pk not in known][:_N_HEADS]


def _begin(officer: User, words: Words, purpose: str = "") -> PrivacyNotice:
    kind, basis = ("consent", "consent") if purpose else ("information", "employment")
    return services.create_notice(officer, kind=kind, purpose=purpose, basis=basis, words=words)


def _publish(officer: User, notice: PrivacyNotice, day: date) -> NoticeVersion:
    return services.publish_notice(
        officer,
        notice=notice,
        effective_on=day,
        is_material=True,
        expected_version=None,
        at=_at(day, 9),
        on=day,
    )


def _answer(
    company: Company, users: Sequence[User], version: NoticeVersion, given: str, *, after: int = 0
) -> None:
    language = company.said("zh-CN", "en")
    digest = text_digest(version, language)
    day = version.effective_on
    assert day is not None  # noqa: S101 - it is published
    for number, user in enumerate(users):
        later = day + timedelta(days=after + number % 4)
        services.answer_notice(
            user,
            notice=version.notice,
            notice_version_id=version.pk,
            language=language,
            digest=digest,
            answer=given,
            at=_at(later, 10) + timedelta(minutes=7 * number),
            on=later,
        )


def _day(today: date, which: str) -> date:
    return today - timedelta(days=_AGO[which])


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
