// SPDX-License-Identifier: MIT
// Classic pcap (https://www.tcpdump.org/manpages/pcap-savefile.5.html): a header of 24 bytes, and for each frame
// 16 bytes and its own. Nothing marks where a frame begins: a length that lies is the end of what can be read.
#pragma once

#include "runfile/capture_reader.h"
#include "runfile/window.h"

namespace wlanmedic::runfile {

class PcapReader : public CaptureReader {
public:
    explicit PcapReader(Window window) : window_(std::move(window)) {}
    std::optional<ReadRecord> next(Findings& findings) override;

    /// By the first 4 bytes.
    static bool is_pcap(std::string_view beginning);

private:
    bool begin(Findings& findings);

    Window window_;
    std::uint64_t at_ = 0;
    std::endian order_ = std::endian::native;
    std::uint64_t unit_ = 1000;  // nanoseconds in what stands beside the seconds
    std::uint32_t link_ = 0;
    std::uint32_t longest_ = 0;
    bool done_ = false;
};

}  // namespace wlanmedic::runfile
