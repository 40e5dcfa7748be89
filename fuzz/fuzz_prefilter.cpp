// SPDX-License-Identifier: MIT
// Large files are searched before they are read: that must find each line that makes an event.
#include <optional>
#include <vector>

#include "evidence/event_reader.h"
#include "memory_file.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    static const evidence::Prefilter prefilter(evidence::EventReader::literals(drivers));
    const fuzz::MemoryFile file(fuzz::as_text(data, size));
    const auto input = evidence::Input::open(file.path());
    require(input.has_value(), "a file in memory opens");
    const auto sniffed = evidence::sniff(*input, 2026);
    if (!sniffed || sniffed->counts) return 0;
    evidence::EventReader plain(*input, *sniffed, 0, drivers, nullptr);
    evidence::EventReader searched(*input, *sniffed, 0, drivers, &prefilter);
    while (const auto event = plain.next()) {
        const auto found = searched.next();
        require(found.has_value(), "the prefilter finds each line that makes an event");
        const wifi::Receipt& one = event->event.receipts.front();
        const wifi::Receipt& other = found->event.receipts.front();
        require(one.line == other.line && one.text == other.text, "the prefilter finds the same lines");
        require(event->event.payload.index() == found->event.payload.index(),
                "the same line makes the same event");
        require(event->event.interface == found->event.interface, "the same line names the same interface");
    }
    require(!searched.next(), "the prefilter finds no more than there is");
    require(plain.tally().lines == searched.tally().lines, "both ways count the same lines");
    return 0;
}
