"""One contract for each frame that crosses a stage: column names and dtypes, key, and what one row is.

`conform` is called at the boundaries only. Lists and structs are allowed between stages; the public warehouse
has plain columns.
"""

from __future__ import annotations

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

# One fetched document, untouched. `content` is the body as received (after transfer decoding);
# `media_type` one of text/html, text/plain, application/json (one JSON article record).
PAGES: Schema = {
    "page_id": pl.String,  # sha256(url + "\n" + sha256(content)) shortened to 24 hex digits
    "url": pl.String,  # what was asked for: http(s) URL or file path as given by the user
    "final_url": pl.String,
    "status": pl.Int32,  # HTTP status; null for files
    "headers": pl.String,  # JSON object; null for files
    "media_type": pl.String,
    "fetched_at": pl.Datetime("us", "UTC"),
    "sha256": pl.String,
    "source": pl.String,  # name of the source entry
    "outlet": pl.String,  # from the source entry, may be null
    "content": pl.Binary,
}

# One page of an archive, or one that was set aside. Its bytes stay where they are: `length` bytes at `start` of the file.
RECORDS: Schema = {
    "page_id": pl.String,  # null when the page was set aside before it was parsed
    "url": pl.String,
    "location": pl.String,  # path or URL of the WARC file; null for a page that stands in a page batch
    "start": pl.Int64,
    "length": pl.Int64,  # null when it shares a gzip member with others
    "step": pl.String,  # where it was set aside (raw, head, text); kept; rejected
}

# One article: cleaned text and metadata of a page. Offsets of all later stages are into `text` (code points).
ARTICLES: Schema = {
    "article_id": pl.String,  # given id of a JSON record, else "a" + first 16 hex digits of sha256(url)
    "page_id": pl.String,
    "url": pl.String,
    "title": pl.String,
    "outlet": pl.String,
    "agency": pl.String,  # "Reuters", "AP", ... from the agency line, null when none
    "authors": pl.List(pl.String),
    "published": pl.Date,
    "published_basis": pl.String,  # given, metadata, url, text; null when there is no date
    "language": pl.String,  # ISO 639-1
    "text": pl.String,
    "word_count": pl.Int32,
    "relevant": pl.Boolean,
    "is_retracted": pl.Boolean,  # the article says so of itself
    "fetched_at": pl.Datetime("us", "UTC"),
    "source": pl.String,
}

# What two texts are compared by (`duplicates.py`).
SIGNATURES: Schema = {
    "article_id": pl.String,
    "words": pl.UInt64,  # hash of all words; null when there are none
    "shingles": pl.List(pl.UInt64),  # hashes of some of the runs of words, each once
}

SENTENCES: Schema = {
    "article_id": pl.String,
    "sentence_no": pl.Int32,
    "paragraph_no": pl.Int32,
    "char_start": pl.Int32,
    "char_end": pl.Int32,
    "text": pl.String,
}

PERSON = pl.Struct({"name": pl.String, "person_id": pl.String, "party": pl.String})
LEG = pl.Struct(
    {
        "from_party": pl.String,
        "to_party": pl.String,
        "category": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "approx": pl.String,
        "who": pl.String,
    }
)

# One talk that one article reports. Slots: codebook section 1.
TALK_REPORTS: Schema = {
    "report_id": pl.String,  # "<article_id>#talk-<n>"
    "article_id": pl.String,
    "status": pl.String,
    "parties": pl.List(pl.String),
    "mediators": pl.List(pl.String),
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_basis": pl.String,
    "city": pl.String,
    "country": pl.String,
    "venue": pl.String,
    "round": pl.Int32,
    "level": pl.String,
    "format": pl.String,
    "duration_value": pl.Float64,  # minutes
    "duration_low": pl.Float64,
    "duration_high": pl.Float64,
    "duration_approx": pl.String,
    "people": pl.List(PERSON),
    "outcome": pl.String,
}

# One thing that one party wants, as one article reports it. Codebook section 2.
DEMAND_REPORTS: Schema = {
    "report_id": pl.String,
    "article_id": pl.String,
    "by_parties": pl.List(pl.String),
    "to_parties": pl.List(pl.String),
    "kind": pl.String,
    "issue": pl.String,
    "text": pl.String,
    "response": pl.String,
    "attributed_to": pl.String,
    "via": pl.String,
}

# One exchange that one article reports. Codebook section 3.
EXCHANGE_REPORTS: Schema = {
    "report_id": pl.String,
    "article_id": pl.String,
    "status": pl.String,
    "parties": pl.List(pl.String),
    "mediators": pl.List(pl.String),
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_basis": pl.String,
    "legs": pl.List(LEG),
    "attributed_to": pl.String,
    "via": pl.String,
}

# The event that one report is about.
LINKS: Schema = {
    "report_id": pl.String,
    "event_id": pl.String,
    "is_judged": pl.Boolean,  # whether a judgement names the report
}

# One stated quantity. Codebook section 4.
FIGURES: Schema = {
    "report_id": pl.String,
    "article_id": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "approx": pl.String,
    "unit": pl.String,
    "what": pl.String,
    "claimant": pl.String,
    "subject": pl.String,  # what it is about, in words equal for equal things; null when that is not plain
}

# One sentence behind one report. text[char_start:char_end] == quote.
EVIDENCE: Schema = {
    "row_kind": pl.String,  # talk, demand, exchange, figure
    "report_id": pl.String,
    "article_id": pl.String,
    "sentence_no": pl.Int32,
    "char_start": pl.Int32,
    "char_end": pl.Int32,
    "quote": pl.String,
    "pattern_id": pl.String,
}

# One input that was not taken, or one row that broke a rule.
REJECTS: Schema = {
    "stage": pl.String,  # discover, fetch, clean, extract, load
    "item": pl.String,  # URL, path, or row id
    "reason": pl.String,  # short code: http_404, timeout, too_large, no_text, not_text, bad_json, ...
    "detail": pl.String,
    "source": pl.String,
}

# People, places and organisations by form that no reference list holds are kept too.
MENTIONED_PEOPLE: Schema = {
    "person_id": pl.String,
    "article_id": pl.String,
    "name": pl.String,
    "party_code": pl.String,
    "role": pl.String,
}

# For which party a name speaks in an article: a person named there, or the article's outlet.
SPEAKERS: Schema = {
    "article_id": pl.String,
    "name": pl.String,
    "party_code": pl.String,
}

# One value of a slot of an event that more than one report tells of, or of a thing that two voices count.
SLOT_VALUES: Schema = {
    "row_kind": pl.String,  # talk, demand, exchange; figure
    "row_id": pl.String,  # the event; of figures the subject_id
    "slot": pl.String,  # status, date, city, ..., "count of prisoners_of_war from MWI to ZMB"
    "value": pl.String,
    "story_count": pl.Int32,
    "contrary_count": pl.Int32,  # stories whose value cannot be true at the same time
    "first_reported_at": pl.Date,
    "last_reported_at": pl.Date,
    "is_chosen": pl.Boolean,
}

# One report's value of a slot on which the reports of an event differ.
DISPUTED_VALUES: Schema = {
    "row_kind": pl.String,
    "row_id": pl.String,
    "slot": pl.String,
    "value": pl.String,
    "report_id": pl.String,
    "claimant": pl.String,  # null for the article's own voice
    "is_contradicted": pl.Boolean,  # by another value, which cannot be true at the same time
}


class SchemaError(ValueError):
    """A frame does not have the columns or dtypes that its stage promised."""


def conform(frame: pl.DataFrame, schema: Schema, *, name: str) -> pl.DataFrame:
    """The frame with exactly the schema's columns, in order and cast; missing columns raise SchemaError."""
    missing = [c for c in schema if c not in frame.columns]
    if missing:
        raise SchemaError(f"{name}: missing column(s) {', '.join(missing)}")
    return frame.select(pl.col(c).cast(t) for c, t in schema.items())


def empty(schema: Schema) -> pl.DataFrame:
    """No rows, the schema's columns."""
    return pl.DataFrame(schema=schema)
