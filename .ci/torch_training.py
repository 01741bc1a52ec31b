"""Images a second of training a network by PyTorch in 32-bit floats with two threads, on files that keras_training.py wrote.

    torch_training.py lenet5|resnet8 IMAGES.npy LABELS.npy
"""

import sys
import time

import numpy as np
import torch
from torch import nn

network, images_file, labels_file = sys.argv[1:]
torch.set_num_threads(2)
torch.manual_seed(1)
images = np.load(images_file)
images = torch.from_numpy(images[:, None] if images.ndim == 3 else images).float() / 255
labels = torch.from_numpy(np.load(labels_file).astype(np.int64))


def block(inputs, outputs, kernel, stride=1, padding=0):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.main = nn.Sequential(block(inputs, outputs, 3, stride, 1), nn.ReLU(), block(outputs, outputs, 3, 1, 1))
        self.side = block(inputs, outputs, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        return torch.relu(self.main(x) + self.side(x))


def dense(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs), nn.ReLU())


if network == "lenet5":
    model = nn.Sequential(
        block(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), block(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        dense(256, 120), dense(120, 84), nn.Linear(84, 10))
else:
    model = nn.Sequential(
        block(3, 16, 3, 1, 1), nn.ReLU(), Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
optimizer = torch.optim.Adam(model.parameters(), 0.001)
for epoch in range(2):
    start = time.perf_counter()
    for place in torch.randperm(len(images)).split(128):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images[place]), labels[place]).backward()
        optimizer.step()
    seconds = time.perf_counter() - start
print(len(images) / seconds)
