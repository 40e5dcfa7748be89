// SPDX-License-Identifier: MIT
// Any bytes as a run file or a capture of others: its events, from the file and as a recording would tell them.
#include <algorithm>

#include "evidence/capture_reader.h"
#include "memory_file.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

std::string brief(const wifi::Event& event) {
    std::string text = wifi::to_rfc3339(event.instant) + ' ' + event.interface + ' ';
    text += wifi::name_of(event.payload);
    for (const wifi::Receipt& receipt : event.receipts) text += ' ' + std::to_string(receipt.line);
    return text;
}

std::vector<std::string> from_file(const evidence::Input& input, const driver::Catalog& drivers) {
    evidence::CaptureReader reader(input, 0, drivers);
    std::vector<std::string> told;
    while (const auto raw = reader.next()) {
        require(raw->clock == evidence::Clock::epoch, "there is one clock");
        require(!raw->event.receipts.empty(), "an event has a receipt");
        for (const wifi::Receipt& receipt : raw->event.receipts)
            require(receipt.line >= 1 && receipt.text.size() <= 4096 + 5,
                    "a receipt names a frame and is bounded");
        told.push_back(brief(raw->event));
    }
    const evidence::Tally& tally = reader.tally();
    require(tally.events + tally.unrecognized + tally.malformed + tally.repeated <= tally.lines,
            "each frame is counted once");
    for (const std::string& remark : reader.remarks()) require(!remark.empty(), "a remark says something");
    return told;
}

// Records as they would arrive: the clock goes on between them, now and then to the moment that was asked for.
std::vector<std::string> live(const evidence::Input& input, const driver::Catalog& drivers) {
    runfile::Reader reader(
        [&](std::uint64_t offset, std::span<char> buffer) { return input.read_at(offset, buffer); }, input.size());
    evidence::RunDecoder decoder(0, drivers);
    std::vector<std::string> told;
    const auto tell = [&] {
        while (const auto event = decoder.next()) told.push_back(brief(*event));
    };
    std::optional<wifi::Instant> clock;
    while (const auto record = reader.next()) {
        const wifi::Instant next = wifi::shifted(record->record.instant, wifi::Duration{0});
        // No later than the record that comes, or what it tells comes later than it was said to.
        while (const auto due = decoder.next_deadline()) {
            if (*due > next || (clock && *due <= *clock)) break;
            clock = *due;
            decoder.on_time(*due);
            tell();
            require(decoder.next_deadline() != due, "what was due goes out when it is");
        }
        if (clock && *clock < next) decoder.on_time(*clock + (next - *clock) / 2);
        if (record->frame % 2 == 0) tell();
        decoder.take(*record);
        if (record->frame % 3 == 0) tell();
        clock = std::max(clock.value_or(next), next);
    }
    while (const auto event = decoder.drain()) told.push_back(brief(*event));
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    const fuzz::MemoryFile file(fuzz::as_text(data, size));
    const auto input = evidence::Input::open(file.path());
    if (!input || !evidence::is_capture(*input)) return 0;
    if (!evidence::sniff_capture(*input)) return 0;
    require(from_file(*input, drivers) == live(*input, drivers), "a recording tells what its file tells");
    return 0;
}
