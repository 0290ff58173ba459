"""The figures of the package's structure."""

from pathlib import Path

from benchmarks import structure


def package(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / "src/seutu" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_a_package_is_counted(tmp_path: Path) -> None:
    root = package(
        tmp_path,
        errors="class E(Exception):\n    pass\n",
        rdf__model="from seutu.errors import E\n\n\ndef read():\n    raise E\n",
        query__run="def run():\n    from seutu.rdf import model\n\n    model.read()\n",
    )
    text = structure.main(root)
    assert "modules                   3\n" in text
    assert "flat modules              1\n" in text
    assert "floors of modules         3\n" in text
    assert "floors of rooms           3\n" in text
    assert "imports between rooms     2\n" in text
    assert "longest function          query.run.run, 4 lines\n" in text
