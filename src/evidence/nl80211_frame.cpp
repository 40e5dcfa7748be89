// SPDX-License-Identifier: MIT
// Notifications that carry the frame which was received or sent (nl80211_send_mlme_event()).
#include <linux/nl80211.h>

#include "evidence/nl80211_said.h"
#include "wifi/codes.h"
#include "wifi/management_frame.h"

namespace wlanmedic::evidence {
namespace {

using netlink::AttributeTable;
using netlink::Bytes;
using wifi::ManagementFrame;
using wifi::Sender;
using Subtype = ManagementFrame::Subtype;

// IEEE 802.11-2020, 9.3.3: header, then the fixed fields of the body.
constexpr std::size_t body = 24;
constexpr std::size_t least = body + 2;  // iw, too, takes shorter ones for invalid

// Codes are read from protected frames, too: what was received is decrypted, and keeps the bit
// (net/mac80211/wpa.c).
std::optional<std::uint16_t> code_at(Bytes frame, std::size_t at) {
    if (frame.size() < at + 2) return std::nullopt;
    return static_cast<std::uint16_t>(frame[at] | frame[at + 1] << 8);
}

std::string way(const ManagementFrame& frame) {
    return fmt::format("{} -> {}", frame.source.to_string(), frame.destination.to_string());
}

std::string with_status(const ManagementFrame& frame, std::uint16_t status) {
    return fmt::format("{} status {} ({})", way(frame), status, wifi::status_text(status));
}

std::string with_reason(const ManagementFrame& frame, std::uint16_t reason) {
    return fmt::format("{} reason {} ({})", way(frame), reason, wifi::reason_text(reason));
}

Nl80211Said authentication(const ManagementFrame& frame, Bytes bytes) {
    const auto status = code_at(bytes, body + 4);
    if (frame.subtype != Subtype::authentication || !status) return said_malformed(way(frame));
    std::string details = with_status(frame, *status);
    if (*status == 0) return said(wifi::Authenticated{.bssid = frame.source}, std::move(details));
    // SAE (76 anti-clogging, 126 hash-to-element, 127 public key) answers that are steps, no refusals.
    if (*status == 76 || *status == 126 || *status == 127) return said_noted(std::move(details));
    return said(wifi::AuthRejected{.bssid = frame.source, .status = *status}, std::move(details));
}

Nl80211Said association(const ManagementFrame& frame, Bytes bytes) {
    const auto status = code_at(bytes, body + 2);
    const bool answer = frame.subtype == Subtype::assoc_response || frame.subtype == Subtype::reassoc_response;
    if (!answer || !status) return said_malformed(way(frame));
    std::string details = with_status(frame, *status);
    if (frame.comeback_tu && *status == wifi::status_assoc_rejected_temporarily) {
        details += fmt::format(", come back in {} TU", *frame.comeback_tu);
        return said(wifi::AssocComeback{.bssid = frame.source, .tu = *frame.comeback_tu}, std::move(details));
    }
    if (*status != 0)
        return said(wifi::AssocRejected{.bssid = frame.source, .status = *status}, std::move(details));
    return said(wifi::AssocResponse{.bssid = frame.source, .status = 0}, std::move(details));
}

Nl80211Said leave(const ManagementFrame& frame, Bytes bytes) {
    const bool disassociation = frame.subtype == Subtype::disassociation;
    const auto reason = code_at(bytes, body);
    if ((!disassociation && frame.subtype != Subtype::deauthentication) || !reason)
        return said_malformed(way(frame));
    const bool by_the_access_point = frame.bssid == frame.source;
    return said(
        wifi::Deauthenticated{.by = by_the_access_point ? Sender::access_point : Sender::local,
                              .from = frame.source,
                              .to = frame.destination,
                              .reason = *reason,
                              .disassociation = disassociation},
        with_reason(frame, *reason) + (by_the_access_point ? ", by the access point" : ", by this station"));
}

Nl80211Said unprotected(const ManagementFrame& frame, Bytes bytes) {
    const bool disassociation = frame.subtype == Subtype::disassociation;
    const auto reason = code_at(bytes, body);
    if ((!disassociation && frame.subtype != Subtype::deauthentication) || !reason)
        return said_malformed(way(frame));
    // On an access point's own interface the frame is addressed to the BSSID: a station speaks, no access point.
    if (frame.bssid == frame.destination) return said_noted(with_reason(frame, *reason));
    return said(
        wifi::UnprotectedDeauth{
            .from = frame.source, .to = frame.destination, .reason = *reason, .disassociation = disassociation},
        with_reason(frame, *reason));
}

Nl80211Said without_frame(std::uint8_t command, const AttributeTable& attributes) {
    const auto bssid = attributes.address(NL80211_ATTR_MAC);
    const bool timed_out = attributes.has(NL80211_ATTR_TIMED_OUT);
    switch (command) {
        case NL80211_CMD_AUTHENTICATE:
            if (!timed_out) return said_noted("no frame");
            return said(wifi::AuthTimedOut{.bssid = bssid}, address_text(bssid) + " timed out");
        case NL80211_CMD_ASSOCIATE:
            if (!timed_out) return said_noted("no frame");
            return said(wifi::AssocTimedOut{.bssid = bssid}, address_text(bssid) + " timed out");
        case NL80211_CMD_DEAUTHENTICATE:
        case NL80211_CMD_DISASSOCIATE:
            return said(
                wifi::Deauthenticated{.from = {}, .to = {}, .disassociation = command == NL80211_CMD_DISASSOCIATE},
                "no frame");
        default: return said_malformed("no frame");
    }
}

}  // namespace

bool carries_management_frame(std::uint8_t command) {
    switch (command) {
        case NL80211_CMD_AUTHENTICATE:
        case NL80211_CMD_ASSOCIATE:
        case NL80211_CMD_DEAUTHENTICATE:
        case NL80211_CMD_DISASSOCIATE:
        case NL80211_CMD_UNPROT_DEAUTHENTICATE:
        case NL80211_CMD_UNPROT_DISASSOCIATE: return true;
        default: return false;
    }
}

Nl80211Said nl80211_frame_notification(std::uint8_t command, const AttributeTable& attributes) {
    const auto bytes = attributes.bytes(NL80211_ATTR_FRAME);
    if (!bytes) return without_frame(command, attributes);
    const auto frame = bytes->size() < least ? std::nullopt : wifi::decode_management_frame(*bytes);
    if (!frame)
        return said_malformed(fmt::format("a frame of {} bytes that is no management frame", bytes->size()));
    switch (command) {
        case NL80211_CMD_AUTHENTICATE: return authentication(*frame, *bytes);
        case NL80211_CMD_ASSOCIATE: return association(*frame, *bytes);
        case NL80211_CMD_DEAUTHENTICATE:
        case NL80211_CMD_DISASSOCIATE: return leave(*frame, *bytes);
        default: return unprotected(*frame, *bytes);
    }
}

}  // namespace wlanmedic::evidence
