// Studies as version 0.1.0 kept them, when one document had the settings and figures of all kinds.
#pragma once

namespace mlink::test {
using namespace rooms;

inline constexpr const char* kOlderSizes =
    R"({"boxes": ["a", "b"], "cells": [{"best_epoch": 2, "by": "link", "interval": [0.0952, 0.2381],
"lift_interval": [0.0, 0.0], "native": 1.0403, "p": 0.1667, "parameters": 65, "part": 0.3, "prior": 0.1667,
"seed": 1, "source": "b", "target": "a", "test_from": 18, "tested": 42, "trained": 18}, {"best_epoch": 0,
"by": "ensemble", "interval": [0.0952, 0.2381], "lift_interval": [0.0, 0.0], "native": 1.0403, "p": 0.1667,
"parameters": 0, "part": 0.3, "prior": 0.1667, "seed": 1, "target": "a", "test_from": 18, "tested": 42,
"trained": 18, "verdict": "neither"}], "clock_seconds": 0.0, "complete": true, "correlations": [],
"data_hash": "5b5105eae7b60f98b8235f55969f6e35", "frames": 60, "notes": [], "options": {"parts": [0.3],
"predictions": 2000, "repeats": 1, "student": {"alpha": 0.9, "batch": 32, "channels": 16, "dropout": 0.5,
"epochs": 2, "epsilon": 1e-07, "hidden": 32, "inner_part": 0.2, "learning_rate": 0.01, "seed": 1, "side": 64},
"study": "sizes", "train": {"alpha": 0.9, "batch": 32, "bootstrap": 200, "dropout": 0.5, "epochs": 2,
"epsilon": 1e-07, "hidden_factor": 2, "hidden_min": 16, "inner_part": 0.2, "learning_rate": 0.01, "part": 0.1,
"scalar_weights": false, "seed": 1, "sequence_hidden": 64, "source_drop": 0.5}, "with_student": false},
"overheads": [], "own_costs": [], "specs": [{"labels": [], "task": "count", "tolerance": 0.5, "unit": "",
"width": 1}, {"labels": [], "task": "count", "tolerance": 0.5, "unit": "", "width": 1}]})";

inline constexpr const char* kOlderEnsemble =
    R"({"boxes": ["a", "b"], "cells": [{"best_epoch": 2, "by": "link", "interval": [0.0833, 0.2507],
"lift_interval": [0.0, 0.0], "native": 1.0707, "p": 0.1667, "parameters": 65, "part": 0.4, "prior": 0.1667,
"seed": 1, "source": "b", "target": "a", "test_from": 24, "tested": 36, "trained": 24}, {"best_epoch": 0,
"by": "ensemble", "interval": [0.0833, 0.2507], "lift_interval": [0.0, 0.0], "native": 1.0707, "p": 0.1667,
"parameters": 0, "part": 0.4, "prior": 0.1667, "seed": 1, "target": "a", "test_from": 24, "tested": 36,
"trained": 24, "verdict": "neither"}], "clock_seconds": 0.0, "complete": true, "correlations": [],
"data_hash": "5b5105eae7b60f98b8235f55969f6e35", "frames": 60, "notes": [], "options": {"parts": [0.01, 0.05,
0.1, 0.2, 0.48], "predictions": 2000, "repeats": 1, "student": {"alpha": 0.9, "batch": 32, "channels": 16,
"dropout": 0.5, "epochs": 2, "epsilon": 1e-07, "hidden": 32, "inner_part": 0.2, "learning_rate": 0.01,
"seed": 1, "side": 64}, "study": "ensemble", "train": {"alpha": 0.9, "batch": 32, "bootstrap": 200,
"dropout": 0.5, "epochs": 2, "epsilon": 1e-07, "hidden_factor": 2, "hidden_min": 16, "inner_part": 0.2,
"learning_rate": 0.01, "part": 0.4, "scalar_weights": false, "seed": 1, "sequence_hidden": 64,
"source_drop": 0.5}, "with_student": true}, "overheads": [], "own_costs": [], "specs": [{"labels": [],
"task": "count", "tolerance": 0.5, "unit": "", "width": 1}, {"labels": [], "task": "count", "tolerance": 0.5,
"unit": "", "width": 1}]})";

inline constexpr const char* kOlderCorrelation =
    R"({"boxes": ["a", "b"], "cells": [{"best_epoch": 2, "by": "link", "interval": [0.0833, 0.2507],
"lift_interval": [0.0, 0.0], "native": 1.0707, "p": 0.1667, "parameters": 65, "part": 0.4, "prior": 0.1667,
"seed": 1, "source": "b", "target": "a", "test_from": 24, "tested": 36, "trained": 24}, {"best_epoch": 0,
"by": "ensemble", "interval": [0.0833, 0.2507], "lift_interval": [0.0, 0.0], "native": 1.0707, "p": 0.1667,
"parameters": 0, "part": 0.4, "prior": 0.1667, "seed": 1, "target": "a", "test_from": 24, "tested": 36,
"trained": 24, "verdict": "neither"}], "clock_seconds": 0.0, "complete": true, "correlations": [{"frames": 24,
"interval": [-1.0000000000000004, -0.9999999999999997], "r": -0.9999999999999998, "source": "b",
"target": "a"}, {"frames": 24, "interval": [-1.0000000000000004, -0.9999999999999997],
"r": -0.9999999999999998, "source": "a", "target": "b"}], "data_hash": "5b5105eae7b60f98b8235f55969f6e35",
"frames": 60, "notes": [], "options": {"parts": [0.01, 0.05, 0.1, 0.2, 0.48], "predictions": 2000,
"repeats": 1, "student": {"alpha": 0.9, "batch": 32, "channels": 16, "dropout": 0.5, "epochs": 2,
"epsilon": 1e-07, "hidden": 32, "inner_part": 0.2, "learning_rate": 0.01, "seed": 1, "side": 64},
"study": "correlation", "train": {"alpha": 0.9, "batch": 32, "bootstrap": 200, "dropout": 0.5, "epochs": 2,
"epsilon": 1e-07, "hidden_factor": 2, "hidden_min": 16, "inner_part": 0.2, "learning_rate": 0.01, "part": 0.4,
"scalar_weights": false, "seed": 1, "sequence_hidden": 64, "source_drop": 0.5}, "with_student": true},
"overheads": [], "own_costs": [], "specs": [{"labels": [], "task": "count", "tolerance": 0.5, "unit": "",
"width": 1}, {"labels": [], "task": "count", "tolerance": 0.5, "unit": "", "width": 1}]})";

inline constexpr const char* kOlderOverhead =
    R"({"boxes": ["a", "b"], "cells": [], "clock_seconds": 3e-08, "complete": true, "correlations": [],
"data_hash": "5b5105eae7b60f98b8235f55969f6e35", "frames": 60, "notes": [], "options": {"parts": [0.01, 0.05,
0.1, 0.2, 0.48], "predictions": 10, "repeats": 1, "student": {"alpha": 0.9, "batch": 32, "channels": 16,
"dropout": 0.5, "epochs": 100, "epsilon": 1e-07, "hidden": 32, "inner_part": 0.2, "learning_rate": 0.01,
"seed": 1, "side": 64}, "study": "overhead", "train": {"alpha": 0.9, "batch": 32, "bootstrap": 200,
"dropout": 0.5, "epochs": 2, "epsilon": 1e-07, "hidden_factor": 2, "hidden_min": 16, "inner_part": 0.2,
"learning_rate": 0.01, "part": 0.3, "scalar_weights": false, "seed": 1, "sequence_hidden": 64,
"source_drop": 0.5}, "with_student": true}, "overheads": [{"by": "link", "bytes": 260.0,
"interval": [2.495e-07, 2.8e-07], "p50": [2.71e-07, null], "p95": [2.9e-07, null], "parameters": 65,
"predictions": 10, "source": "b", "target": "a"}], "own_costs": [{"box": "a", "bytes": null,
"bytes_origin": "unknown", "seconds": 0.02, "seconds_origin": "measured", "seconds_p95": 0.03}, {"box": "b",
"bytes": null, "bytes_origin": "unknown", "seconds": null, "seconds_origin": "unknown", "seconds_p95": null}],
"specs": [{"labels": [], "task": "count", "tolerance": 0.5, "unit": "", "width": 1}, {"labels": [],
"task": "count", "tolerance": 0.5, "unit": "", "width": 1}]})";

}  // namespace mlink::test
