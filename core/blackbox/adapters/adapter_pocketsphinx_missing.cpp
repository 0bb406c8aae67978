// Adapter "pocketsphinx" in a build that has no PocketSphinx.
#include "blackbox/adapters/adapters.h"

namespace mlink {

EngineResult make_pocketsphinx_engine(const Manifest& /*manifest*/, const BoxOptions& /*options*/) {
  return fail(ErrorKind::unsupported,
              "This build has no speech recogniser: PocketSphinx was not there when it was made.",
              "Install libpocketsphinx-dev and build again.");
}

}  // namespace mlink
