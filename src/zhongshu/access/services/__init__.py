"""What access can be asked to do."""

from zhongshu.access.services.accounts import (
    PasswordRefused,
    UsernameTaken,
    WrongPassword,
    change_password,
    create_account,
    note_sign_in,
    note_sign_out,
    reset_password,
    set_account_active,
    set_preferences,
)
from zhongshu.access.services.grants import AlreadyGranted, change_grant, grant_role, revoke_grant
from zhongshu.access.services.remaining import (
    BeyondOwnRights,
    LastAdministrator,
)
from zhongshu.access.services.roles import (
    CompanyExists,
    ReadyRole,
    RoleCodeTaken,
    RoleInUse,
    UnknownPermission,
    create_role,
    define_role,
    delete_role,
    found_company,
    update_role,
)
from zhongshu.access.services.tokens import issue_token, revoke_token
from zhongshu.access.services.views import (
    delete_view,
    save_view,
    set_default_view,
    share_view,
    unshare_view,
    update_view,
)

__all__ = [
    "AlreadyGranted",
    "BeyondOwnRights",
    "CompanyExists",
    "LastAdministrator",
    "PasswordRefused",
    "ReadyRole",
    "RoleCodeTaken",
    "RoleInUse",
    "UnknownPermission",
    "UsernameTaken",
    "WrongPassword",
    "change_grant",
    "change_password",
    "create_account",
    "create_role",
    "define_role",
    "delete_role",
    "delete_view",
    "found_company",
    "grant_role",
    "issue_token",
    "note_sign_in",
    "note_sign_out",
    "reset_password",
    "revoke_grant",
    "revoke_token",
    "save_view",
    "set_account_active",
    "set_default_view",
    "set_preferences",
    "share_view",
    "unshare_view",
    "update_role",
    "update_view",
]
