// SPDX-License-Identifier: MIT
// The messages of iwd, 0.x to 3.8, in their order. Most of them name no interface.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

class IwdLog {
public:
    /// What iwd calls an interface whose name no line of the file has told.
    static constexpr std::string_view unnamed = "iwd";

    /// Kind::noted where the message has no weight, Kind::unrecognized where it looks as if it had.
    Decoded decode(std::string_view message);

    /// Another line of the file is about this station's interface.
    void saw(std::string_view interface);

private:
    Decoded decode_words(std::string_view text);
    Decoded decode_notice(std::string_view text);
    Decoded decode_state(std::string_view before, std::string_view after);
    std::string interface_at(std::string_view text, std::string_view key) const;

    std::map<int, std::string> names_;  // by ifindex, from "Created interface wlan0[3 1]"; at most 64
    std::string name_;                  // the only one seen; empty where none or several
    bool several_ = false;
    bool linked_ = false;
};

}  // namespace wlanmedic::evidence
