"""How the network for Fashion-MNIST is trained; ten epochs, fixed beforehand."""

from cardgen.demo.classifier import Settings
from cardgen.demo.network import NetworkSettings

SETTINGS = Settings(
    epochs=10,
    batch_size=128,
    network=NetworkSettings(kernels=(5, 3), strides=(2, 2), hidden=128),
)
