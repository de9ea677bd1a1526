"""Accounts of this Radicale: its password file and the folders of its people.

Run in the container: python3 -m accounts COMMAND [NAME]. A password comes on
standard input and is never an argument.
"""

import contextlib
import fcntl
import os
import re
import shutil
import sys
import tarfile

import bcrypt

HOME = "/var/lib/radicale"
USERS = os.path.join(HOME, "users")
STORAGE = os.path.join(HOME, "collections")
# Ten rounds cost about 50 ms a check; Radicale remembers a good login.
ROUNDS = 10


class Refused(Exception):
    """What the operator asked for can't be done; the text says why."""


def create(name):
    """A second call with the same password changes nothing."""
    password = read_password()
    with locked(USERS + ".lock"):
        users = load()
        if name not in users:
            save({**users, name: digest(password)})
        elif not bcrypt.checkpw(password, users[name].encode()):
            raise Refused(f'the account "{name}" exists already')


def reset(name):
    password = read_password()
    with locked(USERS + ".lock"):
        users = known(name)
        save({**users, name: digest(password)})


def close(name):
    """The person can't sign in any more; calendars and contacts stay."""
    with locked(USERS + ".lock"):
        users = known(name)
        del users[name]
        save(users)


def erase(name):
    """Also right for an account that was closed before."""
    with locked(USERS + ".lock"):
        users = load()
        folder = folder_of(name)
        if name not in users and not os.path.isdir(folder):
            raise Refused(f'there is no account "{name}"')
        users.pop(name, None)
        save(users)
        # Radicale takes the same lock before it writes.
        with locked(os.path.join(STORAGE, ".Radicale.lock")):
            if os.path.isdir(folder):
                shutil.rmtree(folder)


def export(name):
    """A tar on standard output: one .ics or .vcf file for each entry."""
    if name not in load() and not os.path.isdir(folder_of(name)):
        raise Refused(f'there is no account "{name}"')
    write_archive([name])


def export_all():
    """Everybody's folders, those of closed accounts too."""
    root = folder_of("")
    write_archive(sorted(os.listdir(root)) if os.path.isdir(root) else [])


def write_archive(names):
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
        for name in names:
            if os.path.isdir(folder_of(name)):
                archive.add(folder_of(name), arcname=name, filter=only_entries)


def only_entries(member):
    # The cache can be made again and would double the archive.
    return None if ".Radicale.cache" in member.name else member


def list_all():
    for name in sorted(load()):
        print(name)


def count():
    print(len(load()))


def known(name):
    users = load()
    if name not in users:
        raise Refused(f'there is no account "{name}"')
    return users


def load():
    with open(USERS, encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(":", 1) for line in file if ":" in line)


def save(users):
    # Radicale reads this file at any moment: it must never see half of it.
    with open(USERS + ".new", "w", encoding="utf-8") as file:
        file.writelines(f"{name}:{users[name]}\n" for name in sorted(users))
        file.flush()
        os.fsync(file.fileno())
    os.replace(USERS + ".new", USERS)


def digest(password):
    return bcrypt.hashpw(password, bcrypt.gensalt(ROUNDS)).decode()


def read_password():
    password = sys.stdin.buffer.read().rstrip(b"\r\n")
    # bcrypt looks at 72 bytes: a longer password would promise more than it gives.
    if not 8 <= len(password) <= 72:
        raise Refused("the password must have 8 to 72 bytes")
    return password


def folder_of(name):
    return os.path.join(STORAGE, "collection-root", name)


def checked(name):
    # The name is a folder and a line of the password file.
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._@-]{0,62}", name):
        raise Refused("a name has 1 to 63 letters, digits, and . _ @ - (not first)")
    return name


@contextlib.contextmanager
def locked(path):
    os.makedirs(os.path.dirname(path), mode=0o750, exist_ok=True)
    with open(path, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(arguments):
    of_one = {"create": create, "reset": reset, "close": close, "erase": erase, "export": export}
    of_all = {"list": list_all, "count": count, "export-all": export_all}
    if len(arguments) == 1 and arguments[0] in of_all:
        of_all[arguments[0]]()
    elif len(arguments) == 2 and arguments[0] in of_one:
        of_one[arguments[0]](checked(arguments[1]))
    else:
        raise Refused("use: account create|reset|close|erase|export NAME, or account list|count|export-all")


if __name__ == "__main__":
    os.umask(0o077)
    try:
        run(sys.argv[1:])
    except Refused as reason:
        sys.exit(f"account: {reason}")
