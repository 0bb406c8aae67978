#include "methods/kd_student.h"

#include <fmt/format.h>

#include "base/modules.h"
#include "methods/torch/table.h"

namespace mlink::methods {
namespace {

Status check_fit(const Pictures& pictures, const OutputColumn& column, std::size_t train_rows,
                 const StudentSettings& settings) {
  MLINK_TRY(check(settings));
  if (!Student::offers(column.spec))
    return fail(ErrorKind::unsupported,
                fmt::format("A student of pictures does not learn the words of {}.", column.box));
  if (pictures.side != settings.side || pictures.pixels.size() != pictures.rows() * pictures.size())
    return fail(ErrorKind::invalid_input,
                fmt::format("The student's pictures are not {0} x {0} pixels.", settings.side));
  if (pictures.rows() != column.presence.size() || train_rows > pictures.rows())
    return fail(ErrorKind::invalid_input,
                fmt::format("There are {} pictures for {} outputs of {} and {} training rows.", pictures.rows(),
                            column.presence.size(), column.box, train_rows));
  return {};
}

}  // namespace

Result<Student> Student::train(const Pictures& pictures, const OutputColumn& target, std::size_t train_rows,
                               const StudentSettings& settings, const std::stop_token& stop,
                               const ProgressFn& progress) {
  MLINK_TRY(check_fit(pictures, target, train_rows, settings));
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  MLINK_ASSIGN(auto net, torch->train_student(pictures, target, train_rows, settings, stop, progress));
  return Student(std::move(net));
}

Result<Student> Student::from_bytes(const std::string& bytes) {
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  MLINK_ASSIGN(auto net, torch->student_from_bytes(bytes));
  return Student(std::move(net));
}

}  // namespace mlink::methods
