// SPDX-License-Identifier: MIT
#include "evidence/trace_handler.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Sender;

std::uint16_t reason_of(std::string_view fields) {
    for (const std::string_view key : {"reason: ", "reason code: ", "reason_code: "})
        if (const auto reason = trace_number(fields, key); reason && *reason > 0 && *reason <= 0xffff)
            return static_cast<std::uint16_t>(*reason);
    return 0;
}

}  // namespace

Decoded TraceDecoder::asked_to_leave(const Line& line) {
    Interface& own = interface(line.interface);
    own.asked = reason_of(line.fields);
    // A worker of the kernel is nobody's wish.
    if (line.task.starts_with("kworker/")) return noted();
    const std::string_view what = line.name == "rdev_deauth"     ? "deauthenticate"
                                  : line.name == "rdev_disassoc" ? "disassociate"
                                                                 : "disconnect";
    return line.event(
        wifi::UserRequest{.who = std::string(line.task), .what = std::string(what), .person = false});
}

Decoded TraceDecoder::end_of_link(const Line& line, Sender by) {
    const auto control = trace_number(line.fields, "ftype:");
    if (!control) return malformed();
    const std::int64_t subtype = *control & type_and_subtype;
    if (subtype != deauth_frame && subtype != disassoc_frame) return noted();
    Interface& own = interface(line.interface);
    wifi::Deauthenticated end{.by = by, .from = {}, .to = {}, .disassociation = subtype == disassoc_frame};
    if (own.leaving && by == Sender::local) {
        end.to = std::exchange(own.leaving, std::nullopt);
        return line.event(end);
    }
    // Without the stages nothing shows whether it ends the link or makes room for the next.
    if (own.stage) (by == Sender::local ? end.to : end.from) = own.peer;
    if (by == Sender::local) end.reason = own.asked.value_or(0);
    end.joining = own.joining && own.stage.has_value();
    own = Interface{.phy = std::move(own.phy), .type = own.type, .p2p = own.p2p, .unsure = own.unsure};
    return line.event(end);
}

Decoded TraceDecoder::frame_received(const Line& line) {
    if (const auto control = trace_number(line.fields, "ftype:");
        control && (*control & type_and_subtype) == auth_frame)
        return auth_answer(line);
    return end_of_link(line, Sender::access_point);
}

Decoded TraceDecoder::frame_sent(const Line& line) { return end_of_link(line, Sender::local); }

Decoded TraceDecoder::unprotected(const Line& line) {
    const auto control = trace_number(line.fields, "ftype:");
    if (!control) return malformed();
    const std::int64_t subtype = *control & type_and_subtype;
    if (subtype != deauth_frame && subtype != disassoc_frame) return noted();
    return line.event(wifi::UnprotectedDeauth{.from = {}, .to = {}, .disassociation = subtype == disassoc_frame});
}

Decoded TraceDecoder::reported(const Line& line) {
    if (line.name == "api_connection_loss") return line.event(wifi::ConnectionLossReported{});
    if (line.name == "api_beacon_loss") return line.event(wifi::BeaconLossReported{});
    if (line.name == "api_cqm_beacon_loss_notify") return line.event(wifi::BeaconLoss{});
    return line.event(wifi::UserRequest{.who = "the driver", .what = "disconnect", .person = false});
}

Decoded TraceDecoder::station(const Line& line) {
    const auto address = trace_address(line.fields);
    if (!address) return malformed();
    if (line.name == "cfg80211_new_sta") return line.event(wifi::StationAdded{.address = address});
    return line.event(wifi::StationRemoved{.address = address});
}

}  // namespace wlanmedic::evidence
