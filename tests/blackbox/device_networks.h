// Networks, pictures and boxes of the suites that try the way of a GPU with the CPU as the device.
#pragma once

#include <QFile>
#include <QTemporaryDir>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "blackbox/adapters/torch_module.h"
#include "blackbox/black_box.h"
#include "blackbox/preprocess.h"
#include "support/tiny_networks.h"

namespace mlink::test {
using namespace rooms;

/// Noise with edges in it, always the same for a seed.
inline Frame picture(int width, int height, std::uint64_t seed = 1) {
  auto made = std::make_shared<Picture>();
  *made = {width, height, 3 * width, {}};
  Random noise(seed);
  for (int i = 0; i < 3 * width * height; ++i)
    made->rgb.push_back(static_cast<std::uint8_t>(i % 29 == 0 ? 255 : noise.below(256)));
  return {std::move(made), 0, 0, 0};
}

class Network {
 public:
  explicit Network(const std::string& source) {
    if (dir_.isValid()) write_network(file().toStdString(), source);
  }
  [[nodiscard]] QString file() const { return dir_.filePath("network.pt"); }

  [[nodiscard]] Result<TorchModule> module(const InputSpec& input, int lot) const {
    TorchModule::Options options;
    options.use_gpu = false;
    options.input_shape = shape_of(input);
    options.on_device = true;
    options.lot = lot;
    return TorchModule::load(file().toStdString(), options);
  }

  [[nodiscard]] Result<std::unique_ptr<BlackBox>> box(nlohmann::json document, bool on_device) const {
    document["version"] = 1;
    document["name"] = "made";
    document["adapter"] = "torchscript";
    document["weights"] = {{{"path", file().toStdString()}}};
    QFile out(dir_.filePath("box.json"));
    if (!out.open(QIODevice::WriteOnly)) return fail(ErrorKind::io, "no file");
    out.write(QByteArray::fromStdString(document.dump()));
    out.close();
    MLINK_ASSIGN(const auto manifest, read_manifest(dir_.filePath("box.json").toStdString()));
    BoxOptions options;
    options.use_gpu = false;
    options.on_device = on_device;
    MLINK_ASSIGN(auto made, make_black_box(manifest, options));
    MLINK_TRY(made->load());
    return made;
  }

 private:
  QTemporaryDir dir_;
};

/// The source of a network whose outputs are these.
inline std::string gives(const std::string& outputs, const std::string& before = {}) {
  return "def forward(self, x: Tensor) -> List[Tensor]:\n" + before + "    return [" + outputs + "]\n";
}

inline nlohmann::json box_of(const std::string& head, const std::string& reducer, const std::string& output,
                             const char* resize) {
  return {{"input", {{"width", 16}, {"height", 12}, {"resize", resize}}},
          {"head", nlohmann::json::parse(head)},
          {"reducer", nlohmann::json::parse(reducer)},
          {"output", nlohmann::json::parse(output)}};
}

inline std::string text_of(const std::vector<Answer>& answers) {
  std::string text;
  for (const auto& answer : answers) {
    text += std::to_string(static_cast<int>(answer.output.presence)) + answer.output.reason;
    for (const float value : answer.output.values) text += " " + std::to_string(value);
    const auto marks = answer.marks.to_bytes();
    text += " " +
            QByteArray(reinterpret_cast<const char*>(marks.data()), static_cast<qsizetype>(marks.size()))
                .toHex()
                .toStdString() +
            "\n";
  }
  return text;
}

}  // namespace mlink::test
