"""A project made of what another one's file tells."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.secrecy.stories.lockstep import Side


def copy_of_plan(side: Side, name: str) -> None:
    admin = side.clients["admin"]
    plan = side.send("admin", "get", "/projects/{second_project_id}/export?format=mspdi", None)
    assert plan.status_code == 200
    file = SimpleUploadedFile("plan.xml", plan.content)
    upload = admin.post("/api/v1/imports", {"file": file}, headers={"If-Match": "*"})
    assert upload.status_code == 201, upload.content
    side.ids["upload_id"] = upload.json()["id"]
    into = {"unit_id": str(side.ids["hidden_unit_id"]), "as_new": True}
    body = into | {"name": side.world.secrets.word(name)}
    made = side.send("admin", "post", "/imports/{upload_id}/apply", body)
    assert made.status_code == 201, made.content
    side.world.forget_files()
