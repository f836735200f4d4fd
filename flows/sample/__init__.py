"""The example site: a small news site about invented talks, served on 127.0.0.1."""

from flows.sample.server import serve, source_entries
from flows.sample.site import Article, build_site, read_articles

__all__ = ["Article", "build_site", "read_articles", "serve", "source_entries"]
