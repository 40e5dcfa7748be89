// SPDX-License-Identifier: MIT
#include "evidence/capture_reader.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "evidence/capture_link_type.h"

namespace wlanmedic::evidence {
namespace {

runfile::Reader reader_of(const Input& input) {
    return {[&input](std::uint64_t offset, std::span<char> buffer) { return input.read_at(offset, buffer); },
            input.size()};
}

std::string damage_text(const runfile::Damage& damage, std::uint64_t frames) {
    std::string text = fmt::format("byte {}: {}", damage.offset, damage.what);
    if (damage.at_end)
        text += fmt::format("; {} before it {} read", frames == 1 ? "1 frame" : fmt::format("{} frames", frames),
                            frames == 1 ? "was" : "were");
    return text;
}

}  // namespace

bool is_capture(const Input& input) {
    std::array<char, 16> beginning{};
    return runfile::is_capture({beginning.data(), input.read_at(0, beginning)});
}

wifi::Result<SniffedCapture> sniff_capture(const Input& input) {
    // No use in walking through gigabytes of another network's frames.
    const auto foreign = foreign_link_type(input);
    if (foreign) return std::unexpected(wifi::Error{.what = *foreign, .file = input.path(), .hint = {}});
    runfile::Reader reader = reader_of(input);
    const auto first = reader.next();
    if (!first) {
        std::string what = "a capture without a frame of netlink";
        if (!reader.damage().empty())
            what = fmt::format("a capture of which nothing can be read: {}",
                               damage_text(reader.damage().front(), reader.frames()));
        return std::unexpected(wifi::Error{.what = std::move(what), .file = input.path(), .hint = {}});
    }
    SniffedCapture found;
    found.sniffed.format = first->record.sequence > 0 ? LineFormat::run_file : LineFormat::netlink_capture;
    found.sniffed.clock = Clock::epoch;
    found.sniffed.first = Stamp{.clock = Clock::epoch, .instant = first->record.instant};
    found.facts.take(first->record);
    return found;
}

CaptureReader::CaptureReader(const Input& input, std::uint32_t source, const driver::Catalog& drivers)
    : source_(source), reader_(reader_of(input)), decoder_(source, drivers) {}

std::optional<RawEvent> CaptureReader::next() {
    std::optional<wifi::Event> event = decoder_.next();
    while (!event && !ended_) {
        const auto read = reader_.next();
        if (!read) {
            ended_ = true;
            if (last_) decoder_.ends_before(*last_);
            event = decoder_.next();
            break;
        }
        if (std::exchange(gap_first_, false)) {
            RawEvent gap{.clock = Clock::epoch, .event = {}};
            gap.event.instant = read->record.instant;
            gap.event.payload = wifi::Gap{.because = "the part of the recording before this one is not here"};
            gap.event.receipts.push_back(
                {.source = source_, .line = read->frame, .text = "the beginning of this part"});
            facts_.take(read->record);
            wall_clock_.take(read->record);
            decoder_.take(*read);
            return gap;
        }
        facts_.take(read->record);
        wall_clock_.take(read->record);
        decoder_.take(*read);
        event = decoder_.next();
    }
    if (!event) event = decoder_.drain();
    if (!event) {
        tally_ = decoder_.tally();
        // Those that are no netlink, too.
        tally_.lines = std::max(tally_.lines, reader_.frames());
        return std::nullopt;
    }
    return RawEvent{.clock = Clock::epoch, .event = std::move(*event)};
}

std::vector<std::string> CaptureReader::remarks() const {
    std::vector<std::string> remarks;
    constexpr std::size_t most = 5;
    for (const runfile::Damage& damage : reader_.damage()) {
        if (remarks.size() == most && !damage.at_end) continue;
        remarks.push_back(damage_text(damage, reader_.frames()));
    }
    if (reader_.damaged() > remarks.size())
        remarks.push_back(fmt::format("damaged in {} places more", reader_.damaged() - remarks.size()));
    if (const std::uint64_t passed_over = reader_.passed_over(); passed_over > 0)
        remarks.push_back(fmt::format(
            "{} passed over: of another link type or netlink family, or of a kind that is "
            "not known here",
            passed_over == 1 ? "1 frame or block is" : fmt::format("{} frames or blocks are", passed_over)));
    constexpr int newest = 1;
    if (reader_.version().value_or(newest) > newest)
        remarks.push_back(
            fmt::format("a run file of version {}: this wlanmedic knows those to {}, and reads what it knows",
                        *reader_.version(), newest));
    const Nl80211Family& family = decoder_.family();
    if (const std::uint64_t passed = family.passed_unknown(); passed > 0) {
        const std::string messages = passed == 1 ? "1 message" : fmt::format("{} messages", passed);
        remarks.push_back(
            family.number()
                ? fmt::format("{} of generic netlink came before nl80211's number was known: what of them was "
                              "nl80211's is not told",
                              messages)
                : fmt::format("nothing in it shows which number nl80211 has: {} of generic netlink {} not told",
                              messages, passed == 1 ? "is" : "are"));
    }
    if (std::string wall = wall_clock_.remark(); !wall.empty()) remarks.push_back(std::move(wall));
    return remarks;
}

}  // namespace wlanmedic::evidence
