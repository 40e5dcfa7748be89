// SPDX-License-Identifier: MIT
// What the guest tells on its progress port: "progress <seconds> <what>", "failed <why>", "done", a line each.
// Foreign bytes: what is none of these lines is passed over.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace wlanmedic::lab {

/// A line of the progress port.
struct Stage {
    double guest_s = 0;  ///< since boot
    std::string what;
};

class ProgressLines {
public:
    struct Calls {
        std::function<void(const Stage& stage)> stage;
        std::function<void()> done;
        std::function<void(std::string_view why)> failed;
    };
    /// Of a longer line, only so much counts.
    static constexpr std::size_t longest = 4096;

    explicit ProgressLines(Calls calls) : calls_(std::move(calls)) {}

    /// The bytes as they come; a line counts when its end has come.
    void take(std::string_view bytes);

private:
    void end_line();

    Calls calls_;
    std::string line_;
};

}  // namespace wlanmedic::lab
