#include <nlohmann/json.hpp>

#include "replay/replay.h"

namespace mlink::replay {

void to_json(nlohmann::json& json, const ReplaySettings& settings) {
  json = nlohmann::json{{"kind", std::string(to_string(settings.kind))},
                        {"budget", settings.budget},
                        {"methods", settings.methods},
                        {"period_seconds", settings.period_seconds},
                        {"prefix", settings.prefix},
                        {"prefix_cost", settings.prefix_cost},
                        {"seed", settings.seed}};
}

}  // namespace mlink::replay
