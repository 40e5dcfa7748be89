// SPDX-License-Identifier: MIT
#include "record_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "hypothesis/judge.h"
#include "report/explanation.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

// What comes again and again while all is well.
bool is_worth_a_word(const wifi::Payload& payload) {
    return !std::holds_alternative<wifi::Counter>(payload) &&
           !std::holds_alternative<wifi::SignalReport>(payload) &&
           !std::holds_alternative<wifi::NetworkSeen>(payload) &&
           !std::holds_alternative<wifi::ProbeResult>(payload) &&
           !std::holds_alternative<wifi::LoadReport>(payload) &&
           !std::holds_alternative<wifi::EapolSent>(payload) &&
           !std::holds_alternative<wifi::UnknownCommand>(payload);
}

std::string words_of(const wifi::Payload& payload) {
    std::string text(wifi::name_of(payload));
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string plural(std::uint64_t n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string_view word_for(link::State state) {
    switch (state) {
        case link::State::up: return "up";
        case link::State::down: return "DOWN";
        case link::State::joining: return "joining";
        case link::State::unknown: break;
    }
    return "?";
}

// All text in it is ASCII, or one column for each character: names went through for_terminal().
std::string cut(std::string text, std::size_t width) {
    if (text.size() > width) text.resize(width);
    return text;
}

}  // namespace

std::string rough_span(wifi::Duration span) {
    const auto seconds = std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(span).count(), 0);
    if (seconds < 120) return fmt::format("{} s", seconds);
    constexpr std::int64_t hour = 3600;
    if (seconds < 2 * hour) return fmt::format("{} min", seconds / 60);
    if (seconds < 48 * hour) return fmt::format("{} h", seconds / hour);
    return fmt::format("{} d", seconds / (24 * hour));
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> units{"B", "kB", "MB", "GB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 1000 && unit + 1 < units.size(); ++unit) size /= 1000;
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", size, units[unit]);
}

RecordView::RecordView(std::string interface, wifi::Duration blackhole_limit, report::TextStyle style,
                       std::function<void(const std::string&)> told)
    : interface_(std::move(interface)),
      limit_(blackhole_limit),
      style_(style),
      told_(std::move(told)),
      detector_(
          [this](outage::Outage&& outage) {
              if (!interface_.empty() && outage.interface != interface_) return;
              if (outage.failure) {
                  ++outages_;
                  if (outage.blackhole(limit_).value_or(false)) ++blackholes_;
              }
              const hypothesis::Diagnosis diagnosis = hypothesis::judge(outage);
              told_(fmt::format("{}{}\n     {}\n",
                                report::text_headline(report::headline_of(outage, diagnosis, limit_), style_),
                                outage.failure ? "" : "  (no failure)", report::for_terminal(diagnosis.advice)));
          },
          [this](outage::Stall&& stall) {
              if (!interface_.empty() && stall.interface != interface_) return;
              ++stalls_;
              told_(fmt::format("{}\n", report::text_stall(stall)));
          }) {}

void RecordView::note(const std::string& interface, const link::Link& link, wifi::Instant at) {
    if (!interface_.empty() && interface != interface_) return;
    if (!link.is_station()) {
        seen_.erase(interface);
        return;
    }
    Seen& seen = seen_[interface];
    if (seen.state != link.state()) {
        seen.state = link.state();
        seen.since = at;
        seen.dbm.reset();
    }
    seen.bssid = link.bssid();
}

// To be called before links_ knows of it.
void RecordView::rename(const wifi::InterfaceRenamed& renamed) {
    if (renamed.before == renamed.after) return;
    auto node = seen_.extract(renamed.before);
    if (node && !links_.comes_back(renamed)) {
        seen_.erase(renamed.after);
        node.key() = renamed.after;
        seen_.insert(std::move(node));
    }
    if (!interface_.empty() && interface_ == renamed.before) interface_ = renamed.after;
}

void RecordView::on(const wifi::Event& event) {
    for (const link::Links::Late& late : links_.overdue(&event))
        note(late.interface, *late.link, late.event.instant);
    if (const auto* renamed = std::get_if<wifi::InterfaceRenamed>(&event.payload)) rename(*renamed);
    for (const link::Links::Affected& affected : links_.on(event))
        note(affected.interface, *affected.link, event.instant);
    if (const auto seen = seen_.find(event.interface); seen != seen_.end()) {
        if (const auto* signal = std::get_if<wifi::SignalReport>(&event.payload)) seen->second.dbm = signal->dbm;
    }
    if (is_worth_a_word(event.payload)) {
        last_ = words_of(event.payload);
        last_at_ = event.instant;
    }
    detector_.on(event);
}

std::optional<wifi::Instant> RecordView::next_deadline() const {
    const auto next = detector_.next_deadline();
    if (!next) return std::nullopt;
    return *next + latest;
}

void RecordView::finish(wifi::Instant now) { detector_.finish(now); }

std::string RecordView::link_text(const std::string& interface, const Seen& seen, wifi::Instant now) const {
    std::string text = fmt::format("{} {}", report::for_terminal(interface), word_for(seen.state));
    if (seen.state == link::State::down || seen.state == link::State::joining)
        fmt::format_to(std::back_inserter(text), " {}", rough_span(now - seen.since));
    return text;
}

std::string RecordView::line(const capture::RecorderState& state, wifi::Instant now, std::size_t width) const {
    struct Piece {
        std::string text;
        int weight;  // the smallest is left out first
    };
    std::vector<Piece> pieces;
    for (const auto& [interface, seen] : seen_) {
        pieces.push_back({link_text(interface, seen, now), 9});
        if (seen.state == link::State::up && seen.bssid) pieces.push_back({seen.bssid->to_string(), 2});
        if (seen.state == link::State::up && seen.dbm) pieces.push_back({fmt::format("{} dBm", *seen.dbm), 4});
    }
    if (seen_.empty()) pieces.push_back({"no link seen yet", 9});
    pieces.push_back({plural(outages_, "outage", "outages"), 8});
    if (stalls_ > 0) pieces.push_back({plural(stalls_, "stall", "stalls"), 6});
    if (last_at_) pieces.push_back({fmt::format("{} {} ago", last_, rough_span(now - *last_at_)), 3});
    pieces.push_back({size_text(state.bytes), 5});
    if (state.gaps > 0)
        pieces.push_back({state.lost > 0
                              ? fmt::format("{}, {} lost", plural(state.gaps, "gap", "gaps"), state.lost)
                              : plural(state.gaps, "gap", "gaps"),
                          7});
    constexpr std::string_view between = "  ";
    const auto length = [&] {
        std::size_t all = 0;
        for (const Piece& piece : pieces) all += piece.text.size() + between.size();
        return all - between.size();
    };
    while (pieces.size() > 1 && length() > width)
        pieces.erase(std::ranges::min_element(pieces, {}, &Piece::weight));
    std::string text;
    for (const Piece& piece : pieces) {
        if (!text.empty()) text += between;
        text += piece.text;
    }
    return cut(std::move(text), width);
}

std::string RecordView::status() const {
    std::string text;
    for (const auto& [interface, seen] : seen_) {
        fmt::format_to(std::back_inserter(text), "{} {}", report::for_terminal(interface), word_for(seen.state));
        if (seen.bssid && seen.state == link::State::up)
            fmt::format_to(std::back_inserter(text), " with {}", seen.bssid->to_string());
        text += ", ";
    }
    if (seen_.empty()) text = "no link seen yet, ";
    fmt::format_to(std::back_inserter(text), "{} ({} over {:g} s)", plural(outages_, "outage", "outages"),
                   blackholes_, wifi::to_seconds(limit_));
    return text;
}

}  // namespace wlanmedic::app
