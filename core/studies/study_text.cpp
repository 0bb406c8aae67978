// Studies as text, for the experiment file.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "studies/study.h"

namespace mlink::studies {
namespace {

using Json = nlohmann::json;

Status read_head(const Json& json, StudyHead& head) {
  json.at("data_hash").get_to(head.data_hash);
  json.at("complete").get_to(head.complete);
  json.at("frames").get_to(head.frames);
  json.at("notes").get_to(head.notes);
  json.at("boxes").get_to(head.boxes);
  for (const auto& spec : json.at("specs")) {
    MLINK_ASSIGN(auto read, output_spec_from_json(spec));
    head.specs.push_back(std::move(read));
  }
  if (json.contains("inputs")) head.inputs = json.at("inputs").dump();
  return {};
}

tl::unexpected<Error> damaged(const std::string& why) {
  return fail(ErrorKind::corrupt, fmt::format("The stored study is damaged{}.", why), "Run the study again.");
}

}  // namespace

Json study_settings_json(std::string_view study, const StudySettings& settings) {
  Json json{{"study", std::string(study)}};
  settings.write(json);
  return json;
}

std::string study_to_text(const StudyResult& result) {
  Json specs = Json::array();
  for (const auto& spec : result.head.specs) {
    Json json;
    to_json(json, spec);
    specs.push_back(std::move(json));
  }
  Json json{{"options", study_settings_json(result.study(), result.given())},
            {"data_hash", result.head.data_hash},
            {"complete", result.head.complete},
            {"boxes", result.head.boxes},
            {"specs", specs},
            {"frames", result.head.frames},
            {"notes", result.head.notes}};
  if (!result.head.inputs.empty()) json["inputs"] = Json::parse(result.head.inputs);
  result.write(json);
  return json.dump();
}

Result<std::unique_ptr<StudyResult>> study_from_text(const Study& study, const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return damaged({});
  try {
    if (const auto of = json.at("options").at("study").get<std::string>(); of != study.name())
      return damaged(fmt::format(": it is of study \"{}\"", of));
    MLINK_ASSIGN(auto result, study.read(json.at("options"), json));
    MLINK_TRY(read_head(json, result->head));
    return result;
  } catch (const Json::exception& error) {
    return damaged(fmt::format(": {}", error.what()));
  }
}

}  // namespace mlink::studies
