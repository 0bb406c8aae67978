// A study in one file of its own: nothing else in the program names it. It counts the outputs of every box, as often as
// its one option says.
#include <nlohmann/json.hpp>

#include "studies/study.h"

namespace {

using namespace mlink::rooms;

class ToySettings final : public StudySettings {
 public:
  int times = 1;

  [[nodiscard]] std::vector<StudyOption> options() override {
    return {{"times", "How often each output counts", &times, std::pair{1, 9}}};
  }
  [[nodiscard]] Status check() const override {
    if (times < 1) return bad_setting("times", std::to_string(times), "1 or more");
    return check_repeats(repeats);
  }
  [[nodiscard]] std::uint64_t seed() const override { return 0; }
  void write(nlohmann::json& json) const override { json["times"] = times; }
  [[nodiscard]] Status read(const nlohmann::json& json) override {
    json.at("times").get_to(times);
    return {};
  }
};

class ToyResult final : public StudyResult {
 public:
  ToySettings settings;
  std::vector<int> counts;

  [[nodiscard]] std::string_view study() const override { return "toy"; }
  [[nodiscard]] const StudySettings& given() const override { return settings; }
  [[nodiscard]] std::string reading_note() const override { return "Counts of outputs."; }
  void write(nlohmann::json& json) const override { json["counts"] = counts; }
  [[nodiscard]] Status read(const nlohmann::json& json) override {
    json.at("counts").get_to(counts);
    return {};
  }
  void tell(nlohmann::json& json) const override { json["counts"] = counts; }
  [[nodiscard]] Table long_table() const override {
    Table table{"Study toy", {{"box", "box", -1}, {"outputs", "outputs", 0}}, {}, {}};
    for (std::size_t i = 0; i < counts.size(); ++i)
      table.rows.push_back({head.boxes.at(i), static_cast<double>(counts[i])});
    return table;
  }
  [[nodiscard]] Table paper_table() const override { return long_table(); }
  [[nodiscard]] Table more_table(std::string_view name) const override {
    return {std::string(name), {{"boxes", "boxes", 0}}, {{static_cast<double>(counts.size())}}, {}};
  }
};

class ToyStudy final : public StudyOf<ToySettings, ToyResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "toy"; }
  [[nodiscard]] std::string_view title() const override { return "A test's own"; }
  [[nodiscard]] StudyNeeds needs() const override { return {.boxes = 1, .links = false, .pictures = false}; }
  [[nodiscard]] std::vector<std::string> more_tables() const override { return {"boxes"}; }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, ToyResult& result) const override {
    for (const auto& column : input.snapshot.table->columns) {
      int count = 0;
      for (std::size_t row = 0; row < input.snapshot.table->rows(); ++row) count += column.present(row) ? 1 : 0;
      result.counts.push_back(count * result.settings.times);
    }
    result.head.complete = true;
    return input.hands.keep ? input.hands.keep(result) : Status{};
  }
};

[[maybe_unused]] const bool kStudyAdded = add_study(std::make_unique<const ToyStudy>());

}  // namespace
