"""Where somebody is named in texts of others: as a word, in free text, and nowhere else."""

import pytest

from tests.collaboration.discussed import subject_of, task_of
from tests.factories.access import user_with
from tests.factories.projects import ProjectFactory
from tests.privacy.planted import NOW, plant
from tests.privacy.test_erasure import erase
from zhongshu.access.guard import permissions_held
from zhongshu.access.models import PolicyVersion, RolePermission
from zhongshu.access.privacy.called import called
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.privacy.texts import replace_names
from zhongshu.collaboration.models import Comment
from zhongshu.collaboration.services import comments
from zhongshu.organisation.models import OrganisationImport
from zhongshu.planning.models import Baseline, Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sign_in_name_that_is_a_word_of_the_trade_changes_no_right_and_no_key():
    planted = plant()
    planted.account.username = "finance"
    planted.account.save()
    planted.person.employee_number = "2019"
    planted.person.save()
    planted.somebody = somebody_called(planted.person.pk)
    treasurer = user_with("finance.view_costs", "projects.view")
    project = ProjectFactory.create(key="OPS-2019-0007", name="Year 2019, finance and all")
    PolicyVersion.objects.create(
        state="draft", content={"finance": ["finance", planted.person.name]}
    )
    rights = set(RolePermission.objects.values_list("permission", flat=True))
    held = permissions_held(treasurer)
    policy = PolicyVersion.objects.get().content

    erase(planted)

    after = set(RolePermission.objects.values_list("permission", flat=True))
    assert after - {"access.erase"} == rights
    assert permissions_held(treasurer) == held
    assert PolicyVersion.objects.get().content == policy
    project.refresh_from_db()
    label = planted.somebody.label
    assert (project.key, project.name) == ("OPS-2019-0007", f"Year 2019, {label} and all")


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Call WANG WEI now", "Call # now"),
        ("wang wei's desk", "#'s desk"),
        ("联系Wang Wei吧", "联系#吧"),
        ("Wang Weinan and Awang Wei", "Wang Weinan and Awang Wei"),
        ("请李明亮和李明", "请#亮和#"),
        ("wei@example.com.", "#."),
        ("wei@example.com.cn, awei@example.com", "wei@example.com.cn, awei@example.com"),
        ("wwei01 and wwei012", "# and wwei012"),
        ("2019, 7, Li, ab", "2019, 7, Li, ab"),
    ],
)  # fmt: skip
def test_a_name_is_replaced_as_a_word(text, replaced):
    known = called(
        names=["Wang Wei", "李明", "wei@example.com", "Li", "李"],
        handles=["wwei01", "2019", "ab"],
    )

    assert known.in_prose.replaced(text, "#") == replaced


def test_among_codes_a_handle_counts_for_nothing():
    known = called(names=["Wang Wei"], handles=["approved"])

    replaced = known.among_codes.replaced({"Wang Wei": ["approved", "by Wang Wei", 3]}, "#")

    assert replaced == {"Wang Wei": ["approved", "by #", 3]}


def test_names_go_whatever_their_case_and_script():
    chief, task = user_with("collaboration.comment", "projects.view"), task_of("Ask ÉMILE ŽOLA")
    Task.objects.filter(pk=task.pk).update(checklist=[["k", "ask 李明 (émile žola)", False]])
    comments.add_comment(chief, subject=subject_of(task), text='the "émile žola" file', at=NOW)

    n_rows = replace_names(called(["Émile Žola", "李明"], []), "#")

    task.refresh_from_db()
    assert (n_rows, task.name, task.checklist[0][1]) == (3, "Ask #", "ask # (#)")
    assert Comment.objects.get().text == 'the "#" file'


def test_two_names_that_become_one_are_told_apart():
    project = ProjectFactory.create()
    for name in ("As Wang Wei said", "As WANG WEI said"):
        Baseline.objects.create(project=project, name=name, set_at=NOW, is_whole=True)

    replace_names(called(["Wang Wei"], []), "#")

    first, second = sorted(Baseline.objects.values_list("name", flat=True))
    assert (first, second[:10], len(second)) == ("As # said", "As # said ", 14)


def test_a_table_of_others_in_which_the_sign_in_name_is_a_part_of_a_word_stays():
    planted = plant()
    planted.account.username = "finance"
    planted.account.save()
    planted.somebody = somebody_called(planted.person.pk)
    row = OrganisationImport.objects.get()
    OrganisationImport.objects.create(
        scope=row.scope, kind="units", file_name="units.csv", on=row.on, plan_digest="0" * 64,
        rows=[{"name": "Refinance Team", "code": "R1"}], uploaded_by=planted.other,
        expires_at=row.expires_at,
    )  # fmt: skip

    erase(planted)

    assert OrganisationImport.objects.get().file_name == "units.csv"
