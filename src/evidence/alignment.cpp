// SPDX-License-Identifier: MIT
#include "evidence/alignment.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace wlanmedic::evidence {
namespace {

// Nearly as many: nine of ten.
bool is_near(const Rival& rival, std::size_t happenings) { return rival.happenings * 10 >= happenings * 9; }

ClockChange change_at(const Strand& strand, const Jump& jump) {
    return {.at = strand.fit->map(jump.at),
            .by = jump.by,
            .why = jump.resumed ? ClockChange::Why::resumed : ClockChange::Why::unknown};
}

wifi::Duration offset_at(const Strand& strand, wifi::Instant own) {
    return strand.fit ? strand.fit->map.offset_at(own) : wifi::Duration{0};
}

std::string plural(std::size_t n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace

std::string_view name_of(ClockChange::Why why) {
    switch (why) {
        case ClockChange::Why::unknown: return "unknown";
        case ClockChange::Why::resumed: return "resumed";
        case ClockChange::Why::restarted: return "restarted";
    }
    return "unknown";
}

std::string_view name_of(Alignment::How how) {
    switch (how) {
        case Alignment::How::reference: return "reference";
        case Alignment::How::as_it_is: return "as_it_is";
        case Alignment::How::happenings: return "happenings";
        case Alignment::How::alone: return "alone";
    }
    return "alone";
}

Alignment summary_of(std::span<const Strand> strands, bool lone) {
    Alignment alignment{.clock = strands.front().clock, .stretches = strands.size()};
    const Strand* before = nullptr;
    std::size_t most = 0;
    for (const Strand& strand : strands) {
        if (lone) alignment.how = Alignment::How::reference;
        if (lone) continue;
        if (!strand.on_first_time_line()) {
            ++alignment.stretches_alone;
            if (alignment.because.empty()) alignment.because = strand.because;
            continue;
        }
        // A file of which one stretch is the reference is told by what became of the others.
        if (strand.place == Strand::Place::reference) alignment.how = Alignment::How::reference;
        if (strand.place == Strand::Place::as_is) {
            alignment.happenings += strand.confirmed;
            if (alignment.how == Alignment::How::alone) alignment.how = Alignment::How::as_it_is;
        }
        if (before != nullptr)
            alignment.changes.push_back(
                {.at = strand.on_time_line(strand.told.first),
                 .by = offset_at(strand, strand.told.first) - offset_at(*before, before->told.last),
                 .why = ClockChange::Why::restarted});
        before = &strand;
        if (strand.place != Strand::Place::fitted) continue;
        const PiecewiseFit& fit = *strand.fit;
        if (alignment.how != Alignment::How::reference) alignment.how = Alignment::How::happenings;
        alignment.happenings += fit.happenings;
        alignment.residual = std::max(alignment.residual, fit.residual);
        alignment.drift = std::max(alignment.drift, fit.drift);
        for (const Jump& jump : fit.jumps) alignment.changes.push_back(change_at(strand, jump));
        if (fit.happenings <= most) continue;
        most = fit.happenings;
        alignment.offset = fit.offset;
        if (strand.clock == Clock::local)
            alignment.zone = as_zone(fit.offset, fit.residual + strand.told.resolution);
        alignment.rival.reset();
        if (fit.rival && is_near(*fit.rival, fit.happenings)) alignment.rival = fit.rival;
    }
    if (alignment.how == Alignment::How::reference) alignment.offset = wifi::Duration{0};
    return alignment;
}

bool Alignment::worth_telling() const {
    if (how == How::reference) return stretches_alone > 0 || !changes.empty();
    return how != How::as_it_is || clock != Clock::epoch || stretches_alone > 0 || !changes.empty();
}

std::string Alignment::to_string() const {
    const std::string_view name = name_of(clock);
    std::string text;
    const auto add = std::back_inserter(text);
    switch (how) {
        case How::alone: fmt::format_to(add, "{} clock could not be aligned: {}", name, because); return text;
        case How::reference: fmt::format_to(add, "{} clock is the reference", name); break;
        case How::as_it_is:
            fmt::format_to(add, "{} clock taken as it is", name);
            if (happenings > 0)
                fmt::format_to(add, ", {} agree", plural(happenings, "happening", "happenings"));
            else
                fmt::format_to(add, ", nothing confirms it");
            break;
        case How::happenings:
            fmt::format_to(add, "{} clock aligned by {}, within {:.3f} s", name,
                           plural(happenings, "happening", "happenings"), wifi::to_seconds(residual));
            break;
    }
    if (zone) fmt::format_to(add, ", zone {}", *zone);
    if (drift > wifi::Duration{0}) fmt::format_to(add, ", drifts by {:.3f} s", wifi::to_seconds(drift));
    if (!changes.empty()) {
        const ClockChange& first = changes.front();
        fmt::format_to(add, ", {}: {:+.3f} s at {}{}", plural(changes.size(), "jump", "jumps"),
                       wifi::to_seconds(first.by), wifi::to_rfc3339(first.at),
                       first.why == ClockChange::Why::resumed ? " (resumed)" : "");
        if (changes.size() > 1) text += ", …";
    }
    if (rival)
        fmt::format_to(add, ", though {} fit as well {:.3f} s off", rival->happenings,
                       std::abs(wifi::to_seconds(rival->away)));
    if (stretches_alone > 0)
        fmt::format_to(add, ", {} of {} could not be aligned: {}", stretches_alone,
                       plural(stretches, "stretch", "stretches"), because);
    return text;
}

}  // namespace wlanmedic::evidence
