"""Puts ids that exist into every second body, or most calls would end at "no such row"."""

import json
import os
import zlib

import schemathesis

with open(os.environ["ZHUCUN_KNOWN"], encoding="utf-8") as file:
    KNOWN = json.load(file)


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    # A choice that repeats: the same body is treated the same way in every run.
    coin = zlib.crc32(repr(sorted(body.items(), key=str)).encode("utf-8", "replace"))
    if coin % 2:
        return body
    record = context.operation.path.rsplit("/", 1)[-1].split(".")[0]
    body = dict(body)
    if isinstance(body.get("record"), str):
        record = body["record"] = sorted(KNOWN)[coin // 7 % len(KNOWN)]
    for field, kind in [("household_id", "household"), ("person_id", "person"), ("id", record)]:
        ids = KNOWN.get(kind) or (KNOWN["household"] if field == "id" else [])
        if isinstance(body.get(field), str) and ids:
            body[field] = ids[coin // 2 % len(ids)]
    return body
