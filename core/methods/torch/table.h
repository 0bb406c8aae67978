// Internal to core/methods: what the module with LibTorch does for this room.
#pragma once

#include "methods/kd_student.h"
#include "methods/mtl_net.h"

namespace mlink::methods {

struct TorchTable {
  /// Student::train, for what was checked.
  Result<std::unique_ptr<const StudentNet>> (*train_student)(const Pictures& pictures, const OutputColumn& target,
                                                             std::size_t train_rows, const StudentSettings& settings,
                                                             const std::stop_token& stop, const ProgressFn& progress);
  /// Student::from_bytes.
  Result<std::unique_ptr<const StudentNet>> (*student_from_bytes)(const std::string& bytes);
  /// One net on the outputs of several columns: a row teaches the heads whose boxes have an output there.
  Result<std::unique_ptr<const MtlNet>> (*train_mtl)(const Pictures& pictures,
                                                     std::span<const OutputColumn* const> targets,
                                                     const StudentSettings& settings, const std::stop_token& stop,
                                                     const ProgressFn& progress);
};
/// TorchTable::train_mtl.
[[nodiscard]] Result<std::unique_ptr<const MtlNet>> train_mtl(const Pictures& pictures,
                                                              std::span<const OutputColumn* const> targets,
                                                              const StudentSettings& settings,
                                                              const std::stop_token& stop, const ProgressFn& progress);
/// The module's function, of type `const TorchTable* ()`.
inline constexpr const char* kTorchTable = "mlink_methods_torch";

}  // namespace mlink::methods
