"""A plan file that only MPXJ reads is converted once in a run, however many tests read it."""

import hashlib
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhongshu.integrations.planfiles.readers import mpxj

OUTPUTS = ("output.xml", "notes.json")


@pytest.fixture(scope="session", autouse=True)
def _converted_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    # Workers of one run have a common parent; a run without workers has a folder of its own.
    base = tmp_path_factory.getbasetemp()
    shelf = (base if worker_id == "master" else base.parent) / "converted"
    shelf.mkdir(exist_ok=True)
    convert = mpxj._convert

    def convert_once(folder: Path, file_format: str) -> None:
        content = (folder / "input").read_bytes()
        kept = shelf / f"{hashlib.sha256(content).hexdigest()}-{file_format}"
        if not kept.exists():
            convert(folder, file_format)
            fresh = shelf / uuid.uuid4().hex
            fresh.mkdir()
            for name in OUTPUTS:
                shutil.copy(folder / name, fresh / name)
            try:
                fresh.rename(kept)
            except OSError:  # the other worker was faster
                shutil.rmtree(fresh)
        for name in OUTPUTS:
            shutil.copy(kept / name, folder / name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mpxj, "_convert", convert_once)
        yield
