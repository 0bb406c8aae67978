#include "blackbox/adapters/openvino_model.h"

#include "base/modules.h"
#include "blackbox/openvino/table.h"

namespace mlink::blackbox {
namespace {

#ifdef MLINK_OPENVINO_MODULE
Result<const OpenvinoTable*> load() {
  MLINK_ASSIGN(const void* table, module_table(MLINK_OPENVINO_MODULE, kOpenvinoTable, "OpenVINO"));
  return static_cast<const OpenvinoTable*>(table);
}
#else
Result<const OpenvinoTable*> load() {
  return fail(ErrorKind::unsupported, "This program was built without OpenVINO.",
              "Run scripts/fetch_openvino.sh and build again (make build).");
}
#endif

Result<const OpenvinoTable*> library() {
  static const auto loaded = load();
  return loaded;
}

Status files_are_there(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files)
    if (std::error_code error; !std::filesystem::exists(file, error))
      return fail(ErrorKind::not_found, "The file of the network is not there.", "Fetch or export the network first.",
                  file.string());
  auto weights = files[0];
  weights.replace_extension(".pdiparams");
  if (std::error_code error;
      files.size() == 1 && files[0].extension() == ".pdmodel" && !std::filesystem::exists(weights, error))
    return fail(ErrorKind::not_found, "The file of the network's weights is not there.",
                "Put the .pdiparams file beside the .pdmodel, or name both in \"weights\".", weights.string());
  return {};
}

}  // namespace

Result<std::unique_ptr<OpenvinoNetwork>> load_openvino(const std::vector<std::filesystem::path>& files,
                                                       const OpenvinoOptions& options) {
  MLINK_ASSIGN(const auto* openvino, library());
  MLINK_TRY(files_are_there(files));
  return openvino->load(files, options);
}

Result<NetworkPorts> openvino_ports(const std::vector<std::filesystem::path>& files) {
  MLINK_ASSIGN(const auto* openvino, library());
  MLINK_TRY(files_are_there(files));
  return openvino->ports(files);
}

Result<std::string> openvino_version() {
  MLINK_ASSIGN(const auto* openvino, library());
  return openvino->version();
}

}  // namespace mlink::blackbox
