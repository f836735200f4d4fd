"""The command line. Imports stand in the functions, so that help, query and extract start fast and without Prefect."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.collect import collect_rarely
from flows.errors import ParleyError

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.as_of import AsOf

RUN = """examples:
  parley run https://example.org/news/feed.xml
  parley run pages/ 'archive/2025-*.jsonl' CC-NEWS-20250602.warc.gz --warehouse my-warehouse
  parley run --sample

exit code: 0 when the warehouse is published (or was, and nothing is new), 1 otherwise"""
EXTRACT = """example:
  parley extract article.json | jq '.talks'
  parley extract page.html --published 2025-06-02"""
QUERY = """examples:
  parley query "select date_start, parties, city from talks order by date_start"
  parley query --as-of 2024-03-01 "select status, summary from talks"
  parley query -f question.sql --format csv > answer.csv"""
STATUS = """example:
  parley status --warehouse my-warehouse
  parley status --set-aside | grep ^head"""
REVIEW = """examples:
  parley review --only conflicts --limit 20
  parley review --accept 3f2a1c --value 118 --reason "the army's list has 118 names"
  parley review --accept 9d00e4 --do keep_apart --reason "two rounds" --curation decisions/
  parley review --write

Entries go to corrections.yml and judgements.yml of the curation folder; the next run applies them."""
EVAL = """examples:
  parley eval tests/gold
  parley eval tests/gold --slots --errors --split first

GOLD_DIR holds NAME.article.json (id, title, text, published, outlet) and NAME.gold.json (talks, demands, exchanges,
figures) of each coded article."""
SERVE = """example:
  parley serve

With PREFECT_API_URL set, the deployments are served to that Prefect server; without it a server is started on
127.0.0.1 and stopped with this command (Ctrl-C)."""

REVIEW_SECTIONS = ("conflicts", "low-support", "near-merges", "thin-merges", "people", "parties")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Errors are one line on stderr, a traceback only with --debug."""
    options = _parser().parse_args(arguments)
    collect_rarely()
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except KeyboardInterrupt:
        print("parley: stopped; what was read is kept, the next run goes on from there", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, `| head` for one
        return 0
    except Exception as error:
        if options.debug:
            raise
        print(f"parley: {_one_line(error)}", file=sys.stderr)
        return 1


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split()) or "failed without a message"
    is_ours = isinstance(error, ParleyError) or type(error).__module__.startswith(("warehouse", "transforms"))
    return text if is_ours else f"{type(error).__name__}: {text} (--debug shows where)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="parley", description="News about peace talks into a warehouse that people can query."
    )
    parser.add_argument("--version", action="version", version=f"parley {_version()}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(_command(commands, "run", _run, "the main job: fetch, clean, extract, check, publish", RUN))
    _add_extract(_command(commands, "extract", _extract, "articles to JSON lines, without a warehouse", EXTRACT))
    _add_query(_command(commands, "query", _query, "ask the published warehouse in SQL", QUERY))
    _add_status(_command(commands, "status", _status, "last runs, counts, rejects, age of the warehouse", STATUS))
    _add_review(_command(commands, "review", _review, "what deserves a look, and corrections from it", REVIEW))
    _add_eval(_command(commands, "eval", _eval, "accuracy on a folder of coded articles", EVAL))
    _command(commands, "serve", _serve, "run the scheduled deployments of prefect.yaml", SERVE)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    function: Callable[[argparse.Namespace], int],
    about: str,
    epilog: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(command=function)
    return parser


def _add_warehouse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--warehouse", type=Path, metavar="DIR", help="folder of the warehouse (warehouse/data)")


def _add_curation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--curation", type=Path, metavar="DIR", help="folder of corrections.yml and judgements.yml (curation)"
    )


def _add_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set-aside",
        action="store_true",
        help="list instead the pages of archives that were set aside: step (raw, head, body, text), URL, archive, offset",
    )
    _add_warehouse(parser)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="URL of a page, feed, sitemap or WARC file; HTML, text, JSON, JSONL or WARC file; folder; glob. "
        "None: the sources file",
    )
    parser.add_argument("--sources", dest="sources_file", type=Path, metavar="FILE", help="YAML file of sources")
    _add_curation(parser)
    parser.add_argument(
        "--skip-bad-curation",
        action="store_true",
        default=None,
        help="leave out entries of corrections.yml and judgements.yml that are bad, instead of stopping",
    )
    parser.add_argument("--sample", action="store_true", help="read the example site that comes with Parley")
    parser.add_argument("--processes", type=int, metavar="N", help="worker processes (one a core)")
    parser.add_argument(
        "--allow-private", action="store_true", default=None, help="fetch from private and local addresses too"
    )
    _add_warehouse(parser)


def _add_extract(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="as for run")
    parser.add_argument("--published", metavar="DATE", help="date (YYYY-MM-DD) of articles that do not tell theirs")
    parser.add_argument(
        "--allow-private", action="store_true", default=None, help="fetch from private and local addresses too"
    )
    _add_curation(parser)


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sql", nargs="?", metavar="SQL", help="the query, one statement")
    parser.add_argument("-f", "--file", type=Path, metavar="FILE", help="read the query from a file")
    parser.add_argument("--as-of", metavar="DATE", help="ask what was known on that day (YYYY-MM-DD)")
    _add_curation(parser)
    parser.add_argument(
        "--format", default="table", choices=("table", "csv", "json", "jsonl", "parquet", "markdown"), help="(table)"
    )
    _add_warehouse(parser)


def _add_review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=REVIEW_SECTIONS, help="one section only")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="items of a section (5)")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--accept", metavar="KEY", help="write an entry that decides an item")
    action.add_argument("--write", action="store_true", help="write all items shown as commented templates")
    parser.add_argument("--do", metavar="ACTION", help="with --accept: another action than the first one of the item")
    parser.add_argument(
        "--value", metavar="VALUE", help="with --accept: the slot's value, as in YAML; whose alias; kind of a party"
    )
    parser.add_argument("--reason", metavar="WHY", help="with --accept: why, in your words")
    parser.add_argument("--source", metavar="WHERE", help="with --accept: what it rests on, such as an address")
    _add_curation(parser)
    _add_warehouse(parser)


def _add_eval(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="GOLD_DIR", help="folder of coded articles")
    parser.add_argument("--slots", action="store_true", help="figures by slot too, over aligned rows")
    parser.add_argument("--errors", action="store_true", help="list the rows missed and invented")
    parser.add_argument("--split", choices=("all", "first", "second"), default="all", help="one half only (all)")


def _version() -> str:
    from importlib.metadata import version

    return version("parley")


def _run(options: argparse.Namespace) -> int:
    from flows.runner import run

    return run(options)


def _extract(options: argparse.Namespace) -> int:
    from flows.extract import extract

    return extract(options.sources, options.published, options.allow_private, options.curation)


def _query(options: argparse.Namespace) -> int:
    from flows.settings import load_settings
    from warehouse.query import run_query

    if (options.sql is None) == (options.file is None):
        raise ParleyError('query: give either "SQL" or -f FILE')
    try:
        sql = options.sql if options.file is None else options.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ParleyError(f"{options.file}: cannot be read: {getattr(error, 'strerror', error)}") from None
    settings = load_settings({"warehouse": options.warehouse, "curation": options.curation})
    as_of = _as_of(options.as_of, settings) if options.as_of else None
    answer = run_query(settings.warehouse, sql, options.format, as_of=as_of)
    if isinstance(answer, bytes):
        if sys.stdout.isatty():
            raise ParleyError("query: Parquet is no text; send it to a file: > answer.parquet")
        sys.stdout.buffer.write(answer)
    else:
        sys.stdout.write(answer)
    sys.stdout.flush()
    return 0


def _as_of(text: str, settings: Settings) -> AsOf:
    """The day asked for; an entry of the curation folder that did not apply on it is no error."""
    from flows.curation import read_curation
    from warehouse.as_of import AsOf

    try:
        return AsOf(date.fromisoformat(text), read_curation(settings.curation, skips_bad=True))
    except ValueError:
        raise ParleyError(f"query: --as-of {text}: a day such as 2024-06-01 is expected") from None


def _status(options: argparse.Namespace) -> int:
    from flows.report import print_set_aside, print_status
    from flows.settings import load_settings
    from warehouse.status import read_status

    warehouse = load_settings({"warehouse": options.warehouse}).warehouse
    if options.set_aside:
        print_set_aside(warehouse)
    else:
        print_status(read_status(warehouse))
    return 0


def _review(options: argparse.Namespace) -> int:
    from flows.review import review

    return review(options)


def _eval(options: argparse.Namespace) -> int:
    from flows.evaluate import evaluate

    return evaluate(options.folder, split=options.split, errors=options.errors, slots=options.slots)


def _serve(_options: argparse.Namespace) -> int:
    from flows.serve import serve

    return serve()


if __name__ == "__main__":
    sys.exit(main())
