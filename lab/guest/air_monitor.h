// SPDX-License-Identifier: MIT
// hwsim's own monitor, hwsim0: every frame that any radio sends, whoever delivers it. Kept as air.pcap, without
// beacons and without data that nobody can read: the kernel leaves them out, they would be a gigabyte. Of control
// frames the acknowledgements are kept.
#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "lab/air/capture.h"
#include "lab/guest/loop.h"
#include "posix/descriptor.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

class AirMonitor {
public:
    /// Takes hwsim0 up and writes `file` from now on.
    static wifi::Result<std::unique_ptr<AirMonitor>> begin(Loop& loop, const std::string& file);
    ~AirMonitor();
    AirMonitor(const AirMonitor&) = delete;
    AirMonitor& operator=(const AirMonitor&) = delete;

private:
    AirMonitor(Loop& loop, posix::Descriptor socket, const std::string& file);
    void read();

    Loop& loop_;
    posix::Descriptor socket_;
    std::ofstream file_;
    CaptureWriter writer_;
};

}  // namespace wlanmedic::lab
