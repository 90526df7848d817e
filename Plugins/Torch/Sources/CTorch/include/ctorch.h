#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A tensor, owned by whoever received it; ct_free ends it. Every function that gives a tensor gives NULL, and every
/// function that gives an int gives -1, when something is wrong; ct_error says what. No C++ exception passes.
typedef struct ct_tensor ct_tensor;

enum ct_unary_operation {
  CT_NEGATE, CT_EXP, CT_LOG, CT_SQUARE, CT_SQRT, CT_TANH, CT_SIGMOID, CT_GELU, CT_SOFTPLUS, CT_TRANSPOSE, CT_DETACH
};
enum ct_binary_operation { CT_ADD, CT_SUBTRACT, CT_MULTIPLY, CT_DIVIDE, CT_MATMUL, CT_SPARSE_MATMUL };
enum ct_reduction { CT_SUM, CT_MEAN, CT_MAX, CT_SOFTMAX };

const char *ct_error(void);
/// One thread, deterministic algorithms; device 1 asks for CUDA. Gives the device in use.
int ct_start(int device);
int ct_has_cuda(void);

ct_tensor *ct_dense(const double *values, const int64_t *shape, int rank, int is_double);
ct_tensor *ct_sparse(const int64_t *rows, const int64_t *columns, const double *values, int64_t count, int64_t height,
                     int64_t width, int is_double);
void ct_free(ct_tensor *tensor);
int ct_rank(const ct_tensor *tensor);
int64_t ct_size(const ct_tensor *tensor, int dimension);
int64_t ct_count(const ct_tensor *tensor);
int ct_read(const ct_tensor *tensor, double *values, int64_t count);

ct_tensor *ct_unary(int operation, const ct_tensor *tensor);
ct_tensor *ct_binary(int operation, const ct_tensor *left, const ct_tensor *right);
ct_tensor *ct_affine(const ct_tensor *tensor, double factor, double shift);
ct_tensor *ct_reduce(int reduction, const ct_tensor *tensor, int dimension, int keep);
ct_tensor *ct_sum(const ct_tensor *tensor);
ct_tensor *ct_layer_norm(const ct_tensor *tensor, const ct_tensor *weight, const ct_tensor *bias);
ct_tensor *ct_reshape(const ct_tensor *tensor, const int64_t *shape, int rank);
ct_tensor *ct_permute(const ct_tensor *tensor, const int64_t *order, int rank);
ct_tensor *ct_join(ct_tensor *const *tensors, int count, int dimension);
ct_tensor *ct_select(const ct_tensor *tensor, int dimension, const int64_t *indices, int64_t count);
/// Mean weighted binary cross-entropy of logits.
ct_tensor *ct_cross_entropy(const ct_tensor *logits, const ct_tensor *labels, const ct_tensor *weights);

int ct_require_gradient(ct_tensor *tensor);
int ct_backward(const ct_tensor *loss);
/// The gradient that backward left, of zeros where none reached.
ct_tensor *ct_gradient(const ct_tensor *tensor);
/// One step of AdamW on parameters with gradients; the gradients are cleared.
int ct_adamw(ct_tensor *const *parameters, ct_tensor *const *means, ct_tensor *const *squares, int count, int64_t step,
             double rate, double decay);
/// Overwrites the values in place.
int ct_assign(ct_tensor *tensor, const double *values, int64_t count);

#ifdef __cplusplus
}
#endif
