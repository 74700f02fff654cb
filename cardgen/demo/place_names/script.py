"""Which CLDR locale spells a place name this way? Train a small network, evaluate, record."""

import cardgen
from cardgen.demo.place_names import arrays, data, network, train

settings = train.Settings()
names = data.load()
splits = arrays.examples(names)
trainer = train.Trainer(splits, len(names.locales), settings)  # a Flax model, an Optax optimiser

with cardgen.track("runs") as run:
    run.config(train.configuration(settings, names))
    run.seeds(init=settings.init_seed, shuffle=settings.shuffle_seed, dropout=settings.dropout_seed)
    for split, part in splits.items():
        run.data("place-names", split, label="label", classes=names.locales, **part.columns())
    run.model(trainer.model)
    run.optimizer("adamw", trainer.optimizer.opt_state, declared=settings.declared())
    run.flops(network.training_step, trainer.model, trainer.optimizer, *trainer.example())

    with run.phase("training"):
        for epoch in range(1, settings.epochs + 1):
            for step, batch in trainer.batches():
                run.log(step, loss=trainer.learn(batch))
            run.log(step, **trainer.validate())
            print(f"epoch {epoch} of {settings.epochs}", flush=True)
        kept = trainer.keep_best()
    run.selection("validation", metric="accuracy", why="the epoch whose parameters were kept")
    chosen = "highest strict accuracy on validation"
    run.weights(trainer.model, file="model.safetensors", step=kept, selected_by=chosen)

    with run.phase("evaluation"):
        for split, system, answers in train.systems(trainer):
            run.evaluation(
                "place-names", split, system=system, task="multiclass", classes=names.locales,
                prediction=answers.prediction, score=answers.score,
                **splits[split].truth(answers.prediction),
            )  # fmt: skip
