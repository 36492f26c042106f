"""What a private Dovecot's configuration file says, in the words of its version: 2.4 reads nothing that 2.3 reads.

The two texts say the same: everything below one folder, every user with one password, no waiting, no fsync.
"""

from __future__ import annotations

import grp
import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate and key, and the authority that clients must trust; all PEM files."""

    authority: Path
    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a server shall be: all of it below `base`, mail below `base`/mail, which `owner` owns.

    `capability` replaces what the server says it can do; `separator` and `prefix` are those of users' own folders.
    `users` have passwords of their own besides `password`, which opens every mailbox. Without `certificate` no TLS.
    """

    base: Path
    owner: pwd.struct_passwd
    password: str
    port: int
    tls_port: int
    certificate: Certificate | None
    capability: str | None
    separator: str
    prefix: str
    users: Mapping[str, str]


def version_of(words: str) -> tuple[int, int]:
    """The first two numbers of what `dovecot --version` prints: "2.4.1-4 (7d8c0e5759)" gives (2, 4)."""
    found = re.match(r"(\d+)\.(\d+)", words)
    if found is None:
        raise RuntimeError(f"`dovecot --version` says {words.strip()!r}, which is no version the tests know")
    return int(found[1]), int(found[2])


def configuration(version: tuple[int, int], wanted: Wanted) -> str:
    """The whole dovecot.conf for a Dovecot of this version."""
    newer = version >= (2, 4)
    text = (_SINCE_2_4 if newer else _UNTIL_2_3).format_map(_values(wanted))
    if wanted.certificate is None:
        text += "ssl = no\n"
    else:
        files = _CERTIFICATE_SINCE_2_4 if newer else _CERTIFICATE_UNTIL_2_3
        text += files.format(chain=wanted.certificate.chain, key=wanted.certificate.key)
    if wanted.capability:
        text += f"imap_capability = {wanted.capability}\n"
    return text


def password_file(users: Mapping[str, str]) -> str:
    """The passwd-file of users who have passwords of their own."""
    return "".join(f"{user}:{{PLAIN}}{word}::::::\n" for user, word in users.items())


def _values(wanted: Wanted) -> dict[str, object]:
    """What stands in the braces of either text. As an ordinary user everything is ours and nothing can be chrooted."""
    me = pwd.getpwuid(os.getuid())
    root = me.pw_uid == 0
    return {
        "base": wanted.base,
        "owner": wanted.owner.pw_name,
        "group": grp.getgrgid(wanted.owner.pw_gid).gr_name,
        "internal": "dovecot" if root else me.pw_name,
        "internal_group": "dovecot" if root else grp.getgrgid(me.pw_gid).gr_name,
        "login": "dovenull" if root else me.pw_name,
        "no_chroot": "" if root else "chroot =",
        "port": wanted.port,
        "tls_port": wanted.tls_port if wanted.certificate else 0,
        "password": wanted.password,
        "separator": wanted.separator,
        "prefix": wanted.prefix,
    }


_UNTIL_2_3 = """
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_username_chars =
mail_fsync = never
first_valid_uid = 1
mail_uid = {owner}
mail_gid = {group}
mail_location = maildir:{base}/mail/%u/Maildir
mail_max_userip_connections = 50
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {base}/users
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={base}/mail/%u allow_all_users=yes
}}
service anvil {{
  {no_chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {no_chroot}
}}
service imap-login {{
  {no_chroot}
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""

# The two versions at the top are the oldest of this language, so that every 2.4 reads it in the same way.
_SINCE_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
auth_allow_cleartext = yes
auth_failure_delay = 0
auth_username_chars =
mail_fsync = never
first_valid_uid = 1
mail_uid = {owner}
mail_gid = {group}
mail_driver = maildir
mail_path = {base}/mail/%{{user}}/Maildir
mail_max_userip_connections = 50
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
passdb passwd-file {{
  passwd_file_path = {base}/users
  default_password_scheme = PLAIN
}}
passdb static {{
  password = {password}
}}
userdb static {{
  allow_all_users = yes
  fields {{
    uid = {owner}
    gid = {group}
    home = {base}/mail/%{{user}}
  }}
}}
service anvil {{
  {no_chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {no_chroot}
}}
service imap-login {{
  {no_chroot}
  restart_request_count = unlimited
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""

_CERTIFICATE_UNTIL_2_3 = "ssl = yes\nssl_cert = <{chain}\nssl_key = <{key}\n"
_CERTIFICATE_SINCE_2_4 = "ssl = yes\nssl_server_cert_file = {chain}\nssl_server_key_file = {key}\n"
