// SPDX-License-Identifier: MIT
// What the frames of a capture say about one station's association, frame by frame.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/air/capture.h"
#include "lab/truth/injections.h"

namespace wlanmedic::lab {

/// A frame between the station and one of the scenario's access points, or a broadcast of either.
struct Sign {
    enum class Kind : std::uint8_t {
        association_request,  ///< by the station
        associated,           ///< association response with status 0, to the station
        authentication,       ///< by the station
        leaving,              ///< deauthentication or disassociation by the station
        put_out,              ///< deauthentication or disassociation by the access point, to the station or to all
        null,                 ///< by the station: power save and probing
        probe_of_access_point,  ///< probe request by the station to the access point's address
        probe_of_all,           ///< probe request by the station to the broadcast address
        class_3,    ///< what else only an associated station sends: EAPOL, data, protected frames, SA Query
        message_4,  ///< of the four-way handshake, by the station
    };
    wifi::Instant at;
    Kind kind = Kind::class_3;
    wifi::MacAddress access_point;        ///< zero: none in particular
    bool acknowledged = false;            ///< hwsim's acknowledgement of it is in the capture; or see fates.h
    bool is_protected = false;            ///< encrypted, or of a broadcast: bears a Management MIC element
    bool group = false;                   ///< put_out: to all
    bool power_management = false;        ///< null
    bool pmf = false;                     ///< association_request: the station is capable of protection
    std::optional<std::uint16_t> reason;  ///< leaving, put_out, where readable
};

/// In order of time. Frames that are retries count once.
wifi::Result<std::vector<Sign>> read_signs(CaptureReader& capture, const Injections& injections);

}  // namespace wlanmedic::lab
