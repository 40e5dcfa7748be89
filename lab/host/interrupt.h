// SPDX-License-Identifier: MIT
// Ctrl-C and its kin, remembered instead of obeyed: who works looks here, ends its children, takes its files away,
// and only then ends.
#pragma once

namespace wlanmedic::lab {

/// While one lives, SIGINT, SIGTERM and SIGHUP only leave their number. One at a time.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;
};

/// The first that came while an InterruptWatch lived; 0 where none did.
int interrupted();

}  // namespace wlanmedic::lab
