/* Convolutions of channel-last tensors of 32-bit floats by oneDNN, versions 2 and 3, whose C interfaces differ. */
#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t mantissa_layout;
#define MANTISSA_LAYOUT(desc) (desc)
#else
typedef const dnnl_memory_desc_t *mantissa_layout;
#define MANTISSA_LAYOUT(desc) (&(desc))
#endif

/* Extents without the batch: all of them are 1 or more, paddings may be 0. */
typedef struct {
  int64_t batch, groups, height, width, inputs, out_height, out_width, outputs;
  int64_t kernel[2], stride[2], dilation[2], before[2], after[2];
} mantissa_convolution_shape;

/* What is done: outputs of inputs and weights, gradients of inputs, gradients of weights. */
enum { MANTISSA_FORWARD, MANTISSA_INPUTS, MANTISSA_WEIGHTS };

typedef struct {
  dnnl_engine_t engine;
  dnnl_memory_desc_t inputs, weights, outputs;
  dnnl_primitive_desc_t descs[3];
  dnnl_primitive_t primitives[3], reorders[3];
} mantissa_convolution;

static inline int mantissa_dense(
    dnnl_memory_desc_t *desc, int count, const int64_t *extents, const int64_t *strides) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_strides(desc, count, extents, dnnl_f32, strides) == dnnl_success;
#else
  return dnnl_memory_desc_init_by_strides(desc, count, extents, dnnl_f32, strides) == dnnl_success;
#endif
}

static inline int mantissa_free_layout(dnnl_memory_desc_t *desc, int count, const int64_t *extents) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_tag(desc, count, extents, dnnl_f32, dnnl_format_tag_any) == dnnl_success;
#else
  return dnnl_memory_desc_init_by_tag(desc, count, extents, dnnl_f32, dnnl_format_tag_any) == dnnl_success;
#endif
}

static inline int mantissa_describe(
    mantissa_convolution *c, int kind, const mantissa_convolution_shape *s, dnnl_memory_desc_t weights,
    dnnl_primitive_attr_t attr) {
  mantissa_layout x = MANTISSA_LAYOUT(c->inputs), w = MANTISSA_LAYOUT(weights), y = MANTISSA_LAYOUT(c->outputs);
  int64_t dilation[2] = {s->dilation[0] - 1, s->dilation[1] - 1};
  dnnl_primitive_desc_t *made = &c->descs[kind], hint = kind == MANTISSA_FORWARD ? NULL : c->descs[MANTISSA_FORWARD];
#if DNNL_VERSION_MAJOR >= 3
  switch (kind) {
  case MANTISSA_FORWARD:
    return dnnl_convolution_forward_primitive_desc_create(made, c->engine, dnnl_forward_training, dnnl_convolution_direct, x, w,
        NULL, y, s->stride, dilation, s->before, s->after, attr) == dnnl_success;
  case MANTISSA_INPUTS:
    return dnnl_convolution_backward_data_primitive_desc_create(made, c->engine, dnnl_convolution_direct, x, w, y, s->stride,
        dilation, s->before, s->after, hint, attr) == dnnl_success;
  default:
    return dnnl_convolution_backward_weights_primitive_desc_create(made, c->engine, dnnl_convolution_direct, x, w, NULL, y,
        s->stride, dilation, s->before, s->after, hint, attr) == dnnl_success;
  }
#else
  dnnl_convolution_desc_t desc;
  dnnl_status_t status;
  switch (kind) {
  case MANTISSA_FORWARD:
    status = dnnl_dilated_convolution_forward_desc_init(&desc, dnnl_forward_training, dnnl_convolution_direct, x, w, NULL, y,
        s->stride, dilation, s->before, s->after);
    break;
  case MANTISSA_INPUTS:
    status = dnnl_dilated_convolution_backward_data_desc_init(&desc, dnnl_convolution_direct, x, w, y, s->stride, dilation,
        s->before, s->after);
    break;
  default:
    status = dnnl_dilated_convolution_backward_weights_desc_init(&desc, dnnl_convolution_direct, x, w, NULL, y, s->stride,
        dilation, s->before, s->after);
  }
  return status == dnnl_success && dnnl_primitive_desc_create(made, &desc, attr, c->engine, hint) == dnnl_success;
#endif
}

/* Weights in the layout that a primitive works with. */
static inline mantissa_layout mantissa_own_weights(const mantissa_convolution *c, int kind) {
  dnnl_query_t query = kind == MANTISSA_WEIGHTS ? dnnl_query_diff_weights_md : dnnl_query_weights_md;
  return dnnl_primitive_desc_query_md(c->descs[kind], query, 0);
}

/* Callers spread batches over the cores, so the library stays on its caller's thread. */
static inline void mantissa_use_caller(void) {
  static void (*set)(int);
  if (set == NULL) set = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set != NULL) set(1);
}

/* NULL where oneDNN has no such convolution or no memory; what was made till then stays, as does what succeeds. */
static inline mantissa_convolution *mantissa_convolution_make(const mantissa_convolution_shape *s) {
  mantissa_use_caller();
  mantissa_convolution *c = calloc(1, sizeof *c);
  dnnl_primitive_attr_t attr;
  if (c == NULL || dnnl_engine_create(&c->engine, dnnl_cpu, 0) != dnnl_success) return NULL;
  if (dnnl_primitive_attr_create(&attr) != dnnl_success) return NULL;
  if (dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user) != dnnl_success) return NULL;
  int64_t in = s->inputs, out = s->outputs, own = in / s->groups, rows = s->kernel[0], columns = s->kernel[1];
  int64_t x[4] = {s->batch, in, s->height, s->width}, y[4] = {s->batch, out, s->out_height, s->out_width};
  int64_t xs[4] = {s->height * s->width * in, 1, s->width * in, in};
  int64_t ys[4] = {s->out_height * s->out_width * out, 1, s->out_width * out, out};
  int64_t w[5] = {s->groups, out / s->groups, own, rows, columns};
  int64_t ws[5] = {out / s->groups * rows * columns * own, rows * columns * own, 1, columns * own, own};
  int skip = s->groups == 1;
  dnnl_memory_desc_t any;
  if (!mantissa_dense(&c->inputs, 4, x, xs) || !mantissa_dense(&c->outputs, 4, y, ys)) return NULL;
  if (!mantissa_dense(&c->weights, 5 - skip, w + skip, ws + skip) || !mantissa_free_layout(&any, 5 - skip, w + skip)) return NULL;
  for (int kind = 0; kind < 3; kind++) {
    if (!mantissa_describe(c, kind, s, any, attr)) return NULL;
    if (dnnl_primitive_create(&c->primitives[kind], c->descs[kind]) != dnnl_success) return NULL;
    mantissa_layout ours = MANTISSA_LAYOUT(c->weights), theirs = mantissa_own_weights(c, kind);
    mantissa_layout from = kind == MANTISSA_WEIGHTS ? theirs : ours, to = kind == MANTISSA_WEIGHTS ? ours : theirs;
    dnnl_primitive_desc_t reorder;
    if (dnnl_reorder_primitive_desc_create(&reorder, from, c->engine, to, c->engine, NULL) != dnnl_success) return NULL;
    if (dnnl_primitive_create(&c->reorders[kind], reorder) != dnnl_success) return NULL;
  }
  return c;
}

static inline void *mantissa_room(mantissa_layout layout) {
  size_t size = dnnl_memory_desc_get_size(layout);
  return aligned_alloc(64, size / 64 * 64 + 64);
}

/* `x` are inputs or their gradients, `y` outputs or theirs; of the three the kind says which is written. 0 where it failed. */
static inline int mantissa_convolution_run(
    const mantissa_convolution *c, int kind, const float *x, const float *w, const float *y) {
  mantissa_use_caller();
  int args[3][3] = {
      {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST}, {DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST},
      {DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST}};
  mantissa_layout theirs = mantissa_own_weights(c, kind);
  mantissa_layout scratch = dnnl_primitive_desc_query_md(c->descs[kind], dnnl_query_scratchpad_md, 0);
  mantissa_layout layouts[5] = {
      MANTISSA_LAYOUT(c->inputs), theirs, MANTISSA_LAYOUT(c->outputs), scratch, MANTISSA_LAYOUT(c->weights)};
  void *places[5] = {(void *)x, mantissa_room(theirs), (void *)y, mantissa_room(scratch), (void *)w};
  dnnl_memory_t memories[5] = {0};
  dnnl_stream_t stream = NULL;
  int good = places[1] != NULL && places[3] != NULL;
  for (int i = 0; i < 5 && good; i++) good = dnnl_memory_create(&memories[i], layouts[i], c->engine, places[i]) == dnnl_success;
  good = good && dnnl_stream_create(&stream, c->engine, dnnl_stream_default_flags) == dnnl_success;
  int writes = kind == MANTISSA_WEIGHTS;
  dnnl_exec_arg_t reorder[2] = {{DNNL_ARG_FROM, memories[writes ? 1 : 4]}, {DNNL_ARG_TO, memories[writes ? 4 : 1]}};
  dnnl_exec_arg_t given[4] = {
      {args[kind][0], memories[0]}, {args[kind][1], memories[1]}, {args[kind][2], memories[2]}, {DNNL_ARG_SCRATCHPAD, memories[3]}};
  if (good && !writes) good = dnnl_primitive_execute(c->reorders[kind], stream, 2, reorder) == dnnl_success;
  good = good && dnnl_primitive_execute(c->primitives[kind], stream, 4, given) == dnnl_success;
  if (good && writes) good = dnnl_primitive_execute(c->reorders[kind], stream, 2, reorder) == dnnl_success;
  good = good && dnnl_stream_wait(stream) == dnnl_success;
  for (int i = 0; i < 5; i++) if (memories[i] != NULL) dnnl_memory_destroy(memories[i]);
  if (stream != NULL) dnnl_stream_destroy(stream);
  free(places[1]);
  free(places[3]);
  return good;
}
