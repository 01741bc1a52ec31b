"""The cases of make_quantized.py for quantizers, biases, constants and functions in places where few exporters put them."""
import numpy as np
from onnx import TensorProto, numpy_helper as nh


def add(cases, Model):
    def codes(m, scale, zero):
        m.add("QuantizeLinear", np.float32(scale), zero)
        m.add("DequantizeLinear", np.float32(scale), zero)

    def aside(m, make):
        """A constant that nodes make; the last result stays."""
        last = m.last
        name = make()
        m.last = last
        return name

    def two():
        m = Model([1, 10])
        return m, m.quant(0.25, 4, read="x"), m.quant(0.5, 5, read="x")

    def dense():
        m = Model([1, 10])
        m.quant(0.25, 8)
        m.add("MatMul", m.weights(cases.normal(10, 6), 0.125, 6))
        return m

    def flat(name, m, oracle="qonnx"):
        # In the model's order.
        m.add("Flatten")
        cases.add(f"placed_{name}", m, oracle)

    def quantized(name, m, scale, bits, **options):
        m.quant(scale, bits, **options)
        flat(name, m)

    # QuantizeLinear behind layers and views, and views between it and its other half.
    m = Model([1, 3, 4, 4])
    m.add("Relu")
    codes(m, 0.05, np.uint8(0))
    flat("behind_relu", m, "onnxruntime")
    m = Model([1, 12])
    m.add("Mul", np.float32(0.5))
    m.add("Add", np.float32(0.25))
    codes(m, 0.03125, np.int8(3))
    flat("behind_affine", m, "onnxruntime")
    m = Model([1, 2, 4, 4])
    m.add("Transpose", perm=[0, 2, 3, 1])
    codes(m, 0.05, np.uint8(12))
    flat("behind_transpose", m, "onnxruntime")
    m = Model([1, 12])
    m.add("QuantizeLinear", np.float32(0.05), np.uint8(7))
    m.add("Reshape", np.array([1, 3, 4]))
    m.add("Transpose", perm=[0, 2, 1])
    m.add("DequantizeLinear", np.float32(0.05), np.uint8(7))
    flat("around_views", m, "onnxruntime")
    for kind, zero in ((np.uint16, 30001), (np.int16, -77)):
        m = Model([1, 8])
        for scale in (0.001, 0.0013):
            for half in ("QuantizeLinear", "DequantizeLinear"):
                m.add(half, np.float32(scale), kind(zero), domain="com.microsoft")
            if scale == 0.001:
                m.add("LeakyRelu", alpha=0.1)
        flat(f"microsoft_{kind.__name__}", m, "onnxruntime")

    # Tensors without a quantizer, inside and last.
    for kind in ("Concat", "Mul", "Add", "Sub", "Max", "Min", "Sum", "Mean"):
        options = {"axis": 1} if kind == "Concat" else {}
        m, left, right = two()
        m.add(kind, right, read=left, **options)
        flat(f"{kind.lower()}_last", m)
        m, left, right = two()
        m.add(kind, right, read=left, **options)
        m.add("MatMul", m.weights(cases.normal(20 if options else 10, 4), 0.25, 4))
        flat(f"{kind.lower()}_inside", m)
        m, left, right = two()
        m.add(kind, right, read=left, **options)
        quantized(f"{kind.lower()}_quantized", m, 0.0625, 8)
    for kind in ("Max", "Min", "Sum", "Mean"):
        m, left, right = two()
        m.add(kind, right, m.quant(0.125, 6, read="x"), read=left)
        flat(f"{kind.lower()}_of_three", m)

    # Functions of codes and of sums.
    for name, kind, operands in (("square", "Pow", [2]), ("cube", "Pow", [3]), ("sqrt", "Sqrt", []), ("reciprocal", "Reciprocal", [])):
        m = Model([1, 10])
        m.quant(0.25, 6, signed=0)
        if kind == "Reciprocal":
            m.add("Add", np.float32(0.25))
        m.add(kind, *map(np.float32, operands))
        quantized(name, m, 0.0625, 10, signed=0)
    m = dense()
    m.add("Pow", np.float32(2))
    quantized("square_of_sums", m, 0.125, 16, signed=0)
    m = dense()
    m.add("Abs")
    m.add("Sqrt")
    quantized("sqrt_of_sums", m, 0.0625, 8, signed=0)
    m = dense()
    m.add("Neg")
    quantized("negative", m, 0.5, 8)
    m = dense()
    m.add("Max", np.float32(0))
    m.add("Min", np.float32(6))
    quantized("bounds", m, 0.0625, 8, signed=0)

    # Functions of two slopes behind other layers, doubled, shared, and before other quantizers.
    for kind, bits, options in (("Add", 12, {"rounding": "FLOOR"}), ("Mul", 16, {})):
        m = Model([1, 10])
        left, right = m.quant(0.25, 8, read="x"), m.quant(0.125, 8, read="x")
        m.add(kind, right, read=left)
        m.add("LeakyRelu", alpha=0.25)
        quantized(f"bend_of_{kind.lower()}", m, 0.0625, bits, **options)
    m = Model([1, 2, 4, 4])
    m.quant(0.25, 8)
    m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    m.add("PRelu", np.array([[[0.5]], [[-0.25]]], np.float32))
    quantized("bend_of_pool", m, 0.0625, 12)
    m = dense()
    m.add("LeakyRelu", alpha=0.5)
    m.add("LeakyRelu", alpha=0.5)
    quantized("bend_twice", m, 2.0**-7, 16)
    m = dense()
    bent = m.add("LeakyRelu", alpha=0.25)
    m.add("Mul", np.float32(0.5))
    m.add("Add", bent)
    quantized("bend_of_two_readers", m, 2.0**-7, 16)
    m = dense()
    m.add("Relu")
    m.add("LeakyRelu", alpha=0.25)
    quantized("bend_behind_relu", m, 2.0**-5, 16)
    m = dense()
    m.add("LeakyRelu", alpha=0.25)
    m.add("BipolarQuant", np.float32(0.5), domain=m.domain)
    flat("bend_to_signs", m)
    m = dense()
    m.add("LeakyRelu", alpha=0.25)
    m.add("FloatQuant", *map(np.float32, (1, 4, 3, 7, 240)), domain=m.domain, has_inf=0, has_nan=0, has_subnormal=1,
          saturation=1, rounding_mode="ROUND")
    flat("bend_to_floats", m)
    m = dense()
    m.add("LeakyRelu", alpha=0.25)
    quantized("bend_to_odd_zero", m, 0.25, 8, zero=3.0)
    m = dense()
    m.add("LeakyRelu", alpha=0.25)
    m.add("MatMul", m.weights(cases.normal(6, 4), 0.125, 6))
    quantized("bend_without_quantizer", m, 0.5, 12)

    # Decoders, blocks of pixels, padding before maxima, chosen elements.
    m = Model([1, 6])
    m.quant(0.25, 8)
    m.add("MatMul", m.weights(cases.normal(6, 16), 0.125, 6))
    m.add("Relu")
    m.quant(0.25, 8, signed=0)
    m.add("Reshape", np.array([1, 4, 2, 2]))
    m.shaped(1, 4, 2, 2)
    m.add("ConvTranspose", m.weights(cases.normal(4, 3, 2, 2), 0.125, 5), strides=[2, 2])
    quantized("decoder", m, 0.5, 10)
    m = Model([1, 6])
    m.quant(0.25, 8)
    m.add("MatMul", m.weights(cases.normal(6, 16), 0.125, 6))
    m.add("LeakyRelu", alpha=0.25)
    m.quant(0.125, 8)
    m.add("Reshape", np.array([1, 4, 2, 2]))
    m.shaped(1, 4, 2, 2)
    m.add("DepthToSpace", blocksize=2)
    m.add("Conv", m.weights(cases.normal(2, 1, 3, 3), 0.125, 5), pads=[1, 1, 1, 1])
    quantized("decoder_of_blocks", m, 0.5, 10)
    m = Model([1, 2, 4, 4])
    m.quant(0.25, 8)
    m.add("SpaceToDepth", blocksize=2)
    m.add("Conv", m.weights(cases.normal(4, 8, 1, 1), 0.125, 5))
    m.add("DepthToSpace", blocksize=2, mode="CRD")
    quantized("blocks", m, 0.25, 8)
    m = Model([1, 2, 6, 6])
    m.quant(0.25, 6)
    m.add("LeakyRelu", alpha=0.5)
    m.add("Pad", np.array([0, 0, 1, 1, 0, 0, 1, 1]), np.float32(-np.inf))
    m.add("MaxPool", kernel_shape=[3, 3], strides=[2, 2])
    quantized("padding", m, 0.125, 8)
    m = Model([1, 2, 6, 6])
    m.quant(0.25, 6)
    m.add("Gather", np.array([3, 0, -1]), axis=2)
    flat("rows", m)
    m = Model([1, 4, 6])
    m.quant(0.25, 6)
    m.add("Gather", np.array(-1), axis=2)
    m.add("MatMul", m.weights(cases.normal(4, 3), 0.125, 4))
    quantized("element", m, 0.25, 8)

    # A bias of 8 bits with a scale of its own, behind which a view stands.
    m = Model([1, 7])
    codes(m, 0.05, np.uint8(7))
    for name, shape, scale in (("weights", (7, 4), 0.02), ("bias", (4,), 0.37)):
        def dequantize(shape=shape, scale=scale):
            return m.add("DequantizeLinear", np.float32(scale), np.int8(0), read=m.name(cases.codes(-100, 101, *shape)))
        if name == "weights":
            weights = aside(m, dequantize)
        else:
            m.add("Gemm", weights, aside(m, dequantize))
    m.add("Flatten")
    # No multiple of 0.001 and 0.37 lies between two codes.
    codes(m, 0.09731, np.uint8(120))
    flat("bias", m, "onnxruntime")

    # Constants that other operators compute.
    def constant(name, kind, make):
        m = Model([1, 6])
        m.quant(0.25, 6)
        m.add(kind, aside(m, lambda: make(m)))
        quantized(f"constant_{name}", m, 0.25, 9)

    def scattered(m):
        numbers = m.add("Range", m.name(np.int64(6)), m.name(np.int64(1)), read=m.name(np.int64(0)))
        floats = m.add("Cast", read=numbers, to=TensorProto.FLOAT)
        floats = m.add("ScatterND", m.name(np.array([[2], [4]])), m.name(np.array([9, -3], np.float32)), read=floats)
        return m.add("Slice", *(m.name(np.array([n])) for n in (-1, -7, 0, -1)), read=floats)

    def chosen(m):
        halves = m.add("Expand", m.name(np.array([1, 6])), read=m.name(np.array([[0.5]], np.float32)))
        places = m.add("Equal", m.name(np.array([[1, 0, 1, 0, 1, 0]])), read=m.name(np.array([[1]])))
        return m.add("Where", halves, m.name(np.float32(2)), read=places)

    def filled(m):
        half = nh.from_array(np.array([0.5], np.float32))
        return m.add("ConstantOfShape", read=m.name(np.array([6])), value=half)

    constant("scattered", "Add", scattered)
    constant("chosen", "Mul", chosen)
    constant("filled", "Sub", filled)
    constant("tiled", "Mul", lambda m: m.add("Tile", m.name(np.array([2])), read=m.name(np.array([1, 2, 4], np.float32))))
    m = Model([1, 2, 3])
    m.quant(0.25, 6)
    m.add("Transpose", perm=[0, 2, 1])
    flat("quantizer_and_views", m)
