// From a manifest to a black box: the adapters by name.
#include "blackbox/black_box.h"

#include <fmt/format.h>

#include "adapter_list.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/crop_box.h"
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

Result<std::unique_ptr<BlackBox>> make_simple(const Manifest& manifest, const BoxOptions& options) {
  MLINK_ASSIGN(auto engine, make_engine(manifest, options));
  MLINK_ASSIGN(auto reducer, Reducer::from_json(manifest.reducer_json, manifest.output));
  return std::make_unique<AdapterBox>(manifest, std::move(engine), std::move(reducer));
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

EngineResult make_engine(const Manifest& manifest, const BoxOptions& options) {
  for (const auto& adapter : adapters()) {
    if (manifest.adapter != adapter.name) continue;
    MLINK_TRY(check_sound(manifest, adapter.senses));
    return adapter.make(manifest, options);
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
    MLINK_ASSIGN(auto inner, make_simple(manifest, options));
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
