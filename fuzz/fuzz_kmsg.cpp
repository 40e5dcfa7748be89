// SPDX-License-Identifier: MIT
// Records of /dev/kmsg, a zero byte between two of them, through a whole log; and the same bytes as the kernel's
// trace_pipe, cut where the input says.
#include <string>

#include "capture/kernel_log_source.h"
#include "capture/trace_text.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

class Counting : public capture::Tape {
public:
    void put(runfile::NetlinkFrame) override {}
    void put(runfile::Text text) override { count(text); }
    void put(runfile::Text text, wifi::Instant) override { count(text); }
    const capture::RunClock& clock() const override { return clock_; }

    std::uint64_t lines = 0;

private:
    void count(const runfile::Text& text) {
        if (text.kind == runfile::Kind::kernel) ++lines;
    }
    capture::RunClock clock_{capture::ClockReading{}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    Counting tape;
    capture::KernelLog log(tape);
    capture::ClockReading now;
    std::uint64_t records = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\0');
        now.boottime += std::chrono::milliseconds{7};
        now.monotonic += std::chrono::milliseconds{7};
        if (records % 11 == 10) now.boottime += std::chrono::hours{1};
        const std::string_view record = rest.substr(0, end);
        if (const auto parsed = capture::KmsgRecord::parse(record)) {
            require(parsed->priority < 8, "a priority is one of eight");
            require(parsed->message.size() <= record.size(), "a message is not longer than its record");
        }
        log.take(std::vector{std::string(record)}, now);
        ++records;
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    require(tape.lines <= records, "no line without a record");
    require(tape.lines == records || records > capture::KernelLog::at_once,
            "no record is left out but in a flood");

    const std::size_t cut = size == 0 ? 0 : data[0] % size;
    capture::TraceText pipe;
    std::size_t bytes = 0;
    for (const std::string_view part : {text.substr(0, cut), text.substr(cut), std::string_view("\n")})
        for (const capture::TraceRecord& record : pipe.take(part)) {
            require(!record.text.message.empty() && record.text.message.size() <= capture::TraceText::longest,
                    "a line has a size");
            require(record.text.message.find('\n') == std::string::npos, "a line is one");
            bytes += record.text.message.size();
        }
    std::size_t ends = 0;
    for (const char byte : text) ends += byte == '\n' ? 1 : 0;
    require(bytes + ends == size, "no byte is lost");
    return 0;
}
