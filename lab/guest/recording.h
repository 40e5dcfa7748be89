// SPDX-License-Identifier: MIT
// `wlanmedic record` beside all that is played: from before the station comes until the run is over.
#pragma once

#include <string>

#include "lab/guest/loop.h"
#include "lab/guest/processes.h"
#include "posix/descriptor.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

class Recording {
public:
    Recording(Loop& loop, Processes& processes);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    /// Writes /out/run.pcapng. Error: it did not say (by $NOTIFY_SOCKET, sd_notify(3)) that it records.
    wifi::Result<void> begin();
    /// Lets it close its file. Errors: it had ended before, had to be killed, or ended with another status than 0.
    wifi::Result<void> end();

private:
    wifi::Result<void> listen();

    Loop& loop_;
    Processes& processes_;
    posix::Descriptor notices_;
    bool ready_ = false;
    pid_t process_ = -1;
};

}  // namespace wlanmedic::lab
