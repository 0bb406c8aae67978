#include "report/keep_live.h"

#include <nlohmann/json.hpp>

#include "experiment/live_named.h"
#include "report/kept_inputs.h"
#include "report/live_report.h"
#include "report/report.h"

namespace mlink::report {

nlohmann::json live_settings_json(const LiveOptions& options) {
  auto sources = nlohmann::json::array();
  for (const auto& source : options.sources) {
    nlohmann::json one{{"address", shown_named(source.address)}, {"name", name_of(source)}};
    if (source.rate > 0) one["rate"] = source.rate;
    if (source.crop) one["crop"] = {source.crop->x, source.crop->y, source.crop->width, source.crop->height};
    sources.push_back(std::move(one));
  }
  return {{"budget", options.budget.value},
          {"kind", std::string(to_string(options.budget.kind))},
          {"method", options.method},
          {"period_seconds", options.period_seconds},
          {"prefix", options.prefix},
          {"verify", options.verify},
          {"every", options.every},
          {"skip", options.skip},
          {"limit", options.limit},
          {"realtime", options.realtime},
          {"drop", options.drop == DropPolicy::wait ? "wait" : "newest"},
          {"sources", sources}};
}

Result<RowId> keep_live(Experiment& experiment, const Snapshot& snapshot, const LiveOptions& options,
                        const LiveReport& report) {
  if (!snapshot.links || report.frames == 0)
    return fail(ErrorKind::invalid_input, "The run worked on no frame: there is nothing to keep.");
  KeptResult kept;
  kept.kind = kLiveKind;
  kept.settings_json = live_settings_json(options).dump();
  kept.data_hash = snapshot.links->data_hash();
  auto document = live_json(report);
  document["inputs"] = kept_inputs(snapshot);
  document["made_from"] = provenance(snapshot);
  kept.document = document.dump();
  return experiment.keep_result(kept);
}

}  // namespace mlink::report
