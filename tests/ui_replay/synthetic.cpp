#include "ui_replay/synthetic.h"

#include <QPainter>
#include <QPointer>
#include <QTimer>
#include <algorithm>
#include <array>
#include <cmath>

namespace mlink::synthetic {
using namespace rooms;
namespace {

constexpr int kBoxes = 4, kCameras = 6;
const std::array<const char*, kBoxes> kNames{"persons", "pose", "hog", "selfie"};
constexpr std::array<double, kBoxes> kPrior{0.4, 0.45, 0.55, 0.65};
// kGain[i][j]: how much running i helps to predict j
constexpr double kGain[kBoxes][kBoxes] = {
    {0, 0.36, 0.09, 0.12}, {0.38, 0, 0.17, 0.16}, {0.18, 0.26, 0, 0.18}, {0.13, 0.16, 0.08, 0}};

/// A number in [0,1) that depends on nothing but its arguments.
double noise(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15ULL ^ (b + 0x7F4A7C15ULL) * 0xBF58476D1CE4E5B9ULL ^ c * 0x94D049BB133111EBULL;
  x ^= x >> 31;
  x *= 0xD6E8FEB86659FD93ULL;
  x ^= x >> 29;
  return static_cast<double>(x >> 11) / 9007199254740992.0;
}

int people_at(std::size_t camera, double seconds) {
  return static_cast<int>(2.2 + 2.2 * std::sin(seconds / 9 + static_cast<double>(camera) * 1.7));
}

QRectF person(std::size_t camera, double seconds, int which) {
  const double x =
      std::fmod(0.1 + 0.23 * which + seconds * (0.012 + 0.004 * which) + 0.13 * static_cast<double>(camera), 0.9);
  const double y = 0.24 + 0.12 * which * (which % 2 == 0 ? 1 : 0.6);
  return {x, std::min(y, 0.55), 0.085, 0.36};
}

Marks marks_of(const ReplayData& data, std::size_t row, int box) {
  Marks marks;
  const FrameKey& frame = data.table->frames[row];
  const auto camera = static_cast<std::size_t>(frame.camera);
  const int people = people_at(camera, frame.seconds);
  for (int i = 0; i < people && box < 3; ++i) {
    const QRectF r = person(camera, frame.seconds, i);
    const auto f = [](double v) { return static_cast<float>(v); };
    if (box != 1) {
      const double grow = box == 2 ? 0.02 : 0;
      marks.boxes.push_back(
          {f(r.x() - grow), f(r.y() - grow), f(r.width() + 2 * grow), f(r.height() + 2 * grow), 0.9F, "person"});
      continue;
    }
    Marks::Pose pose{0.9F, {}};
    constexpr double kBody[17][2] = {{.5, .08},  {.45, .06}, {.55, .06}, {.4, .08}, {.6, .08}, {.25, .22},
                                     {.75, .22}, {.15, .4},  {.85, .4},  {.1, .55}, {.9, .55}, {.35, .55},
                                     {.65, .55}, {.32, .77}, {.68, .77}, {.3, .98}, {.7, .98}};
    for (const auto& at : kBody) {
      pose.points.push_back(f(r.x() + at[0] * r.width()));
      pose.points.push_back(f(r.y() + at[1] * r.height()));
      pose.points.push_back(0.8F);
    }
    marks.poses.push_back(std::move(pose));
  }
  return marks;
}

}  // namespace

double accuracy(BoxSet activated, int box) {
  if (activated.has(box)) return 1;
  double gain = 0;
  for (int i = 0; i < kBoxes; ++i) {
    if (activated.has(i)) gain = std::max(gain, kGain[i][box]);
  }
  return kPrior[static_cast<std::size_t>(box)] + gain;
}

double mean_accuracy(BoxSet activated) {
  double sum = 0;
  for (int box = 0; box < kBoxes; ++box) sum += accuracy(activated, box);
  return sum / kBoxes;
}

Engine::Engine(std::shared_ptr<const OutputTable> table, CostTable costs, CostKind kind)
    : table_(std::move(table)), costs_(std::move(costs)), kind_(kind), first_(table_->rows() / 10) {}

BoxSet Engine::set_of(const std::string& method, double budget) const {
  BoxSet best;
  double value = method == "standalone" ? 0 : mean_accuracy(best);
  for (std::uint64_t bits = 1; bits < 16; ++bits) {
    const BoxSet set(bits);
    double cost = 0;
    for (int i = 0; i < kBoxes; ++i) cost += set.has(i) ? costs_.cost(i, kind_) : 0;
    if (cost > budget + 1e-9) continue;
    // mlink here: as the optimum, but without the pair pose + hog, so that the two differ somewhere
    if (method == "mlink" && set == BoxSet(6)) continue;
    const double now = method == "standalone" ? set.size() / 4.0 : mean_accuracy(set);
    if (now <= value) continue;
    value = now;
    best = set;
  }
  return best;
}

ReplayResult Engine::at(double budget) const {
  ReplayResult result;
  result.settings.kind = kind_;
  result.settings.budget = budget;
  for (const char* name : kNames) result.boxes.emplace_back(name);
  result.frames = static_cast<std::int64_t>(table_->rows() - first_);
  for (const char* name : {"mlink", "standalone", "optimum"}) {
    MethodResult method;
    method.method = name;
    const BoxSet set = set_of(name, budget);
    method.activated = set;
    method.output_accuracy = method.method == "standalone" ? set.size() / 4.0 : mean_accuracy(set);
    method.interval = {method.output_accuracy - 0.02, std::min(method.output_accuracy + 0.02, 1.0)};
    method.executions_per_frame = set.size() / 4.0;
    for (int i = 0; i < kBoxes; ++i) {
      method.per_box.push_back(method.method == "standalone" ? (set.has(i) ? 1 : 0) : accuracy(set, i));
      if (!set.has(i)) continue;
      method.seconds_per_frame += costs_.cost(i, CostKind::time);
      method.bytes += costs_.cost(i, CostKind::memory);
    }
    result.methods.push_back(std::move(method));
  }
  return result;
}

std::vector<double> Engine::breakpoints() const {
  std::vector<double> out{0};
  for (std::uint64_t bits = 1; bits < 16; ++bits) {
    double cost = 0;
    for (int i = 0; i < kBoxes; ++i) cost += BoxSet(bits).has(i) ? costs_.cost(i, kind_) : 0;
    out.push_back(cost);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Outcome Engine::outcome(const std::string& method, BoxSet set, int box, std::size_t row) const {
  if (set.has(box)) return Outcome::run;
  if (method == "standalone") return Outcome::none;
  if (box == 2 && row % 97 < 2) return Outcome::failed;
  // errors come in stretches, as they do on real video
  const double slow = noise(static_cast<std::uint64_t>(box), row / 18, 7);
  const double wanted = accuracy(set, box) + 0.3 * (slow - 0.5);
  return noise(row, static_cast<std::uint64_t>(box)) < wanted ? Outcome::right : Outcome::wrong;
}

std::vector<Outcome> Engine::outcomes(const std::string& method, double budget) const {
  ++outcome_calls;
  const BoxSet set = set_of(method, budget);
  std::vector<Outcome> out;
  for (int box = 0; box < kBoxes; ++box) {
    for (std::size_t row = first_; row < table_->rows(); ++row) out.push_back(outcome(method, set, box, row));
  }
  return out;
}

std::vector<ReplayEngine::ShownOutput> Engine::shown(const std::string& method, double budget, std::size_t row) const {
  std::vector<ReplayEngine::ShownOutput> out;
  const BoxSet set = set_of(method, budget);
  for (int box = 0; box < kBoxes; ++box) {
    const OutputColumn& column = table_->columns[static_cast<std::size_t>(box)];
    ReplayEngine::ShownOutput shown{outcome(method, set, box, row), {}, {column.row(row)[0]}};
    const float exact = shown.exact[0], unit = box == 3 ? 0.03F : 1;
    switch (shown.outcome) {
      case Outcome::run: shown.shown = shown.exact; break;
      case Outcome::right: shown.shown = {exact + unit * 0.2F}; break;
      case Outcome::wrong: shown.shown = {exact + unit * 1.3F}; break;
      default: break;
    }
    out.push_back(std::move(shown));
  }
  return out;
}

Selection Engine::selection(double budget) const {
  Selection selection;
  selection.activated = set_of("mlink", budget);
  selection.objective = mean_accuracy(selection.activated);
  for (int i = 0; i < kBoxes; ++i) {
    const bool in = selection.activated.has(i);
    selection.cost += in ? costs_.cost(i, kind_) : 0;
    selection.reasons.push_back(
        {kNames[static_cast<std::size_t>(i)], in, in ? "in: highest P, fits" : "out: does not fit"});
  }
  return selection;
}

std::shared_ptr<const ReplayData> data(int moments, const FrameClock& clock) {
  auto data = std::make_shared<ReplayData>();
  data->file = "synthetic.mlink";
  data->notes = {"Synthetic data for a test."};
  std::vector<std::string> cameras;
  std::vector<FrameKey> frames;
  for (int camera = 0; camera < kCameras; ++camera) {
    cameras.push_back("cam " + std::to_string(camera + 1));
    data->source_ids.push_back(camera + 1);
    for (int i = 0; i < moments; ++i) frames.push_back({camera, i * 5, clock ? clock(camera, i) : i * 0.5});
  }
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"}, share{Task::regression, 1, {}, 0.02, "share"};
  auto table = std::make_shared<OutputTable>(
      make_table(cameras, frames, {{kNames[0], count}, {kNames[1], count}, {kNames[2], count}, {kNames[3], share}}));
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const FrameKey& frame = table->frames[row];
    const int people = people_at(static_cast<std::size_t>(frame.camera), frame.seconds);
    for (std::size_t box = 0; box < kBoxes; ++box) {
      Output output;
      output.presence = Presence::present;
      output.values = {box == 3 ? 0.017F * static_cast<float>(people) : static_cast<float>(people)};
      (void)set_output(*table, box, row, output);
    }
  }
  data->table = table;
  constexpr double kBytes[] = {168e6, 48e6, 60e6, 34e6}, kSeconds[] = {0.118, 0.041, 0.101, 0.016};
  for (int box = 0; box < kBoxes; ++box) {
    data->box_ids.push_back(box + 1);
    data->costs.boxes.push_back(
        {kNames[static_cast<std::size_t>(box)], kSeconds[box], CostOrigin::typed, kBytes[box], CostOrigin::typed});
  }
  index_rows(*data);
  std::vector<std::string> boxes(kNames.begin(), kNames.end());
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    ReplaySide& side = data->sides[kind == CostKind::memory ? 0 : 1];
    side.engine = std::make_shared<Engine>(table, data->costs, kind);
    side.frontier = frontier_of(*side.engine, kind, kind == CostKind::memory ? 310e6 : 0.276, boxes);
  }
  return data;
}

LoadedPicture picture(const ReplayData& data, std::size_t row) {
  const FrameKey& frame = data.table->frames[row];
  const auto camera = static_cast<std::size_t>(frame.camera);
  LoadedPicture loaded;
  loaded.image = QImage(384, 288, QImage::Format_RGB32);
  QPainter painter(&loaded.image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(loaded.image.rect(), QColor(0x9A9F98));
  painter.fillRect(0, 0, 384, 70 + 10 * frame.camera, QColor(0x5B7A3E));
  painter.setPen(QPen(QColor(0xC9CCC6), 3));
  painter.drawLine(0, 220, 384, 150 + 12 * frame.camera);
  painter.setPen(Qt::NoPen);
  for (int i = 0; i < people_at(camera, frame.seconds); ++i) {
    const QRectF r = person(camera, frame.seconds, i);
    const QRectF at(r.x() * 384, r.y() * 288, r.width() * 384, r.height() * 288);
    painter.setBrush(QColor::fromHsv((i * 67 + 20) % 360, 120, 90));
    painter.drawRoundedRect(at.adjusted(6, at.height() * 0.18, -6, 0), 6, 6);
    painter.setBrush(QColor(0xD8B79A));
    painter.drawEllipse(QPointF(at.center().x(), at.top() + at.height() * 0.09), 7, 8);
  }
  painter.end();
  for (int box = 0; box < kBoxes; ++box) loaded.marks.push_back(marks_of(data, row, box));
  return loaded;
}

PictureFetch Source::fetch() {
  return [this](QObject* context, std::vector<PictureKey> keys, std::function<void(LoadedPictures)> done) {
    ++batches;
    QTimer::singleShot(delay_ms, context, [this, keys = std::move(keys), done = std::move(done)] {
      LoadedPictures loaded;
      for (const PictureKey& key : keys) loaded.emplace_back(key.row, picture(*data, key.row));
      done(std::move(loaded));
    });
  };
}

MomentAsk Source::ask() {
  return [this](QObject* context, std::function<ReplayMoment()> job, std::function<void(ReplayMoment)> done) {
    ++moments;
    thread.post([this, guard = QPointer<QObject>(context), job = std::move(job), done = std::move(done)] {
      auto moment = std::make_shared<ReplayMoment>(job());
      mailbox.post([guard, moment, done] {
        if (guard) done(std::move(*moment));
      });
    });
  };
}

}  // namespace mlink::synthetic
