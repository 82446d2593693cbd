"""What lies inside the root, and what only seems to."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.facts.server_root import ServerRoot


@pytest.fixture
def root(tmp_path):
    """A root with a folder inside, a link that stays inside and one that leads out."""
    folder = tmp_path / "root"
    (folder / "inside").mkdir(parents=True)
    (tmp_path / "root beside").mkdir()
    (folder / "here").symlink_to("inside")
    (folder / "away").symlink_to(tmp_path / "root beside")
    (folder / "loop").symlink_to("loop")
    return ServerRoot(str(folder))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("inside", "inside"),
        ("inside/absent.csv", str(Path("inside", "absent.csv"))),
        ("here/absent.csv", str(Path("inside", "absent.csv"))),
        ("", "."),
        ("..", None),
        ("inside/../../root beside", None),
        ("../root beside", None),
        ("away", None),
        ("away/absent.csv", None),
    ],
)
def test_a_path_is_inside_where_it_really_leads(root, path, found):
    below = root.below(str(Path(root.folder, path)))
    assert (None if below is None else str(below)) == found


def test_a_root_may_be_a_link_itself(root, tmp_path):
    (tmp_path / "link").symlink_to("root")
    linked = ServerRoot(str(tmp_path / "link"))
    assert str(linked.below(str(tmp_path / "root" / "inside"))) == "inside"
    assert linked.place_of("inside/a.ipynb") == (str(tmp_path / "link" / "inside"), None)


@pytest.mark.parametrize("path", ["../a.ipynb", "away/a.ipynb", "inside/../../a.ipynb", "a\0b.ipynb"])
def test_a_notebook_outside_has_no_place(root, path):
    with pytest.raises(NotFound):
        root.place_of(path)


def test_the_place_of_a_notebook_is_the_nearest_folder_that_exists(root):
    inside = str(Path(root.folder, "inside"))
    Path(inside, "a.ipynb").touch()
    assert root.place_of("inside/a.ipynb") == (inside, "a.ipynb")
    assert root.place_of("inside/b.ipynb") == (inside, None)
    assert root.place_of("inside/new/b.ipynb") == (inside, None)
    assert root.place_of("inside") == (inside, None)
