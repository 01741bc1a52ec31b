/// Networks before and after each pass, as `PassTests` reads and writes them.
extension PassTests {
  static let pairs = [
    Pair(
      pass: "drop-identities",
      before: """
        a = affine(x) 1 0
        p = pool(a) 1
        r = relu(p)
        c = clip(r) -inf inf
        q = affine(c) 1 2
        out q
        """,
      after: """
        r = relu(x)
        q = affine(r) 1 2
        out q
        """),
    Pair(
      pass: "drop-identities",
      before: """
        r = relu(x)
        a = affine(r) 1 0
        s = add(a, r)
        p = pool(s) 1
        out p
        """,
      after: """
        r = relu(x)
        s = add(r, r)
        out s
        """),
    Pair(
      pass: "absorb-rearrangements",
      before: """
        d = wide(x) 1 2 3 4
        r = relu(d)
        m = swap(r)
        n = relu(m)
        o = swap(n)
        s = add(o, o)
        p = swap(s)
        e = wide(p) 1 2 3 4
        t = add(e, e)
        q = swap(t)
        f = add(q, t)
        out f
        """,
      after: """
        d = wide(x) 1 3 2 4
        r = relu(d)
        n = relu(r)
        o = swap(n)
        s = add(o, o)
        e = wide(s) 1 2 3 4 from 0 2 1 3
        t = add(e, e)
        q = swap(t)
        f = add(q, t)
        out f
        """),
    Pair(
      pass: "absorb-rearrangements",
      before: """
        d = wide(x) 1 2 3 4
        r = relu(d)
        m = swap(r)
        out m
        """,
      after: """
        d = wide(x) 1 3 2 4
        r = relu(d)
        out r
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        c = affine(b) -1 0.5
        out c
        """,
      after: """
        c = affine(x) -10 -21.5
        out c
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        s = add(a, b)
        out s
        """,
      after: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        s = add(a, b)
        out s
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 3e38 0
        b = affine(a) 3e38 0
        out b
        """,
      after: """
        a = affine(x) 3e+38 0
        b = affine(a) 3e+38 0
        out b
        """),
    Pair(
      pass: "merge-bias",
      before: """
        d = dense(x)
        a = affine(d) 1 3
        e = dense(a) 4
        b = affine(e) 1 3
        f = dense(b)
        c = affine(f) 2 3
        out c
        """,
      after: """
        d = dense(x) 3
        e = dense(d) 4
        b = affine(e) 1 3
        f = dense(b)
        c = affine(f) 2 3
        out c
        """),
    Pair(
      pass: "merge-bias",
      before: """
        d = dense(x)
        a = affine(d) 1 3
        s = add(d, a)
        out s
        """,
      after: """
        d = dense(x)
        a = affine(d) 1 3
        s = add(d, a)
        out s
        """),
    Pair(
      pass: "merge-padding",
      before: """
        p = pad(x) 1 2
        c = conv(p) 3 0 0
        q = pad(c) 3 0
        d = conv(q) 3 0 0
        r = pad(d) 0 1
        s = pad(r) 1 0
        e = conv(s) 3 0 0
        t = pad(e) 1 1
        f = conv(t) 3 0 0
        g = add(t, t)
        out f
        """,
      after: """
        p = pad(x) 1 2
        c = conv(x) 3 1 2
        q = pad(c) 3 0
        d = conv(q) 3 0 0
        r = pad(d) 0 1
        s = pad(r) 1 0
        e = conv(d) 3 1 1
        t = pad(e) 1 1
        f = conv(e) 3 1 1
        g = add(t, t)
        out f
        """),
    Pair(
      pass: "merge-padding",
      before: """
        a = pad(x) 1 1 -inf
        b = largest(a) 3 0 0
        r = relu(b)
        c = pad(r) 1 1 0
        d = largest(c) 3 1 0
        e = pad(d) 1 0 0.5
        f = largest(e) 2 0 0
        g = pad(f) 2 0 -1
        h = largest(g) 2 0 0
        out h
        """,
      after: """
        a = pad(x) 1 1 -inf
        b = largest(x) 3 1 1
        r = relu(b)
        c = pad(r) 1 1
        d = largest(r) 3 2 1
        e = pad(d) 1 0 0.5
        f = largest(e) 2 0 0
        g = pad(f) 2 0 -1
        h = largest(g) 2 0 0
        out h
        """),
    Pair(
      pass: "split-padding",
      before: """
        a = conv(x) 3 2 2
        b = conv(a) 2 3 1
        c = conv(b) 1 1 1
        out c
        """,
      after: """
        a = conv(x) 3 2 2
        b_pad = pad(a) 2 0
        b = conv(b_pad) 2 1 1
        c_pad = pad(b) 1 1
        c = conv(c_pad) 1 0 0
        out c
        """),
    Pair(
      pass: "quantize-before-padding",
      before: """
        a = pad(x) 1 1 -inf
        b = pad(a) 2 0 0.2
        q = quant(b) -8 7 0.25
        c = pad(q) 1 1
        r = quant(c) -8 7 0.25
        s = relu(q)
        out r
        """,
      after: """
        q = quant(x) -8 7 0.25
        a = pad(q) 1 1 -2
        b = pad(a) 2 0 0.25
        r = quant(b) -8 7 0.25
        c = pad(r) 1 1
        s = relu(b)
        out c
        """),
    Pair(
      pass: "merge-quantizers",
      before: """
        r = relu(x)
        a = quant(r) -128 127 0.5
        b = quant(a) -7 7 0.5
        c = quant(b) -8 6 0.5
        d = quant(c) -7 7 0.25
        e = quant(d) -4 4 0.25
        s = add(d, e)
        out s
        """,
      after: """
        r = relu(x)
        a = quant(r) -7 6 0.5
        d = quant(a) -7 7 0.25
        e = quant(d) -4 4 0.25
        s = add(d, e)
        out s
        """),
    Pair(
      pass: "quantize-before-joins",
      before: """
        a = relu(x)
        b = quant(x) -8 7 0.5
        j = join(a, b)
        q = quant(j) -8 7 0.25
        k = join(a, q)
        r = quant(k) -8 7 0.25
        s = join(k, r)
        out s
        """,
      after: """
        a = relu(x)
        b = quant(x) -8 7 0.5
        q_input0 = quant(a) -8 7 0.25
        q_input1 = quant(b) -8 7 0.25
        j = join(q_input0, q_input1)
        k = join(a, j)
        r = quant(k) -8 7 0.25
        s = join(k, r)
        out s
        """),
    Pair(
      pass: "drop-unused",
      before: """
        a = relu(x)
        b = relu(x)
        c = relu(b)
        out a
        """,
      after: """
        a = relu(x)
        out a
        """),
  ]
}
