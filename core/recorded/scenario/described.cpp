#include "recorded/scenario/described.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mlink::recorded {
namespace {

using DescribedJson = nlohmann::json;

std::string range_text(double low, double high) {
  return fmt::format("A number from {:g} to {:g} is expected.", low, high);
}

std::string shown_value(const DescribedJson& value) {
  std::string text = value.dump();
  if (text.size() > 40) text = text.substr(0, 37) + "...";
  return text;
}

}  // namespace

Described::Described(const DescribedJson* object, std::string place, std::optional<WrongField>& wrong)
    : object_(object), place_(std::move(place)), wrong_(&wrong) {
  if (object_ == nullptr || object_->is_object()) return;
  bad("", fmt::format("is {}", shown_value(*object_)), "An object {...} is expected.");
  object_ = nullptr;
}

void Described::bad(const std::string& name, std::string what, std::string expected) {
  if (!*wrong_) *wrong_ = WrongField{name.empty() ? place_ : place_ + "." + name, std::move(what), std::move(expected)};
}

bool Described::has(const std::string& name) const { return object_ != nullptr && object_->contains(name); }

const DescribedJson* Described::raw(const std::string& name) {
  asked_.insert(name);
  return has(name) ? &object_->at(name) : nullptr;
}

template <class Take>
auto Described::read(const std::string& name, Take&& take) -> decltype(take(DescribedJson())) {
  if (const auto* value = raw(name)) return take(*value);
  bad(name, "is missing", "datasets/README.md describes it.");
  return {};
}

Described Described::object(const std::string& name) {
  const auto* value = raw(name);
  if (value == nullptr) bad(name, "is missing", "datasets/README.md describes it.");
  return {value, place_ + "." + name, *wrong_};
}

std::vector<Described> Described::objects(const std::string& name) {
  return read(name, [&](const DescribedJson& list) {
    std::vector<Described> all;
    if (!list.is_array() || list.empty())
      bad(name, fmt::format("is {}", shown_value(list)), "A list of objects is expected.");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i)
      all.emplace_back(&list[i], fmt::format("{}.{}[{}]", place_, name, i), *wrong_);
    return all;
  });
}

std::string Described::text(const std::string& name) {
  return read(name, [&](const DescribedJson& value) -> std::string {
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) return value.get<std::string>();
    bad(name, fmt::format("is {}", shown_value(value)), "A text is expected.");
    return {};
  });
}

std::string Described::text_or(const std::string& name, std::string otherwise) {
  return has(name) ? text(name) : std::move(otherwise);
}

double Described::number(const std::string& name, double low, double high) {
  return read(name, [&](const DescribedJson& value) -> double {
    if (value.is_number() && value.get<double>() >= low && value.get<double>() <= high) return value.get<double>();
    bad(name, fmt::format("is {}", shown_value(value)), range_text(low, high));
    return low;
  });
}

double Described::number_or(const std::string& name, double low, double high, double otherwise) {
  return has(name) ? number(name, low, high) : otherwise;
}

int Described::whole(const std::string& name, int low, int high) {
  return read(name, [&](const DescribedJson& value) -> int {
    if (value.is_number_integer() && value.get<double>() >= low && value.get<double>() <= high) return value.get<int>();
    bad(name, fmt::format("is {}", shown_value(value)),
        fmt::format("A whole number from {} to {} is expected.", low, high));
    return low;
  });
}

int Described::whole_or(const std::string& name, int low, int high, int otherwise) {
  return has(name) ? whole(name, low, high) : otherwise;
}

std::vector<double> Described::numbers(const std::string& name, double low, double high) {
  return read(name, [&](const DescribedJson& list) {
    std::vector<double> all;
    if (!list.is_array()) bad(name, fmt::format("is {}", shown_value(list)), "A list of numbers is expected.");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
      const auto& value = list[i];
      const bool good = value.is_number() && value.get<double>() >= low && value.get<double>() <= high;
      if (!good) bad(fmt::format("{}[{}]", name, i), fmt::format("is {}", shown_value(value)), range_text(low, high));
      all.push_back(good ? value.get<double>() : low);
    }
    return all;
  });
}

std::vector<std::string> Described::texts(const std::string& name) {
  return read(name, [&](const DescribedJson& list) {
    std::vector<std::string> all;
    const bool good =
        list.is_array() && std::all_of(list.begin(), list.end(), [](const auto& v) { return v.is_string(); });
    if (!good) bad(name, fmt::format("is {}", shown_value(list)), "A list of texts is expected.");
    if (good) all = list.get<std::vector<std::string>>();
    return all;
  });
}

double Described::amount(const std::string& name, CostKind kind) {
  return read(name, [&](const DescribedJson& value) -> double {
    const auto amount = value.is_string() ? parse_amount(value.get<std::string>()) : Result<Amount>(Amount{kind, -1});
    if (amount && amount->kind == kind && amount->value > 0) return amount->value;
    bad(name, fmt::format("is {}", shown_value(value)),
        kind == CostKind::time ? "A time above zero with its unit is expected, like \"30ms\" or \"1h\"."
                               : "A size above zero with its unit is expected, like \"1.5GB\".");
    return 1;
  });
}

double Described::amount_or(const std::string& name, CostKind kind, double otherwise) {
  return has(name) ? amount(name, kind) : otherwise;
}

std::vector<Amount> Described::amounts(const std::string& name) {
  std::vector<Amount> all;
  const auto list = texts(name);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto amount = parse_amount(list[i]);
    if (amount && amount->value > 0)
      all.push_back(*amount);
    else
      bad(fmt::format("{}[{}]", name, i), fmt::format("is \"{}\"", list[i]),
          "A budget is expected, like \"5GB\" or \"60ms\".");
  }
  return all;
}

void Described::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : object_->items())
    if (!asked_.contains(name)) bad(name, "is not known", "datasets/README.md lists what a description may have.");
}

}  // namespace mlink::recorded
