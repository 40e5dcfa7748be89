// SPDX-License-Identifier: MIT
// What truly happened in a lab run, from the frames of hwsim's monitor and from what was injected: never from
// the evidence that is to be judged. Nothing that explains may read it.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "wifi/error.h"
#include "wifi/instant.h"
#include "wifi/mac_address.h"

namespace wlanmedic::lab {

/// One line of injected.jsonl, written by the guest as it acts (docs/lab.md has the keys).
struct Injected {
    wifi::Instant at;
    std::string what;  ///< "rule", "wedge", "heal", "fault", "access-point", "station", "treat", "phase", …
    std::string text;  ///< the whole line: JSON
};

struct Span {
    wifi::Instant from;
    std::optional<wifi::Instant> to;  ///< empty: until the end of the run
    std::string because;
    bool in_parts = false;  ///< now and then within it: an intermittent wedge whose times nothing tells
    bool operator==(const Span&) const = default;
};

/// As the frames show it: from the association response with status 0 that the station received.
struct Association {
    std::string access_point;  ///< as the scenario names it
    wifi::Instant from;
    std::optional<wifi::Instant> to;          ///< empty: until the end of the run
    std::optional<wifi::Instant> authorized;  ///< message 4 of the four-way handshake; of an open network `from`
    std::string ended_by;                     ///< empty where `to` is
};

struct StationTruth {
    std::string interface;
    wifi::MacAddress address;
    std::vector<Association> associations;
    /// From the end of an association to the begin of the next. The time before the first association is not
    /// among them.
    std::vector<Span> unassociated;
    /// In which no data frame could pass between the station and an access point of its network, both ways:
    /// not associated, keys not yet agreed, a wedge, a rule that drops all data, an access point that is gone. Of
    /// spans that overlap one is made, whose `because` names all, in order of their begins; those in parts stand
    /// apart.
    std::vector<Span> no_data;
};

struct Truth {
    std::string scenario;
    std::uint64_t seed = 0;
    wifi::Instant from;
    wifi::Instant to;
    std::vector<Injected> injected;
    std::vector<Span> phases;
    std::vector<StationTruth> stations;
};

/// `capture`: path of air.pcap; `injected`: path of injected.jsonl. Errors name the file and the line or byte.
wifi::Result<Truth> tell_truth(const std::string& capture, const std::string& injected);

/// The same from open streams, whose names stand in errors.
wifi::Result<Truth> tell_truth(std::istream& capture, const std::string& capture_name, std::istream& injected,
                               const std::string& injected_name);

/// wlanmedic.lab-truth/1: docs/lab-truth.schema.json. Ends with a line feed; equal truths give equal bytes.
std::string to_json(const Truth& truth);

}  // namespace wlanmedic::lab
