// A manifest to begin with, from a network's file or an inference server alone: `mlink box guess`, and the window where
// a model is dropped.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::blackbox {

struct Guess {
  std::string manifest;              ///< JSON, as read_manifest takes it
  std::string format;                ///< of the file, for people: "ONNX"
  std::vector<std::string> inputs;   ///< what the file says of itself: "images [1, 3, 640, 640] f32"
  std::vector<std::string> outputs;  ///< the same, as they came out of a trial
  std::vector<std::string> unknown;  ///< what no file says and was assumed, a sentence each
};

/// Files for servers, as in the manifest's settings; empty: not needed.
struct ServerAccess {
  std::filesystem::path tls_ca, token_file;
};

/// Reads the file's inputs and outputs, runs it once on grey where that is possible, and takes for each field what fits
/// best. `name`: of the box; empty: after the file. `model` may be a server's address that names the model
/// (grpc://host:port/model, or with /version behind): then it is asked. So is a plugin (.so), in a process of its own.
/// Not thread-safe with other loads of LibTorch. Errors: no such file; a format that no adapter reads (with how it
/// becomes one); a file that cannot be read; an input that is neither a picture nor a sound; a server that does not
/// answer.
[[nodiscard]] Result<Guess> guess_manifest(const std::filesystem::path& model, const std::string& name = {},
                                           const ServerAccess& access = {});

}  // namespace mlink::blackbox
