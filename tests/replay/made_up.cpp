#include "made_up.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "base/random.h"
#include "metrics/metrics.h"

namespace made_up {

using namespace mlink::rooms;

namespace {

OutputSpec spec_of(int box, const Shape& shape) {
  if (shape.words && box % 2 == 0) return {Task::sequence, 0, {}, 0.5, {}};
  switch (shape.only_counts ? 0 : box % 5) {
    case 1: return {Task::single_label, 3, {"x", "y", "z"}, 0.5, {}};
    case 2: return {Task::localization, 5, {}, 0.5, {}};
    case 3: return {Task::multi_label, 4, {"p", "q", "r", "s"}, 0.5, {}};
    case 4: return {Task::regression, 1, {}, 2.0, "years"};
    default: return {Task::count, 1, {}, 0.5, "persons"};
  }
}

Output output_of(const OutputSpec& spec, Random& random) {
  Output output{Presence::present, std::vector<float>(static_cast<std::size_t>(spec.width), 0.F), {}, {}};
  switch (spec.task) {
    case Task::single_label: output.values[random.below(3)] = 1; break;
    case Task::multi_label:
      for (float& value : output.values) value = random.unit() < .5 ? .25F : .75F;
      break;
    case Task::localization:
      if (random.unit() < .8) output.values = {.25F, .25F, .5F, .5F, 1.F};
      break;
    case Task::sequence:
      for (std::uint64_t word = random.below(5); word > 0; --word)
        output.words.emplace_back(1, static_cast<char>('a' + random.below(4)));
      break;
    default: output.values[0] = static_cast<float>(random.below(5)); break;
  }
  return output;
}

/// A prediction that agrees with the exact values, or one that does not.
void predict_values(const OutputSpec& spec, std::span<const float> exact, double luck, double skill, float* out) {
  std::copy(exact.begin(), exact.end(), out);
  if (luck < skill) return;
  switch (spec.task) {
    case Task::single_label: std::rotate(out, out + 1, out + spec.width); break;
    case Task::multi_label: out[luck > .9 ? 2 : 0] = exact[luck > .9 ? 2 : 0] > .5F ? .25F : .75F; break;
    case Task::localization:
      out[0] += static_cast<float>(.4 * luck);
      if (out[2] == 0) out[2] = out[3] = .5F;
      break;
    default: out[0] += 3; break;
  }
}

/// The same for words: one is put in, and with some luck the last is left out.
Words predict_words(Words words, double luck, double skill) {
  if (luck < skill) return words;
  if (luck > .9 && !words.empty()) words.pop_back();
  words.insert(words.begin(), "z");
  return words;
}

}  // namespace

std::shared_ptr<const OutputTable> table_of(const Shape& shape) {
  std::vector<std::string> cameras;
  cameras.reserve(static_cast<std::size_t>(shape.cameras));
  for (int c = 0; c < shape.cameras; ++c) cameras.push_back("camera " + std::to_string(c));
  std::vector<FrameKey> frames;
  frames.reserve(static_cast<std::size_t>(shape.rows));
  for (int row = 0; row < shape.rows; ++row) {
    const int ordinal = row / shape.cameras;
    frames.push_back({row % shape.cameras, ordinal, ordinal / shape.frames_per_second});
  }
  std::vector<std::pair<std::string, OutputSpec>> boxes;
  boxes.reserve(static_cast<std::size_t>(shape.boxes));
  for (int box = 0; box < shape.boxes; ++box)
    boxes.emplace_back(std::string(1, static_cast<char>('a' + box)), spec_of(box, shape));
  auto table = std::make_shared<OutputTable>(make_table(cameras, frames, boxes));
  Random random(shape.seed);
  for (std::size_t row = 0; row < table->rows(); ++row)
    for (std::size_t box = 0; box < table->columns.size(); ++box) {
      Output output = output_of(table->columns[box].spec, random);
      const double hole = random.unit();
      if (shape.holes && hole < .3) output = {hole < .1 ? Presence::none : Presence::failed, {}, {}, "dark"};
      if (shape.holes && hole >= .3 && hole < .33) continue;
      if (!set_output(*table, box, row, output)) std::abort();
    }
  return table;
}

Predictions Hashed::predict(BoxSet from, int target, std::span<const std::size_t> rows) const {
  if (on_predict) on_predict();
  const OutputColumn& column = table_->columns[static_cast<std::size_t>(target)];
  if (target == mute) return {};
  const auto width = static_cast<std::size_t>(column.spec.width);
  Predictions out{column.spec.width, std::vector<float>(rows.size() * width, 0.F)};
  // Some sets are worse than their parts, as happens with real ensembles.
  const double skill =
      std::min(.95, .25 + .12 * from.size() +
                        .3 * Random(job_seed(seed_, target, static_cast<std::int64_t>(from.bits()))).unit());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const auto bits = static_cast<std::int64_t>(from.bits() * 64 + static_cast<std::uint64_t>(target));
    const double luck = Random(job_seed(seed_ + 1, bits, static_cast<std::int64_t>(rows[n]))).unit();
    if (column.spec.task == Task::sequence)
      out.words.push_back(predict_words(column.words[rows[n]], luck, skill));
    else
      predict_values(column.spec, column.row(rows[n]), luck, skill, out.values.data() + n * width);
  }
  return out;
}

double Hashed::link_p(int source, int target) const { return Random(job_seed(seed_ + 2, source, target)).unit(); }

std::vector<std::size_t> Hashed::known_rows(int target) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < known; ++row)
    if (table_->columns[static_cast<std::size_t>(target)].present(row)) rows.push_back(row);
  return rows;
}

Predictions Told::predict(BoxSet from, int target, std::span<const std::size_t> rows) const {
  Predictions out{1, {}};
  for (const std::size_t row : rows)
    out.values.push_back(table_->columns[static_cast<std::size_t>(target)].row(row)[0] +
                         (right_(from, target, row) ? .25F : 1.F));
  return out;
}

double Told::link_p(int source, int target) const {
  const auto found = p_.find({source, target});
  return found == p_.end() ? kNaN : found->second;
}

CostTable costs_of(const OutputTable& table, const std::vector<double>& seconds) {
  CostTable costs;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const double cost = seconds.empty() ? static_cast<double>(i + 1) : seconds[i];
    costs.boxes.push_back({table.columns[i].box, cost, CostOrigin::typed, cost * 1e9, CostOrigin::typed});
  }
  return costs;
}

Executor one_by_one() {
  return [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
}

Executor on_threads(int threads) {
  return [threads](std::size_t n, const std::function<void(std::size_t)>& job) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> pool;
    pool.reserve(static_cast<std::size_t>(threads));
    for (int t = 0; t < threads; ++t)
      pool.emplace_back([&] {
        for (std::size_t k = next++; k < n; k = next++) job(k);
      });
  };
}

double slow_accuracy(const OutputTable& table, const Predictor& predictor, BoxSet set, std::size_t first,
                     std::size_t last) {
  double boxes = 0, counted = 0;
  for (std::size_t box = 0; box < table.columns.size(); ++box) {
    const OutputColumn& column = table.columns[box];
    double sum = 0, rows = 0;
    for (std::size_t row = first; row < last; ++row) {
      if (column.presence[row] != Presence::present) continue;
      rows += 1;
      if (set.has(static_cast<int>(box))) {
        sum += 1;
        continue;
      }
      const std::size_t one[] = {row};
      const Predictions predictions = predictor.predict(set, static_cast<int>(box), one);
      if (predictions.rows() == 0) continue;
      sum += column.spec.task == Task::sequence ? frame_score(column.spec, column.words[row], predictions.words[0])
                                                : frame_score(column.spec, column.row(row), predictions.row(0));
    }
    if (rows == 0) continue;
    boxes += sum / rows;
    counted += 1;
  }
  return boxes / counted;
}

Result<ReplayEngine> Made::build(const Executor& executor, const std::stop_token& stop,
                                 const ProgressFn& progress) const {
  return ReplayEngine::build_with(table, predictor, table ? rows_from(*table, first) : std::vector<std::size_t>(),
                                  costs, settings, executor, stop, progress, aids);
}

std::shared_ptr<const FrameFeatures> features_of(const OutputTable& table, std::uint64_t seed) {
  auto features = std::make_shared<FrameFeatures>(table.rows());
  std::vector<std::vector<std::size_t>> before(table.cameras.size());
  Random random(seed);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    auto& rows = before[static_cast<std::size_t>(table.frames[row].camera)];
    FeatureValues values{};
    values.fill(kNoFeature);
    for (std::size_t lag = 0; lag < kLagCount; ++lag) {
      const auto ago = static_cast<std::size_t>(kFeatureLags[lag]);
      if (ago > rows.size()) break;
      const std::size_t then = rows[rows.size() - ago];
      float differ = 0;
      for (const OutputColumn& column : table.columns)
        if (!std::equal(column.row(row).begin(), column.row(row).end(), column.row(then).begin())) differ += 1;
      for (const FeatureKind kind : kAllFeatures)  // each noisier than the one before
        values[feature_at(kind, lag)] = (differ / static_cast<float>(table.columns.size()) +
                                         static_cast<float>(random.unit()) * .1F * static_cast<float>(kind)) /
                                        2;
    }
    features->set(row, values);
    rows.push_back(row);
  }
  return features;
}

Pictures pictures_of(const OutputTable& table) {
  Pictures pictures = make_pictures(table.rows(), kMethodPictureSide);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    pictures.there[row] = true;
    auto* const pixels = pictures.pixels.data() + row * pictures.size();
    // A column of each box, as bright as its first values say; an eighth of the picture for each.
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const std::size_t x = i % kMethodPictureSide, y = i / kMethodPictureSide % kMethodPictureSide;
      const OutputColumn& column = table.columns[x / 8 % table.columns.size()];
      const auto values = column.row(row);
      const float value = values.empty() ? 0 : values[y / 8 % values.size()];
      pixels[i] = static_cast<std::uint8_t>(std::clamp(value * 40, 0.F, 255.F));
    }
  }
  return pictures;
}

void train_methods(Made& made, std::uint64_t seed) {
  OutputTable part = *made.table;
  part.frames.resize(made.first);
  for (OutputColumn& column : part.columns) {
    column.values.resize(made.first * static_cast<std::size_t>(column.spec.width));
    column.presence.resize(made.first);
    if (!column.words.empty()) column.words.resize(made.first);
  }
  MethodTraining training{part, .2, seed, [](const std::function<void()>& work) {
                            work();
                            return 1. / 1024;
                          }};
  training.frames = frames_hash(*made.table);
  std::optional<Pictures> pictures;
  for (std::size_t row = 0; row < made.first; ++row) training.picture_rows.push_back(row);
  for (const std::string& name : made.settings.methods) {
    if (!find_method(name)->needs().trained) continue;
    // Tests make the same tables again and again.
    static std::map<std::string, std::string> known;
    std::string& bytes =
        known[name + content_hash(*made.table) + std::to_string(made.first) + " " + std::to_string(seed)];
    if (bytes.empty()) {
      if (find_method(name)->needs().pictures && !pictures) pictures = pictures_of(*made.table);
      training.pictures = pictures ? &*pictures : nullptr;
      auto trained = find_method(name)->train(training, {}, {});
      if (!trained) std::abort();
      bytes = *trained;
    }
    made.aids.trained[name] = bytes;
  }
}

Made make(const Shape& shape, std::size_t first) {
  Made made;
  made.table = table_of(shape);
  made.predictor = std::make_shared<const Hashed>(made.table, shape.seed);
  made.costs = costs_of(*made.table);
  made.costs.predicting = even_link_costs(made.costs.boxes.size(), {.0625, 0});
  made.first = first;
  return made;
}

BoxSet set_of(const std::vector<int>& boxes) {
  BoxSet set;
  for (const int box : boxes) set = set.with(box);
  return set;
}

MethodResult method(const ReplayResult& result, const std::string& name) {
  for (const MethodResult& m : result.methods)
    if (m.method == name) return m;
  std::abort();  // the test names a method that it did not ask for
}

std::string text_of(const ReplayResult& result) {
  nlohmann::json json = nlohmann::json::array();
  for (const MethodResult& m : result.methods) {
    nlohmann::json sets = nlohmann::json::array();
    for (const PeriodResult& p : m.periods) sets.push_back({p.activated.bits(), p.accuracy, p.probability});
    json.push_back({m.method, m.output_accuracy, m.interval.low, m.interval.high, m.seconds_per_frame, m.bytes,
                    m.executions_per_frame, m.per_box, sets, m.note});
  }
  return json.dump();
}

}  // namespace made_up
