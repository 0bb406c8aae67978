// What a COCO annotations document says of its images and categories.
#include "recorded/coco_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mlink::recorded {
namespace {

using Json = nlohmann::json;

std::int64_t line_of(std::string_view text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return 1 + std::count(text.begin(), end, '\n');
}

}  // namespace

// nlohmann's text is "[json.exception.parse_error.101] parse error at line 3, column 7: syntax error while ...".
tl::unexpected<Error> not_json(std::string_view text, std::size_t byte, std::string why, const std::string& path) {
  if (const auto at = why.find("column "); at != std::string::npos)
    if (const auto colon = why.find(": ", at); colon != std::string::npos) why = why.substr(colon + 2);
  return fail(ErrorKind::invalid_input,
              fmt::format("Line {} (byte {}): this is not JSON: {}.", line_of(text, byte), byte, why),
              "A JSON document is expected.", path);
}

Result<CocoDocument> parse_coco_document(std::string_view text, const std::string& path) {
  // The annotations may be a hundred times as large as all the rest: they are dropped while it is read.
  const auto keep = [](int depth, Json::parse_event_t event, Json& parsed) {
    return !(depth == 1 && event == Json::parse_event_t::key && parsed == "annotations");
  };
  Json json;
  try {
    json = Json::parse(text, keep);
  } catch (const Json::parse_error& e) {
    return not_json(text, e.byte, e.what(), path);
  }
  CocoDocument document;
  std::string place = "the document";
  try {
    if (!json.is_object() || !(json.contains("images") || json.contains("categories")))
      return fail(ErrorKind::invalid_input, "The document has neither \"images\" nor \"categories\".",
                  "A COCO annotations file is expected.", path);
    const auto images = json.value("images", Json::array());
    for (std::size_t i = 0; i < images.size(); ++i) {
      place = fmt::format("images[{}]", i);
      document.images.push_back({images[i].at("id").get<std::int64_t>(), images[i].at("file_name").get<std::string>(),
                                 images[i].value("width", 0), images[i].value("height", 0)});
    }
    const auto categories = json.value("categories", Json::array());
    for (std::size_t i = 0; i < categories.size(); ++i) {
      place = fmt::format("categories[{}]", i);
      document.categories.emplace_back(categories[i].at("id").get<std::int64_t>(),
                                       categories[i].at("name").get<std::string>());
    }
  } catch (const Json::exception& e) {
    std::string why = e.what();
    if (const auto end = why.find("] "); end != std::string::npos) why = why.substr(end + 2);
    return fail(ErrorKind::invalid_input, fmt::format("{} is not as COCO describes it: {}.", place, why),
                "An image has id (a number) and file_name, a category has id and name.", path);
  }
  std::sort(document.categories.begin(), document.categories.end());
  return document;
}

}  // namespace mlink::recorded
