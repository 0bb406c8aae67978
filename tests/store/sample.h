// Files, rows and people for the store's tests.
#pragma once

#include <QTemporaryDir>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/store.h"

namespace mlink::test {
using namespace rooms;

/// The error's text; empty when there is none.
template <class T>
std::string why(const Result<T>& result) {
  return result ? std::string() : result.error().text();
}
/// Shows the error of a Result or Status that should have been good. Evaluates `expr` once, which QVERIFY2 does not.
#define VERIFY_OK(expr)                                                   \
  do {                                                                    \
    const auto& verify_ok = (expr);                                       \
    QVERIFY2(verify_ok.has_value(), mlink::test::why(verify_ok).c_str()); \
  } while (false)
/// The value of a Result, or fails the test.
#define ASSIGN_OK(decl, expr)                       \
  auto MLINK_CONCAT(ok_result_, __LINE__) = (expr); \
  VERIFY_OK(MLINK_CONCAT(ok_result_, __LINE__));    \
  decl = std::move(*MLINK_CONCAT(ok_result_, __LINE__))

class Folder {
 public:
  [[nodiscard]] std::filesystem::path file(const std::string& name = "street.mlink") const {
    return std::filesystem::path(dir_.path().toStdString()) / name;
  }
  [[nodiscard]] std::filesystem::path path() const { return dir_.path().toStdString(); }

 private:
  QTemporaryDir dir_;
};

OutputSpec count_spec();
OutputSpec labels_spec(int labels);
std::string json_of(const OutputSpec& spec);

struct Ids {
  std::vector<RowId> cameras, boxes;
};

/// One video, `cameras` cameras of `frames` frames (ordinals 0, 1, ...; 25 a second) named "cam 0", ... and a box for
/// each spec named "box 0", ...
Result<Ids> fill(StoreWriter& writer, int cameras, int frames, const std::vector<OutputSpec>& boxes);

StoredOutput value(RowId camera, RowId box, std::int64_t ordinal, std::vector<float> values);
inline Status put(StoreWriter& writer, const std::vector<StoredOutput>& rows) { return writer.put_outputs(rows); }

/// What group n of a numbered writer holds: the outputs of `kGroupFrames` frames of 80 labels, told by n.
constexpr int kGroupFrames = 50;
StoredOutput group_output(const Ids& ids, std::int64_t group, int frame);

/// The whole file, byte by byte; empty when it is not there.
std::string bytes_of(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, const std::string& bytes);
/// Names of the files in a folder, sorted, in one line.
std::string listing(const std::filesystem::path& folder);

/// For as long as it lives, files' modes bind this thread even where it is root's. Another user's identity would do
/// too, but not where only root gets through to the temporary folder.
class BoundByModes {
 public:
  BoundByModes();
  BoundByModes(const BoundByModes&) = delete;
  BoundByModes& operator=(const BoundByModes&) = delete;
  ~BoundByModes();

 private:
  std::uint32_t before_ = 0;  ///< the capabilities (the first 32) that are in force without it
};

/// A main of its own for what needs another process: see children.cpp.
int child_main(const std::vector<std::string>& arguments);

}  // namespace mlink::test
