from tests.demo.conftest import DemoProject
from tests.pdf_judge import faults


def test_the_demos_documents_are_valid_and_accessible(demo_project: DemoProject) -> None:
    files = sorted((demo_project.folder / "documents").glob("*.pdf"))
    assert {file.name: faults(file.read_bytes()) for file in files} == {
        "data_statement.pdf": [],
        "datasheet.pdf": [],
        "model_card.pdf": [],
    }
