// Small black boxes for tests: real TorchScript networks and their manifests, made on the spot in milliseconds.
#pragma once

#include <filesystem>
#include <string>

#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

/// One tiny network on a 16 x 16 RGB picture in 0..1.
struct TinyBox {
  std::string name;
  std::string body;            ///< TorchScript: lines of `forward(self, x)` that return [1, 1] floats
  std::string task = "count";  ///< or "regression"
  double tolerance = 0.5;
  int width = 1;      ///< what the manifest says of the output; others make the manifest lie
  bool half = false;  ///< the network has weights of half precision: self.weight, three of .25
};

/// Mean brightness of the picture times 20, rounded: a count that follows the picture.
[[nodiscard]] TinyBox bright_count(const std::string& name = "bright");
/// Mean of the red channel: a share that goes with bright_count.
[[nodiscard]] TinyBox red_share(const std::string& name = "red");
/// The same as bright_count, but takes some milliseconds.
[[nodiscard]] TinyBox slow_count(const std::string& name = "slow", int rounds = 12);
/// The same as bright_count, quick where the picture is darker than a half and slow where it is brighter.
[[nodiscard]] TinyBox two_speeds_count(const std::string& name = "two-speeds");
/// Fails (an exception inside the network) where the picture is brighter than `limit`; above .51, or loading fails too:
/// a box is tried on grey and noise then.
[[nodiscard]] TinyBox failing_count(const std::string& name = "failing", double limit = 0.5);
/// Gives NaN where the picture is brighter than `limit`.
[[nodiscard]] TinyBox nan_share(const std::string& name = "nan", double limit = 0.5);
/// Always the same.
[[nodiscard]] TinyBox constant_count(const std::string& name = "constant");

/// Writes NAME.pt and NAME.json into the folder; gives the manifest's path.
[[nodiscard]] std::filesystem::path write_box(const std::filesystem::path& folder, const TinyBox& box);

/// What torch.save of a dictionary of weights writes: a file without the network.
[[nodiscard]] std::string weights_only();

}  // namespace mlink::test
