#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "base/hash.h"
#include "methods/method.h"

namespace mlink::methods {
namespace {

struct Registry {
  std::mutex mutex;  ///< guards `known`
  std::vector<std::unique_ptr<const Method>> known;

  Registry() {
    known.push_back(mlink_method());
    known.push_back(standalone_method());
    known.push_back(optimum_method());
    known.push_back(mlink_exact_method());
    known.push_back(prior_fill_method());
    known.push_back(prior_method());
    known.push_back(reducto_method());
    known.push_back(reducto_previous_method());
    known.push_back(reducto_sum_method());
    known.push_back(mlink_filter_method());
    known.push_back(mlink_refresh_method());
    known.push_back(drls_method());
    known.push_back(student_method());
    known.push_back(mtl_method());
  }
};

class PreparedNothing : public PreparedMethod {
 public:
  PreparedNothing(std::size_t periods, std::string cannot) : periods_(periods), cannot_(std::move(cannot)) {}
  [[nodiscard]] Plan plan(double /*budget*/) const override {
    Plan plan;
    plan.sets.resize(periods_);
    plan.unrun = Unrun::missing;
    plan.note = plan.cannot = cannot_;
    return plan;
  }
  void add_breakpoints(std::vector<double>& /*budgets*/) const override {}

 private:
  std::size_t periods_;
  std::string cannot_;
};

/// Made when first asked for, so that a method may register before main().
Registry& registry() {
  static Registry made;
  return made;
}

}  // namespace

Predictions PreparedMethod::predict(int /*box*/, std::span<const std::size_t> /*rows*/) const { return {}; }
std::vector<Stretch> PreparedMethod::stretches(double budget, int box) const {
  std::vector<Stretch> all = plan(budget).stretches;
  std::erase_if(all, [box](const Stretch& stretch) { return stretch.box != box; });
  return all;
}
std::span<const double> PreparedMethod::probability(std::size_t /*period*/, double /*budget*/) const { return {}; }

Result<std::string> Method::train(const MethodTraining& /*training*/, const std::stop_token& /*stop*/,
                                  const ProgressFn& /*progress*/) const {
  return fail(ErrorKind::unsupported, fmt::format("The method {} has nothing to train.", name()));
}

std::string frames_hash(const OutputTable& table) {
  ContentHasher hasher;
  for (const std::string& camera : table.cameras) hasher.add(camera);
  for (const FrameKey& frame : table.frames) hasher.add(std::int64_t{frame.camera}).add(frame.ordinal);
  return hasher.hex();
}

std::unique_ptr<PreparedMethod> prepared_nothing(const MethodInput& input, std::string cannot) {
  return std::make_unique<PreparedNothing>(input.timeline.periods.size(), std::move(cannot));
}

std::vector<const Method*> methods() {
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  std::vector<const Method*> out;
  out.reserve(all.known.size());
  for (const auto& method : all.known) out.push_back(method.get());
  return out;
}

const Method* find_method(std::string_view name) {
  const auto all = methods();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Method* method) { return method->name() == name; });
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const Method* method : methods()) names.emplace_back(method->name());
  return names;
}

std::vector<std::string> default_methods() {
  std::vector<std::string> names;
  for (const Method* method : methods())
    if (method->by_default()) names.emplace_back(method->name());
  return names;
}

bool add_method(std::unique_ptr<const Method> method) {
  if (!method || find_method(method->name())) return false;
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  all.known.push_back(std::move(method));
  return true;
}

}  // namespace mlink::methods
