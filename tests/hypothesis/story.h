// SPDX-License-Identifier: MIT
// Tells a story in events, as any source might have told it, and hands back the outages that the detector finds in
// it, judged.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "hypothesis/judge.h"
#include "outage/detector.h"

namespace wlanmedic::test {

inline wifi::MacAddress mac(std::string_view text) {
    const auto address = wifi::MacAddress::parse(text);
    if (!address) throw std::runtime_error("no address: " + std::string(text));
    return *address;
}
inline const wifi::MacAddress ap = mac("02:00:00:00:00:01");
inline const wifi::MacAddress other_ap = mac("02:00:00:00:00:02");
inline const wifi::MacAddress station = mac("02:00:00:00:00:99");

struct Judged {
    outage::Outage outage;
    hypothesis::Diagnosis diagnosis;

    const hypothesis::Hypothesis& operator[](std::string_view id) const {
        for (const auto& one : diagnosis.hypotheses)
            if (one.id == id) return one;
        throw std::runtime_error("no hypothesis " + std::string(id));
    }
    hypothesis::Verdict verdict(std::string_view id) const { return (*this)[id].verdict; }
};

class Story {
public:
    Story& at(double when, wifi::Payload payload) {
        wifi::Event event;
        event.sequence = events_.size() + 1;
        event.instant = wifi::Instant{std::chrono::seconds{1'700'000'000}} +
                        std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(when));
        event.interface = "wlan0";
        event.receipts.push_back(
            {.source = source_, .line = event.sequence, .text = "line of " + std::string(wifi::name_of(payload))});
        event.payload = std::move(payload);
        events_.push_back(std::move(event));
        return *this;
    }
    Story& linked(double when, const wifi::MacAddress& bssid = ap) {
        at(when, wifi::JoinStarted{.bssid = bssid});
        at(when + 0.001, wifi::AuthRequested{.bssid = bssid, .attempt = 1});
        at(when + 0.010, wifi::Authenticated{.bssid = bssid});
        at(when + 0.011, wifi::AssocRequested{.bssid = bssid, .attempt = 1});
        at(when + 0.020, wifi::AssocResponse{.bssid = bssid, .status = 0});
        at(when + 0.021, wifi::Associated{.bssid = bssid});
        return at(when + 0.050, wifi::Authorized{.bssid = bssid});
    }
    Story& lost(double when, std::uint16_t reason = 4, wifi::Sender by = wifi::Sender::local) {
        return at(when, wifi::Disconnected{.by = by, .reason = reason});
    }
    Story& auth_times_out(double when, const wifi::MacAddress& bssid = ap) {
        at(when, wifi::JoinStarted{.bssid = bssid});
        at(when + 0.001, wifi::AuthRequested{.bssid = bssid, .attempt = 1});
        return at(when + 0.6, wifi::AuthTimedOut{.bssid = bssid});
    }
    Story& comeback(double when, std::uint32_t tu, const wifi::MacAddress& bssid = ap) {
        at(when, wifi::JoinStarted{.bssid = bssid});
        at(when + 0.010, wifi::Authenticated{.bssid = bssid});
        at(when + 0.011, wifi::AssocRequested{.bssid = bssid, .attempt = 1});
        return at(when + 0.020, wifi::AssocComeback{.bssid = bssid, .tu = tu});
    }
    Story& scan(double when, std::optional<int> seen = {}) {
        at(when, wifi::ScanStarted{});
        return at(when + 0.1, wifi::ScanFinished{.frequencies = {2412, 2437}, .aborted = false, .seen = seen});
    }
    Story& told_by(std::uint32_t source) {
        source_ = source;
        return *this;
    }

    struct Ending {
        std::vector<Judged> outages;
        std::vector<outage::Stall> stalls;
    };
    /// `until`: how far the lines of the evidence reach.
    Ending end(std::optional<double> until = {}) const {
        Ending ending;
        outage::Detector detector(
            [&](outage::Outage&& outage) {
                hypothesis::Diagnosis diagnosis = hypothesis::judge(outage);
                ending.outages.push_back({.outage = std::move(outage), .diagnosis = std::move(diagnosis)});
            },
            [&](outage::Stall&& stall) { ending.stalls.push_back(std::move(stall)); });
        for (const wifi::Event& event : events_) detector.on(event);
        std::optional<wifi::Instant> last;
        if (until)
            last = wifi::Instant{std::chrono::seconds{1'700'000'000}} +
                   std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(*until));
        detector.finish(last);
        return ending;
    }
    /// The only outage of the story.
    Judged only() const {
        Ending ending = end();
        if (ending.outages.size() != 1)
            throw std::runtime_error("the story has " + std::to_string(ending.outages.size()) + " outages");
        return std::move(ending.outages.front());
    }

private:
    std::vector<wifi::Event> events_;
    std::uint32_t source_ = 0;
};

}  // namespace wlanmedic::test
