// The rooms of the house as namespaces, and the arrows between them: the names of the rooms that a room may know are
// found there as they are. A name of a room that it may not know is not found, and one name in two rooms is two names
// (the one-definition rule). README.md in core/ tells what lives where; tests/structure holds both to the CMake graph.
#pragma once

namespace mlink {

namespace base {}
namespace outputs {
using namespace base;
}
namespace metrics {
using namespace outputs;
}
namespace links {
using namespace metrics;
}
namespace scheduling {
using namespace links;
}
namespace methods {
using namespace scheduling;
}
namespace replay {
using namespace methods;
}
namespace analysis {
using namespace scheduling;
}
namespace recorded {
using namespace outputs;
}
namespace convert {
using namespace outputs;
}
namespace media {
using namespace outputs;
}
namespace blackbox {
using namespace convert;
using namespace media;
}  // namespace blackbox
namespace store {
using namespace outputs;
}
namespace experiment {
using namespace analysis;
using namespace blackbox;
using namespace recorded;
using namespace replay;
using namespace store;
}  // namespace experiment
namespace studies {
using namespace experiment;
}
namespace report {
using namespace studies;
}

/// The window and the command line; what they may include of the engine is less than what they can name.
namespace ui {
using namespace report;
}
namespace cli {
using namespace report;
}

/// Every room's names at once, for programs and suites that look at the whole house.
namespace rooms {
using namespace cli;
using namespace ui;
}  // namespace rooms

}  // namespace mlink
