"""Reads pairs of config and credentials files with botocore, and says what each profile would get its credentials from.

Standard input: JSON lines of {"config": base64, "credentials": base64, "encoding": name}. Standard output: one JSON line for each.
Nothing is started and nothing is asked over the network: the last step of every chain is replaced by a note of what it was given.
"""

import base64
import configparser
import json
import os
import sys
import tempfile

import botocore.credentials as sources
import botocore.session
from botocore.compat import _windows_shell_split, compat_shell_split
from botocore.exceptions import BotoCoreError, ConfigParseError


class Note(sources.Credentials):
    """Credentials that are a note of where they would have come from."""

    def __init__(self, note):
        super().__init__("note", "note")
        self.note = note


def note_of(credentials):
    if credentials is None:
        return None
    if isinstance(credentials, Note):
        return credentials.note
    return {
        "from": "keys",
        "id": credentials.access_key,
        "secret": credentials.secret_key,
        "token": credentials.token,
    }


def load_process(provider):
    command = provider._credential_process
    return None if command is None else Note({"from": "process", "words": compat_shell_split(command)})


def load_login(provider):
    profile = provider._load_config().get("profiles", {}).get(provider._profile_name, {})
    if "login_session" not in profile:
        return None
    region = profile.get("region") or "us-east-1"
    return Note({"from": "login", "session": profile["login_session"], "region": region})


def load_sso(provider):
    config = provider._load_sso_config()
    if not config:
        return None
    # Fails here as it would at the first use: the token needs the session to be whole by itself.
    provider._token_provider._load_sso_config()
    return Note(
        {
            "from": "sso",
            "startUrl": config["sso_start_url"],
            "region": config["sso_region"],
            "accountId": config["sso_account_id"],
            "roleName": config["sso_role_name"],
        }
    )


def web_identity(provider):
    original = provider._get_config("web_identity_token_file")
    if not original:
        return None
    role = provider._get_config("role_arn")
    if not role:
        raise BotoCoreError()
    return Note({"from": "web-identity", "role": role, "file": original})


def assume_role(provider, profile_name):
    role = provider._get_role_config(profile_name)
    source = provider._resolve_source_credentials(role, profile_name)
    return Note({"from": "role", "role": role["role_arn"], "source": note_of(source)})


sources.ProcessProvider.load = load_process
sources.LoginProvider.load = load_login
sources.SSOProvider.load = load_sso
sources.AssumeRoleWithWebIdentityProvider.load = web_identity
sources.AssumeRoleProvider._load_creds_via_assume_role = assume_role
sources.CanonicalNameCredentialSourcer.source_credentials = lambda self, name: Note({"from": "source", "source": name})


def without(provider):
    """A provider of the machine's own credentials that has none, and opens nothing to look for them."""
    return type(provider.__name__, (provider,), {"__init__": lambda self, *_, **__: None, "load": lambda self: None})


for name in ("ContainerProvider", "InstanceMetadataProvider", "BotoProvider", "OriginalEC2Provider"):
    setattr(sources, name, without(getattr(sources, name)))
sources.InstanceMetadataFetcher = lambda **_: None


def outcome(session, profile):
    session.set_config_variable("profile", profile)
    try:
        return note_of(sources.create_credential_resolver(session).load_credentials())
    except (BotoCoreError, ValueError) as error:
        return {"error": str(error)}


def read(folder, case):
    for name in ("config", "credentials"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(base64.b64decode(case[name]))
    read_with(case.get("encoding"))
    try:
        session = botocore.session.Session(include_builtin_handlers=False)
        full = session.full_config
    except ConfigParseError as error:
        return {"refused": str(error)}
    profiles = full["profiles"]
    return {
        "profiles": profiles,
        "sessions": full.get("sso_sessions", {}),
        "outcomes": {name: outcome(session, name) for name in profiles},
    }


original_read = configparser.RawConfigParser.read


def read_with(encoding):
    """As on a computer whose language has this encoding."""
    configparser.RawConfigParser.read = lambda self, files, _=None: original_read(self, files, encoding or "utf-8")


def words_of(text, split):
    try:
        return split(text)
    except ValueError:
        return None


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ["HOME"] = folder
        os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
        for line in sys.stdin:
            case = json.loads(line)
            if "command" in case:
                command = case["command"]
                answer = {
                    "posix": words_of(command, lambda text: compat_shell_split(text, "linux")),
                    "windows": words_of(command, _windows_shell_split),
                }
            else:
                answer = read(folder, case)
            print(json.dumps(answer))


main()
