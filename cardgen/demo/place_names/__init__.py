"""Place names: a small network learns which CLDR locale spells a place name this way.

The data are the names of countries and other places that Unicode CLDR gives in some forty
locales, as Babel ships them. A label says in which locale's file a spelling stands. It never
says what language a text is in, and nothing about a person.

`data` builds the data set, `spellings` says what several locales have in common, `network`
and `baselines` hold the systems, `train` trains and evaluates them on a recorded run.
"""

from cardgen.demo.needs import Demo

DEMO = Demo(libraries=("babel",))
