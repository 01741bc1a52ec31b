#include <cblas.h>
#include <stdlib.h>
#include <string.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__x86_64__)
extern void *gotoblas __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));

/* OpenBLAS takes its slowest kernels on processors that it does not know by their number, whatever they can do. */
static inline void mantissa_choose_kernels(void) {
  if (&gotoblas == 0 || gotoblas_dynamic_init == 0 || getenv("OPENBLAS_CORETYPE") != 0) return;
  if (strcmp(openblas_get_corename(), "Prescott") != 0) return;
  const char *core = 0;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) core = "Haswell";
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl")) core = "SkylakeX";
  if (core == 0) return;
  setenv("OPENBLAS_CORETYPE", core, 1);
  gotoblas = 0;
  gotoblas_dynamic_init();
  unsetenv("OPENBLAS_CORETYPE");
}
#else
static inline void mantissa_choose_kernels(void) {}
#endif

/* The tensors of one layer take the memory of those before it: given back, it would be cleared again page by page. */
static inline void mantissa_keep_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}
