// SPDX-License-Identifier: MIT
#include "whatif/lines.h"

#include "wifi/codes.h"

namespace wlanmedic::whatif {
namespace {

constexpr std::uint32_t comeback_tu = 1000;
constexpr std::uint16_t status_unspecified = 1;

wifi::Event line(wifi::Payload&& payload) {
    wifi::Event event;
    event.interface = "wlan0";
    event.payload = std::move(payload);
    return event;
}

wifi::MacAddress access_point(int number) {
    const std::array<std::uint8_t, 6> octets{2, 0, 0, 0, 0, static_cast<std::uint8_t>(number + 1)};
    return *wifi::MacAddress::from_octets(octets);
}

wifi::Event ended(wifi::Sender by, std::uint16_t reason) {
    return line(wifi::Deauthenticated{.by = by, .reason = reason});
}

wifi::Payload told_of(Attempts::Step::Kind step, const wifi::MacAddress& bssid) {
    using enum Attempts::Step::Kind;
    switch (step) {
        case scanned: return wifi::ScanFinished{};
        case authenticated: return wifi::Authenticated{bssid};
        case asked_to_wait: return wifi::AssocComeback{.bssid = bssid, .tu = comeback_tu};
        case auth_timed_out: return wifi::AuthTimedOut{bssid};
        case refused: return wifi::AuthRejected{.bssid = bssid, .status = status_unspecified};
        case not_found: return wifi::NetworkNotFound{};
        case assoc_timed_out: break;
    }
    return wifi::AssocTimedOut{bssid};
}

}  // namespace

Lines::Lines(const Model& model)
    : associated(line(wifi::Associated{access_point(home)})),
      authorized(line(wifi::Authorized{access_point(home)})),
      signal(line(wifi::SignalReport{.bssid = access_point(home), .dbm = static_cast<int>(model.signal_dbm)})),
      beacon_loss(line(wifi::BeaconLoss{})),
      decrypt_failure(line(wifi::DecryptFailure{})),
      firmware_error(line(wifi::FirmwareError{})),
      loss_call(line(wifi::ConnectionLossReported{})),
      connection_loss(line(wifi::ConnectionLoss{access_point(home)})),
      inactive(ended(wifi::Sender::local, wifi::reason_disassoc_due_to_inactivity)),
      not_valid(ended(wifi::Sender::local, wifi::reason_prev_auth_not_valid)),
      not_associated(line(wifi::Deauthenticated{.by = wifi::Sender::access_point,
                                                .from = access_point(home),
                                                .reason = wifi::reason_class3_frame_from_nonassoc_sta})),
      disconnected(line(wifi::Disconnected{.by = wifi::Sender::local})),
      leaving(ended(wifi::Sender::local, wifi::reason_deauth_leaving)),
      comeback(line(wifi::AssocComeback{.bssid = access_point(home), .tu = comeback_tu})),
      answered(line(wifi::ProbeResult{.target = "gateway", .answer = wifi::Answer::up})),
      unanswered(line(wifi::ProbeResult{.target = "gateway", .answer = wifi::Answer::down})),
      timer(line(wifi::TimerFired{})) {
    for (std::size_t kind = 0; kind < steps.size(); ++kind)
        for (int number = 0; number < model.access_points; ++number)
            steps[kind].push_back(line(told_of(static_cast<Attempts::Step::Kind>(kind), access_point(number))));
}

std::size_t Lines::kind_of(Attempts::Step::Kind step) { return told_of(step, {}).index(); }

wifi::Event action_started(driver::Method method) {
    return line(wifi::ActionStarted{std::string(driver::name_of(method))});
}

wifi::Event action_finished(driver::Method method) {
    return line(wifi::ActionFinished{.method = std::string(driver::name_of(method)), .done = true});
}

}  // namespace wlanmedic::whatif
