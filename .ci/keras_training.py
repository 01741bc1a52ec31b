"""Images a second of training a network by Keras on TensorFlow in 32-bit floats with two threads; writes what it trained on.

    keras_training.py lenet5|resnet8 FASHION_MNIST IMAGES.npy LABELS.npy
"""

import gzip
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

network, data, images_file, labels_file = sys.argv[1:]
tf.config.threading.set_intra_op_parallelism_threads(2)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.keras.utils.set_random_seed(1)
count = {"lenet5": 12000, "resnet8": 1200}[network]
pixels = np.frombuffer(gzip.open(f"{data}/train-images-idx3-ubyte.gz").read(), np.uint8, offset=16)
pixels = pixels.reshape(-1, 28, 28)[:count]
labels = np.frombuffer(gzip.open(f"{data}/train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)[:count]
if network == "resnet8":
    # Images of the right size, for their speed alone.
    pixels = np.repeat(np.pad(pixels, ((0, 0), (2, 2), (2, 2)))[:, None], 3, axis=1)
np.save(images_file, pixels)
np.save(labels_file, labels)


def block(x, outputs, kernel, stride=1, padding="same"):
    return layers.BatchNormalization()(layers.Conv2D(outputs, kernel, stride, padding, use_bias=False)(x))


def residual(x, outputs, stride):
    main = block(layers.ReLU()(block(x, outputs, 3, stride)), outputs, 3)
    return layers.ReLU()(layers.Add()([main, block(x, outputs, 1, stride) if stride > 1 else x]))


if network == "lenet5":
    start = x = layers.Input((28, 28, 1))
    for channels in (6, 16):
        x = layers.MaxPooling2D(2)(layers.ReLU()(block(x, channels, 5, padding="valid")))
    x = layers.Flatten()(x)
    for width in (120, 84):
        x = layers.ReLU()(layers.BatchNormalization()(layers.Dense(width, use_bias=False)(x)))
    inputs = pixels[..., None].astype(np.float32) / 255
else:
    start = x = layers.Input((32, 32, 3))
    x = layers.ReLU()(block(x, 16, 3))
    for channels, stride in ((16, 1), (32, 2), (64, 2)):
        x = residual(x, channels, stride)
    x = layers.GlobalAveragePooling2D()(x)
    inputs = pixels.transpose(0, 2, 3, 1).astype(np.float32) / 255
model = tf.keras.Model(start, layers.Dense(10)(x))
loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(tf.keras.optimizers.Adam(1e-3), loss)
for epoch in range(2):
    # The first epoch builds the graph.
    began = time.perf_counter()
    model.fit(inputs, labels, batch_size=128, epochs=1, verbose=0)
    seconds = time.perf_counter() - began
print(count / seconds)
