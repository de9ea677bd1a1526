"""Accounts of this Miniflux, through its own interface, as the account that
the service keeps for itself. A password comes on standard input and is never an
argument.
"""

import base64
import json
import os
import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:8080/v1"
AGENT = "chatiere"


class Refused(Exception):
    """What the operator asked for can't be done; the text says why."""


def create(name):
    """A second call with the same password changes nothing."""
    password = read_password()
    if name not in accounts():
        ask("POST", "/users", {"username": name, "password": password, "is_admin": False})
        return
    try:
        ask("GET", "/me", account=name, password=password)
    except Refused:
        raise Refused(f'the account "{name}" exists already') from None


def reset(name):
    ask("PUT", f"/users/{known(name)}", {"password": read_password()})


def erase(name):
    ask("DELETE", f"/users/{known(name)}")


def known(name):
    if name == AGENT or name not in accounts():
        raise Refused(f'there is no account "{name}"')
    return accounts()[name]


def accounts():
    return {user["username"]: user["id"] for user in ask("GET", "/users")}


def people():
    return sorted(name for name in accounts() if name != AGENT)


def ask(method, path, fields=None, account=AGENT, password=None):
    if password is None:
        password = os.environ["AGENT_PASSWORD"]
    request = urllib.request.Request(ADDRESS + path, method=method)
    request.add_header("Authorization", "Basic " + base64.b64encode(f"{account}:{password}".encode()).decode())
    if fields is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(fields).encode()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        raise Refused(reason(error)) from None


def reason(error):
    try:
        return json.loads(error.read())["error_message"]
    except (ValueError, KeyError):
        return f"Miniflux answered {error.code}"


def read_password():
    password = sys.stdin.read().rstrip("\r\n")
    # bcrypt looks at 72 bytes: a longer password would promise more than it gives.
    if not 8 <= len(password.encode()) <= 72:
        raise Refused("the password must have 8 to 72 bytes")
    return password


def run(arguments):
    commands = {"create": create, "reset": reset, "erase": erase}
    if arguments == ["list"]:
        print("\n".join(people()))
    elif arguments == ["count"]:
        print(len(people()))
    elif len(arguments) == 2 and arguments[0] in commands:
        commands[arguments[0]](arguments[1])
    else:
        raise Refused("use: account create|reset|erase NAME, account list|count")


if __name__ == "__main__":
    try:
        run(sys.argv[1:])
    except (Refused, OSError) as problem:
        sys.exit(f"account: {problem}")
