// SPDX-License-Identifier: MIT
#include "outage/way_back.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "wifi/codes.h"
#include "wifi/time_unit.h"

namespace wlanmedic::outage {
namespace {

using wifi::Event;
using wifi::Instant;
using wifi::MacAddress;

// Collects steps while the events pass by.
class StepWriter {
public:
    void on(const Event& event);
    std::vector<Step> take() { return std::move(steps_); }

private:
    void add(Step step) {
        const bool alike = !steps_.empty() && steps_.back().what == step.what &&
                           steps_.back().bssid == step.bssid && steps_.back().detail == step.detail;
        if (!alike) {
            steps_.push_back(std::move(step));
            return;
        }
        Step& last = steps_.back();
        ++last.times;
        last.duration = step.at + step.duration.value_or(wifi::Duration{0}) - last.at;
    }
    void moment(std::string_view what, const Event& event, std::string detail = "",
                std::optional<MacAddress> bssid = {}) {
        add({.what = std::string(what),
             .at = event.instant,
             .duration = {},
             .bssid = bssid,
             .detail = std::move(detail)});
    }
    // A stretch that this event ends; without a known begin it is a moment.
    void stretch(std::string_view what, std::optional<Instant>& begin, const Event& event, std::string detail,
                 std::optional<MacAddress> bssid) {
        const Instant at = begin.value_or(event.instant);
        add({.what = std::string(what),
             .at = at,
             .duration = event.instant - at,
             .bssid = bssid ? bssid : target_,
             .detail = std::move(detail)});
        begin.reset();
    }
    void aim(const std::optional<MacAddress>& bssid, const Event& event) {
        if (bssid && !bssid->is_zero()) target_ = bssid;
        // Of lines that tell the same moment the most exact one counts.
        const bool sharper =
            auth_begin_ && event.resolution < auth_resolution_ && event.instant < *auth_begin_ + auth_resolution_;
        if (auth_begin_ && !sharper) return;
        auth_begin_ = event.instant;
        auth_resolution_ = event.resolution;
    }

    std::vector<Step> steps_;
    std::optional<Instant> scan_begin_;
    std::optional<Instant> auth_begin_;
    wifi::Duration auth_resolution_{0};
    std::optional<Instant> assoc_begin_;
    std::optional<MacAddress> target_;
};

std::string deauth_detail(const wifi::Deauthenticated& end) {
    const std::string_view who = end.by == wifi::Sender::access_point ? "by the access point"
                                 : end.by == wifi::Sender::local      ? "by this side"
                                                                      : "";
    std::string detail(who);
    if (!detail.empty()) detail += ", ";
    return detail + fmt::format("reason {} ({})", end.reason, wifi::reason_text(end.reason));
}

void StepWriter::on(const Event& event) {
    const auto& payload = event.payload;
    if (std::holds_alternative<wifi::ScanStarted>(payload)) {
        scan_begin_ = event.instant;
    } else if (const auto* scan = std::get_if<wifi::ScanFinished>(&payload)) {
        std::string detail = scan->aborted ? "aborted" : "";
        if (!scan->frequencies.empty())
            detail += fmt::format("{}{} channel{}", detail.empty() ? "" : ", ", scan->frequencies.size(),
                                  scan->frequencies.size() == 1 ? "" : "s");
        const auto target = target_;
        target_.reset();
        stretch("scan", scan_begin_, event, std::move(detail), {});
        target_ = target;
    } else if (const auto* join = std::get_if<wifi::JoinStarted>(&payload)) {
        aim(join->bssid, event);
    } else if (const auto* station = std::get_if<wifi::StationAdded>(&payload)) {
        aim(station->address, event);
    } else if (const auto* auth = std::get_if<wifi::AuthRequested>(&payload)) {
        aim(auth->bssid, event);
    } else if (const auto* authenticated = std::get_if<wifi::Authenticated>(&payload)) {
        if (authenticated->bssid) target_ = authenticated->bssid;
        stretch("auth", auth_begin_, event, "done", authenticated->bssid);
        assoc_begin_ = event.instant;
    } else if (const auto* refused = std::get_if<wifi::AuthRejected>(&payload)) {
        stretch("auth", auth_begin_, event,
                fmt::format("refused, status {} ({})", refused->status, wifi::status_text(refused->status)),
                refused->bssid);
    } else if (const auto* timeout = std::get_if<wifi::AuthTimedOut>(&payload)) {
        stretch("auth", auth_begin_, event, "timed out", timeout->bssid);
    } else if (const auto* comeback = std::get_if<wifi::AssocComeback>(&payload)) {
        const auto bssid = comeback->bssid ? comeback->bssid : target_;
        moment(
            "comeback", event,
            fmt::format("wait {} TU ({:.3f} s)", comeback->tu, wifi::to_seconds(wifi::time_units(comeback->tu))),
            bssid);
    } else if (const auto* no = std::get_if<wifi::AssocRejected>(&payload)) {
        stretch("assoc", assoc_begin_, event,
                fmt::format("refused, status {} ({})", no->status, wifi::status_text(no->status)), no->bssid);
    } else if (const auto* late = std::get_if<wifi::AssocTimedOut>(&payload)) {
        stretch("assoc", assoc_begin_, event, "timed out", late->bssid);
    } else if (const auto* linked = std::get_if<wifi::Associated>(&payload)) {
        stretch("associated", assoc_begin_, event, "", linked->bssid);
        auth_begin_.reset();
    } else if (std::holds_alternative<wifi::Authorized>(payload)) {
        moment("authorized", event);
    } else if (const auto* end = std::get_if<wifi::Deauthenticated>(&payload)) {
        moment(end->disassociation ? "disassoc" : "deauth", event, deauth_detail(*end));
    } else if (const auto* gone = std::get_if<wifi::Disconnected>(&payload)) {
        std::string detail = gone->by == wifi::Sender::access_point ? "by the access point"
                             : gone->by == wifi::Sender::local      ? "by this side"
                                                                    : "";
        if (gone->reason != 0)
            detail += fmt::format("{}reason {} ({})", detail.empty() ? "" : ", ", gone->reason,
                                  wifi::reason_text(gone->reason));
        moment("disconnected", event, std::move(detail));
    } else if (const auto* stray = std::get_if<wifi::UnprotectedDeauth>(&payload)) {
        moment(stray->disassociation ? "unprotected_disassoc" : "unprotected_deauth", event,
               fmt::format("reason {} ({})", stray->reason, wifi::reason_text(stray->reason)), stray->from);
    } else if (const auto* error = std::get_if<wifi::FirmwareError>(&payload)) {
        moment("firmware_error", event, error->driver);
    } else if (const auto* roam = std::get_if<wifi::RoamRequested>(&payload)) {
        moment("roam_requested", event, "", roam->to);
    } else if (const auto* gap = std::get_if<wifi::Gap>(&payload)) {
        moment("gap", event, gap->because);
    } else if (const auto* type = std::get_if<wifi::InterfaceType>(&payload)) {
        moment(type->removed ? "interface_removed" : "interface_type", event, type->type);
    } else if (const auto* renamed = std::get_if<wifi::InterfaceRenamed>(&payload)) {
        moment("interface_renamed", event, renamed->before + " -> " + renamed->after);
    } else if (const auto* waiting = std::get_if<wifi::Waiting>(&payload)) {
        std::string detail = waiting->who + ", " + waiting->because;
        if (waiting->duration)
            fmt::format_to(std::back_inserter(detail), ", for {:.0f} s", wifi::to_seconds(*waiting->duration));
        moment("waiting", event, std::move(detail), waiting->bssid);
    } else if (const auto* state = std::get_if<wifi::ManagerState>(&payload)) {
        std::string detail = state->manager;
        detail += state->before.empty() ? ": " : ": " + state->before + " -> ";
        detail += state->after;
        if (!state->reason.empty()) detail += " (" + state->reason + ")";
        moment("manager_state", event, std::move(detail));
    } else if (const auto* request = std::get_if<wifi::UserRequest>(&payload)) {
        moment("user_request", event, request->who + ": " + request->what);
    } else if (const auto* failed = std::get_if<wifi::AddressFailed>(&payload)) {
        moment("address_failed", event, failed->client + ", " + failed->because);
    } else if (const auto* begun = std::get_if<wifi::ActionStarted>(&payload)) {
        moment("action_started", event, begun->method);
    } else if (const auto* kept_from = std::get_if<wifi::ActionRefused>(&payload)) {
        moment("action_refused", event, kept_from->method + ", " + kept_from->because);
    } else if (const auto* ended = std::get_if<wifi::ActionFinished>(&payload)) {
        moment("action_finished", event, ended->method + (ended->done ? "" : ", which failed"));
    } else if (const auto* unknown = std::get_if<wifi::UnknownCommand>(&payload)) {
        moment("unknown_command", event, fmt::format("nl80211 command {}", unknown->number));
    } else if (!std::holds_alternative<wifi::StationRemoved>(payload) &&
               !std::holds_alternative<wifi::EapolSent>(payload) &&
               !std::holds_alternative<wifi::AssocResponse>(payload) &&
               !std::holds_alternative<wifi::AssocRequested>(payload)) {
        moment(wifi::name_of(payload), event, "", wifi::bssid_of(payload));
    }
}

std::optional<MacAddress> met(const Event& event) {
    if (const auto* station = std::get_if<wifi::StationAdded>(&event.payload)) return station->address;
    if (std::holds_alternative<wifi::ConnectionLoss>(event.payload)) return std::nullopt;
    return wifi::bssid_of(event.payload);
}

}  // namespace

std::vector<Step> steps_of(const std::vector<Event>& events) {
    StepWriter writer;
    for (const Event& event : events)
        // The driver's side of what other lines tell as a step.
        if (!std::holds_alternative<wifi::StationState>(event.payload) &&
            !std::holds_alternative<wifi::KeyChanged>(event.payload) &&
            !std::holds_alternative<wifi::Counter>(event.payload))
            writer.on(event);
    std::vector<Step> steps = writer.take();
    std::ranges::stable_sort(steps, {}, &Step::at);
    return steps;
}

std::vector<MacAddress> bssids_of(const std::vector<Event>& events, const std::optional<MacAddress>& lost,
                                  const std::optional<Restored>& restored) {
    std::vector<MacAddress> path;
    const auto add = [&](const std::optional<MacAddress>& bssid) {
        if (bssid && !bssid->is_zero() && (path.empty() || path.back() != *bssid)) path.push_back(*bssid);
    };
    add(lost);
    for (const Event& event : events) {
        if (restored && event.instant > restored->associated_at) break;
        add(met(event));
    }
    if (restored) add(restored->bssid);
    return path;
}

std::vector<int> channels_of(const std::vector<Event>& events) {
    std::vector<int> channels;
    for (const Event& event : events)
        if (const auto* scan = std::get_if<wifi::ScanFinished>(&event.payload))
            for (const int frequency : scan->frequencies)
                if (std::ranges::find(channels, frequency) == channels.end()) channels.push_back(frequency);
    return channels;
}

std::vector<UnprotectedGroup> unprotected_of(const std::vector<Event>& events) {
    struct Running {
        UnprotectedGroup group;
        Instant first;
    };
    std::vector<Running> running;
    for (const Event& event : events) {
        const auto* frame = std::get_if<wifi::UnprotectedDeauth>(&event.payload);
        if (frame == nullptr) continue;
        auto found = std::ranges::find_if(running, [&](const Running& of) {
            return of.group.bssid == frame->from && of.group.reason_code == frame->reason;
        });
        if (found == running.end()) {
            running.push_back(
                {.group = {.bssid = frame->from, .reason_code = frame->reason}, .first = event.instant});
            found = running.end() - 1;
        }
        ++found->group.count;
        found->group.span = event.instant - found->first;
    }
    std::vector<UnprotectedGroup> groups;
    for (const Running& of : running) groups.push_back(of.group);
    std::ranges::stable_sort(groups, std::ranges::greater{}, &UnprotectedGroup::count);
    return groups;
}

}  // namespace wlanmedic::outage
