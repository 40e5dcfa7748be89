// SPDX-License-Identifier: MIT
// A capture file of whatever bytes; what is read writes and reads back the same.
#include <sstream>

#include "lab/air/capture.h"
#include "lab/air/frame.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream in{std::string(fuzz::as_text(data, size))};
    auto reader = lab::CaptureReader::open(in, "air.pcap");
    if (!reader) return 0;
    std::uint64_t before = 0;
    while (true) {
        const auto frame = reader->next();
        if (!frame || !*frame) break;
        require((*frame)->offset > before && (*frame)->offset < size, "records stand one after the other");
        before = (*frame)->offset;
        require((*frame)->bytes.size() <= size, "a frame is no longer than the file");
        lab::view_frame((*frame)->bytes);

        std::ostringstream out;
        std::vector<std::uint8_t> record = {0, 0, 8, 0, 0, 0, 0, 0};
        record.insert(record.end(), (*frame)->bytes.begin(), (*frame)->bytes.end());
        lab::CaptureWriter(out).append((*frame)->at, record);
        std::istringstream again(out.str());
        auto second = lab::CaptureReader::open(again, "again.pcap");
        require(second.has_value(), "what is written has a header");
        const auto same = second->next();
        require(same && *same && (*same)->at == (*frame)->at, "a time reads back");
        const auto kept = lab::CaptureReader::longest_record - 8;
        require((*same)->bytes.size() == std::min((*frame)->bytes.size(), kept), "a frame reads back");
    }
    return 0;
}
