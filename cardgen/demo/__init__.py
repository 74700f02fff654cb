"""The demos: small Flax networks, trained on real data and documented.

Each sub-package is one demo, found by its name: `place_names` is `cardgen demo --data place-names`.
It holds `DEMO`, what it needs (see `needs`); `script`, which trains and records; and `answers/`,
the project's files as people wrote them. The modules beside the sub-packages are what the demos
share: `project` is the verb, `training` runs a script.

JAX, Flax, Optax, NumPy and the libraries that hold data are imported by the scripts alone, so only
when a demo runs.
"""
