#include "blackbox/crop_box.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

constexpr int kLeastPixels = 2;  // less than that is no picture

std::optional<Marks::Box> largest_box(const Answer& answer, const OutputSpec& spec) {
  const auto& values = answer.output.values;
  std::optional<Marks::Box> best;
  if (spec.task == Task::localization && values.size() == 5 && values[2] > 0 && values[3] > 0)
    best = Marks::Box{values[0], values[1], values[2], values[3], values[4], {}};
  if (spec.task != Task::localization)
    for (const auto& box : answer.marks.boxes)
      if (!best || box.width * box.height > best->width * best->height) best = box;
  // The mark that it is carries its name.
  if (best)
    for (const auto& box : answer.marks.boxes)
      if (box.x == best->x && box.y == best->y && box.width == best->width) best->label = box.label;
  return best;
}

class CropBox : public BlackBox {
 public:
  CropBox(Manifest manifest, std::unique_ptr<BlackBox> locator, std::unique_ptr<BlackBox> inner,
          const CropSettings& settings)
      : manifest_(std::move(manifest)), locator_(std::move(locator)), inner_(std::move(inner)), settings_(settings) {}

  [[nodiscard]] const Manifest& manifest() const override { return manifest_; }
  Status load() override {
    MLINK_TRY(locator_->load());
    return inner_->load();
  }
  void unload() override {
    locator_->unload();
    inner_->unload();
  }
  Result<std::vector<Answer>> run(std::span<const Frame> frames) override;
  [[nodiscard]] const BlackBox* inner() const { return inner_.get(); }

 private:
  Result<Answer> look_inside(const Frame& frame, const Marks::Box& box);

  Manifest manifest_;
  std::unique_ptr<BlackBox> locator_;
  std::unique_ptr<BlackBox> inner_;
  CropSettings settings_;
};

void place(Marks& marks, const Rect& rect, const Frame& frame) {
  const auto w = static_cast<float>(frame.width());
  const auto h = static_cast<float>(frame.height());
  const float sx = static_cast<float>(rect.width) / w;
  const float sy = static_cast<float>(rect.height) / h;
  const float x = static_cast<float>(rect.x) / w;
  const float y = static_cast<float>(rect.y) / h;
  for (auto& box : marks.boxes)
    box = {x + box.x * sx, y + box.y * sy, box.width * sx, box.height * sy, box.score, std::move(box.label)};
  for (auto& pose : marks.poses)
    for (std::size_t i = 0; i + 2 < pose.points.size(); i += 3) {
      pose.points[i] = x + pose.points[i] * sx;
      pose.points[i + 1] = y + pose.points[i + 1] * sy;
    }
}

Result<Answer> CropBox::look_inside(const Frame& frame, const Marks::Box& box) {
  const Rect rect = crop_rect(box, settings_, frame.width(), frame.height());
  Answer none;
  none.output.presence = Presence::none;
  if (rect.width < kLeastPixels || rect.height < kLeastPixels) return none;
  const Frame crop = frame.crop(rect);
  MLINK_ASSIGN(auto answers, inner_->run(std::span(&crop, 1)));
  if (answers.size() != 1) return failed_answer("The model gave no answer for the region.");
  Answer answer = std::move(answers.front());
  Output& output = answer.output;
  if (manifest_.output.task == Task::localization && output.presence == Presence::present && output.values[2] > 0) {
    Marks one{{{output.values[0], output.values[1], output.values[2], output.values[3], output.values[4], {}}}, {}};
    place(one, rect, frame);
    const auto& b = one.boxes.front();
    output.values = {b.x, b.y, b.width, b.height, b.score};
  }
  place(answer.marks, rect, frame);
  answer.marks.boxes.insert(answer.marks.boxes.begin(), box);
  return answer;
}

Result<std::vector<Answer>> CropBox::run(std::span<const Frame> frames) {
  MLINK_ASSIGN(const auto located, locator_->run(frames));
  std::vector<Answer> answers;
  answers.reserve(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const Answer& where = located[i];
    if (where.output.presence == Presence::failed) {
      answers.push_back(failed_answer("The box that finds the region failed: " + where.output.reason));
      continue;
    }
    const auto box = largest_box(where, locator_->spec());
    if (!box) {
      Answer none;
      none.output.presence = Presence::none;
      answers.push_back(std::move(none));
      continue;
    }
    MLINK_ASSIGN(auto answer, look_inside(frames[i], *box));
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace

Result<CropSettings> CropSettings::from_json(const std::string& json) {
  Fields fields(json, "$.crop");
  CropSettings settings;
  settings.scale = fields.get("scale", settings.scale);
  settings.square = fields.get("square", settings.square);
  MLINK_TRY(fields.finish("a crop"));
  return settings;
}

Rect crop_rect(const Marks::Box& box, const CropSettings& settings, int frame_width, int frame_height) {
  const double cx = (box.x + box.width / 2.0) * frame_width;
  const double cy = (box.y + box.height / 2.0) * frame_height;
  double w = static_cast<double>(box.width) * frame_width * settings.scale;
  double h = static_cast<double>(box.height) * frame_height * settings.scale;
  if (settings.square) w = h = std::max(w, h);
  const int left = std::clamp(static_cast<int>(std::lround(cx - w / 2)), 0, frame_width);
  const int top = std::clamp(static_cast<int>(std::lround(cy - h / 2)), 0, frame_height);
  const int right = std::clamp(static_cast<int>(std::lround(cx + w / 2)), left, frame_width);
  const int bottom = std::clamp(static_cast<int>(std::lround(cy + h / 2)), top, frame_height);
  return {left, top, right - left, bottom - top};
}

std::unique_ptr<BlackBox> make_crop_box(Manifest manifest, std::unique_ptr<BlackBox> locator,
                                        std::unique_ptr<BlackBox> inner, const CropSettings& settings) {
  return std::make_unique<CropBox>(std::move(manifest), std::move(locator), std::move(inner), settings);
}

const BlackBox* adapter_part(const BlackBox* box) {
  const auto* crop = dynamic_cast<const CropBox*>(box);
  return crop != nullptr ? crop->inner() : box;
}

}  // namespace mlink::blackbox
