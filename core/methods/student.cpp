// student: students of knowledge distillation in the boxes' place (Hinton, Vinyals and Dean 2015; the paper's KD
// student, "two convolutions, pooling, dense head"): a small net a box that learnt the box's outputs from the picture.
// Under a budget each box first takes its cheaper way, itself or its student, cheapest first; what is left then runs
// boxes in their students' place, cheapest first, as standalone does. What has neither is missing.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "methods/kd_student.h"
#include "methods/picture_ways.h"

namespace mlink::methods {
namespace {

class PreparedStudents : public PreparedWays {
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
    const auto student = [&](int box) {
      const PictureWay& way = ways().boxes[static_cast<std::size_t>(box)];
      return way.there ? way.cost.of(kind()) : std::numeric_limits<double>::infinity();
    };
    const auto cheapest_first = [&](const auto& cost) {
      std::vector<int> order(static_cast<std::size_t>(boxes()));
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return cost(a) < cost(b); });
      return order;
    };
    for (const int box : cheapest_first([&](int b) { return std::min(box_cost(b), student(b)); })) {
      const bool by_student = student(box) < box_cost(box);
      if (!take(by_student ? student(box) : box_cost(box))) continue;
      (by_student ? choice.shown : choice.run) = (by_student ? choice.shown : choice.run).with(box);
    }
    for (const int box : cheapest_first([&](int b) { return box_cost(b); })) {
      if (!choice.shown.has(box) || !take(box_cost(box) - student(box))) continue;
      choice.shown = choice.shown.without(box);
      choice.run = choice.run.with(box);
    }
    return choice;
  }
};

class Students : public PictureMethod<PreparedStudents> {
 public:
  [[nodiscard]] std::string_view name() const override { return "student"; }
  [[nodiscard]] std::string_view about() const override {
    return "small nets that learnt the boxes from pictures show what does not run";
  }

  [[nodiscard]] Result<std::string> train(const MethodTraining& training, const std::stop_token& stop,
                                          const ProgressFn& progress) const override {
    if (!training.pictures) return fail(ErrorKind::invalid_input, "Students learn from pictures, and there are none.");
    const StudentSettings settings = picture_settings(training);
    const Pictures part = training_pictures(training);
    std::vector<std::size_t> all(training.pictures->rows());
    std::iota(all.begin(), all.end(), std::size_t{0});
    PictureWays ways{training.frames, {}, {}};
    for (const OutputColumn& column : training.table.columns) {
      PictureWay way{column.box, false, {}, {}, {}};
      if (can_be_learnt(column)) {
        MLINK_ASSIGN(const auto student, Student::train(part, column, part.rows(), settings, stop, progress));
        way.there = true;
        const auto look = [&](std::size_t row) { (void)student.predict(*training.pictures, {&row, 1}); };
        way.cost = {seconds_of_one(training, look), static_cast<double>(student.parameters()) * sizeof(float)};
        way.all = student.predict(*training.pictures, all);
        way.net = student.to_bytes();
      }
      ways.boxes.push_back(std::move(way));
    }
    return ways_to_bytes(ways);
  }
};

}  // namespace

std::unique_ptr<const Method> student_method() { return std::make_unique<Students>(); }

}  // namespace mlink::methods
