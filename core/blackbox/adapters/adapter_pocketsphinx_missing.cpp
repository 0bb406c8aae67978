// Adapter "pocketsphinx" in a build that has no PocketSphinx.
#include "adapter_list.h"

namespace mlink::blackbox {
namespace {

EngineResult make_no_recogniser(const Manifest& /*manifest*/, const BoxOptions& /*options*/) {
  return fail(ErrorKind::unsupported,
              "This build has no speech recogniser: PocketSphinx was not there when it was made.",
              "Install libpocketsphinx-dev and build again.");
}

}  // namespace

Adapter adapter_pocketsphinx() { return {"pocketsphinx", "PocketSphinx", Senses::sound, make_no_recogniser}; }

}  // namespace mlink::blackbox
