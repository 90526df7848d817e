#!/usr/bin/env python3
"""Writes the Parquet files of this folder and what pyarrow reads from them. Needs pyarrow; the product does not.

A golden holds one line a row, cells joined by tabs: ~ missing, i integers, d doubles by their bits, "text", x bytes,
true/false, [lists], {groups}. Dates, times and decimals are texts.
"""
import datetime
import decimal
import random
import struct
import sys

import pyarrow as pa
import pyarrow.parquet as pq

OUT = sys.argv[1] if len(sys.argv) > 1 else "."
rng = random.Random(20261127)
WORDS = ["P04637", "Q9NW13;Q9Y6K9", "", "naïve β", "sp|P38398|BRCA1_HUMAN", 'a "quoted" one', "back\\slash", "x" * 40]


def maybe(value, chance=0.2):
    return None if rng.random() < chance else value


def flat(rows):
    cols = {
        "flag": pa.array([maybe(rng.random() < 0.5) for _ in range(rows)], pa.bool_()),
        "sure": pa.array([rng.random() < 0.9 for _ in range(rows)], pa.bool_()),
        "i8": pa.array([maybe(rng.randint(-128, 127)) for _ in range(rows)], pa.int8()),
        "i32": pa.array([maybe(rng.choice([-2**31, 2**31 - 1, rng.randint(-99, 99)])) for _ in range(rows)], pa.int32()),
        "i64": pa.array([maybe(rng.choice([-2**63, 2**63 - 1, rng.randint(-10**12, 10**12)])) for _ in range(rows)], pa.int64()),
        "rising": pa.array([1000 + 3 * k + rng.randint(0, 2) for k in range(rows)], pa.int64()),
        "u32": pa.array([maybe(rng.choice([0, 2**32 - 1, 7])) for _ in range(rows)], pa.uint32()),
        "u64": pa.array([maybe(rng.choice([0, 2**64 - 1, 7])) for _ in range(rows)], pa.uint64()),
        "f16": pa.array([maybe(rng.choice([0.5, -2.25, 65504.0, 6e-8, float("inf")])) for _ in range(rows)], pa.float16()),
        "f32": pa.array([maybe(rng.choice([rng.gauss(0, 1e3), float("inf"), -0.0, 1e-42])) for _ in range(rows)], pa.float32()),
        "f64": pa.array([maybe(rng.choice([rng.gauss(0, 1e-3), float("nan"), 5e-324, 1.7e308])) for _ in range(rows)], pa.float64()),
        "text": pa.array([maybe(rng.choice(WORDS)) for _ in range(rows)], pa.string()),
        "id": pa.array([f"PROT_{k:06d}_{rng.randint(0, 9)}" for k in range(rows)], pa.string()),
        "raw": pa.array([maybe(bytes([0xFF, rng.randint(0, 255), 0x80])) for _ in range(rows)], pa.binary()),
        "fixed": pa.array([maybe(bytes([0xFF, 0xFE]) + rng.randbytes(3)) for _ in range(rows)], pa.binary(5)),
        "dec9": pa.array([maybe(decimal.Decimal(rng.randint(-10**8, 10**8)).scaleb(-3)) for _ in range(rows)], pa.decimal128(9, 3)),
        "dec30": pa.array([maybe(decimal.Decimal(rng.randint(-10**29, 10**29)).scaleb(-12)) for _ in range(rows)], pa.decimal128(30, 12)),
        "day": pa.array([maybe(rng.randint(-800000, 800000)) for _ in range(rows)], pa.int32()).cast(pa.date32()),
        "clock": pa.array([maybe(rng.randint(0, 86399999)) for _ in range(rows)], pa.int32()).cast(pa.time32("ms")),
        "ts_us": pa.array([maybe(rng.randint(-10**16, 10**16)) for _ in range(rows)], pa.int64()).cast(pa.timestamp("us")),
        "ts_ms": pa.array([maybe(rng.randint(-10**13, 10**13)) for _ in range(rows)], pa.int64()).cast(pa.timestamp("ms", "UTC")),
        "none": pa.array([None] * rows, pa.int32()),
    }
    fields = [pa.field(name, c.type, nullable=name not in ("sure", "rising", "id")) for name, c in cols.items()]
    return pa.table(list(cols.values()), schema=pa.schema(fields))


def numbers(count):
    return maybe([maybe(rng.randint(-9, 9)) for _ in range(count)])


def nested(rows):
    score = pa.struct([pa.field("name", pa.string()), pa.field("value", pa.float32())])
    return pa.table({
        "key": pa.array(range(rows), pa.int32()),
        "numbers": pa.array([numbers(rng.randint(0, 4)) for _ in range(rows)], pa.list_(pa.int32())),
        "words": pa.array([maybe([maybe(rng.choice(WORDS)) for _ in range(rng.randint(0, 3))]) for _ in range(rows)], pa.list_(pa.string())),
        "deep": pa.array([maybe([numbers(rng.randint(0, 3)) for _ in range(rng.randint(0, 3))]) for _ in range(rows)], pa.list_(pa.list_(pa.int64()))),
        "point": pa.array([maybe({"x": maybe(rng.random()), "y": maybe(rng.choice(WORDS))}) for _ in range(rows)], pa.struct([("x", pa.float64()), ("y", pa.string())])),
        "scores": pa.array([maybe([maybe({"name": rng.choice(WORDS), "value": maybe(float(rng.randint(0, 50)))}) for _ in range(rng.randint(0, 3))]) for _ in range(rows)], pa.list_(score)),
        "holder": pa.array([maybe({"items": maybe([{"k": maybe(rng.randint(0, 5))} for _ in range(rng.randint(0, 2))]), "n": 1}) for _ in range(rows)], pa.struct([("items", pa.list_(pa.struct([("k", pa.int32())]))), ("n", pa.int32())])),
        "map": pa.array([maybe([(rng.choice("abc"), maybe(rng.randint(0, 9))) for _ in range(rng.randint(0, 3))]) for _ in range(rows)], pa.map_(pa.string(), pa.int32())),
    })


def stamp(value, unit):
    days, rest = divmod(value, 86400 * unit)
    return day(days) + "T" + clock(rest, unit)


def day(days):
    # proleptic Gregorian, beyond what datetime holds
    era, rest = divmod(days + 719528, 146097)
    date = datetime.date(4 * 100, 1, 1) + datetime.timedelta(days=rest)
    year = date.year - 400 + era * 400
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{date.month:02d}-{date.day:02d}"


def clock(value, unit):
    seconds, part = divmod(value, unit)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return text if part == 0 else text + "." + str(part).zfill(len(str(unit)) - 1)


def show(value, kind):
    if pa.types.is_date32(kind) or pa.types.is_time(kind) or pa.types.is_timestamp(kind):
        raise TypeError("shown by column")
    if value is None:
        return "~"
    if pa.types.is_map(kind):
        return "[" + ",".join("{" + show(k, kind.key_type) + "," + show(v, kind.item_type) + "}" for k, v in value) + "]"
    if pa.types.is_list(kind):
        return "[" + ",".join(show(v, kind.value_type) for v in value) + "]"
    if pa.types.is_struct(kind):
        return "{" + ",".join(show(value[f.name], f.type) for f in kind) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"i{value}"
    if pa.types.is_floating(kind):
        return "dnan" if value != value else "d" + struct.pack(">d", float(value)).hex()
    if isinstance(value, bytes):
        return "x" + value.hex()
    if isinstance(value, decimal.Decimal):
        return f'"{value:f}"'
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def column(array, kind):
    if pa.types.is_date32(kind):
        return ["~" if v is None else f'"{day(v)}"' for v in array.cast(pa.int32()).to_pylist()]
    if pa.types.is_time(kind):
        return ["~" if v is None else f'"{clock(v, 1000)}"' for v in array.cast(pa.int32()).to_pylist()]
    if pa.types.is_timestamp(kind):
        unit, zone = {"ms": 1000, "us": 10**6, "ns": 10**9}[kind.unit], "Z" if kind.tz else ""
        return ["~" if v is None else f'"{stamp(v, unit)}{zone}"' for v in array.cast(pa.int64()).to_pylist()]
    return [show(v, kind) for v in array.to_pylist()]


def golden(name, files):
    shown = None
    for file in files:
        table = pq.read_table(f"{OUT}/{file}.parquet")
        columns = [column(table.column(f.name), f.type) for f in table.schema]
        lines = ["\t".join(row) for row in zip(*columns)]
        assert shown is None or shown == lines, file
        shown = lines
    with open(f"{OUT}/{name}.golden.tsv", "w", encoding="utf-8") as out:
        out.write("#" + " ".join(files) + "\n" + "\n".join(shown) + "\n")


def write(name, table, **settings):
    pq.write_table(table, f"{OUT}/{name}.parquet", write_statistics=False, **settings)


def main():
    table = flat(150)
    variants = {}
    for codec in ("none", "snappy", "gzip", "zstd", "lz4"):
        variants[f"flat-{codec}-v1"] = dict(compression=codec, row_group_size=64)
    variants["flat-zstd-v2"] = dict(compression="zstd", data_page_version="2.0", data_page_size=200, write_batch_size=16)
    variants["flat-snappy-plain"] = dict(compression="snappy", use_dictionary=False, write_page_checksum=True)
    variants["flat-delta-v2"] = dict(
        compression="snappy", data_page_version="2.0", use_dictionary=False, data_page_size=400, write_batch_size=50,
        column_encoding={
            "flag": "RLE", "sure": "RLE", "i8": "DELTA_BINARY_PACKED", "i32": "DELTA_BINARY_PACKED",
            "i64": "DELTA_BINARY_PACKED", "rising": "DELTA_BINARY_PACKED", "text": "DELTA_LENGTH_BYTE_ARRAY",
            "id": "DELTA_BYTE_ARRAY", "raw": "DELTA_BYTE_ARRAY", "fixed": "DELTA_BYTE_ARRAY",
            "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT", "u32": "BYTE_STREAM_SPLIT",
            "u64": "BYTE_STREAM_SPLIT", "dec30": "BYTE_STREAM_SPLIT"})
    for name, settings in variants.items():
        write(name, table, **settings)
    golden("flat", list(variants))

    table = nested(120)
    variants = {
        "nested-snappy-v1": dict(compression="snappy", row_group_size=50),
        "nested-zstd-v2": dict(compression="zstd", data_page_version="2.0", data_page_size=64, write_batch_size=8),
        "nested-plain": dict(compression="none", use_dictionary=False, data_page_size=64, write_batch_size=8),
        "nested-old-lists": dict(compression="gzip", use_compliant_nested_type=False),
    }
    for name, settings in variants.items():
        write(name, table, **settings)
    golden("nested", list(variants))
    write("empty", flat(0), compression="snappy")
    golden("empty", ["empty"])


main()
