// SPDX-License-Identifier: MIT
// Runs that never ran: frames and injected lines by hand, as the guest would have captured and written them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lab/truth/truth.h"

namespace wlanmedic::lab::test {

using Bytes = std::vector<std::uint8_t>;

/// Times are seconds since the run's line "scenario", which stands at 2026-01-01T00:00:00Z. Frames are put in
/// order of time. Access points: ap1 (radio 0) and ap2 (radio 1) with WPA2, free (radio 3) open.
class Story {
public:
    enum class Heard : std::uint8_t { acknowledged, lost };
    enum class Armour : std::uint8_t { bare, sealed };  ///< sealed: encrypted, or with a Management MIC element

    explicit Story(double end_s = 100) : end_s_(end_s) {}

    // --- by the station
    Story& probe_of_all(double at_s);
    Story& probe(double at_s, const std::string& access_point);
    Story& authentication(double at_s, const std::string& access_point);
    Story& association_request(double at_s, const std::string& access_point, bool pmf = true);
    Story& message_4(double at_s, const std::string& access_point);
    Story& message_2(double at_s, const std::string& access_point);
    Story& null(double at_s, const std::string& access_point, Heard heard = Heard::acknowledged,
                bool power_management = false);
    Story& leave(double at_s, const std::string& access_point, std::uint16_t reason = 3,
                 Armour armour = Armour::bare);
    Story& sa_query(double at_s, const std::string& access_point);
    Story& hidden_data(double at_s);  ///< of an encrypted frame the capture has the acknowledgement alone

    // --- by the access point
    Story& response(double at_s, const std::string& access_point, std::uint16_t status = 0,
                    Heard heard = Heard::acknowledged);
    Story& put_out(double at_s, const std::string& access_point, Armour armour, Heard heard = Heard::acknowledged,
                   std::uint16_t reason = 7);
    Story& put_all_out(double at_s, const std::string& access_point, Armour armour);

    /// Authentication, association request and response, and the keys 50 ms after the response, which stands at
    /// `at_s`.
    Story& join(double at_s, const std::string& access_point, bool pmf = true);

    /// `keys` without braces, `at` and `what`.
    Story& inject(double at_s, const std::string& what, const std::string& keys = {});
    Story& frame(double at_s, Bytes bytes);
    /// The last frame again, with its retry bit.
    Story& retry(double at_s);

    std::string capture() const;
    std::string injected() const;
    wifi::Result<Truth> try_to_tell() const;
    Truth tell() const;
    /// The truth's only station.
    StationTruth station() const;

private:
    Story& send(double at_s, std::uint8_t subtype_and_type, std::uint8_t flags, const Bytes& to, const Bytes& from,
                const Bytes& bssid, const Bytes& body, Heard heard);
    Story& by_station(double at_s, std::uint8_t subtype_and_type, std::uint8_t flags, const Bytes& to,
                      const Bytes& body, Heard heard = Heard::acknowledged);

    double end_s_;
    std::multimap<std::int64_t, Bytes> frames_;  // microseconds since the begin
    std::multimap<std::int64_t, std::string> lines_;
    Bytes last_;
    std::uint16_t sequence_ = 0;
};

/// "1.5-2.25 because" for each; "1.5-" where open. Seconds since the begin, as few decimals as there are.
std::vector<std::string> as_text(const std::vector<Span>& spans);
std::vector<std::string> as_text(const std::vector<Association>& associations);
wifi::Instant at(double seconds);

}  // namespace wlanmedic::lab::test
