// SPDX-License-Identifier: MIT
// Any bytes on a guest's progress port: they say the same in pieces as at once, and nothing is told without bound.
#include <cmath>
#include <string>

#include "lab/host/progress.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

std::string told(std::string_view bytes, std::size_t piece) {
    std::string all;
    lab::ProgressLines lines({
        .stage =
            [&](const lab::Stage& stage) {
                require(std::isfinite(stage.guest_s) && stage.guest_s >= 0, "a time since boot");
                require(stage.what.size() <= lab::ProgressLines::longest, "a bounded line");
                all.append(std::to_string(stage.guest_s)).append(stage.what).append("\n");
            },
        .done = [&] { all.append("done\n"); },
        .failed =
            [&](std::string_view why) {
                require(why.size() <= lab::ProgressLines::longest, "a bounded line");
                all.append(why).append("\n");
            },
    });
    while (!bytes.empty()) {
        lines.take(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::as_text(data, size);
    const std::string whole = told(bytes, size + 1);
    require(told(bytes, 1) == whole && told(bytes, 7) == whole, "pieces say what the whole says");
    return 0;
}
