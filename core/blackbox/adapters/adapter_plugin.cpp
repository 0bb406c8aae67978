// Adapter "plugin": a shared library with the C interface of plugin/mlink_box.h. In a process of its own only.
#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter_list.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/adapter_plugin.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/json_fields.h"
#include "blackbox/plugin/mlink_box.h"

namespace mlink::blackbox {
namespace {

/// What a plugin says of one frame.
struct Said {
  Decoded found;
  std::optional<std::string> failure;
};

mlink_box_sink sink_of(Said& said) {
  const auto of = [](void* context) -> Said& { return *static_cast<Said*>(context); };
  static constexpr auto to = of;
  mlink_box_sink sink{};
  sink.context = &said;
  sink.values = [](void* context, const float* values, std::size_t count) {
    if (values != nullptr) to(context).found.values.insert(to(context).found.values.end(), values, values + count);
  };
  sink.detection = [](void* context, const mlink_box_detection* one) {
    if (one == nullptr) return;
    to(context).found.detections.push_back({one->x0, one->y0, one->x1, one->y1, one->score, one->label});
  };
  sink.word = [](void* context, const char* utf8) {
    if (utf8 != nullptr) to(context).found.words.emplace_back(utf8);
  };
  sink.none = [](void* context) { to(context).found.none = true; };
  sink.fail = [](void* context, const char* reason) {
    to(context).failure = reason == nullptr || *reason == 0 ? "The plugin gave no reason." : reason;
  };
  return sink;
}

/// A library that is a plugin. It stays: what it started may outlive the box.
struct OpenPlugin {
  const mlink_box_plugin* functions = nullptr;
  std::string about;
};

Result<OpenPlugin> open_plugin(const std::filesystem::path& file) {
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return fail(ErrorKind::corrupt, fmt::format("The plugin cannot be loaded: {}.", dlerror()),
                "Build it for this machine.", file.string());
  const auto function = reinterpret_cast<mlink_box_plugin_function>(dlsym(library, MLINK_BOX_FUNCTION));
  const mlink_box_plugin* plugin = function == nullptr ? nullptr : function();
  if (plugin == nullptr)
    return fail(ErrorKind::unsupported,
                fmt::format("The library has no function {}: it is no plugin.", MLINK_BOX_FUNCTION),
                "See core/blackbox/plugin/mlink_box.h.", file.string());
  if (plugin->version != MLINK_BOX_VERSION || plugin->create == nullptr || plugin->look == nullptr ||
      plugin->destroy == nullptr)
    return fail(ErrorKind::unsupported,
                fmt::format("The plugin speaks version {} of the interface or lacks one of its functions; this program "
                            "speaks version {}.",
                            plugin->version, MLINK_BOX_VERSION),
                "Build it with this program's mlink_box.h.", file.string());
  OpenPlugin open{plugin, {}};
  const auto about = reinterpret_cast<mlink_box_about_function>(dlsym(library, MLINK_BOX_ABOUT));
  if (const char* text = about == nullptr ? nullptr : about(); text != nullptr)
    open.about.assign(text, strnlen(text, kMostAbout + 1));
  return open;
}

class PluginEngine : public Engine {
 public:
  PluginEngine(std::filesystem::path file, std::string settings)
      : file_(std::move(file)), settings_(std::move(settings)) {}
  ~PluginEngine() override { PluginEngine::unload(); }

  Status load() override {
    MLINK_ASSIGN(const auto open, open_plugin(file_));
    const mlink_box_plugin* plugin = open.functions;
    std::array<char, 512> error{};
    box_ = plugin->create(settings_.c_str(), error.data(), error.size());
    error.back() = 0;
    if (box_ == nullptr)
      return fail(ErrorKind::failed,
                  fmt::format("The plugin cannot begin: {}", error[0] == 0 ? "it gives no reason." : error.data()), {},
                  file_.string());
    plugin_ = plugin;
    names_.clear();
    const char* const* labels = plugin->labels == nullptr ? nullptr : plugin->labels(box_);
    for (; labels != nullptr && *labels != nullptr; ++labels) names_.emplace_back(*labels);
    return {};
  }

  void unload() override {
    if (box_ != nullptr) plugin_->destroy(box_);
    box_ = nullptr;
  }

  std::vector<Result<Decoded>> look(std::span<const Frame> frames) override {
    std::vector<Result<Decoded>> found;
    for (const auto& frame : frames) {
      Said said;
      const mlink_box_sink sink = sink_of(said);
      const mlink_box_frame picture{frame.row(0),   frame.width(),   frame.height(), frame.stride(),
                                    frame.camera(), frame.ordinal(), frame.seconds()};
      plugin_->look(box_, &picture, &sink);
      if (said.failure)
        found.emplace_back(fail(ErrorKind::failed, *said.failure));
      else
        found.emplace_back(std::move(said.found));
    }
    return found;
  }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

 private:
  std::filesystem::path file_;
  std::string settings_;
  const mlink_box_plugin* plugin_ = nullptr;
  void* box_ = nullptr;
  std::vector<std::string> names_;
};

EngineResult make_plugin_engine(const Manifest& manifest, const BoxOptions&) {
  MLINK_TRY(expect_weights(manifest, 1, 1));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  const auto own = fields.raw("plugin");
  MLINK_TRY(fields.finish("the adapter \"plugin\""));
  return std::make_unique<PluginEngine>(manifest.weights[0].path, own.is_null() ? "{}" : own.dump());
}

}  // namespace

Result<PluginAnswer> ask_plugin_here(const std::filesystem::path& file, bool trial) {
  MLINK_ASSIGN(const auto open, open_plugin(file));
  PluginAnswer answer;
  answer.about = open.about;
  if (!trial) return answer;
  const auto said = nlohmann::json::parse(open.about, nullptr, false);
  const bool settings = said.is_object() && said.contains("settings");
  PluginEngine box(file, settings ? said["settings"].dump() : "{}");
  if (const auto loaded = box.load(); !loaded) {
    answer.trouble = loaded.error().what;
    return answer;
  }
  answer.labels = box.names();
  const Frame noise = noise_picture(320, 240);
  const auto found = box.look(std::span(&noise, 1));
  if (!found[0]) {
    answer.trouble = found[0].error().what;
    return answer;
  }
  answer.values = static_cast<int>(found[0]->values.size());
  answer.detections = static_cast<int>(found[0]->detections.size());
  answer.words = static_cast<int>(found[0]->words.size());
  return answer;
}

Adapter adapter_plugin() {
  return {.name = "plugin",
          .title = "Plugin",
          .senses = Senses::picture,
          .make = make_plugin_engine,
          .gpu = true,
          .own_process = true};
}

}  // namespace mlink::blackbox
