// Adapter "program": any program that serves host/box_host.proto, in any language. make_black_box starts it in a
// process of its own; what is here reads the manifest.
#include <fmt/format.h>

#include <utility>

#include "adapter_list.h"
#include "blackbox/adapters/adapter_program.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

class ElsewhereEngine : public Engine {
 public:
  Status load() override {
    return fail(ErrorKind::unsupported, "A program runs in a process of its own, and is not loaded into this one.");
  }
  void unload() override {}
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) override {
    return std::vector<Result<Decoded>>(frames.size(),
                                        fail(ErrorKind::unsupported, "The program is not in this process."));
  }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

 private:
  std::vector<std::string> names_;
};

EngineResult make_program_engine(const Manifest& manifest, const BoxOptions&) {
  MLINK_TRY(expect_no_tensors(manifest));
  MLINK_TRY(program_command(manifest));
  return std::make_unique<ElsewhereEngine>();
}

}  // namespace

Result<std::vector<std::string>> program_command(const Manifest& manifest) {
  MLINK_TRY(expect_weights(manifest, 1, 100));
  Fields fields(manifest.settings_json, "$.settings");
  auto command = fields.get("command", std::vector<std::string>{"{0}"});
  if (command.empty() || command[0].empty()) fields.bad("command", "is empty");
  MLINK_TRY(fields.finish("the adapter \"program\""));
  for (auto& word : command)
    for (std::size_t i = 0; i < manifest.weights.size(); ++i) {
      const auto name = fmt::format("{{{}}}", i);
      if (const auto at = word.find(name); at != std::string::npos)
        word.replace(at, name.size(), manifest.weights[i].path.string());
    }
  return command;
}

Adapter adapter_program() {
  return {.name = "program",
          .title = "Program",
          .senses = Senses::picture,
          .make = make_program_engine,
          .gpu = true,
          .own_process = true};
}

}  // namespace mlink::blackbox
