// SPDX-License-Identifier: MIT
// A file through both passes of redact: nothing breaks, and no MAC address of the input is left in the output.
#include <fmt/format.h>

#include <string>

#include "memory_file.h"
#include "redact/redactor.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const redact::Key key{"the key of the fuzzer"};
    const fuzz::MemoryFile file(fuzz::as_text(data, size));
    const auto input = evidence::Input::open(file.path());
    require(input.has_value(), "a file in memory opens");
    redact::Redactor redactor(key, true);
    redactor.collect(*input);
    if (!redactor.learned()) return 0;
    std::string out;
    redactor.rewrite(*input, [&](std::string_view part) { out += part; });
    redactor.map();

    // What is certain in the output is a stand-in, never an original, where stand-ins and originals do not meet.
    redact::Redactor again(key, true);
    const fuzz::MemoryFile copy(out);
    const auto second = evidence::Input::open(copy.path());
    require(second.has_value(), "the copy opens");
    again.collect(*second);
    const redact::StandIns stand_ins(key, true, redactor.originals());
    std::unordered_set<std::uint64_t> replaced;
    for (const std::uint64_t number : redactor.originals().macs()) {
        redact::Mac mac{};
        for (std::size_t i = 0; i < 6; ++i) mac[i] = static_cast<std::uint8_t>(number >> (8 * (5 - i)));
        replaced.insert(redact::number_of(stand_ins.mac(mac)));
    }
    for (const std::uint64_t number : redactor.originals().macs())
        require(!again.originals().macs().contains(number) || replaced.contains(number),
                "no MAC address of the input is left");
    return 0;
}
