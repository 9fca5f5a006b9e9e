"""Reading a dataset that came from outside: run as a process of its own, with little memory and little time, and nothing to steal.

`python -m capability.dataset.outside FILE` prints one JSON object: `{"problem": "a sentence"}`, or what `found_in` gives. A
malformed HDF5 file can crash or hang its parser, and a crafted one can name other files to read: so nothing outside the file is
followed (no external storage, no links, no virtual datasets, no filters from elsewhere), and every shape is looked at before
anything is read. It imports nothing of Django's.
"""

import json
import resource
import sys
from datetime import date, timedelta

import h5py
import numpy as np

SCHEMA = "capability-cube/1"
FILL = 2**32 - 1
MEMORY = 1 << 30  # bytes of address space
SECONDS = 3  # of processor time
MOST_SNAPSHOTS, MOST_UNITS, MOST_CAPABILITIES, MOST_LETTERS = 400, 5_000, 500, 300
LEAST_PEOPLE, LEAST_SIDE, ROUNDED_TO = 10, 5, 5  # what a published figure can be at the least, once it is rounded
LABELS = {"unit": MOST_UNITS, "capability": MOST_CAPABILITIES}
BESIDE = {"unit_kind": "unit", "unit_name": "unit", "capability_code": "capability", "capability_title": "capability"}
CUBE = ("rated", "meets_target", "mask")


class Refused(Exception):
    """Why the file is not read; its text is a sentence."""


def limit() -> None:
    """Give this process little to use: no core file, no files to write, a gigabyte, three seconds."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def dataset(file: h5py.File, name: str) -> h5py.Dataset:
    """The dataset `name`, where it is plainly inside the file."""
    if not isinstance(file.get(name, getlink=True), h5py.HardLink) or not isinstance(file[name], h5py.Dataset):
        raise Refused(f"It has no plain “{name}”, which every {SCHEMA} file has.")
    found = file[name]
    if found.external or found.is_virtual:
        raise Refused(f"Its “{name}” leads to another file, which is not followed.")
    return found


def texts(file: h5py.File, name: str, length: int) -> list[str]:
    """A label set of `length` strings, none of them long."""
    found = dataset(file, name)
    if found.shape != (length,) or h5py.check_string_dtype(found.dtype) is None:
        raise Refused(f"Its “{name}” is no list of {length} words.")
    labels = [str(label) for label in found.asstr()[:]]
    if any(len(label) > MOST_LETTERS for label in labels):
        raise Refused(f"A label in “{name}” is longer than {MOST_LETTERS} letters.")
    return labels


def length_of(file: h5py.File, name: str, most: int) -> int:
    """How long an axis is."""
    shape = dataset(file, name).shape
    if len(shape) != 1 or not 1 <= shape[0] <= most:
        raise Refused(f"Its axis “{name}” has a size that cannot be: {'x'.join(map(str, shape))}.")
    return int(shape[0])


def word(file: h5py.File, name: str) -> str:
    """A root attribute, as one short text."""
    found = file.attrs.get(name, "")
    if not isinstance(found, (str, bytes)):
        raise Refused(f"Its attribute “{name}” is no text.")
    return (found.decode("utf-8", "replace") if isinstance(found, bytes) else found)[:MOST_LETTERS]


def found_in(path: str) -> dict:
    """The newest figures of the file's area, by capability. Raises `Refused` with a sentence."""
    with h5py.File(path, "r", locking=False) as file:
        if word(file, "schema") != SCHEMA:
            raise Refused(f"It is an HDF5 file, but not a {SCHEMA} dataset.")
        snapshots = length_of(file, "snapshot", MOST_SNAPSHOTS)
        sizes = {name: length_of(file, name, most) for name, most in LABELS.items()}
        shape = (snapshots, sizes["unit"], sizes["capability"])
        for name in CUBE:
            wanted = np.dtype(np.uint8 if name == "mask" else np.uint32)
            if dataset(file, name).shape != shape or file[name].dtype != wanted:
                raise Refused(f"Its “{name}” has not the shape or the kind of number that its axes say.")
            if file[name].chunks and int(np.prod(file[name].chunks)) > 4 * int(np.prod(shape[1:])):
                raise Refused(f"Its “{name}” is packed in pieces that are far too large.")
        identifiers = texts(file, "capability", sizes["capability"])
        beside = {name: texts(file, name, sizes[axis]) for name, axis in BESIDE.items()}
        if beside["unit_kind"].count("area") != 1:
            raise Refused("It does not say which unit is the whole area.")
        area = beside["unit_kind"].index("area")
        days = dataset(file, "snapshot")
        if days.dtype.kind not in "iu":
            raise Refused("Its snapshots are no days.")
        last = int(days[-1])
        if not 10_000 <= last <= 40_000:
            raise Refused("Its last snapshot lies on a day that cannot be.")
        rated, meets, mask = (np.asarray(file[name][-1, area]) for name in CUBE)
        check_rule(rated, meets, mask)
        return {
            "institution": word(file, "institution"),
            "framework": f"{word(file, 'framework_identifier')} {word(file, 'framework_version')}".strip(),
            "day": (date(1970, 1, 1) + timedelta(days=last)).isoformat(),
            "capabilities": [
                {"identifier": identifiers[n], "code": beside["capability_code"][n], "title": beside["capability_title"][n],
                 "rated": int(rated[n]) if mask[n] == 0 else 0, "meets": int(meets[n]) if mask[n] == 0 else 0, "reason": int(mask[n])}
                for n in range(sizes["capability"])
            ],
        }  # fmt: skip


def check_rule(rated: np.ndarray, meets: np.ndarray, mask: np.ndarray) -> None:
    """Refuse figures that no disclosure rule of ours would publish: somebody could be read off."""
    shown = mask == 0
    if (mask > 4).any() or (rated[~shown] != FILL).any() or (meets[~shown] != FILL).any():
        raise Refused("Its hidden cells hold numbers, so it may not be the published file. Ask that area for the published one.")
    some, side = rated[shown].astype(np.int64), np.minimum(meets[shown], rated[shown].astype(np.int64) - meets[shown])
    if (some < LEAST_PEOPLE).any() or (side < LEAST_SIDE).any() or (some % ROUNDED_TO).any() or (meets[shown] % ROUNDED_TO).any():
        raise Refused("It shows figures that the disclosure rule would hide, so it is not compared. Ask that area for the published file.")


def main(path: str) -> dict:
    """What is in the file, or the problem with it. Whatever the parser raises is a problem of the file's."""
    try:
        return found_in(path)
    except Refused as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "It needs more memory than a published dataset ever does."}
    except Exception:
        return {"problem": "It cannot be read as an HDF5 file, or is damaged."}


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(main(sys.argv[1])))
