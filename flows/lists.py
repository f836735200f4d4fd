"""Feeds, sitemaps and front pages as they were read last, so that a server sends again only what changed."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flows.atomic import write_bytes
from flows.client import Client, Response
from flows.transfer import FetchError
from flows.visits import Visit, Visits, visit_of


class Lists:
    """GET with a store of contents in `<warehouse>/lists`; without a folder everything is asked for anew."""

    def __init__(self, client: Client, visits: Visits, folder: Path | None = None) -> None:
        self._client, self.visits, self._folder = client, visits, folder

    def get(self, url: str, *, changed_by: datetime | None = None) -> Response:
        """The response with status 200; the stored one when the server says that nothing changed.

        There is no request at all when the content was read after `changed_by`. Raises FetchError.
        """
        visit = self.visits.get(url)
        stored = self._stored(visit) if visit else None
        if visit and stored and visit.covers(changed_by):
            return stored
        try:
            response = self._client.get(url, visit if stored else None)
        except FetchError as error:
            self.visits.note_failure(url, error.reason, datetime.now(UTC))
            raise
        if response.status == 304 and visit and stored:
            self.visits.note(visit.again(response.headers, datetime.now(UTC)))
            return stored
        self._keep(response, datetime.now(UTC))
        return response

    def _keep(self, response: Response, now: datetime) -> None:
        digest = sha256(response.content).hexdigest()
        if self._folder:
            write_bytes(gzip.compress(response.content, 1, mtime=0), self._file(self._folder, response.url))
        self.visits.note(visit_of(response.url, response.final_url, response.headers, digest, now))

    def _stored(self, visit: Visit) -> Response | None:
        """The content of the last visit, None when it is not there: a killed run stores one without the other."""
        if self._folder is None:
            return None
        try:
            content = gzip.decompress(self._file(self._folder, visit.url).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None
        if sha256(content).hexdigest() != visit.sha256:
            return None
        return Response(visit.url, visit.final_url, 200, visit.headers, content)

    def _file(self, folder: Path, url: str) -> Path:
        return folder / f"{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.gz"
