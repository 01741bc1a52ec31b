// Milliseconds of the convolutions of LeNet-5 and ResNet-8, forward and back, for 128 images in 32-bit floats: oneDNN in layouts of its
// own choice and with channels last, and products of gathered patches by OpenBLAS as Mantissa does them. Two threads each.
// g++ -O2 -march=native -fopenmp onednn.cpp -ldnnl -lopenblas
#include <cblas.h>
#include <omp.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>
using namespace dnnl;

struct Layer {
  const char *name;
  int size, in, out, kernel, stride, pad;
  bool first;
  int pixels() const { return (size + 2 * pad - kernel) / stride + 1; }
};
static const int batch = 128, part = 16, times = 7;

static double milliseconds(const std::function<void()> &body) {
  double best = 1e9;
  for (int run = 0; run < times; run++) {
    auto began = std::chrono::steady_clock::now();
    body();
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  return best;
}

static double library(const Layer &l, bool last) {
  engine e(engine::kind::cpu, 0);
  stream s(e);
  int o = l.pixels();
  auto tensor = [&](memory::dims dims) {
    return memory::desc(dims, memory::data_type::f32, last ? memory::format_tag::nhwc : memory::format_tag::any);
  };
  memory::desc x = tensor({batch, l.in, l.size, l.size}), y = tensor({batch, l.out, o, o});
  memory::desc w({l.out, l.in, l.kernel, l.kernel}, memory::data_type::f32, memory::format_tag::any);
  memory::dims strides{l.stride, l.stride}, pad{l.pad, l.pad};
  auto direct = algorithm::convolution_direct;
  convolution_forward::primitive_desc f({prop_kind::forward_training, direct, x, w, y, strides, pad, pad}, e);
  convolution_backward_weights::primitive_desc bw({direct, x, w, y, strides, pad, pad}, e, f);
  convolution_backward_data::primitive_desc bd({direct, x, w, y, strides, pad, pad}, e, f);
  auto zero = [&](memory::desc d) {
    memory m(d, e);
    memset(m.get_data_handle(), 0, d.get_size());
    return m;
  };
  memory fx = zero(f.src_desc()), fw = zero(f.weights_desc()), fy = zero(f.dst_desc());
  memory wx = zero(bw.src_desc()), ww = zero(bw.diff_weights_desc()), wy = zero(bw.diff_dst_desc());
  memory dx = zero(bd.diff_src_desc()), dw = zero(bd.weights_desc()), dy = zero(bd.diff_dst_desc());
  convolution_forward forward(f);
  convolution_backward_weights weights(bw);
  convolution_backward_data data(bd);
  return milliseconds([&] {
    forward.execute(s, {{DNNL_ARG_SRC, fx}, {DNNL_ARG_WEIGHTS, fw}, {DNNL_ARG_DST, fy}});
    weights.execute(s, {{DNNL_ARG_SRC, wx}, {DNNL_ARG_DIFF_WEIGHTS, ww}, {DNNL_ARG_DIFF_DST, wy}});
    if (!l.first) data.execute(s, {{DNNL_ARG_DIFF_SRC, dx}, {DNNL_ARG_WEIGHTS, dw}, {DNNL_ARG_DIFF_DST, dy}});
    s.wait();
  });
}

static double patches(const Layer &l) {
  int o = l.pixels(), terms = l.kernel * l.kernel * l.in, most = std::max(1, 262144 / (o * o * terms));
  std::vector<float> x(batch * l.size * l.size * l.in), w(l.out * terms), y(batch * o * o * l.out), dx(x.size());
  return milliseconds([&] {
#pragma omp parallel for
    for (int first = 0; first < batch; first += part) {
      std::vector<float> rows(most * o * o * terms), dw(w.size());
      auto each = [&](int from, int count, bool back) {
        for (int n = 0; n < count; n++)
          for (int oy = 0; oy < o; oy++)
            for (int ox = 0; ox < o; ox++) {
              float *row = &rows[((n * o + oy) * o + ox) * terms];
              for (int ky = 0; ky < l.kernel; ky++)
                for (int kx = 0; kx < l.kernel; kx++, row += l.in) {
                  int iy = oy * l.stride + ky - l.pad, ix = ox * l.stride + kx - l.pad;
                  bool inside = iy >= 0 && iy < l.size && ix >= 0 && ix < l.size;
                  size_t place = (((from + n) * l.size + iy) * size_t(l.size) + ix) * l.in;
                  if (back) { if (inside) for (int c = 0; c < l.in; c++) dx[place + c] += row[c]; }
                  else if (inside) memcpy(row, &x[place], l.in * 4);
                  else memset(row, 0, l.in * 4);
                }
            }
      };
      for (int from = first; from < first + part; from += most) {
        int count = std::min(most, first + part - from), m = count * o * o;
        float *out = &y[size_t(from) * o * o * l.out];
        each(from, count, false);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, l.out, terms, 1, &rows[0], terms, &w[0], terms, 0, out, l.out);
        each(from, count, false);  // gathered again on the way back
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, l.out, terms, m, 1, out, l.out, &rows[0], terms, 1, &dw[0], terms);
        if (l.first) continue;
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, terms, l.out, 1, out, l.out, &w[0], terms, 0, &rows[0], terms);
        each(from, count, true);
      }
    }
  });
}

int main() {
  omp_set_num_threads(2);
  openblas_set_num_threads(1);
  struct { const char *name; std::vector<Layer> layers; } networks[] = {
      {"LeNet-5", {{"6@5x5 of 28x28x1", 28, 1, 6, 5, 1, 0, true}, {"16@5x5 of 12x12x6", 12, 6, 16, 5, 1, 0, false}}},
      {"ResNet-8",
       {{"16@3x3 of 32x32x3", 32, 3, 16, 3, 1, 1, true}, {"16@3x3 of 32x32x16, twice", 32, 16, 16, 3, 1, 1, false},
        {"32@3x3/2 of 32x32x16", 32, 16, 32, 3, 2, 1, false}, {"32@3x3 of 16x16x32", 16, 32, 32, 3, 1, 1, false},
        {"32@1x1/2 of 32x32x16", 32, 16, 32, 1, 2, 0, false}, {"64@3x3/2 of 16x16x32", 16, 32, 64, 3, 2, 1, false},
        {"64@3x3 of 8x8x64", 8, 64, 64, 3, 1, 1, false}, {"64@1x1/2 of 16x16x32", 16, 32, 64, 1, 2, 0, false}}}};
  printf("| convolution | oneDNN | oneDNN, channels last | patches by OpenBLAS |\n|---|---:|---:|---:|\n");
  for (auto &network : networks) {
    double sums[3] = {0, 0, 0};
    for (auto &layer : network.layers) {
      double found[3] = {library(layer, false), library(layer, true), patches(layer)};
      int count = strstr(layer.name, "twice") ? 2 : 1;
      printf("| %s | %.2f ms | %.2f ms | %.2f ms |\n", layer.name, found[0], found[1], found[2]);
      for (int i = 0; i < 3; i++) sums[i] += count * found[i];
    }
    printf("| **%s**, 128 images, forward and back | %.2f ms | %.2f ms | %.2f ms |\n", network.name, sums[0], sums[1], sums[2]);
  }
}
