"""Exports small trained networks by the tools that users export with, to be kept as fixtures of the importer's tests.

usage: export_models.py FOLDER torch|keras

`torch` writes the models of PyTorch and Brevitas, `keras` those of Keras, which needs packages of its own. Models that
onnxruntime quantizes are made from the float ones beside them. Every exported model is run, by onnxruntime or by qonnx,
and what it computes is compared with its framework. With each NAME.onnx come NAME.input.f32 and NAME.output.f32, 8 samples
and their results as raw floats, in the model's order.

The committed files were made with Python 3.11 and
    torch    torch 2.13.0+cpu, onnxscript 0.7.2, brevitas 0.13.4, qonnx 1.0.0, onnx 1.20.0, onnxoptimizer 0.4.2,
             onnxruntime 1.31.1, numpy 2.4.6
    keras    tensorflow-cpu 2.15.1 (Keras 2.15.0), tf2onnx 1.17.0, onnx 1.17.0, onnxruntime 1.20.1, numpy 1.26.4
"""
import os
import sys

import numpy
import onnx
import onnxruntime
from onnxruntime import quantization

folder, family = sys.argv[1], sys.argv[2]
random = numpy.random.default_rng(7)
CLASSES, STEPS = 4, 60


def path(name):
    return os.path.join(folder, name + ".onnx")


def images(count):
    """Noisy 3 x 12 x 12 images and their class: which quarter is bright, in a colour of its own. About -2...3."""
    labels = random.integers(0, CLASSES, count)
    data = random.normal(0, 0.5, (count, 3, 12, 12))
    for image, label in zip(data, labels):
        row, column = label // 2 * 6, label % 2 * 6
        image[label % 3, row:row + 6, column:column + 6] += 1
    return data.astype(numpy.float32), labels


def vectors(count):
    """The means of 2 x 2 x 2 areas of such images, as 3 x 2 x 2 arrays, and their class."""
    data, labels = images(count)
    return data.reshape(count, 3, 2, 6, 2, 6).mean((3, 5)), labels


def plain(name):
    """Drops the notes that PyTorch attaches to nodes, but for the short one: the rest is most of the file, and among it
    are stack traces with paths of the machine."""
    model = onnx.load(path(name))
    for node in model.graph.node:
        kept = [entry for entry in node.metadata_props if entry.key == "namespace"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    onnx.save(model, path(name))


def runtime(name, data):
    onnxruntime.set_default_logger_severity(3)
    session = onnxruntime.InferenceSession(path(name), providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    step = len(data) if isinstance(source.shape[0], str) else 1
    return numpy.concatenate([session.run(None, {source.name: data[i:i + step]})[0] for i in range(0, len(data), step)])


def keep(name, data, output, expected, tolerance):
    error = numpy.abs(output - expected).max()
    agree = (output.argmax(1) == expected.argmax(1)).mean()
    print(f"{name}: {os.path.getsize(path(name))} bytes, error {error:.2g}, same class {agree:.0%}, "
          f"outputs {output.min():.2f}...{output.max():.2f}")
    assert tolerance is None or error <= tolerance, name
    data.astype("<f4").tofile(os.path.join(folder, name + ".input.f32"))
    output.astype("<f4").tofile(os.path.join(folder, name + ".output.f32"))


class Samples(quantization.CalibrationDataReader):
    def __init__(self, name, data):
        self.batches = iter([{name: data[i:i + 1]} for i in range(len(data))])

    def get_next(self):
        return next(self.batches, None)


def quantize(source, name, data, test, expected, **options):
    """Quantizes as onnxruntime's documentation has it: preprocessing, then quantize_static in QDQ format."""
    prepared = path(name) + ".prepared"
    quantization.shape_inference.quant_pre_process(path(source), prepared)
    reader = Samples(onnx.load(path(source)).graph.input[0].name, data)
    quantization.quantize_static(
        prepared, path(name), reader, quant_format=quantization.QuantFormat.QDQ, per_channel=True,
        weight_type=quantization.QuantType.QInt8, **options)
    os.remove(prepared)
    keep(name, test, runtime(name, test), expected, None)


def export_torch():
    import brevitas.nn as qnn
    import torch
    from brevitas.export import export_onnx_qcdq, export_qonnx
    from brevitas.quant import SignedBinaryActPerTensorConst, SignedBinaryWeightPerTensorConst
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.core.onnx_exec import execute_onnx
    from torch import nn

    class Residual(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU())
            self.block = nn.Sequential(
                nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
                nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8))
            self.depthwise = nn.Sequential(
                nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False), nn.BatchNorm2d(8), nn.ReLU6(),
                nn.Conv2d(8, 12, 1), nn.ReLU())
            self.pool = nn.MaxPool2d(2)
            self.head = nn.Linear(12, CLASSES)

        def forward(self, x):
            x = self.stem(x)
            x = self.pool(torch.relu(x + self.block(x)))
            x = nn.functional.adaptive_avg_pool2d(self.depthwise(x), 1)
            return self.head(torch.flatten(x, 1))

    class Leaky(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.BatchNorm1d(12)
            self.first, self.norm = nn.Linear(12, 16), nn.BatchNorm1d(16)
            self.second, self.again = nn.Linear(16, 16, bias=False), nn.BatchNorm1d(16)
            self.third = nn.Linear(16, CLASSES)

        def forward(self, x):
            x = self.scale(x.view(x.size(0), -1))
            x = nn.functional.leaky_relu(self.norm(self.first(x)), 0.1)
            return self.third(nn.functional.leaky_relu(self.again(self.second(x))))

    def quantized():
        """4-bit weights, of the first layer with a scale per channel; activations of 8 (input), 4 and 2 bits."""
        return nn.Sequential(
            qnn.QuantIdentity(bit_width=8, return_quant_tensor=True),
            qnn.QuantConv2d(3, 8, 3, padding=1, bias=False, weight_bit_width=4, weight_scaling_per_output_channel=True),
            nn.BatchNorm2d(8), qnn.QuantReLU(bit_width=4, return_quant_tensor=True), nn.MaxPool2d(2),
            qnn.QuantConv2d(8, 8, 3, stride=2, padding=1, bias=False, weight_bit_width=4),
            nn.BatchNorm2d(8), qnn.QuantReLU(bit_width=2, return_quant_tensor=True), nn.Flatten(),
            qnn.QuantLinear(72, CLASSES, bias=True, weight_bit_width=4))

    def bipolar():
        """Weights and activations of -1 and 1 times a constant scale."""
        weight = {"weight_quant": SignedBinaryWeightPerTensorConst, "bias": False}
        sign = {"act_quant": SignedBinaryActPerTensorConst}
        return nn.Sequential(
            qnn.QuantIdentity(**sign), qnn.QuantConv2d(3, 8, 3, stride=2, **weight),
            nn.BatchNorm2d(8), qnn.QuantIdentity(**sign), nn.Flatten(),
            qnn.QuantLinear(200, 16, **weight), nn.BatchNorm1d(16), qnn.QuantIdentity(**sign),
            qnn.QuantLinear(16, CLASSES, **weight), nn.BatchNorm1d(CLASSES))

    def train(make, source, seed):
        torch.manual_seed(seed)
        model = make()
        optimizer = torch.optim.Adam(model.parameters(), 0.01)
        for _ in range(STEPS):
            data, labels = source(64)
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(torch.tensor(data)), torch.tensor(labels)).backward()
            optimizer.step()
        model.eval()
        data, labels = source(256)
        print(f"{make.__name__}: accuracy {(values(model, data).argmax(1) == labels).mean():.0%}")
        return model

    def values(model, data):
        with torch.no_grad():
            result = model(torch.tensor(data))
        return getattr(result, "value", result).numpy()

    def qonnx(model, name):
        export_qonnx(model, torch.tensor(test[:1]), path(name), external_data=False)
        plain(name)
        wrapper = ModelWrapper(path(name))
        source, target = wrapper.graph.input[0].name, wrapper.graph.output[0].name
        output = numpy.concatenate([execute_onnx(wrapper, {source: test[i:i + 1]})[target] for i in range(len(test))])
        keep(name, test, output, values(model, test), 1e-4)

    (test, _), (points, _) = images(8), vectors(8)
    # PyTorch's ordinary exporter, by torch.export ("dynamo"). It folds a batch normalisation into the layer before it.
    model = train(Residual, images, 1)
    torch.onnx.export(model, (torch.tensor(test[:1]),), path("pytorch_residual"), dynamo=True, external_data=False)
    plain("pytorch_residual")
    expected = values(model, test)
    keep("pytorch_residual", test, runtime("pytorch_residual", test), expected, 1e-4)
    quantize(
        "pytorch_residual", "torch_ort_qdq", images(64)[0], test, expected,
        activation_type=quantization.QuantType.QUInt8)
    model = train(Leaky, vectors, 2)
    torch.onnx.export(
        model, (torch.tensor(points),), path("pytorch_mlp_leaky"), dynamo=True, external_data=False,
        dynamic_shapes=({0: "batch"},))
    plain("pytorch_mlp_leaky")
    keep("pytorch_mlp_leaky", points, runtime("pytorch_mlp_leaky", points), values(model, points), 1e-4)

    model = train(quantized, images, 3)
    qonnx(model, "brevitas_qonnx")
    export_onnx_qcdq(model, torch.tensor(test[:1]), path("brevitas_qdq"), external_data=False, opset_version=18)
    plain("brevitas_qdq")
    keep("brevitas_qdq", test, runtime("brevitas_qdq", test), values(model, test), 1e-4)
    qonnx(train(bipolar, images, 4), "brevitas_bipolar")


def export_keras():
    import tensorflow
    import tf2onnx
    from tensorflow.keras import layers

    def last(data):
        return data.transpose(0, 2, 3, 1).copy()

    tensorflow.keras.utils.set_random_seed(5)
    source = tensorflow.keras.Input((12, 12, 3), name="image")
    x = layers.Conv2D(8, 3, padding="same", use_bias=False)(source)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.8)(x))
    left = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    left = layers.ReLU(6)(layers.BatchNormalization(momentum=0.8)(left))
    x = layers.Concatenate()([left, layers.Conv2D(4, 1, activation="relu")(x)])
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(12, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    model = tensorflow.keras.Model(source, layers.Dense(CLASSES, activation="softmax")(x))
    model.compile(tensorflow.keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    for _ in range(STEPS):
        data, labels = images(64)
        model.train_on_batch(last(data), labels)
    (data, labels), test = images(256), last(images(8)[0])
    expected = model(test, training=False).numpy()
    print(f"keras_nhwc: accuracy {(model(last(data), training=False).numpy().argmax(1) == labels).mean():.0%}")
    signature = [tensorflow.TensorSpec((1, 12, 12, 3), tensorflow.float32, name="image")]
    tf2onnx.convert.from_keras(model, signature, opset=17, output_path=path("keras_nhwc"))
    keep("keras_nhwc", test, runtime("keras_nhwc", test), expected, 1e-4)
    quantize(
        "keras_nhwc", "ort_keras_qdq", last(images(64)[0]), test, expected,
        activation_type=quantization.QuantType.QInt8,
        extra_options={"ActivationSymmetric": True, "WeightSymmetric": True})


{"torch": export_torch, "keras": export_keras}[family]()
