// The student of knowledge distillation (paper, Fig. 2; design: "two convolutions, pooling, dense head"): a small net
// that learns a black box's outputs from the picture itself. What a link is compared with: it sees more, and needs more
// training for it. Pure: pictures and outputs in, predictions out. A trained student is immutable and thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "metrics/metrics.h"
#include "outputs/output_table.h"

namespace mlink::methods {

/// The pictures of a table's rows, all of one small size.
struct Pictures {
  int side = 0;
  std::vector<std::uint8_t> pixels;  ///< rows x 3 planes (R, G, B) x side x side, 0..255
  std::vector<bool> there;           ///< one a row; false: there is no picture of it

  [[nodiscard]] std::size_t rows() const { return there.size(); }
  [[nodiscard]] std::size_t size() const { return 3 * static_cast<std::size_t>(side) * static_cast<std::size_t>(side); }
  [[nodiscard]] std::span<const std::uint8_t> row(std::size_t index) const {
    return {pixels.data() + index * size(), size()};
  }
};
/// Room for `rows` pictures, none of them there yet.
[[nodiscard]] Pictures make_pictures(std::size_t rows, int side);

/// Net: convolution 5 x 5 with stride 4, ReLU, convolution 3 x 3 with stride 2 and twice the channels, ReLU, max
/// pooling 2, dense, ReLU, dropout (labels only), dense. Training: the paper's RMSprop, as the links have it.
struct StudentSettings {
  int side = 64;      ///< of the pictures; a multiple of 16
  int channels = 16;  ///< of the first convolution
  int hidden = 32;    ///< units of the dense layer before the last
  double inner_part = 0.2;
  std::uint64_t seed = 1;
  int epochs = 100;
  int batch = 32;
  double learning_rate = 0.01;
  double alpha = 0.9;
  double epsilon = 1e-7;
  double dropout = 0.5;

  friend bool operator==(const StudentSettings&, const StudentSettings&) = default;
};
/// Names the first setting that is out of its range.
[[nodiscard]] Status check(const StudentSettings& settings);
void to_json(nlohmann::json& json, const StudentSettings& settings);
[[nodiscard]] Result<StudentSettings> student_settings_from_json(const nlohmann::json& json);

/// What a training leaves: LibTorch's, behind an interface, since LibTorch is in a module that is loaded when it is
/// first needed (methods/torch).
class StudentNet {
 public:
  StudentNet() = default;
  virtual ~StudentNet() = default;
  StudentNet(const StudentNet&) = delete;
  StudentNet& operator=(const StudentNet&) = delete;

  [[nodiscard]] virtual Predictions predict(const Pictures& pictures, std::span<const std::size_t> rows) const = 0;
  [[nodiscard]] virtual Predictions prior(std::size_t rows) const = 0;
  [[nodiscard]] virtual int best_epoch() const = 0;
  [[nodiscard]] virtual std::int64_t trained_frames() const = 0;
  [[nodiscard]] virtual int parameters() const = 0;
  [[nodiscard]] virtual std::string to_bytes() const = 0;
};

class Student {
 public:
  /// Learns the column's outputs in rows [0, train_rows) from their pictures; heads, losses, prior and the choice of
  /// the best epoch are the links'. Deterministic for a seed on one machine; runs on the calling thread alone. progress
  /// counts epochs.
  /// Errors: settings out of range; pictures of another size or number than the settings and the column say; a
  /// sequence, which a student of pictures does not offer; no usable training output; LibTorch's module is not there;
  /// `stopped` within one epoch.
  /// Defined results: rows without picture, output or finite values are left out; fewer than 2 such rows, or a target
  /// that never moves: the student says the prior (best epoch 0); a training that leaves the finite numbers ends there
  /// and keeps its best epoch.
  [[nodiscard]] static Result<Student> train(const Pictures& pictures, const OutputColumn& target,
                                             std::size_t train_rows, const StudentSettings& settings,
                                             const std::stop_token& stop = {}, const ProgressFn& progress = {});
  /// Whether outputs of this kind can be learnt from pictures here: all but sequences.
  [[nodiscard]] static bool offers(const OutputSpec& spec) { return spec.task != Task::sequence; }

  /// A row without picture gets the prior. `pictures` has the size the student was trained with.
  [[nodiscard]] Predictions predict(const Pictures& pictures, std::span<const std::size_t> rows) const {
    return net_->predict(pictures, rows);
  }
  /// The prior for that many rows: what the student's lift is measured from.
  [[nodiscard]] Predictions prior(std::size_t rows) const { return net_->prior(rows); }

  /// 0: nothing was learnt, the prior is predicted.
  [[nodiscard]] int best_epoch() const { return net_->best_epoch(); }
  [[nodiscard]] std::int64_t trained_frames() const { return net_->trained_frames(); }
  [[nodiscard]] int parameters() const { return net_->parameters(); }

  /// All that predicting needs. Errors of from_bytes: they are not a student's; LibTorch's module is not there.
  [[nodiscard]] std::string to_bytes() const { return net_->to_bytes(); }
  [[nodiscard]] static Result<Student> from_bytes(const std::string& bytes);

 private:
  explicit Student(std::unique_ptr<const StudentNet> net) : net_(std::move(net)) {}
  std::unique_ptr<const StudentNet> net_;
};

}  // namespace mlink::methods
