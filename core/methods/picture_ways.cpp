#include "methods/picture_ways.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace mlink::methods {
namespace {

constexpr int kWaysFormat = 1;
constexpr std::size_t kTimedPictures = 100;

nlohmann::json::binary_t floats_to_binary(const std::vector<float>& values) {
  nlohmann::json::binary_t::container_type bytes(values.size() * sizeof(float));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return {std::move(bytes)};
}

std::vector<float> floats_from_binary(const nlohmann::json& json) {
  const auto& bytes = json.get_binary();
  std::vector<float> values(bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

nlohmann::json costs_to_json(const Costs& costs) { return {costs.seconds, costs.bytes}; }
Costs costs_from_json(const nlohmann::json& json) { return {json.at(0).get<double>(), json.at(1).get<double>()}; }

}  // namespace

std::string ways_to_bytes(const PictureWays& ways) {
  auto boxes = nlohmann::json::array();
  for (const PictureWay& way : ways.boxes)
    boxes.push_back({{"box", way.box},
                     {"there", way.there},
                     {"cost", costs_to_json(way.cost)},
                     {"width", way.all.width},
                     {"values", floats_to_binary(way.all.values)},
                     {"net", nlohmann::json::binary({way.net.begin(), way.net.end()})}});
  const nlohmann::json document{{"format", kWaysFormat},
                                {"frames", ways.frames},
                                {"shared", costs_to_json(ways.shared)},
                                {"boxes", std::move(boxes)}};
  std::string bytes;
  nlohmann::json::to_cbor(document, bytes);
  return bytes;
}

Result<PictureWays> ways_from_bytes(const std::string& bytes) {
  PictureWays ways;
  try {
    const auto document = nlohmann::json::from_cbor(bytes);
    if (document.at("format").get<int>() != kWaysFormat)
      return fail(ErrorKind::unsupported, "The training is of another program version.");
    ways.frames = document.at("frames").get<std::string>();
    ways.shared = costs_from_json(document.at("shared"));
    for (const auto& one : document.at("boxes")) {
      PictureWay way{one.at("box").get<std::string>(),
                     one.at("there").get<bool>(),
                     costs_from_json(one.at("cost")),
                     Predictions{one.at("width").get<int>(), floats_from_binary(one.at("values")), {}},
                     {}};
      const auto& net = one.at("net").get_binary();
      way.net.assign(net.begin(), net.end());
      ways.boxes.push_back(std::move(way));
    }
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::corrupt, "The training cannot be read.");
  }
  return ways;
}

std::string why_not(const PictureWays& ways, const OutputTable& table, const std::string& method) {
  bool same = ways.boxes.size() == table.columns.size();
  for (std::size_t i = 0; same && i < ways.boxes.size(); ++i) {
    const PictureWay& way = ways.boxes[i];
    const OutputColumn& column = table.columns[i];
    same = way.box == column.box && (!way.there || predicted_all(way.all, column.spec, table.rows()));
  }
  const std::string again = fmt::format(": run mlink train --methods {}", method);
  if (ways.frames != frames_hash(table)) return "trained before frames came or went" + again;
  return same ? std::string() : "trained with other boxes" + again;
}

bool can_be_learnt(const OutputColumn& column) {
  return Student::offers(column.spec) &&
         std::find(column.presence.begin(), column.presence.end(), Presence::present) != column.presence.end();
}

StudentSettings picture_settings(const MethodTraining& training) {
  StudentSettings settings;
  settings.side = training.pictures->side;
  settings.inner_part = training.inner_part;
  settings.seed = training.seed;
  return settings;
}

std::string picture_settings_text() {
  nlohmann::json json;
  to_json(json, StudentSettings());
  return json.dump();
}

Pictures training_pictures(const MethodTraining& training) {
  Pictures part = make_pictures(training.picture_rows.size(), training.pictures->side);
  for (std::size_t n = 0; n < training.picture_rows.size(); ++n) {
    const std::size_t row = training.picture_rows[n];
    part.there[n] = training.pictures->there[row];
    const auto picture = training.pictures->row(row);
    std::copy(picture.begin(), picture.end(), part.pixels.begin() + static_cast<std::ptrdiff_t>(n * part.size()));
  }
  return part;
}

double seconds_of_one(const MethodTraining& training, const std::function<void(std::size_t row)>& look) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < training.pictures->rows() && rows.size() < kTimedPictures; ++row)
    if (training.pictures->there[row]) rows.push_back(row);
  if (rows.empty() || !training.seconds_of) return 0;
  const auto look_at_all = [&] {
    for (const std::size_t row : rows) look(row);
  };
  look_at_all();  // warm
  return training.seconds_of(look_at_all) / static_cast<double>(rows.size());
}

std::optional<PictureWays> trained_ways(const MethodInput& input, const std::string& method, std::string& cannot) {
  const auto trained = input.aids.trained.find(method);
  if (trained == input.aids.trained.end()) {
    cannot = fmt::format("not trained on these outputs and their pictures: run mlink train --methods {}", method);
    return std::nullopt;
  }
  auto ways = ways_from_bytes(trained->second);
  cannot = ways ? why_not(*ways, input.table, method)
                : fmt::format("{} Run mlink train --methods {}.", ways.error().what, method);
  if (!cannot.empty()) return std::nullopt;
  return std::move(*ways);
}

Predictions predictions_of(const PictureWay& way, std::span<const std::size_t> rows) {
  Predictions some;
  if (!way.there) return some;
  some.width = way.all.width;
  for (const std::size_t row : rows) {
    const auto values = way.all.row(row);
    some.values.insert(some.values.end(), values.begin(), values.end());
  }
  return some;
}

PreparedWays::PreparedWays(const MethodInput& input, PictureWays ways)
    : table_(input.table),
      timeline_(input.timeline),
      costs_(input.costs),
      kind_(input.kind),
      ways_(std::move(ways)),
      sums_(ways_.boxes.size()) {
  for (std::size_t box = 0; box < sums_.size(); ++box) {
    const OutputColumn& column = table_.columns[box];
    for (const Piece& piece : timeline_.pieces) {
      double sum = 0;
      for (std::size_t place = piece.begin; ways_.boxes[box].there && place < piece.end; ++place) {
        const std::size_t row = timeline_.test[place];
        if (column.present(row)) sum += replay_score(column, row, ways_.boxes[box].all, row);
      }
      sums_[box].push_back(sum);
    }
  }
}

Costs PreparedWays::net_costs(BoxSet shown) const {
  Costs costs;
  if (shown.empty()) return costs;
  costs = ways_.shared;
  for (int box = 0; box < boxes(); ++box) {
    if (!shown.has(box)) continue;
    costs.seconds += ways_.boxes[static_cast<std::size_t>(box)].cost.seconds;
    costs.bytes += ways_.boxes[static_cast<std::size_t>(box)].cost.bytes;
  }
  return costs;
}

Plan PreparedWays::plan(double budget) const {
  const WaysChoice choice = choose(budget);
  Plan plan;
  plan.sets.assign(timeline_.periods.size(), choice.run);
  plan.unrun = Unrun::missing;
  if (choice.run.empty() && choice.shown.empty()) plan.note = "nothing fits the budget: nothing runs";
  if (choice.shown.empty()) return plan;
  auto own = std::make_shared<OwnSums>();
  own->sums.resize(sums_.size());
  for (int box = 0; box < boxes(); ++box)
    if (choice.shown.has(box)) own->sums[static_cast<std::size_t>(box)] = sums_[static_cast<std::size_t>(box)];
  const Costs nets = net_costs(choice.shown);
  const auto prefix = static_cast<double>(timeline_.prefix_rows());
  own->spent.prefix_seconds = prefix * nets.seconds;
  own->spent.rest_seconds = (static_cast<double>(timeline_.rows()) - prefix) * nets.seconds;
  own->spent.own_bytes = nets.bytes;
  plan.own = std::move(own);
  return plan;
}

std::vector<Stretch> PreparedWays::stretches(double budget, int box) const {
  if (!choose(budget).shown.has(box)) return {};
  return {{box, 0, timeline_.rows(), Given::by_method, 0}};
}

void PreparedWays::add_breakpoints(std::vector<double>& budgets) const {
  double budget = 0;
  while (std::isfinite(budget)) {
    budgets.push_back(budget);
    budget = choose(budget).next;
  }
}

Predictions PreparedWays::predict(int box, std::span<const std::size_t> rows) const {
  return predictions_of(ways_.boxes[static_cast<std::size_t>(box)], rows);
}

Costs PreparedWays::own_cost() const {
  BoxSet all;
  for (int box = 0; box < boxes(); ++box)
    if (ways_.boxes[static_cast<std::size_t>(box)].there) all = all.with(box);
  return net_costs(all);
}

}  // namespace mlink::methods
