from pathlib import Path

from cardgen.recorded.compute import software
from tests.runs import make_run, run_record


def test_packages_of_the_training_stack_have_rows_and_the_others_one(tmp_path: Path) -> None:
    environment = run_record().environment
    packages = {"zipp": "4.1", "flax": "0.12.0", "attrs": "26.1", "jax": "0.10.2"}
    changed = environment.model_copy(update={"packages": packages})
    run = make_run(tmp_path, environment=changed, evaluations=())
    assert software(run).rows[2:] == (
        ("jax", "0.10.2"),
        ("flax", "0.12.0"),
        ("other packages", "attrs 26.1, zipp 4.1"),
    )
