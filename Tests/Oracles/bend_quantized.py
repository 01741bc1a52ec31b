"""The cases of make_quantized.py for functions of two slopes: of wide sums, to few codes and to many."""
import numpy as np
from onnx import TensorProto


def add(cases, Model):
    def convolution(channels, dyadic=True, norm=False):
        m = Model([1, 3, 6, 6])
        m.quant(np.float32(0.0625), 8)
        steps = np.float32(0.125) if dyadic else cases.random.uniform(0.05, 0.2, (channels, 1, 1, 1)).astype(np.float32)
        bias = cases.codes(-40, 40, channels) / np.float32(128) if dyadic else cases.normal(channels)
        m.add("Conv", m.weights(cases.normal(channels, 3, 3, 3), steps, 6), bias.astype(np.float32), kernel_shape=[3, 3])
        if norm:
            # Gains of both signs, powers of two.
            gain = (2.0 ** cases.random.integers(-1, 2, channels) * cases.random.choice([-1, 1], channels)).astype(np.float32)
            m.add("BatchNormalization", gain, np.zeros(channels, np.float32), np.zeros(channels, np.float32),
                  np.ones(channels, np.float32), epsilon=0.0)
        return m

    def finish(name, m, oracle="qonnx"):
        # In the model's order.
        m.add("Flatten")
        cases.add(name, m, oracle)

    def slopes(low, high, channels):
        return cases.random.uniform(low, high, (channels, 1, 1)).astype(np.float32)

    for mode in ("ROUND", "FLOOR", "CEIL", "DOWN", "HALF_UP"):
        m = convolution(4)
        m.add("LeakyRelu", alpha=0.1)
        m.quant(np.float32(2.0**-9), 16, rounding=mode)
        finish(f"bend_leaky_{mode.lower()}", m)
    m = convolution(64)
    # Of few bits, so that 32-bit floats hold their products.
    m.add("PRelu", (cases.codes(-6, 33, 64, 1, 1) / np.float32(64)).astype(np.float32))
    m.quant(np.float32(2.0**-9), 16)
    finish("bend_channels", m)
    m = convolution(64)
    m.add("LeakyRelu", alpha=0.1)
    m.quant(np.float32(2.0**-9), 16, rounding="FLOOR")
    finish("bend_shared_floor", m)
    m = convolution(64)
    m.add("PRelu", (2.0 ** cases.random.integers(-4, 1, (64, 1, 1))).astype(np.float32))
    m.quant(np.float32(2.0**-9), 16, rounding="FLOOR")
    finish("bend_channels_floor", m)
    for bits, scale in ((4, 0.5), (8, 2.0**-3), (12, 2.0**-6)):
        m = convolution(6, norm=True)
        m.add("PRelu", slopes(0.1, 0.5, 6))
        m.quant(np.float32(scale), bits)
        finish(f"bend_norm_{bits}", m)
    m = convolution(3, norm=True)
    m.add("Abs")
    m.quant(np.float32(2.0**-9), 16, signed=0)
    finish("bend_absolute", m)
    m = convolution(3)
    m.add("LeakyRelu", alpha=-2.5)
    m.add("Clip", np.float32(0.3), np.float32(30))
    m.quant(np.float32(2.0**-9), 16)
    finish("bend_clipped", m)
    m = Model([1, 9])
    m.quant(np.float32(0.0625), 8)
    m.add("MatMul", m.weights(cases.normal(9, 6), np.float32(0.0625), 8))
    m.add("LeakyRelu", alpha=0.25)
    cases.add("bend_last", m)
    for name, kind, zero in (("uint8", np.uint8, 77), ("int16", np.int16, -300), ("uint16", np.uint16, 30001)):
        m = Model([1, 2, 6, 6], opset=21)
        m.add("QuantizeLinear", np.float32(0.03125), np.uint8(128))
        m.add("DequantizeLinear", np.float32(0.03125), np.uint8(128))
        last = m.last
        w = m.add("DequantizeLinear", cases.scales(4), np.zeros(4, np.int8), read=m.name(cases.codes(-127, 128, 4, 2, 3, 3)), axis=0)
        m.last = last
        m.add("Conv", w, kernel_shape=[3, 3])
        m.add("LeakyRelu", alpha=0.125)
        scale = np.float32(0.25 if kind is np.uint8 else 2.0**-9)
        m.add("QuantizeLinear", scale, kind(zero))
        m.add("DequantizeLinear", scale, kind(zero))
        finish(f"bend_qdq_{name}", m, "onnxruntime")
