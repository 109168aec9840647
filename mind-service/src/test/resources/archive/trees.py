"""Times and trees as both scripts of this folder read them, with nothing but Python's own library."""

import datetime
import decimal


def micros(value):
    if value is None:
        return None
    try:
        return int((decimal.Decimal(str(value)) * 1000000).to_integral_value(decimal.ROUND_FLOOR))
    except decimal.InvalidOperation:
        pass
    try:
        read = datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        return int((read - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(microseconds=1))
    except ValueError:
        return None


def forest(parents, ages):
    """Parents that are there; the earliest of each cycle has none."""
    parents = {node: parent if parent in parents else None for node, parent in parents.items()}
    done = set()
    for start in list(parents):
        path, at = [], start
        while at is not None and at not in done:
            done.add(at)
            path.append(at)
            at = parents[at]
        if at in path:
            cycle = path[path.index(at):]
            parents[min(cycle, key=lambda node: (ages[node] is None, ages[node] or 0, node))] = None
    return parents
