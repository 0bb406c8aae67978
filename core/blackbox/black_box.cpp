// From a manifest to a black box: the adapters by name.
#include "blackbox/black_box.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "adapter_list.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/adapter_program.h"
#include "blackbox/crop_box.h"
#include "blackbox/host/hosted_box.h"
#include "blackbox/host/sandbox.h"
#include "blackbox/trust.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

// "a, b and c".
std::string adapter_names() {
  std::string text;
  const auto& all = adapters();
  for (std::size_t i = 0; i < all.size(); ++i)
    text += (i == 0 ? "" : i + 1 < all.size() ? ", " : " and ") + std::string(all[i].name);
  return text;
}

Status check_sound(const Manifest& manifest, Senses senses) {
  const bool given = manifest.sound.window > 0;
  if (senses == Senses::either || given == (senses == Senses::sound)) return {};
  return fail(ErrorKind::invalid_input,
              given ? fmt::format("$.sound is not known to the adapter \"{}\": it looks at pictures.", manifest.adapter)
                    : fmt::format("$.sound is missing: the adapter \"{}\" listens to the sound around the frame.",
                                  manifest.adapter));
}

const Adapter* adapter_of(const Manifest& manifest) {
  for (const auto& adapter : adapters())
    if (manifest.adapter == adapter.name) return &adapter;
  return nullptr;
}

bool is_program(const Manifest& manifest) { return manifest.adapter == "program"; }

// Whether a box gets a process of its own, and how.
Result<std::optional<HostingOptions>> hosting_of(const Manifest& manifest, const BoxOptions& options) {
  if (options.process == BoxProcess::this_one) return std::nullopt;
  MLINK_ASSIGN(const auto trust, trust_of(manifest));
  const Adapter* const adapter = adapter_of(manifest);
  const bool only_there = adapter != nullptr && adapter->own_process;
  if (!only_there && !manifest.process.own && trust.whole()) return std::nullopt;
  HostingOptions hosting;
  hosting.sandboxed = !trust.whole();
  if (is_program(manifest)) {
    MLINK_ASSIGN(hosting.command, program_command(manifest));
  }
  return hosting;
}

Result<std::unique_ptr<BlackBox>> make_simple(const Manifest& manifest, const BoxOptions& options) {
  MLINK_ASSIGN(auto engine, make_engine(manifest, options));
  MLINK_ASSIGN(auto reducer, Reducer::from_json(manifest.reducer_json, manifest.output));
  return std::make_unique<AdapterBox>(manifest, std::move(engine), std::move(reducer));
}

// The box that looks at the region, by itself.
Manifest without_crop(Manifest manifest) {
  manifest.crop_by = nullptr;
  auto document = nlohmann::json::parse(manifest.json);
  document.erase("crop");
  manifest.json = document.dump(2);
  return manifest;
}

}  // namespace

const std::vector<Adapter>& adapters() {
  static const auto all = [] {
    std::vector<Adapter> made;
    made.reserve(kAdapterFunctions.size());
    for (const auto adapter : kAdapterFunctions) made.push_back(adapter());
    return made;
  }();
  return all;
}

BoxDevice device_of(const Manifest& manifest, const BoxOptions& options) {
  const Adapter* const adapter = adapter_of(manifest);
  if (adapter == nullptr || manifest.crop_by) return BoxDevice::none;
  const bool gpu = adapter->gpu && (options.on_device || (options.use_gpu && gpu_count() > 0));
  if (!gpu && !adapter->server) return BoxDevice::none;
  const auto hosting = hosting_of(manifest, options);
  if (!hosting || hosting->has_value()) return BoxDevice::none;
  return adapter->server ? BoxDevice::server : BoxDevice::gpu;
}

Result<BoxHousing> housing_of(const Manifest& manifest) {
  MLINK_ASSIGN(const auto hosting, hosting_of(manifest, {}));
  if (!hosting) return BoxHousing{false, false, "in this program"};
  BoxHousing housing{true, hosting->sandboxed, "in a process of its own"};
  if (housing.sandboxed)
    housing.text += ", closed in since its files are not trusted: " + sandbox_parts().text() + " (mlink box trust)";
  return housing;
}

EngineResult make_engine(const Manifest& manifest, const BoxOptions& options) {
  if (const Adapter* const adapter = adapter_of(manifest)) {
    MLINK_TRY(check_sound(manifest, adapter->senses));
    return adapter->make(manifest, options);
  }
  return fail(ErrorKind::unsupported, fmt::format("There is no adapter \"{}\".", manifest.adapter),
              "Adapters are " + adapter_names() + ".");
}

Status expect_weights(const Manifest& manifest, std::size_t least, std::size_t most) {
  const auto n = manifest.weights.size();
  if (n >= least && n <= most) return {};
  const auto wanted = least == most ? fmt::format("{}", least) : fmt::format("{} or {}", least, most);
  return fail(ErrorKind::invalid_input,
              fmt::format("$.weights names {} files; the adapter \"{}\" needs {}.", n, manifest.adapter, wanted));
}

Status expect_no_tensors(const Manifest& manifest) {
  const auto extra = [&](const char* field) {
    return fail(ErrorKind::invalid_input,
                fmt::format("$.{} is not known to the adapter \"{}\": {}.", field, manifest.adapter,
                            manifest.sound.window > 0 ? "it listens" : "it looks at the picture as it is"));
  };
  if (manifest.head_json != "{}") return extra("head");
  if (manifest.input.width > 0) return extra("input");
  if (!manifest.tensors.empty()) return extra("tensors");
  return {};
}

Status expect_heard(const Frame& frame, const SoundSpec& sound) {
  if (!frame.sound()) return fail(ErrorKind::failed, "The frame has no sound.");
  if (frame.sound()->rate() != sound.rate)
    return fail(ErrorKind::failed, fmt::format("The sound has {} samples a second, the box listens to {}.",
                                               frame.sound()->rate(), sound.rate));
  return {};
}

Result<std::unique_ptr<BlackBox>> make_black_box(const Manifest& manifest, const BoxOptions& options) {
  try {
    MLINK_TRY(check(manifest.output));
    // A program serves itself alone, so that what it crops by, or is cropped for, is another process.
    const bool apart = manifest.crop_by && (is_program(manifest) || is_program(*manifest.crop_by));
    if (!apart) {
      MLINK_ASSIGN(const auto hosting, hosting_of(manifest, options));
      if (hosting) return make_hosted_box(manifest, options, *hosting);
    }
    MLINK_ASSIGN(auto inner, apart ? make_black_box(without_crop(manifest), options) : make_simple(manifest, options));
    if (!manifest.crop_by) return inner;
    MLINK_ASSIGN(const auto settings, CropSettings::from_json(manifest.crop_json));
    MLINK_ASSIGN(auto locator, make_black_box(*manifest.crop_by, options));
    return make_crop_box(manifest, std::move(locator), std::move(inner), settings);
  } catch (const std::exception& e) {
    return fail(ErrorKind::failed, fmt::format("The black box \"{}\" cannot be made: {}", manifest.name, e.what()), {},
                manifest.file.string());
  }
}

}  // namespace mlink::blackbox
