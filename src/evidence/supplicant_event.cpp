// SPDX-License-Identifier: MIT
#include "evidence/supplicant_event.h"

#include "evidence/decode_words.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Sender;
using Kind = Decoded::Kind;

// "bssid=… reason=4 locally_generated=1"; before 1.0 also "- Disconnect event - remove keys".
Decoded decode_disconnected(wifi::TextCursor cursor) {
    if (cursor.rest().starts_with("- Disconnect event")) return an_event(wifi::Disconnected{});
    const auto reason = number_after<int>(cursor.rest(), "reason=");
    if (!reason || *reason < -65535 || *reason > 65535) return of_kind(Kind::malformed);
    // A pager cuts long lines ("… reason=4 locally_gen>"): nothing else follows the reason.
    const bool local = cursor.rest().find(" l") != std::string_view::npos &&
                       cursor.rest().find(" locally_generated=0") == std::string_view::npos;
    return an_event(wifi::Disconnected{.by = local ? Sender::local : Sender::access_point,
                                       .reason = static_cast<std::uint16_t>(*reason < 0 ? -*reason : *reason)});
}

// "bssid=… status_code=16 timeout=…"; drivers with their own MLME give no BSSID.
Decoded decode_assoc_reject(wifi::TextCursor cursor) {
    std::optional<wifi::MacAddress> bssid;
    if (cursor.take("bssid=")) bssid = take_some_address(cursor);
    const auto status = number_after<std::uint16_t>(cursor.rest(), "status_code=");
    if (!status) return of_kind(Kind::malformed);
    if (cursor.rest().find(" timeout") != std::string_view::npos)
        return an_event(wifi::AssocTimedOut{.bssid = bssid});
    return an_event(wifi::AssocRejected{.bssid = bssid, .status = *status});
}

Decoded decode_auth_reject(wifi::TextCursor cursor) {
    const auto bssid = take_some_address(cursor);
    const auto status = number_after<std::uint16_t>(cursor.rest(), "status_code=");
    if (!status) return of_kind(Kind::malformed);
    // SAE (76 anti-clogging, 126 hash-to-element, 127 public key) answers that are steps, no refusals.
    if (*status == 76 || *status == 126 || *status == 127) return of_kind(Kind::noted);
    return an_event(wifi::AuthRejected{.bssid = bssid, .status = *status});
}

// "id=0 ssid="…" auth_failures=1 duration=10 reason=CONN_FAILED". The SSID is anything, but a quote in it is
// escaped.
Decoded decode_temp_disabled(wifi::TextCursor cursor) {
    const std::size_t tail = cursor.rest().rfind("\" auth_failures=");
    if (tail == std::string_view::npos) return of_kind(Kind::malformed);
    const std::string_view rest = cursor.rest().substr(tail);
    const auto duration = number_after<std::int64_t>(rest, " duration=");
    if (!duration) return of_kind(Kind::malformed);
    const std::size_t reason = rest.find(" reason=");
    return an_event(
        wifi::Waiting{.who = std::string(supplicant),
                      .bssid = {},
                      .because = reason == std::string_view::npos ? "" : std::string(rest.substr(reason + 8)),
                      .duration = seconds(*duration)});
}

Decoded decode_signal_change(wifi::TextCursor cursor) {
    const auto dbm = number_after<int>(cursor.rest(), "signal=");
    if (!dbm) return of_kind(Kind::malformed);
    return an_event(wifi::SignalReport{.bssid = {}, .dbm = *dbm});
}

Decoded decode_scan_failed(wifi::TextCursor cursor) {
    const auto error = number_after<int>(cursor.rest(), "ret=");
    if (!error) return of_kind(Kind::malformed);
    return an_event(wifi::ScanFailed{.error = *error < 0 ? -std::max(*error, -65535) : *error});
}

// Events of the control interface of no weight here. What is not in the list is counted.
constexpr std::array<std::string_view, 23> harmless_events{"SUBNET-STATUS-UPDATE",
                                                           "DSCP-POLICY",
                                                           "EAP-",
                                                           "STATE-CHANGE",
                                                           "BSS-ADDED",
                                                           "BSS-REMOVED",
                                                           "AVOID-FREQ",
                                                           "FREQ-CONFLICT",
                                                           "NETWORK-ADDED",
                                                           "NETWORK-REMOVED",
                                                           "PASSWORD-CHANGED",
                                                           "UNPROT-BEACON",
                                                           "STARTED-CHANNEL-SWITCH",
                                                           "DO-ROAM",
                                                           "SKIP-ROAM",
                                                           "MSCS-RESULT",
                                                           "SCS-RESULT",
                                                           "INTERWORKING",
                                                           "T2LM-UPDATE",
                                                           "SETUP-LINK-RECONFIG",
                                                           "LINK-RECONFIG",
                                                           "LOW-ACK",
                                                           "QUIET-PERIOD"};

}  // namespace

SupplicantMessage decode_control_event(wifi::TextCursor cursor) {
    const std::string_view name = cursor.take_word();
    cursor.skip_spaces();
    if (name == "CONNECTED") {
        const std::size_t at = cursor.rest().find("onnection to ");
        if (at == std::string_view::npos) return own(of_kind(Kind::malformed));
        wifi::TextCursor address(cursor.rest().substr(at + 13));
        return own(an_event(wifi::Authorized{.bssid = take_some_address(address)}));
    }
    if (name == "DISCONNECTED") return own(decode_disconnected(cursor));
    if (name == "ASSOC-REJECT") return own(decode_assoc_reject(cursor));
    if (name == "AUTH-REJECT") return own(decode_auth_reject(cursor));
    if (name == "SSID-TEMP-DISABLED") return own(decode_temp_disabled(cursor));
    if (name == "SSID-REENABLED")
        return own(an_event(wifi::WaitingOver{.who = std::string(supplicant), .bssid = {}}));
    if (name == "SCAN-STARTED") return own(an_event(wifi::ScanStarted{}));
    if (name == "SCAN-RESULTS") return own(an_event(wifi::ScanFinished{}));
    if (name == "SCAN-FAILED") return own(decode_scan_failed(cursor));
    if (name == "NETWORK-NOT-FOUND") return own(an_event(wifi::NetworkNotFound{}));
    if (name == "BEACON-LOSS") return own(an_event(wifi::BeaconLoss{}));
    if (name == "SIGNAL-CHANGE") return own(decode_signal_change(cursor));
    if (name == "EAP-FAILURE" && cursor.rest().starts_with("EAP"))
        return own(an_event(wifi::EapFailed{.timed_out = false}));
    if (name == "EAP-TIMEOUT-FAILURE" && cursor.rest().starts_with("EAP"))
        return own(an_event(wifi::EapFailed{.timed_out = true}));
    if (name == "CHANNEL-SWITCH" || name == "LINK-CHANNEL-SWITCH")
        return shared(
            an_event(wifi::ChannelSwitched{.frequency = number_after<int>(cursor.rest(), "freq=").value_or(0)}));
    if (name == "REGDOM-CHANGE") return shared(an_event(wifi::RegulatoryChanged{}));
    if (name == "TERMINATING")
        return shared(an_event(wifi::UserRequest{.who = std::string(supplicant), .what = "stop"}));
    return shared(of_kind(starts_with_any(name, harmless_events) ? Kind::noted : Kind::unrecognized));
}

}  // namespace wlanmedic::evidence
