"""Checks a pack with nothing but Python's own library, by what docs/evidence.md says and by nothing else: python3 pack_check.py PACK [NONCE]."""

import base64
import hashlib
import json
import pathlib
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    """RFC 8785. Numbers of packs are whole; others are refused rather than written wrongly."""
    if isinstance(value, float):
        raise ValueError(f"a number that is not whole: {value}")
    if isinstance(value, list):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    return json.dumps(value, ensure_ascii=False)


def bytes_of(value):
    return canonical(value).encode()


def leaf(data):
    return sha256(b"\x00", data)


def node(left, right):
    return sha256(b"\x01", left, right)


def root_of(hashes):
    if len(hashes) == 0:
        return sha256()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return node(root_of(hashes[:middle]), root_of(hashes[middle:]))


def up(start, index, size, path):
    """The root that a proof leads to (RFC 6962 section 2.1.1, checked as RFC 9162 section 2.1.3.2 does)."""
    assert 0 <= index < size, "no such place"
    at, last = index, size - 1
    root = start
    for each in path:
        assert last > 0, "the way is too long"
        if at % 2 == 1 or at == last:
            root = node(each, root)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            root = node(root, each)
        at, last = at // 2, last // 2
    assert last == 0, "the way is too short"
    return root


def ways(texts):
    return [bytes.fromhex(text) for text in texts]


class Pack:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.json = json.loads(self.read("pack.json"))
        self.entries = self.read_entries()
        self.bodies = self.read_bodies()

    def read(self, path):
        return (self.folder / path).read_bytes()

    def lines(self, path):
        return [json.loads(line) for line in self.read(path).splitlines()]

    def read_entries(self):
        size = int(self.read("log/checkpoint").split(b"\n")[1])
        entries = []
        while len(entries) < size:
            number, width = len(entries) // 256, min(256, size - len(entries))
            assert number < 1000, "a log too long for this program"
            data = self.read(f"log/tile/entries/{number:03}" + (f".p/{width}" if width < 256 else ""))
            while data:
                length = int.from_bytes(data[:2], "big")
                entries.append(data[2 : 2 + length])
                data = data[2 + length :]
        return entries

    def read_bodies(self):
        bodies = {}
        for line in self.lines("log/bodies.ndjson"):
            said = sha256(b"vestige-leaf-body/v1\n", base64.b64decode(line["salt"], validate=True), bytes_of(line["body"]))
            assert json.loads(self.entries[line["index"]])["body"] == said.hex(), f"body {line['index']}"
            bodies[line["index"]] = line["body"]
        return bodies

    def check_manifest(self):
        files = json.loads(self.read("manifest.json"))["files"]
        for each in files:
            data = self.read(each["path"])
            assert (len(data), sha256(data).hex()) == (each["bytes"], each["sha256"]), each["path"]
        assert bytes_of(self.json) == self.read("pack.json"), "pack.json is not canonical"
        return len(files)

    def check_log(self):
        root = base64.b64decode(self.read("log/checkpoint").split(b"\n")[2])
        assert root_of([leaf(entry) for entry in self.entries]) == root, "the root of the log"
        return len(self.entries)

    def check_population(self):
        population = self.json["population"]
        rows = population["rows"]
        assert [(row["at"], row["id"]) for row in rows] == sorted((row["at"], row["id"]) for row in rows), "the order of the rows"
        assert root_of([leaf(bytes_of(row)) for row in rows]).hex() == population["root"], "the root of the population"
        logged = self.bodies[self.json["integrity"]["population"]]
        assert (logged["root"], logged["size"]) == (population["root"], len(rows)), "the population as it was logged"
        return len(rows)

    def check_sample(self, nonce):
        sample = self.json["sample"]
        population = leaf(self.entries[self.json["integrity"]["population"]]).hex()
        seed = sha256(f"vestige-sample/v1\n{population}\n{nonce}".encode()).hex()
        assert seed == sample["seed"], "the seed"

        def order(text):
            return sha256((seed + text).encode()).hex()

        strata = {}
        for row in self.json["population"]["rows"]:
            strata.setdefault(row["stratum"], []).append(row["id"])
        names = sorted(strata, key=lambda name: name.encode("utf-16-be"))

        def share(many, rows):
            whole = sum(rows.values())
            if whole == 0:
                return {name: 0 for name in names}
            given = {name: many * rows[name] // whole for name in names}
            rest = sorted(names, key=lambda name: (-(many * rows[name] % whole), order(name)))
            for name in rest[: many - sum(given.values())]:
                given[name] += 1
            return given

        size = min(sample["size"], sum(len(ids) for ids in strata.values()))
        if size >= len(names):
            further = share(size - len(names), {name: len(strata[name]) - 1 for name in names})
            taken = {name: 1 + further[name] for name in names}
        else:
            taken = share(size, {name: len(strata[name]) for name in names})
        drawn = [row for name in names for row in sorted(strata[name], key=order)[: taken[name]]]
        told = sorted((each for each in sample["drawn"] if each["replaces"] is None), key=lambda each: each["order"])
        assert drawn == [each["row"] for each in told], "the rows that are drawn"
        return len(drawn)

    def check_pages(self):
        shown = 0
        for page in self.lines("pages.ndjson"):
            batch = self.bodies[page["leaf"]]
            top = leaf(bytes.fromhex(page["page"]) + bytes.fromhex(page["root"]))
            assert up(top, page["index"], batch["count"], ways(page["path"])).hex() == batch["root"], page["page"]
            for item in page["shown"]:
                content = {"pointer": item["pointer"], "value": json.loads(item["value"])}
                bottom = sha256(b"\x00", base64.b64decode(item["salt"], validate=True), bytes_of(content))
                assert up(bottom, item["index"], page["items"], ways(item["path"])).hex() == page["root"], item["pointer"]
                shown += 1
        cited = {each["page"] for record in self.json["records"] for each in record["cited"] if each["shown"]}
        assert cited <= {page["page"] for page in self.lines("pages.ndjson")}, "an item that is cited is not there"
        return shown

    def check_logged(self):
        records = {record["ending"]["id"]: record for record in self.json["records"] if record["logged"] is not None}
        lines = self.lines("logged.ndjson")
        assert [line["ending"] for line in lines] == sorted(records), "the records that are said to be logged"
        for line in lines:
            record = records[line["ending"]]
            assert record["logged"] == {"leaf": line["leaf"], "item": line["item"]}, "where a record is said to be logged"
            batch = self.bodies[line["leaf"]]
            assert batch["what"] == "endings", "a batch of something else"
            bottom = sha256(b"\x00", base64.b64decode(line["salt"], validate=True), bytes_of(record["ending"]))
            assert up(bottom, line["item"], batch["count"], ways(line["path"])).hex() == batch["root"], f"logged {line['ending']}"
        return len(lines)

    def check_statements(self):
        for body in self.bodies.values():
            if body["kind"] != "batch":
                continue
            data = self.read(f"statements/{body['statement']}.json")
            assert sha256(data).hex() == body["statement"], "a statement"
            statement = json.loads(base64.b64decode(json.loads(data)["payload"]))
            assert statement["predicate"]["root"] == body["root"], "the root that a statement signs"
        return sum(body["kind"] == "batch" for body in self.bodies.values())

    def check_export(self):
        last = max(index for index, body in self.bodies.items() if body["kind"] == "export")
        assert self.bodies[last]["content"] == sha256(self.read("pack.json")).hex(), "the pack as it was logged"
        for name, index in (("population", self.json["integrity"]["population"]), ("export", last)):
            (self.folder.parent / f"{name}.leaf").write_bytes(self.entries[index])
        return last


def main():
    pack = Pack(sys.argv[1])
    counts = {
        "files": pack.check_manifest(),
        "entries": pack.check_log(),
        "bodies": len(pack.bodies),
        "rows": pack.check_population(),
        "drawn": pack.check_sample(sys.argv[2]),
        "items": pack.check_pages(),
        "logged": pack.check_logged(),
        "statements": pack.check_statements(),
        "export": pack.check_export(),
    }
    print(json.dumps(counts))


main()
