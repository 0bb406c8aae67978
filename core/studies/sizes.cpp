#include "studies/sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace mlink::studies {
namespace {

class SizesStudy final : public StudyOf<SizesSettings, SizesResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "sizes"; }
  [[nodiscard]] std::string_view title() const override {
    return "Links, ensembles and a KD student by training size (paper: Fig. 2)";
  }
  [[nodiscard]] StudyNeeds needs() const override { return {.boxes = 2, .links = false, .pictures = true}; }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, SizesResult& result) const override {
    return train_cells(input, result);
  }
};

}  // namespace

std::unique_ptr<const Study> sizes_study() { return std::make_unique<const SizesStudy>(); }

std::vector<StudyOption> SizesSettings::options() {
  auto options = TrainedSettings::options();
  std::erase_if(options, [](const StudyOption& option) { return option.name == "part"; });  // parts instead
  options.insert(options.end(), {{"parts", "First shares in time that train", &parts},
                                 {"no-student", "Without the student of knowledge distillation", &with_student},
                                 {"student-side", "Side of the student's pictures, a multiple of 16", &student.side},
                                 {"student-rate", "The student's learning rate", &student.learning_rate}});
  return options;
}

Status SizesSettings::check() const {
  MLINK_TRY(check_repeats(repeats));
  if (parts.empty()) return bad_setting("list of parts", "empty", "one or more");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double part = parts[i];
    if (!(part > 0 && part < 1)) return bad_setting("part", fmt::format("{}", part), "between 0 and 1, like 0.05");
    const auto before = parts.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(parts.begin(), before, part) != before)
      return bad_setting("part", fmt::format("{}", part), "there once");
  }
  MLINK_TRY(links::check(train));
  return methods::check(student);
}

void SizesSettings::write(nlohmann::json& json) const {
  TrainedSettings::write(json);
  json["parts"] = parts;
  json["with_student"] = with_student;
  to_json(json["student"], student);
}

Status SizesSettings::read(const nlohmann::json& json) {
  MLINK_TRY(TrainedSettings::read(json));
  json.at("parts").get_to(parts);
  json.at("with_student").get_to(with_student);
  MLINK_ASSIGN(student, student_settings_from_json(json.at("student")));
  return {};
}

TrainingPlan SizesSettings::plan() const {
  return {train, parts, repeats, with_student ? std::optional(student) : std::nullopt};
}

Table SizesResult::paper_table() const {
  const auto rows = this->rows();
  std::vector<double> parts;
  for (const auto& r : rows)
    if (std::find(parts.begin(), parts.end(), r.part) == parts.end()) parts.push_back(r.part);
  Table table{fmt::format("p by the part that trains, mean ± standard deviation of {} repeats (paper: Fig. 2)",
                          settings.repeats),
              {{"target", "target", -1}, {"from", "from", -1}},
              {},
              {}};
  for (const double part : parts) table.columns.push_back({percent_text(part), fmt::format("p_{:g}", part * 100), -1});
  const auto add = [&](const std::string& target, const std::string& name,
                       const std::function<std::string(double)>& cell) {
    std::vector<Cell> row{target, name};
    bool any = false;
    for (const double part : parts) {
      auto said = cell(part);
      any = any || !said.empty();
      row.push_back(text_cell(std::move(said)));
    }
    if (any) table.rows.push_back(std::move(row));
  };
  for (const auto& target : targets_of(head, rows)) {
    const auto of = [&](PredictorKind by, const std::string& source) {
      add(target, predictor_name(by, source), [&, by](double part) {
        const auto* row = find_row(rows, by, source, target, part);
        return row ? spread_text(row->p) : std::string();
      });
    };
    for (const auto& source : head.boxes) of(PredictorKind::link, source);
    of(PredictorKind::ensemble, {});
    of(PredictorKind::student, {});
    add(target, "prior", [&](double part) {
      const auto* row = find_row(rows, PredictorKind::ensemble, {}, target, part);
      return row && std::isfinite(row->prior) ? score_text(row->prior) : std::string();
    });
  }
  return table;
}

}  // namespace mlink::studies
