"""Accounts through Synapse's own administration interface.

Passwords come on standard input or from the environment. Not tried against a
running Synapse: written from its documentation.
"""

import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request

SERVER = "http://127.0.0.1:8008"
AGENT = "chatiere"


def ask(method, path, body=None, token=None):
    """The JSON answer, or the end of the program with what the server said."""
    request = urllib.request.Request(SERVER + path, method=method)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def register(name, password, admin):
    """Makes an account with the secret that only this server knows."""
    nonce = ask("GET", "/_synapse/admin/v1/register")["nonce"]
    parts = [nonce, name, password, "admin" if admin else "notadmin"]
    secret = os.environ["REGISTRATION_SECRET"].encode()
    mac = hmac.new(secret, "\0".join(parts).encode(), hashlib.sha1).hexdigest()
    ask(
        "POST",
        "/_synapse/admin/v1/register",
        {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac},
    )


def register_unless_there(name, password):
    try:
        register(name, password, True)
    except urllib.error.HTTPError as refused:
        if json.load(refused).get("errcode") != "M_USER_IN_USE":
            raise


def sign_in():
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": AGENT},
        "password": os.environ["AGENT_PASSWORD"],
    }
    return ask("POST", "/_matrix/client/v3/login", body)["access_token"]


def accounts(token):
    """The open accounts, without the agent's."""
    found, start = [], "0"
    while start is not None:
        page = ask("GET", "/_synapse/admin/v2/users?guests=false&limit=100&from=" + start, token=token)
        found += [user["name"] for user in page["users"] if user["name"] != address(AGENT)]
        start = page.get("next_token")
    return found


def address(name):
    name = name.lower()
    if not re.fullmatch(r"[a-z0-9._=/+-]+", name):
        sys.exit("account: small letters, digits and . _ = / + - only: " + name)
    return "@" + name + ":" + os.environ["SERVER_NAME"]


def export(name):
    """What Synapse's own export writes, as a tar on standard output."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "synapse.app.admin_cmd", "-c", "/etc/synapse/homeserver.yaml",
             "export-data", address(name), "--output-directory", folder + "/export"],
            check=True, stdout=sys.stderr,
        )
        with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
            archive.add(folder + "/export", arcname=name)


def administer(task, name, token):
    who = urllib.parse.quote(address(name), safe="") if name else ""
    if task == "list":
        print("\n".join(accounts(token)))
    elif task == "count":
        print(len(accounts(token)))
    elif task == "reset":
        body = {"new_password": sys.stdin.read().strip(), "logout_devices": True}
        ask("POST", "/_synapse/admin/v1/reset_password/" + who, body, token)
    elif task in ("close", "open"):
        ask("PUT", "/_synapse/admin/v2/users/" + who, {"locked": task == "close"}, token)
    elif task == "erase":
        ask("POST", "/_synapse/admin/v1/deactivate/" + who, {"erase": True}, token)
    else:
        sys.exit("account: not known: " + task)


def main():
    global SERVER
    task, name = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    if task == "first":
        SERVER = name  # a job runs beside the server, not in its container
        register_unless_there(AGENT, os.environ["AGENT_PASSWORD"])
        register_unless_there("admin", os.environ["ADMIN_PASSWORD"])
    elif task == "create":
        address(name)
        register(name.lower(), sys.stdin.read().strip(), False)
    elif task == "export":
        export(name)
    else:
        token = sign_in()
        try:
            administer(task, name, token)
        finally:
            ask("POST", "/_matrix/client/v3/logout", {}, token)


try:
    main()
except urllib.error.HTTPError as refused:
    sys.exit("account: the server says %d: %s" % (refused.code, refused.read().decode(errors="replace")))
