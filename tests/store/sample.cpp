#include "store/sample.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

namespace mlink::test {
using namespace rooms;

OutputSpec count_spec() { return {Task::count, 1, {}, 0.5, "persons"}; }

OutputSpec labels_spec(int labels) {
  OutputSpec spec{Task::multi_label, labels, {}, 0.5, {}};
  for (int i = 0; i < labels; ++i) spec.labels.push_back("class " + std::to_string(i));
  return spec;
}

std::string json_of(const OutputSpec& spec) {
  nlohmann::json json;
  to_json(json, spec);
  return json.dump();
}

Result<Ids> fill(StoreWriter& writer, int cameras, int frames, const std::vector<OutputSpec>& boxes) {
  Ids ids;
  MLINK_TRY(writer.transaction([&]() -> Status {
    MLINK_ASSIGN(const auto video, writer.add_video({0, "/videos/street.avi", "video", "{}", "index"}));
    std::vector<StoredFrame> rows;
    for (int i = 0; i < frames; ++i) rows.push_back({0, i, i / 25.0});
    for (int i = 0; i < cameras; ++i) {
      StoredCamera camera;
      camera.video = video;
      camera.name = "cam " + std::to_string(i);
      camera.source_hash = "source " + std::to_string(i);
      MLINK_ASSIGN(const auto id, writer.add_camera(camera, rows));
      ids.cameras.push_back(id);
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const auto n = std::to_string(i);
      MLINK_ASSIGN(const auto id,
                   writer.add_box({0, "box " + n, {}, "content " + n, "{}", {}, json_of(boxes[i]), false}));
      ids.boxes.push_back(id);
    }
    return {};
  }));
  return ids;
}

StoredOutput value(RowId camera, RowId box, std::int64_t ordinal, std::vector<float> values) {
  return {camera, box, ordinal, {Presence::present, std::move(values), {}, {}}, {}, 0.25F};
}

StoredOutput group_output(const Ids& ids, std::int64_t group, int frame) {
  std::vector<float> values(80);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>((group * 31 + frame * 7 + static_cast<std::int64_t>(i)) % 1000) / 1000.F;
  return value(ids.cameras[0], ids.boxes[0], group * kGroupFrames + frame, std::move(values));
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string listing(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  std::string line;
  for (const auto& name : names) line += name + " ";
  return line;
}

namespace {

// Reads this thread's capabilities; given a value, puts it in force. glibc has no function for it.
std::uint32_t capabilities(std::optional<std::uint32_t> in_force = std::nullopt) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
  if (::syscall(SYS_capget, &header, data.data()) != 0) std::abort();
  if (!in_force) return data[0].effective;
  data[0].effective = *in_force;
  if (::syscall(SYS_capset, &header, data.data()) != 0) std::abort();
  return *in_force;
}

}  // namespace

BoundByModes::BoundByModes() : before_(capabilities()) {
  capabilities(before_ & ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH));
}

BoundByModes::~BoundByModes() { capabilities(before_); }

}  // namespace mlink::test
