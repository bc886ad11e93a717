"""The peer's side of the screening benchmark: nomenklatura's blocking index and its matcher logic-v2.

Runs in the peer's own environment (`make peer-screening`), reads the same files as the other side, and answers JSON.
Every entity gets an id of its own, because the matcher remembers the names of an entity by its id alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import count
from pathlib import Path

from followthemoney import Dataset, StatementEntity, ValueEntity, model
from measuring import TreeMemory, cpu_seconds
from nomenklatura.blocker.index import Index
from nomenklatura.matching import LogicV2
from nomenklatura.matching.logic_v2.names import analysis, match
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore
from screening_files import Listed, answer, read_listed, read_names, read_pairs

THRESHOLD = 0.7  # from which the project's own benchmark of names counts a pair as one party
BATCH = 10_000  # the index takes a book in batches and drops words that occur too often in list and batch
CHUNK = 100
CONFIG = LogicV2.default_config()
DATASET = Dataset.make({"name": "benchmark", "title": "Benchmark"})
NUMBERS = count()

Hit = tuple[str, float]
Work = tuple[ValueEntity, Sequence[str]]
by_id: dict[str, ValueEntity] = {}  # filled before the workers are forked, so that they share it


def entity(schema: str, names: Sequence[str], weak_names: Sequence[str] = (), key: str = "") -> ValueEntity:
    """Make an entity, with a fresh id unless it has one."""
    made = ValueEntity(model.get(schema), {"id": key or f"query-{next(NUMBERS)}"})
    for name in names:
        made.add("name", name)
    for name in weak_names:
        made.add("weakAlias", name)
    return made


def pairs(path: Path) -> dict[str, object]:
    """Score every pair, cold: no name was seen before."""
    made = [(entity(pair.schema, [pair.left]), entity(pair.schema, [pair.right])) for pair in read_pairs(path)]
    warm_up()
    start = time.perf_counter()
    scores = [LogicV2.compare(left, right, CONFIG).score for left, right in made]
    return {"scores": scores, "threshold": THRESHOLD, "seconds": time.perf_counter() - start}


def screen(listed: Path, queries: Path, *, exhaustive: bool, workers: int, keep: bool) -> dict[str, object]:
    """Screen names against a list: candidates by the index, or all of the list, then logic-v2 on each."""
    parties, names = read_listed(listed), read_names(queries)
    warm_up()
    start = time.perf_counter()
    with TreeMemory() as memory, indexed(() if exhaustive else parties) as index:
        fill(parties)
        built = time.perf_counter() - start
        start, cpu = time.perf_counter(), cpu_seconds()
        subjects = [entity(schema, [name]) for name, schema in names]
        whole_list = list(by_id)
        work = ((one, whole_list) for one in subjects) if exhaustive else candidates(index, subjects)
        found = dict(scored(work, workers))
        seconds, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    hits = [sorted(found.get(one.id, ()), key=lambda hit: -hit[1]) for one in subjects]
    return {
        "names": len(names),
        "listed": len(parties),
        "build_seconds": built,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mib": memory.peak_mib,
        "alarms": sum(map(bool, hits)),
        **({"hits": [[(*hit, "match") for hit in some] for some in hits]} if keep else {}),
    }


def latency(listed: Path, queries: Path, *, limit: int) -> dict[str, object]:
    """Time single queries, after a fifth of them that is not counted."""
    parties, names = read_listed(listed), read_names(queries)[:limit]
    fill(parties)
    spent = []
    with indexed(parties) as index:
        for name, schema in names:
            start = time.perf_counter()
            for work in candidates(index, [entity(schema, [name])]):
                hits_of(work)
            spent.append(1000 * (time.perf_counter() - start))
    return {"milliseconds": spent[len(spent) // 5 :]}


def index(listed: Path) -> dict[str, object]:
    """Time building the index, opening it again, and weigh it on disk."""
    parties = read_listed(listed)
    warm_up()
    start = time.perf_counter()
    with indexed(parties) as built:
        build_seconds = time.perf_counter() - start
        built.close()
        size = sum(file.stat().st_size for file in built.data_dir.iterdir())
        start = time.perf_counter()
        Index(built.view, built.data_dir).entity_count("entries")
        load_seconds = time.perf_counter() - start
    return {"listed": len(parties), "build_seconds": build_seconds, "mib": size / 2**20, "load_seconds": load_seconds}


def warm_up() -> None:
    """Load the tables that the matcher reads at its first comparison."""
    LogicV2.compare(entity("Company", ["Warm Water Ltd"]), entity("Company", ["Warm Water Limited"]), CONFIG)


def widen_memory(entities: int) -> None:
    """Let the matcher remember the names of more entities than its 1,000, so that a long list is analysed once."""
    for name in ("entity_names", "entity_names_consolidated"):
        wider = lru_cache(maxsize=entities)(getattr(analysis, name).__wrapped__)
        setattr(analysis, name, wider)
        setattr(match, name, wider)


def fill(parties: Iterable[Listed]) -> None:
    """Keep the listed entities for the matcher."""
    by_id.update((one.id, entity(one.schema, one.names, one.weak_names, one.id)) for one in parties)


@contextmanager
def indexed(parties: Iterable[Listed]) -> Iterator[Index]:
    """Build the index over a store in memory, its files in a folder for the time being."""
    store = MemoryStore(DATASET, Linker({}))
    with store.writer() as writer:
        for one in parties:
            writer.add_entity(statements(entity(one.schema, one.names, one.weak_names, one.id)))
    with tempfile.TemporaryDirectory() as folder:
        built = Index(store.default_view(), Path(folder))
        built.build()
        yield built
        built.close()


def statements(one: ValueEntity) -> StatementEntity:
    """Turn an entity into the form that the index reads."""
    return StatementEntity.from_dict(one.to_dict(), default_dataset=DATASET)


def candidates(index: Index, subjects: Sequence[ValueEntity]) -> Iterator[Work]:
    """Yield each entity with the ids that the index offers for it."""
    subject = {one.id: one for one in subjects}
    for first in range(0, len(subjects), BATCH):
        batch = map(statements, subjects[first : first + BATCH])
        for found, offered in index.match_entities(batch):
            yield subject[str(found)], [str(candidate) for candidate, _ in offered]


def scored(work: Iterable[Work], workers: int) -> Iterator[tuple[str, list[Hit]]]:
    """Score candidates in as many processes as asked for."""
    if workers == 1:
        yield from map(hits_of, work)
        return
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap(hits_of, work, chunksize=CHUNK)


def hits_of(work: Work) -> tuple[str, list[Hit]]:
    """Return the listed entities that the matcher takes for the same party."""
    subject, ids = work
    compare = partial(LogicV2.compare, subject, config=CONFIG)
    scores = ((key, compare(by_id[key]).score) for key in ids)
    return str(subject.id), [(key, score) for key, score in scores if score >= THRESHOLD]


def main() -> None:
    """Answer one part of the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("pairs", "screen", "latency", "index", "version"))
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--exhaustive", action="store_true")
    parser.add_argument(
        "--wide", action="store_true", help="remember the names of the whole list, not of 1,000 entities"
    )
    parser.add_argument("--keep", action="store_true", help="answer the hits of every name")
    given = parser.parse_args()
    if given.wide:
        widen_memory(10 * BATCH + sum(1 for _ in given.files[0].open(encoding="utf-8")))
    if given.part == "pairs":
        answer(pairs(*given.files))
    elif given.part == "screen":
        answer(screen(*given.files, exhaustive=given.exhaustive, workers=given.workers, keep=given.keep))
    elif given.part == "latency":
        answer(latency(*given.files, limit=given.limit))
    elif given.part == "index":
        answer(index(*given.files))
    else:
        answer({name: version(name) for name in ("nomenklatura", "followthemoney", "rigour", "duckdb", "pyicu")})


if __name__ == "__main__":
    main()
