"""Which digit was written? Train a small network on scikit-learn's digits, evaluate, record."""

import cardgen
from cardgen.demo import baselines, classifier, network
from cardgen.demo.digits import data, settings

chosen, digits = settings.SETTINGS, data.load()
trainer = classifier.Trainer(digits, chosen)  # a Flax model, an Optax optimiser

with cardgen.track("runs") as run:
    run.config(chosen.configuration())
    run.seeds(**chosen.seeds())
    for split, part in digits.splits.items():
        run.data("digits", split, classes=digits.classes, **part.columns())
    run.model(trainer.model)
    run.optimizer("adamw", trainer.optimizer.opt_state, declared=chosen.declared())
    run.flops(network.training_step, trainer.model, trainer.optimizer, *trainer.example())

    with run.phase("training"):
        for epoch in range(1, chosen.epochs + 1):
            for step, batch in trainer.batches():
                run.log(step, loss=trainer.learn(batch))
            run.log(step, **trainer.measure("train", "validation"))
            print(f"epoch {epoch} of {chosen.epochs}", flush=True)
    last = classifier.SELECTED_BY
    run.weights(trainer.model, file="model.safetensors", step=trainer.step, selected_by=last)

    with run.phase("evaluation"):
        for split, system, answers in baselines.systems(trainer):
            run.evaluation(
                "digits", split, system=system, task="multiclass", classes=digits.classes,
                prediction=answers.prediction, score=answers.score, **digits.splits[split].truth(),
            )  # fmt: skip
