// SPDX-License-Identifier: MIT
#include "lab/host/progress.h"

#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace wlanmedic::lab {

void ProgressLines::take(std::string_view bytes) {
    for (const char c : bytes) {
        if (c == '\n')
            end_line();
        else if (c != '\r' && line_.size() < longest)
            line_ += c;
    }
}

void ProgressLines::end_line() {
    constexpr std::string_view failed = "failed ";
    constexpr std::string_view progress = "progress ";
    const std::string text = std::exchange(line_, {});
    if (text == "done") calls_.done();
    if (text.starts_with(failed)) calls_.failed(std::string_view(text).substr(failed.size()));
    if (!text.starts_with(progress)) return;
    Stage stage;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + progress.size(), end, stage.guest_s);
    if (error != std::errc{} || rest == end || *rest != ' ' || !std::isfinite(stage.guest_s) || stage.guest_s < 0)
        return;
    stage.what.assign(rest + 1, end);
    calls_.stage(stage);
}

}  // namespace wlanmedic::lab
