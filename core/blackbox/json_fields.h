// Reads the fields of one JSON object, remembers which were asked for, and says which were not: so that a field that
// this head or adapter does not know is named instead of silently doing nothing.
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "base/error.h"

namespace mlink::blackbox {

class Fields {
 public:
  /// text: a JSON object; path: where it stands in the manifest, "$.head".
  Fields(const std::string& text, std::string path)
      : object_(nlohmann::json::parse(text, nullptr, false)), path_(std::move(path)) {
    if (!object_.is_object()) problem_ = fmt::format("{} must be an object.", path_);
  }

  /// The field's value, or `otherwise` when it is not there. A wrong type is told by finish().
  template <class T>
  [[nodiscard]] T get(const std::string& name, T otherwise) {
    asked_.insert(name);
    if (!object_.is_object() || !object_.contains(name)) return otherwise;
    try {
      return object_.at(name).get<T>();
    } catch (const nlohmann::json::exception&) {
      bad(name, "has the wrong type");
      return otherwise;
    }
  }

  [[nodiscard]] nlohmann::json raw(const std::string& name) {
    asked_.insert(name);
    return object_.is_object() && object_.contains(name) ? object_.at(name) : nlohmann::json{};
  }

  /// The fields of an object inside this one; none where it is not there.
  [[nodiscard]] Fields inner(const std::string& name) {
    const auto value = raw(name);
    return {value.is_null() ? "{}" : value.dump(), path_ + "." + name};
  }
  /// What inner fields' finish() said.
  void take_problem(const Status& status) {
    if (!status && problem_.empty()) problem_ = status.error().what;
  }

  /// One of a few words; the first of them when the field is not there.
  [[nodiscard]] std::string choice(const std::string& name, std::initializer_list<const char*> words) {
    auto given = get(name, std::string(*words.begin()));
    std::string all;
    for (const char* word : words) {
      if (given == word) return given;
      all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", word);
    }
    bad(name, fmt::format("is \"{}\"; it must be one of {}", given, all));
    return *words.begin();
  }

  void bad(const std::string& name, const std::string& why) {
    if (problem_.empty()) problem_ = fmt::format("{}.{} {}.", path_, name, why);
  }

  /// The first problem: a wrong type, or a field that `whose` does not know.
  [[nodiscard]] Status finish(const std::string& whose) const {
    if (!problem_.empty()) return fail(ErrorKind::invalid_input, problem_);
    for (const auto& [name, value] : object_.items())
      if (!asked_.contains(name))
        return fail(ErrorKind::invalid_input, fmt::format("{}.{} is not known to {}.", path_, name, whose));
    return {};
  }

 private:
  nlohmann::json object_;
  std::string path_;
  std::string problem_;
  std::set<std::string> asked_;
};

}  // namespace mlink::blackbox
