"""The demo: a small Flax network learns which CLDR locale spells a place name this way.

The data are the names of countries and other places that Unicode CLDR gives in some forty
locales, as Babel ships them. A label says in which locale's file a spelling stands. It never
says what language a text is in, and nothing about a person.

`place_names` builds the data, `spellings` says what several locales have in common, `network`
and `baselines` hold the systems, `train` trains and evaluates them on a recorded run. JAX, Flax,
Optax, NumPy and Babel are imported by these modules alone, so only when the demo runs.
"""
