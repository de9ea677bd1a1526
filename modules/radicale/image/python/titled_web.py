"""Radicale's own web page under the title that the operator chose."""

import html
import os

from radicale.web import internal

UPSTREAM_TITLE = b"<title>Radicale Web Interface</title>"


class Web(internal.Web):
    def get(self, environ, base_prefix, path, user):
        status, headers, answer = super().get(environ, base_prefix, path, user)
        if path in ("/.web/", "/.web/index.html") and isinstance(answer, bytes):
            # Only inside the page: a header could not carry every letter.
            answer = answer.replace(UPSTREAM_TITLE, title())
        return status, headers, answer


def title():
    name = os.environ.get("TITLE") or "Radicale"
    return b"<title>%s</title>" % html.escape(name, quote=False).encode()
