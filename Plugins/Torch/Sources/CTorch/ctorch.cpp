#include "ctorch.h"

#include <torch/torch.h>

#include <string>

struct ct_tensor {
  torch::Tensor value;
};

namespace {
thread_local std::string message;
torch::Device device(torch::kCPU);

/// Runs `body`; an exception becomes the message, and `failed` the result.
template <typename Result, typename Body>
Result guarded(Result failed, Body body) {
  try {
    return body();
  } catch (const c10::Error &error) {
    message = error.what_without_backtrace();
  } catch (const std::exception &error) {
    message = error.what();
  } catch (...) {
    message = "unknown C++ exception";
  }
  return failed;
}

template <typename Body>
ct_tensor *made(Body body) {
  return guarded<ct_tensor *>(nullptr, [&] { return new ct_tensor{body()}; });
}

torch::TensorOptions options(int is_double) {
  return torch::TensorOptions().dtype(is_double ? torch::kFloat64 : torch::kFloat32).device(device);
}

torch::Tensor numbers(const double *values, torch::IntArrayRef shape, int is_double) {
  return torch::from_blob(const_cast<double *>(values), shape, torch::kFloat64).clone().to(options(is_double));
}

torch::Tensor whole(const int64_t *values, int64_t count) {
  return torch::from_blob(const_cast<int64_t *>(values), {count}, torch::kInt64).clone().to(device);
}
}  // namespace

const char *ct_error(void) { return message.c_str(); }

int ct_has_cuda(void) {
  return guarded(-1, [] { return torch::cuda::is_available() ? 1 : 0; });
}

int ct_start(int wanted) {
  return guarded(-1, [&] {
    at::set_num_threads(1);
    at::globalContext().setDeterministicAlgorithms(true, true);
    device = wanted == 1 ? torch::Device(torch::kCUDA) : torch::Device(torch::kCPU);
    return wanted;
  });
}

ct_tensor *ct_dense(const double *values, const int64_t *shape, int rank, int is_double) {
  return made([&] { return numbers(values, torch::IntArrayRef(shape, rank), is_double); });
}

ct_tensor *ct_sparse(const int64_t *rows, const int64_t *columns, const double *values, int64_t count, int64_t height,
                     int64_t width, int is_double) {
  return made([&] {
    auto places = torch::stack({whole(rows, count), whole(columns, count)});
    return torch::sparse_coo_tensor(places, numbers(values, {count}, is_double), {height, width}).coalesce();
  });
}

void ct_free(ct_tensor *tensor) { delete tensor; }
int ct_rank(const ct_tensor *tensor) { return static_cast<int>(tensor->value.dim()); }
int64_t ct_count(const ct_tensor *tensor) { return tensor->value.numel(); }

int64_t ct_size(const ct_tensor *tensor, int dimension) {
  return guarded<int64_t>(-1, [&] { return tensor->value.size(dimension); });
}

int ct_read(const ct_tensor *tensor, double *values, int64_t count) {
  return guarded(-1, [&] {
    TORCH_CHECK(tensor->value.numel() == count, "the tensor holds ", tensor->value.numel(), " values, not ", count);
    auto copy = tensor->value.detach().to(torch::kCPU).to(torch::kFloat64).contiguous();
    std::copy_n(copy.data_ptr<double>(), count, values);
    return 0;
  });
}

ct_tensor *ct_unary(int operation, const ct_tensor *tensor) {
  return made([&] {
    const auto &x = tensor->value;
    switch (operation) {
      case CT_NEGATE: return torch::neg(x);
      case CT_EXP: return torch::exp(x);
      case CT_LOG: return torch::log(x);
      case CT_SQUARE: return torch::square(x);
      case CT_SQRT: return torch::sqrt(x);
      case CT_TANH: return torch::tanh(x);
      case CT_SIGMOID: return torch::sigmoid(x);
      case CT_GELU: return torch::gelu(x);
      case CT_SOFTPLUS: return torch::softplus(x);
      case CT_TRANSPOSE: return x.transpose(-2, -1);
      case CT_DETACH: return x.detach().clone();
      default: TORCH_CHECK(false, "no unary operation ", operation);
    }
  });
}

ct_tensor *ct_binary(int operation, const ct_tensor *left, const ct_tensor *right) {
  return made([&] {
    const auto &a = left->value;
    const auto &b = right->value;
    switch (operation) {
      case CT_ADD: return a + b;
      case CT_SUBTRACT: return a - b;
      case CT_MULTIPLY: return a * b;
      case CT_DIVIDE: return a / b;
      case CT_MATMUL: return torch::matmul(a, b);
      case CT_SPARSE_MATMUL: return torch::_sparse_mm(a, b);
      default: TORCH_CHECK(false, "no binary operation ", operation);
    }
  });
}

ct_tensor *ct_affine(const ct_tensor *tensor, double factor, double shift) {
  return made([&] { return tensor->value * factor + shift; });
}

ct_tensor *ct_reduce(int reduction, const ct_tensor *tensor, int dimension, int keep) {
  return made([&] {
    const auto &x = tensor->value;
    switch (reduction) {
      case CT_SUM: return x.sum(dimension, keep != 0);
      case CT_MEAN: return x.mean(dimension, keep != 0);
      case CT_MAX: return std::get<0>(x.max(dimension, keep != 0));
      case CT_SOFTMAX: return torch::softmax(x, dimension);
      default: TORCH_CHECK(false, "no reduction ", reduction);
    }
  });
}

ct_tensor *ct_sum(const ct_tensor *tensor) {
  return made([&] { return tensor->value.sum(); });
}

ct_tensor *ct_layer_norm(const ct_tensor *tensor, const ct_tensor *weight, const ct_tensor *bias) {
  return made([&] {
    return torch::layer_norm(tensor->value, {tensor->value.size(-1)}, weight->value, bias->value, 1e-5);
  });
}

ct_tensor *ct_reshape(const ct_tensor *tensor, const int64_t *shape, int rank) {
  return made([&] { return tensor->value.reshape(torch::IntArrayRef(shape, rank)); });
}

ct_tensor *ct_permute(const ct_tensor *tensor, const int64_t *order, int rank) {
  return made([&] { return tensor->value.permute(torch::IntArrayRef(order, rank)).contiguous(); });
}

ct_tensor *ct_join(ct_tensor *const *tensors, int count, int dimension) {
  return made([&] {
    std::vector<torch::Tensor> list;
    for (int index = 0; index < count; index++) list.push_back(tensors[index]->value);
    return torch::cat(list, dimension);
  });
}

ct_tensor *ct_select(const ct_tensor *tensor, int dimension, const int64_t *indices, int64_t count) {
  return made([&] { return tensor->value.index_select(dimension, whole(indices, count)); });
}

ct_tensor *ct_cross_entropy(const ct_tensor *logits, const ct_tensor *labels, const ct_tensor *weights) {
  return made([&] {
    auto each = torch::binary_cross_entropy_with_logits(logits->value, labels->value, {}, {}, at::Reduction::None);
    return (each * weights->value).sum() / weights->value.sum();
  });
}

int ct_require_gradient(ct_tensor *tensor) {
  return guarded(-1, [&] {
    tensor->value.set_requires_grad(true);
    return 0;
  });
}

int ct_backward(const ct_tensor *loss) {
  return guarded(-1, [&] {
    loss->value.backward();
    return 0;
  });
}

ct_tensor *ct_gradient(const ct_tensor *tensor) {
  return made([&] {
    auto gradient = tensor->value.grad();
    return gradient.defined() ? gradient.detach().clone() : torch::zeros_like(tensor->value).detach();
  });
}

int ct_adamw(ct_tensor *const *parameters, ct_tensor *const *means, ct_tensor *const *squares, int count, int64_t step,
             double rate, double decay) {
  return guarded(-1, [&] {
    torch::NoGradGuard still;
    const double first = 0.9, second = 0.999;
    const double mean_bias = 1 - std::pow(first, step), square_bias = 1 - std::pow(second, step);
    for (int index = 0; index < count; index++) {
      auto &parameter = parameters[index]->value;
      auto gradient = parameter.grad();
      if (!gradient.defined()) continue;
      parameter.mul_(1 - rate * decay);
      means[index]->value.mul_(first).add_(gradient, 1 - first);
      squares[index]->value.mul_(second).addcmul_(gradient, gradient, 1 - second);
      auto spread = (squares[index]->value / square_bias).sqrt_().add_(1e-8);
      parameter.addcdiv_(means[index]->value, spread, -rate / mean_bias);
      parameter.mutable_grad() = torch::Tensor();
    }
    return 0;
  });
}

int ct_assign(ct_tensor *tensor, const double *values, int64_t count) {
  return guarded(-1, [&] {
    torch::NoGradGuard still;
    TORCH_CHECK(tensor->value.numel() == count, "the tensor holds ", tensor->value.numel(), " values, not ", count);
    tensor->value.copy_(torch::from_blob(const_cast<double *>(values), tensor->value.sizes(), torch::kFloat64));
    return 0;
  });
}
