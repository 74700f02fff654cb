"""How the digits' network is trained."""

from cardgen.demo.classifier import Settings
from cardgen.demo.network import NetworkSettings

SETTINGS = Settings(epochs=30, batch_size=32, network=NetworkSettings(kernels=(3, 3)))
