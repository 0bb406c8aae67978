// mtl: one net for all boxes (Crawshaw 2020, Multi-task learning with deep neural networks: a survey; the paper's MTL):
// a feature extractor that all share and a head a box, trained on the boxes' outputs. The extractor is a small
// convolutional trunk, trained here (the paper's is a pretrained ResNet50). Under a budget the net shows all boxes that
// can be learnt from pictures, if it fits; what is left runs boxes exactly, cheapest first.
#include <algorithm>
#include <limits>
#include <numeric>

#include "base/modules.h"
#include "methods/picture_ways.h"
#include "methods/torch/table.h"

namespace mlink::methods {
namespace {

class PreparedMtl : public PreparedWays {
 public:
  using PreparedWays::PreparedWays;

 private:
  [[nodiscard]] WaysChoice choose(double budget) const override {
    WaysChoice choice{{}, {}, std::numeric_limits<double>::infinity()};
    double used = 0;
    const auto take = [&](double more) {
      if (fits(used + more, budget)) {
        used += more;
        return true;
      }
      choice.next = std::min(choice.next, used + more);
      return false;
    };
    BoxSet learnt;
    for (int box = 0; box < boxes(); ++box)
      if (ways().boxes[static_cast<std::size_t>(box)].there) learnt = learnt.with(box);
    // Where all boxes fit nothing is to be shown.
    const double all = boxes_cost(costs(), BoxSet::all(boxes()), kind());
    if (fits(all, budget)) return {BoxSet::all(boxes()), {}, choice.next};
    choice.next = all;
    if (!learnt.empty() && take(net_costs(learnt).of(kind()))) choice.shown = learnt;
    std::vector<int> order(static_cast<std::size_t>(boxes()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return box_cost(a) < box_cost(b); });
    for (const int box : order) {
      if (!take(box_cost(box))) continue;
      choice.run = choice.run.with(box);
      choice.shown = choice.shown.without(box);
    }
    return choice;
  }
};

class Mtl : public PictureMethod<PreparedMtl> {
 public:
  [[nodiscard]] std::string_view name() const override { return "mtl"; }
  [[nodiscard]] std::string_view about() const override {
    return "one net with a head a box shows all from the picture, boxes run with what it leaves";
  }

  [[nodiscard]] Result<std::string> train(const MethodTraining& training, const std::stop_token& stop,
                                          const ProgressFn& progress) const override {
    if (!training.pictures) return fail(ErrorKind::invalid_input, "MTL learns from pictures, and there are none.");
    const StudentSettings settings = picture_settings(training);
    PictureWays ways{training.frames, {}, {}};
    std::vector<const OutputColumn*> columns;
    for (const OutputColumn& column : training.table.columns) {
      const bool learns = can_be_learnt(column);
      ways.boxes.push_back({column.box, learns, {}, {}, {}});
      if (learns) columns.push_back(&column);
    }
    if (columns.empty()) return fail(ErrorKind::invalid_input, "No box can be learnt from pictures.");
    const Pictures part = training_pictures(training);
    MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
    MLINK_ASSIGN(const auto net, torch->train_mtl(part, columns, settings, stop, progress));
    std::vector<std::size_t> all(training.pictures->rows());
    std::iota(all.begin(), all.end(), std::size_t{0});
    auto said = net->predict(*training.pictures, all);
    std::size_t head = 0;
    for (PictureWay& way : ways.boxes)
      if (way.there) way.all = std::move(said[head++]);
    ways.shared = {seconds_of_one(training,
                                  [&](std::size_t row) {
                                    (void)net->predict(*training.pictures, {&row, 1});
                                  }),
                   static_cast<double>(net->parameters()) * sizeof(float)};
    ways.boxes.front().net = net->to_bytes();
    return ways_to_bytes(ways);
  }
};

}  // namespace

std::unique_ptr<const Method> mtl_method() { return std::make_unique<Mtl>(); }

}  // namespace mlink::methods
