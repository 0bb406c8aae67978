// Internal to core/recorded: reads the fields of a scenario's description, and remembers the first that is wrong with
// its place, so that reading code needs no branch a field. A field that nobody asked for is wrong, too.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "outputs/amount.h"

namespace mlink::recorded {

/// The first thing that is wrong: where, and what is expected there.
struct WrongField {
  std::string place, what, expected;
};

/// One object of the description. Objects of one document share `wrong`, which outlives them.
class Described {
 public:
  Described(const nlohmann::json* object, std::string place, std::optional<WrongField>& wrong);

  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] const std::string& place() const { return place_; }
  [[nodiscard]] const nlohmann::json* raw(const std::string& name);  ///< null: not there
  /// An object; one that is not there is told, and empty.
  [[nodiscard]] Described object(const std::string& name);
  [[nodiscard]] std::vector<Described> objects(const std::string& name);

  [[nodiscard]] std::string text(const std::string& name);
  [[nodiscard]] std::string text_or(const std::string& name, std::string otherwise);
  [[nodiscard]] double number(const std::string& name, double low, double high);
  [[nodiscard]] double number_or(const std::string& name, double low, double high, double otherwise);
  [[nodiscard]] int whole(const std::string& name, int low, int high);
  [[nodiscard]] int whole_or(const std::string& name, int low, int high, int otherwise);
  [[nodiscard]] std::vector<double> numbers(const std::string& name, double low, double high);
  [[nodiscard]] std::vector<std::string> texts(const std::string& name);
  /// "5GB", "30ms": of this kind; or of either kind.
  [[nodiscard]] double amount(const std::string& name, outputs::CostKind kind);
  [[nodiscard]] double amount_or(const std::string& name, outputs::CostKind kind, double otherwise);
  [[nodiscard]] std::vector<outputs::Amount> amounts(const std::string& name);

  /// Says that `name` is wrong ("" : the object itself).
  void bad(const std::string& name, std::string what, std::string expected);
  /// Tells a field that was not asked for.
  void finish();

 private:
  template <class Take>
  auto read(const std::string& name, Take&& take) -> decltype(take(nlohmann::json()));

  const nlohmann::json* object_;
  std::string place_;
  std::optional<WrongField>* wrong_;
  std::set<std::string> asked_;
};

}  // namespace mlink::recorded
