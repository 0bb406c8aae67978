#include "experiment/kept_leads.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/number.h"

namespace mlink::experiment {
namespace {

struct Leads {
  std::vector<Interval> intervals;
  std::string why_none;  ///< where one of them is not a number
};

std::optional<Leads> leads_in(const nlohmann::json& list, std::size_t boxes) {
  if (!list.is_array() || list.size() != boxes) return std::nullopt;
  Leads leads;
  for (const auto& lead : list) {
    if (lead.is_string()) {
      leads.intervals.push_back({kNan, kNan});
      leads.why_none = lead.get<std::string>();
    } else if (lead.is_array() && lead.size() == 2 && lead[0].is_number() && lead[1].is_number()) {
      leads.intervals.push_back({lead[0].get<double>(), lead[1].get<double>()});
    } else {
      return std::nullopt;
    }
  }
  return leads;
}

}  // namespace

Result<std::optional<std::vector<EnsembleRow>>> kept_ensembles(const ExperimentReader& reader,
                                                               const Snapshot& snapshot) {
  const auto& sets = snapshot.overview.link_sets;
  if (!snapshot.links || sets.empty() || !sets.front().stale.empty()) return std::nullopt;
  MLINK_ASSIGN(const auto stored, reader.results("link_set"));
  const auto row = std::find_if(stored.begin(), stored.end(), [&](const auto& r) { return r.id == sets.front().id; });
  if (row == stored.end()) return std::nullopt;
  const auto document = nlohmann::json::parse(row->settings_json, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  const auto leads = leads_in(document.value("leads", nlohmann::json()), snapshot.links->boxes().size());
  if (!leads) return std::nullopt;
  return ensembles_of(matrix_of(*snapshot.links), leads->intervals, leads->why_none);
}

std::string with_leads(const std::string& document, const std::vector<EnsembleRow>& ensembles) {
  auto leads = nlohmann::json::array();
  for (const auto& ensemble : ensembles) {
    const Interval& lead = ensemble.difference_interval;
    if (std::isfinite(lead.low))
      leads.push_back({lead.low, lead.high});
    else
      leads.push_back(ensemble.reason);
  }
  auto whole = nlohmann::json::parse(document);
  whole["leads"] = std::move(leads);
  return whole.dump();
}

}  // namespace mlink::experiment
