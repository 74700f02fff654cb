from pathlib import Path

from cardgen.recorded.compute import facts, hardware, software
from cardgen.run_energy import EnergyComponent, EnergyRecord
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


def test_of_a_trackers_file_the_watching_and_not_the_run_is_told(tmp_path: Path) -> None:
    for writer, own in (("cardgen 0.1.0", True), ("codecarbon 3.0.5", False)):
        run = make_run(tmp_path, writer=writer, evaluations=())
        notes = {fact.id: str(fact.evidence.note) for fact in facts(run)}
        assert ("As long as the tracker" not in notes["en.duration"]) is own
        assert ("By the computer's clock" not in notes["en.startend"]) is own


def test_a_gpu_that_a_tracker_names_is_hardware_where_jax_names_none(tmp_path: Path) -> None:
    gpu = EnergyComponent(component="gpu", method="unknown", device="1 x NVIDIA T4")
    environment = run_record().environment.model_copy(update={"jax": None})
    energy = (EnergyRecord(components=(gpu,)), EnergyRecord(host=1, components=(gpu,)))
    run = make_run(tmp_path, environment=environment, energy=energy, evaluations=())
    assert [row for row in hardware(run).rows if row[0] == "GPU"] == [("GPU", "1 x NVIDIA T4")]
