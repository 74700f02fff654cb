"""Which kind of clothing is this? Train a small network on Fashion-MNIST, evaluate, record."""

import cardgen
from cardgen.demo import baselines, classifier, network
from cardgen.demo.fashion_mnist import data, settings

chosen, pictures = settings.SETTINGS, data.load()
trainer = classifier.Trainer(pictures, chosen)  # a Flax model, an Optax optimiser

with cardgen.track("runs") as run:
    run.config(chosen.configuration())
    run.seeds(**chosen.seeds())
    for split, part in pictures.splits.items():
        run.data("fashion-mnist", split, classes=pictures.classes, **part.columns())
    run.model(trainer.model)
    run.optimizer("adamw", trainer.optimizer.opt_state, declared=chosen.declared())
    run.flops(network.training_step, trainer.model, trainer.optimizer, *trainer.example())

    with run.phase("training"):
        for epoch in range(1, chosen.epochs + 1):
            for step, batch in trainer.batches():
                run.log(step, loss=trainer.learn(batch))
            run.log(step, **trainer.measure("train", "validation", "test"))
            print(f"epoch {epoch} of {chosen.epochs}", flush=True)
    last = classifier.SELECTED_BY
    run.weights(trainer.model, file="model.safetensors", step=trainer.step, selected_by=last)

    with run.phase("evaluation"):
        for split, system, answers in baselines.systems(trainer):
            run.evaluation(
                "fashion-mnist", split, system=system, task="multiclass", classes=pictures.classes,
                prediction=answers.prediction, score=answers.score, **pictures.splits[split].truth(),
            )  # fmt: skip
